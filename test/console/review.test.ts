/** The release review: what a reviewer sees, what nobody sees yet, and what a vendor never does. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { domains } from '#policies/procedure/checklist.ts';
import { people } from '#gateway/city/people.ts';
import { openCity, type Installation } from '#test/fixtures/installation.ts';
import { aPlan, toExport, type Submitted } from '#test/gateway/plans.ts';

const sql =
  'SELECT district_code, industry_code, count(DISTINCT uscc) AS firms, sum(reg_capital_wan) AS capital FROM ent_registration GROUP BY CUBE(district_code, industry_code) ORDER BY 1, 2';
const [first, second] = [people.operator.person, people.second.person];
let city: Installation;
let made: Submitted;
beforeAll(async () => {
  city = await openCity();
  made = await toExport(city.as, aPlan({ sql }));
});
afterAll(() => city[Symbol.asyncDispose]());

const base = () => `/desk/check/exports/${made.export}`;

async function pageOf(path: string, person: string = first, lang = 'en') {
  const response = await city.ask(path, { person, headers: { cookie: `sluice_lang=${lang}` } });
  return { status: response.status, text: await response.text(), cache: response.headers.get('cache-control') };
}

async function send(path: string, form: Readonly<Record<string, string>> | URLSearchParams, person: string = first) {
  const body = form instanceof URLSearchParams ? form : new URLSearchParams(form);
  const response = await city.ask(path, { person, method: 'POST', body });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

test('every tab opens in both languages for who checks and who supervises, and stays in no cache', async () => {
  const { operator, agency, regulator } = people;
  for (const { person } of [operator, agency, regulator]) {
    for (const tab of ['', '/history', '/model', '/decision', '/manifest']) {
      for (const lang of ['zh', 'en']) {
        const { status, text, cache } = await pageOf(base() + tab, person, lang);
        expect([person, tab, status, cache]).toEqual([person, tab, 200, 'no-store']);
        expect(text).toContain(lang === 'zh' ? '出域核查:' : 'Release review:');
      }
    }
  }
});

test('a cell says why, by which threshold and source, and in which sums; its keys are places and nothing is a value', async () => {
  const { text } = await pageOf(`${base()}?only=primary`);
  expect(text).toContain('class="heat"');
  expect(text).toContain('district_code ╲ industry_code');
  const cell = /\?run=[^"]*cell=(\d+)#cell/.exec(text)?.[1];
  const { text: open } = await pageOf(`${base()}?cell=${cell}`);
  for (const part of [
    'id="cell"',
    'Sums that it stands in',
    'k = 10',
    'disclosure.md §2.2 (1)',
    'What an attacker can place',
  ])
    expect([part, open.includes(part)]).toEqual([part, true]);
  const shown = await Promise.all(['', '/history', '/model'].map((tab) => pageOf(base() + tab)));
  // Codes of districts are values of the table, and so is what firms have together.
  for (const { text: bytes } of [...shown, { text: open }]) expect(bytes).not.toMatch(/4401\d\d|13674623/);
});

test('a look is the operator’s, with a reason, recorded once for each, and shows the table with its marks', async () => {
  const { read } = city.office.record;
  const looks = () => read.bySubject(`run/${made.run}`).filter(({ type }) => type === 'reveal.requested').length;
  const before = looks();
  const without = await send(`${base()}/reveal`, { run: made.run, reason: ' ' });
  expect([without.status, looks()]).toEqual([400, before]);
  const seen = await send(`${base()}/reveal`, { run: made.run, reason: '出域核查' });
  expect([seen.status, seen.headers.get('cache-control'), looks()]).toEqual([200, 'no-store', before + 1]);
  expect(seen.text).toMatch(/4401\d\d/);
  expect(seen.text).toContain('[c]');
  expect(seen.text).not.toContain('13674623');
  const agency = await send(`${base()}/reveal`, { run: made.run, reason: '出域核查' }, people.agency.person);
  expect([agency.status, looks()]).toEqual([403, before + 1]);
});

test('the vendor’s page of the same address has none of it', async () => {
  for (const tab of ['', '/history', '/model', '/decision', '/manifest', '/reveal', '/vote']) {
    const { text } = await pageOf(base() + tab, people.vendor.person);
    expect([tab, /p_percent|dominance|freq|heat|实际|secondary|85 %|reveal-reason/.exec(text)?.[0]]).toEqual([
      tab,
      undefined,
    ]);
  }
  const look = await send(`${base()}/reveal`, { run: made.run, reason: 'x' }, people.vendor.person);
  expect(look.status).toBe(404);
  const rival = await pageOf(base(), people.rival.person);
  expect(rival.status).toBe(404);
});

test('what a change would hide is estimated on simulation data, and a wrong text comes back with its reason', async () => {
  const coarser = 'SELECT district_code, count(DISTINCT uscc) AS firms FROM ent_registration GROUP BY ALL';
  const tried = await send(`${base()}/what-if`, { run: made.run, sql: coarser });
  expect(tried.status).toBe(200);
  expect(tried.text).toContain('Estimated on simulation data');
  const wrong = await send(`${base()}/what-if`, { run: made.run, sql: 'SELECT nothing_here FROM ent_registration' });
  expect([wrong.status, wrong.text.includes('E_UNKNOWN_COLUMN'), wrong.text.includes('SELECT nothing_here')]).toEqual([
    422,
    true,
    true,
  ]);
});

/** A form as it is filled in: every finding ticked that the page has, all four domains. */
async function vote(change: Readonly<Record<string, string>>, person: string = first) {
  const { text } = await pageOf(`${base()}/decision`, person);
  const found = [...text.matchAll(/name="acknowledged"\s+value="([^"]*)"/g)].map(([, value]) => value ?? '');
  const form = new URLSearchParams(found.map((value): [string, string] => ['acknowledged', value]));
  for (const domain of domains) {
    form.set(`checklist.${domain}.verdict`, 'pass');
    form.set(`checklist.${domain}.note`, '已核查');
  }
  for (const [name, value] of Object.entries({ decision: 'pass', comment: 'SECRETCOMMENT', ...change }))
    form.set(name, value);
  return form;
}

