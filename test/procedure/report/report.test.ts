/** Attacks on the text of a report: numbers that nobody checked, and places where data hides. */
import { expect, test } from 'vitest';
import { assert, constantFrom, integer, property } from 'fast-check';
import { checkReportText, requireReport, type ReportText } from '#policies/procedure/report/report.ts';

const cell = '{{run-1[district=东城].persons}}';

function codes(text: string, constants: readonly string[] = []): readonly string[] {
  const checked = checkReportText({ text, constants: constants.map((value) => ({ value, meaning: 'year' })) });
  return checked.ok ? [] : [...new Set(checked.refusals.map(({ code }) => code))].sort();
}

function places(text: string): readonly string[] {
  const checked = checkReportText({ text, constants: [] });
  if (checked.ok) return [];
  return checked.refusals.map(({ where }) => text.slice(where?.offset, (where?.offset ?? 0) + (where?.length ?? 0)));
}

const disguised = [
  '520',
  '５２０',
  '٣',
  '५२०',
  '𝟓𝟐𝟎',
  '①②③',
  '⑳',
  '❺',
  '㈤',
  '㊄',
  'Ⅻ',
  'ⅻ',
  'XII',
  'xii',
  'ＸＩＩ',
  '½',
  '5²',
  '五百二十',
  '伍佰贰拾',
  '二〇二四',
  '一十',
  '三·一四',
  '廿五',
  '百分之五',
  '三分之一',
  '五成',
  '两倍',
  '五个百分点',
  '5%',
  '5％',
  '五 百',
  '五*百*',
  '5*2*0',
  'five hundred twenty',
  'twelve',
  'Twenty-one',
  'five per cent',
  'two five',
  'three point one',
  'dozens',
  'X**I**',
  'fif*teen*',
  '五**百**',
  '5_2_0',
];
test.each(disguised)('checkReportText finds a number written as %s, wherever it stands', (number) => {
  for (const text of [
    `共有${number}人`,
    `there are ${number} of them`,
    `# ${number}`,
    `- ${number}`,
    `| a | ${number} |`,
  ]) {
    expect([text, codes(text)]).toEqual([text, ['E_REPORT_NUMBER']]);
  }
});

test('checkReportText finds numbers in links, in a table of contents, over a line end and in heading marks', () => {
  expect(codes('[数据](https://example.org/520)')).toEqual(['E_REPORT_NUMBER']);
  expect(codes('[520](https://example.org/)')).toEqual(['E_REPORT_NUMBER']);
  expect(codes('1. 概况\n2. 分区\n0. 附录')).toEqual(['E_REPORT_NUMBER']);
  expect(codes('概况 ······ 520')).toEqual(['E_REPORT_NUMBER']);
  expect(codes('五\n百', ['五'])).toEqual(['E_REPORT_NUMBER']);
});

const hiding = {
  image: '![五](https://example.org/a.png)',
  'image of a cell': `![](${cell})`,
  query: '[a](https://example.org/?a=b)',
  fragment: '[a](https://example.org/#a)',
  escape: '[a](https://example.org/%e4)',
  port: '[a](https://example.org:a/)',
  user: '[a](https://a@example.org/)',
  script: '[a](javascript:alert)',
  'data link': '[a](data:text/plain,abc)',
  'link with a cell': `[a](https://example.org/${cell})`,
  'link title': '[a](https://example.org/ "title")',
  'reference link': '[a]: https://example.org/',
  'bare address': 'https://example.org/',
  'bare host': 'www.example.org',
  html: '<b>a</b>',
  comment: '<!-- a -->',
  entity: '&half; of them',
  escaped: '\\*',
  code: '`a`',
  'indented code': 'a\n\n    b',
  fence: '~~~\na\n~~~',
  'half a table': 'a | b',
  'zero-width': 'a\u200Bb',
  'variation selector': 'a\uFE01',
  tag: 'a\u{E0041}',
  filler: 'a\u3164b',
  combining: 'e\u0301',
  'private use': 'a\uE000',
  'playing card': '🂡',
  keycap: '#\u20E3',
  dice: '⚄',
  braille: '⠑',
  greek: 'φκ',
  hebrew: 'קמ',
  'other placeholder': 'a \uFFFC b',
  tab: 'a\tb',
  'mathematical letters': '𝐗𝐈',
  'right to left': 'a\u202Eb',
};
test.each(Object.entries(hiding))('checkReportText refuses %s', (_, text) => {
  expect(codes(text)).toContain('E_REPORT');
});

test('checkReportText lets nothing stick to a cited number and make another one of it', () => {
  const stuck = [
    '{}000',
    '{}万',
    '{} 万人',
    '{} 百',
    '0.{}',
    '-{}',
    '{}.5',
    '{}{}',
    '{} {}',
    '{}*0*',
    '1{}',
    '三{}',
    '{}/{}',
    '{} million',
  ];
  for (const form of stuck) {
    const constants = ['000', '0', '1', '5'];
    expect([form, codes(form.replaceAll('{}', cell), constants)]).toEqual([form, ['E_REPORT_NUMBER']]);
  }
});

