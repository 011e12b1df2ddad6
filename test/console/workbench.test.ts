/** The workbench without a script, and what its script is told: the same verdicts, each with its place and its reason. */
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { people } from '#gateway/city/people.ts';
import { columnForecasts, forecastRows } from '#gateway/console/workbench/cells.ts';
import { timesLeft } from '#gateway/console/workbench/budget.ts';
import { declaredIn } from '#gateway/console/workbench/parameters.ts';
import type { Answer } from '#gateway/console/workbench/wire.ts';
import type { Simulation } from '#sandbox/door.ts';
import { openCity, type Installation } from '#test/fixtures/installation.ts';

let city: Installation;
beforeAll(async () => {
  city = await openCity();
});
afterAll(() => city[Symbol.asyncDispose]());

const person = people.vendor.person;
const counted = `SELECT district_code, industry_code, count(DISTINCT uscc) AS n
FROM power_usage_daily GROUP BY ROLLUP (district_code, industry_code)`;

function sent(fields: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) {
  return city.ask('/workbench', { person, method: 'POST', body: new URLSearchParams(fields), headers });
}

async function answered(fields: Readonly<Record<string, string>>): Promise<Answer> {
  const answer = await sent(fields, { accept: 'application/json' });
  expect(answer.status).toBe(200);
  return (await answer.json()) as Answer;
}

test.each(['zh', 'en'])('the workbench opens in %s with a text that was named, as text', async (lang) => {
  const hostile = '</textarea><script>alert(1)</script>';
  const path = `/workbench?sql=${encodeURIComponent(hostile)}`;
  const text = await (await city.ask(path, { person, headers: { cookie: `sluice_lang=${lang}` } })).text();
  expect(text).not.toContain('<script>alert');
  expect(text).toContain('&lt;/textarea&gt;');
  expect(text).toContain(lang === 'zh' ? '在仿真数据上运行' : 'Run on simulation data');
});

test('a refused text comes back whole, with its place, its reason and its change, in the language of the reader', async () => {
  const sql = 'SELECT count(*) AS n,\n       ent_name\nFROM ent_registration GROUP BY ALL';
  const answer = await sent({ do: 'check', sql }, { cookie: 'sluice_lang=zh' });
  expect(answer.status).toBe(422);
  const page = await answer.text();
  expect(page).toContain('<mark>ent_name</mark>');
  expect(page).toContain('query.sql 第 2 行第 8 列');
  expect(page).toContain('列规则不允许这样使用');
  expect(page).toContain(`${sql}</textarea`);
});

test('the script is told the same place as offsets in the text', async () => {
  const sql = 'SELECT count(*) AS n,\r\n       ent_name\r\nFROM ent_registration GROUP BY ALL';
  const { problems, says } = await answered({ do: 'check', sql });
  expect(says).toBe('Refused: 1 problem');
  const [problem] = problems;
  expect(sql.replaceAll('\r', '').slice(problem?.from, problem?.to)).toBe('ent_name');
});

test('every row that simulation data has is there, and what would not be shown says why', async () => {
  const { grid, forecast } = await answered({ do: 'run', sql: counted });
  if (!grid) throw new Error('there must be a grid');
  expect(grid.rows.length).toBeGreaterThan(50);
  const hidden = grid.hidden.flatMap((row, at) => (row.includes(true) ? [at] : []));
  expect(hidden.length).toBeGreaterThan(10);
  for (const at of hidden) {
    expect(grid.why[at]?.length).toBeGreaterThan(0);
    expect(grid.rows[at]?.at(-1)).toMatch(/^\[c\] /);
  }
  const shown = grid.rows.length - hidden.length;
  expect(forecast).toContain(`${shown} of ${grid.rows.length} cells would be shown`);
  expect(grid.reasons.map(({ short }) => short)).toContain('too few units');
});

test('a private answer has its noise, its price and how many more there are', async () => {
  const sql = 'SELECT district_code, count(DISTINCT uscc) AS n FROM power_usage_daily GROUP BY ALL';
  const page = await (await sent({ do: 'run', sql, lane: 'private', epsilon: '1' })).text();
  expect(page).toContain('ε 1');
  expect(page).toContain('more like this');
  expect(page).toMatch(/<strong class="">63<\/strong>/);
  expect(page).toMatch(/src="\/desk\/charts\/[\w-]{16}\?theme=light"/);
});