test.each([
  ['without a comment', { comment: '' }],
  ['with a finding not acknowledged', { acknowledged: '' }],
  ['to reject without a word to the vendor', { decision: 'reject' }],
  ['to pass with a failed domain', { 'checklist.personal_info.verdict': 'fail' }],
])('a vote %s is refused, and comes back with what was filled in', async (_, change) => {
  const form = await vote({ ...change, 'checklist.data_security.note': 'KEPT' }, first);
  const { status, text } = await send(`${base()}/vote`, form);
  expect([status, text.includes('role="alert"'), text.includes('KEPT')]).toEqual([422, true, true]);
});

test('a first vote is in nobody’s bytes but its own reviewer’s until the second is in', async () => {
  const sent = await send(`${base()}/vote`, await vote({ decision: 'reject', toVendor: 'SECRETADVICE' }, first));
  expect(sent.status).toBe(303);
  expect((await pageOf(`${base()}/decision`)).text).toContain('SECRETCOMMENT');
  const { second: other, agency, regulator, vendor } = people;
  for (const { person } of [other, agency, regulator, vendor]) {
    for (const tab of ['', '/history', '/model', '/decision', '/manifest']) {
      const { text } = await pageOf(base() + tab, person);
      expect([person, tab, /SECRET/.exec(text)?.[0]]).toEqual([person, tab, undefined]);
    }
  }
  const form = (await pageOf(`${base()}/decision`, second)).text;
  expect(form).toContain('1 of this round are in');
  expect((await send(`${base()}/vote`, await vote({ comment: 'SECOND' }, second), second)).status).toBe(303);
  const both = (await pageOf(`${base()}/decision`, second)).text;
  expect([both.includes('SECRETCOMMENT'), both.includes('SECOND'), both.includes('id="consolidation"')]).toEqual([
    true,
    true,
    true,
  ]);
  expect((await pageOf(`${base()}/decision`, people.vendor.person)).text).not.toMatch(/SECRET|SECOND/);
});

test('two who disagree come to one decision on the page, and the other signs', async () => {
  const written = await send(`${base()}/consolidate`, await vote({ comment: 'TOGETHER' }, second), second);
  expect(written.status).toBe(303);
  const page = (await pageOf(`${base()}/decision`)).text;
  expect([page.includes('TOGETHER'), page.includes('/countersign"')]).toEqual([true, true]);
  expect((await send(`${base()}/countersign`, {})).status).toBe(303);
  expect((await pageOf(`${base()}/manifest`)).text).toContain('/submit_filing"');
});

test('every tab has one h1, headings in order, ids that are unique, and a name for every field', async () => {
  for (const tab of ['', '?only=primary&cell=5', '/history', '/model', '/decision', '/manifest']) {
    const { text } = await pageOf(base() + tab);
    const body = text.slice(text.indexOf('<main'), text.indexOf('</main>'));
    const levels = [...body.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
    expect([tab, levels[0], levels.filter((level) => level === 1).length]).toEqual([tab, 1, 1]);
    expect([tab, levels.filter((level, at) => at > 0 && level > (levels[at - 1] ?? 1) + 1)]).toEqual([tab, []]);
    const ids = [...body.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect([tab, ids.filter((id, at) => ids.indexOf(id) !== at)]).toEqual([tab, []]);
    const labelled = new Set([...body.matchAll(/<label\s+for="([^"]*)"/g)].map(([, id]) => id));
    const fields = [...body.matchAll(/<(?:select|textarea|input(?! type="(?:hidden|radio|checkbox)"))\b[^>]*>/g)];
    const unnamed = fields
      .map(([field]) => field)
      .filter((field) => !/type="(?:hidden|radio|checkbox)"|aria-label=/.test(field))
      .filter((field) => !labelled.has(/\sid="([^"]*)"/.exec(field)?.[1]));
    expect([tab, unnamed]).toEqual([tab, []]);
  }
});