test('checkReportText: no constant stands for a citation with something stuck to it', () => {
  expect(codes(`${cell}000`, ['\uFFFC000'])).toEqual(['E_REPORT_NUMBER']);
  expect(codes(`${cell}${cell}`, ['\uFFFC\uFFFC'])).toEqual(['E_REPORT_NUMBER']);
});

test('checkReportText accepts what a report needs', () => {
  const text = [
    '# 参保人数报告',
    '',
    `**东城**共有**${cell}**人，占 ${cell}%；三个区中，一些街道没有公布。`,
    `From ${cell} to ${cell} persons, one of the two districts (per cent: ${cell} per cent).`,
    '',
    '| district | persons |',
    '|---|---|',
    `| 东城 | ${cell} |`,
    `| 西城 | ${cell} |`,
    '',
    `- 百分之${cell}`,
    `* ${cell}`,
    `* ${cell}`,
    '  - 见[办法](https://example.org/rules/data)',
    '',
    '依据《条例》第28条，2020-2024年，《办法》第二十八条。',
  ].join('\n');
  expect(codes(text, ['28', '2020', '2024', '二十八'])).toEqual([]);
  expect(codes(text, ['28', '2020', '2024'])).toEqual(['E_REPORT_NUMBER']);
});

test('checkReportText: a constant is one number, matched whole', () => {
  expect(codes('2024', ['2024'])).toEqual([]);
  expect(codes('20245', ['2024', '5'])).toEqual(['E_REPORT_NUMBER']);
  expect(codes('2,024', ['2', '024'])).toEqual(['E_REPORT_NUMBER']);
  expect(codes('1 000', ['1', '000'])).toEqual(['E_REPORT_NUMBER']);
  expect(codes('a', ['many words'])).toEqual(['E_REPORT_NUMBER']);
  expect(codes('a', ['2024年'])).toEqual(['E_REPORT_NUMBER']);
  expect(codes('⑤', ['5'])).toEqual(['E_REPORT_NUMBER']);
  expect(codes('**2024**年，第*二十八*条', ['2024', '二十八'])).toEqual([]);
});

test('checkReportText says where, in the text as it was written', () => {
  expect(places(`甲乙 ${cell} 丙 520 丁 ５ 戊 五百`)).toEqual(['520', '５', '五百']);
  expect(places(`${cell}万`)).toEqual([`${cell}万`]);
});

test('checkReportText: no digit of any script passes beside any words', () => {
  const digits = integer({ min: 0, max: 0x1ffff })
    .map((point) => String.fromCodePoint(point))
    .filter((character) => /\p{N}/u.test(character) && character !== '〇');
  const around = constantFrom('', 'a', '共', ' ', '，', '**', '\n');
  assert(
    property(digits, around, around, (digit, before, after) => {
      expect(codes(`甲${before}${digit}${after}乙`)).toContain('E_REPORT_NUMBER');
    }),
    { numRuns: 500, examples: [['٣', '', '']] },
  );
});

test('checkReportText judges the worst texts of its length', () => {
  for (const text of [
    '五'.repeat(20_000),
    `${'五'.repeat(9_999)}分`.repeat(2),
    '五百分'.repeat(6_600),
    '['.repeat(20_000),
  ]) {
    expect(codes(text).length).toBe(1);
  }
});

function reasons(text: string, change: object = {}): readonly string[] {
  const report: ReportText = { text, constants: [] };
  const product = { form: 'data_report', runs: ['run-1'], report, ...change } as const;
  const columns = ['district', 'persons'].map((name) => ({ name, type: 'BIGINT' }));
  const result = { columns, outputs: [{ name: 'r', kind: 'report' }] } as const;
  const runs = [
    { id: 'run-1', result },
    { id: 'run-2', result },
    { id: 'run-3', result: { columns, outputs: [{ name: 't', kind: 'table' }] as const } },
    { id: 'run-4' },
  ];
  const checked = requireReport('submit', product, runs);
  return checked.ok ? [] : checked.refusals.map(({ code, detail }) => `${code} ${detail}`);
}

test('requireReport refuses a cell of another export, of an unfinished run, of another column, or of a run that declared no report', () => {
  expect(reasons(cell)).toEqual([]);
  expect(reasons('{{run-2[district=东城].persons}}')[0]).toMatch(/run of this export; got run-2/);
  expect(reasons('{{run-9.persons}}')[0]).toMatch(/run of this export; got run-9/);
  expect(reasons('{{run-4.persons}}', { runs: ['run-4'] })[0]).toMatch(/run of this export/);
  expect(reasons('{{run-3.persons}}', { runs: ['run-3'] })[0]).toMatch(/must declare a report/);
  expect(reasons('{{run-1[district=东城].salary}}')[0]).toMatch(/got salary/);
  expect(reasons('{{run-1[name=张三].persons}}')[0]).toMatch(/got name/);
  expect(reasons(cell, { form: 'data_metric' })[0]).toMatch(/form data_report/);
});