test('a chart of an answer is an image for its reader alone', async () => {
  const page = await (await sent({ do: 'run', sql: counted })).text();
  const address = /src="(\/desk\/charts\/[^"]+)"/.exec(page)?.[1] ?? '';
  const image = await city.ask(address, { person });
  expect(image.headers.get('content-type')).toBe('image/svg+xml; charset=utf-8');
  expect(await image.text()).toMatch(/^<svg/);
  expect((await city.ask(address, { person: people.rival.person })).status).toBe(404);
});

test('an epsilon that is none is refused, and nothing breaks', async () => {
  const { problems } = await answered({ do: 'check', sql: counted, lane: 'private', epsilon: 'much' });
  expect(problems[0]?.detail).toMatch(/epsilon/);
});

test('"propose this" fills in tables, columns and a first reason, and writes nothing', async () => {
  const size = city.office.record.read.size();
  const body = new URLSearchParams({ as: 'application', sql: counted });
  const answer = await city.ask('/workbench/propose', { person, method: 'POST', body });
  const page = await answer.text();
  expect(page).toContain(
    'name="request.datasets.0.table" value="power_usage_daily"'.replace(' value', '\n      value').split('\n')[0],
  );
  for (const column of ['district_code', 'industry_code', 'uscc']) expect(page).toContain(`value="${column}"`);
  expect(page).toContain('value="to group by (district_code)"');
  expect(city.office.record.read.size()).toBe(size);
});

test('the completion has every published table with grades and rules, in the language of the reader', async () => {
  const answer = await city.ask('/workbench/catalog.json', { person, headers: { cookie: 'sluice_lang=zh' } });
  const { tables } = (await answer.json()) as {
    tables: { name: string; title: string; columns: { name: string; about: string[] }[] }[];
  };
  const firms = tables.find(({ name }) => name === 'ent_registration');
  expect(firms?.columns.find(({ name }) => name === 'ent_name')?.about).toContain('X 不可使用');
});

test.each([
  ["a = '01', '02'", { name: 'a', values: ['01', '02'] }],
  ['$year = 2024, 2025', { name: 'year', values: [2024, 2025] }],
  ['town = 天河', { name: 'town', values: ['天河'] }],
])('declaredIn reads %j', (line, parameter) => {
  expect(declaredIn(line)).toEqual({ ok: true, value: [parameter] });
});

test.each(['a', 'a = ', 'A b = 1', 'a = 1\na = 2'])('declaredIn refuses %j', (line) => {
  expect(declaredIn(line).ok).toBe(false);
});

function budget(rho: bigint, delta: bigint) {
  return { rho: String(rho), delta: String(delta), epsilon: 0 };
}

test('timesLeft is the most whole answers that ρ and δ both have room for', () => {
  const amount = fc.bigInt({ min: 1n, max: 10n ** 12n });
  fc.assert(
    fc.property(amount, amount, amount, (cap, spent, price) => {
      const held = {
        scope: 's',
        used: 0,
        cap: budget(cap + spent, cap),
        spent: budget(spent, 0n),
        reserved: budget(0n, 0n),
      };
      const left = BigInt(timesLeft(held, { rho: String(price), delta: '0' }) ?? -1);
      expect(left * price <= cap && (left + 1n) * price > cap).toBe(true);
      expect(timesLeft(held, { rho: '1', delta: String(cap) })).toBe(1);
    }),
  );
});

test('forecastRows keeps a total apart from its parts, and finds the rules of each', () => {
  const columns = [
    { name: 'd', type: 'VARCHAR', role: 'key' as const },
    { name: 'n', type: 'BIGINT', role: 'statistic' as const },
  ];
  const table = {
    columns,
    rows: [
      [null, '12'],
      ['A', '9'],
      ['B', '3'],
    ],
    hidden: [
      [false, false],
      [false, false],
      [false, false],
    ],
  };
  const forecast = {
    columns,
    rows: [
      [null, '12'],
      ['A', null],
    ],
    hidden: [
      [false, false],
      [false, true],
    ],
  };
  const cells = [
    { keys: { d: 'A' }, rules: ['secondary'], units: 9 },
    { keys: { d: 'B' }, rules: ['freq'], units: 3 },
  ];
  const seen = { table, forecast, cells } as unknown as Simulation;
  expect(forecastRows(seen).map(({ hidden, rules, isLeftOut }) => [hidden[1], rules, isLeftOut])).toEqual([
    [false, [], false],
    [true, ['secondary'], false],
    [true, ['freq'], true],
  ]);
  expect(columnForecasts(seen)).toEqual([{ name: 'n', cells: 3, hidden: 2, share: 0.5 }]);
});
