/** A template from draft to release: tested with every value, approved by their number, run with one of them by permit. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { approveProgram, checklist, programOf, waitForRun } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import type { Json } from '#gateway/client.ts';
import { unwrap, type Outcome } from '#policies/refusal.ts';
import { openCity, type Installation } from '../fixtures/installation.ts';
import { aPlan, toAgreement } from './plans.ts';
import { codesOf, detailsOf } from './refused.ts';

const sql = `SELECT district_code, count(DISTINCT uscc) AS firms FROM ent_registration
WHERE staff_size_band = $band AND established_on > CAST($since AS DATE) GROUP BY ALL ORDER BY 1`;
const parameters = [
  { name: 'band', values: ['1-9', '10-49', "' OR TRUE --"] },
  { name: 'since', values: ['1900-01-01', '2023-09-01'] },
];

let city: Installation;
let plan: ReturnType<typeof aPlan>;
let agreement: string;
beforeAll(async () => {
  city = await openCity();
  plan = aPlan({ sql: sql.replace('$band', "'1-9'").replace('$since', "'1900-01-01'") });
  agreement = await toAgreement(city.as, plan);
});
afterAll(async () => city[Symbol.asyncDispose]());

const vendor = () => city.as(people.vendor.person);
const desk = () => city.as(people.operator.person);

async function draft(text: string, declared: unknown): Promise<string> {
  const { content } = programOf({ ...plan, sql: text }, agreement);
  const body = { agreement, content: { ...content, parameters: declared } };
  return String(unwrap(await vendor().call('/propose/programs', body))['id']);
}

async function tested(text: string, declared: unknown): Promise<Outcome<Json>> {
  return vendor().call(`/propose/programs/${await draft(text, declared)}/test`, {});
}

const order = (id: string, hash: string, given: unknown) => ({
  program: id,
  hash,
  scenario: plan.scenario.id,
  parameters: given,
});

function given(band: unknown, since: unknown = '1900-01-01') {
  return [
    { name: 'band', value: band },
    { name: 'since', value: since },
  ];
}

async function rowsOf(run: Json): Promise<unknown> {
  expect(run).toMatchObject({ state: 'quarantined' });
  const seen = await desk().call(`/check/runs/${String(run['id'])}/reveal`, { reason: '核查' });
  return (unwrap(seen)['table'] as { rows: unknown }).rows;
}

test('DC-16 a template is tested with every combination, and the forecast says in how many something is hidden', async () => {
  const simulated = unwrap(await tested(sql, parameters));
  expect(simulated['combinations']).toMatchObject({ count: 6 });
  const { suppressing } = simulated['combinations'] as { suppressing: number };
  expect(suppressing).toBeGreaterThan(0);
  expect(suppressing).toBeLessThan(6);
});

test.each([
  ['an undeclared parameter', sql, [parameters[0]], 'E_PARAMETER'],
  ['one by number', sql.replace('$band', '$1').replace('$since', '$2'), parameters, 'E_PARAMETER'],
  [
    'too many combinations',
    sql,
    [parameters[0], { name: 'since', values: Array.from({ length: 86 }, (_, at) => `${1900 + at}-01-01`) }],
    'E_PARAMETER',
  ],
  [
    'another type for one value',
    sql.replace('count(DISTINCT uscc)', 'count(DISTINCT uscc) * $times'),
    [...parameters, { name: 'times', values: [1, 0.5] }],
    'E_PARAMETER',
  ],
  [
    'a value that is not of the column',
    sql,
    [parameters[0], { name: 'since', values: ['1900-01-01', 'long ago'] }],
    'E_TYPE',
  ],
] as const)('a template is refused with %s', async (_, text, declared, code) => {
  expect(codesOf(await tested(text, declared))).toEqual([code]);
});

test('a refusal names the combination that it is about', async () => {
  const refused = await tested(sql, [parameters[0], { name: 'since', values: ['1900-01-01', 'long ago'] }]);
  expect(detailsOf(refused)).toMatch(/\(with band = 1-9, since = long ago\)/);
});

test('DC-03: a template runs with a declared value as the text with that constant would', async () => {
  const id = await draft(sql, parameters);
  unwrap(await vendor().call(`/propose/programs/${id}/test`, {}));
  const hash = String(unwrap(await vendor().call(`/propose/programs/${id}/freeze`, {}))['hash']);
  unwrap(await desk().call(`/review/programs/${id}/begin_review`, {}));
  expect(codesOf(await desk().call(`/review/programs/${id}/approve`, { hash, checklist }))).toEqual(['E_INPUT']);
  unwrap(await desk().call(`/review/programs/${id}/approve`, { hash, checklist, combinations: 6 }));
  for (const strange of [[], given('500+'), given('1-9', '1899-01-01'), given('1-9').slice(1)]) {
    expect(codesOf(await vendor().call('/run/runs', order(id, hash, strange)))).toEqual(['E_INPUT']);
  }
  const run = async (what: unknown) =>
    waitForRun(vendor(), String(unwrap(await vendor().call('/run/runs', order(id, hash, what)))['id']));
  const micro = await rowsOf(await run(given('1-9')));
  const constant = await approveProgram(city.as, plan, agreement);
  const plain = String(unwrap(await vendor().call('/run/runs', order(constant.id, constant.hash, [])))['id']);
  expect(micro).toEqual(await rowsOf(await waitForRun(vendor(), plain)));
  expect(micro).not.toEqual(await rowsOf(await run(given('10-49'))));
  expect(await rowsOf(await run(given("' OR TRUE --")))).toEqual([]);
});

test('DC-03: the domain reads the values from the order that the permit proves, and from nowhere else', async () => {
  const { read } = city.office.record;
  const ran = read.list('run').find(({ json }) => (json as { parameters: unknown[] }).parameters.length === 2);
  if (!ran) throw new Error('nothing ran with values');
  const { program } = ran.json as { program: string };
  const content = unwrap(await vendor().call(`/propose/programs/${program}`))['content'] as Json;
  const ordered = read.bySubject(`run/${ran.id}`).find(({ type }) => type === 'run.ordered');
  const permit = unwrap(await city.office.record.permit(ordered?.entry.seq ?? -1));
  const payload = structuredClone(permit.payload) as { parameters: { value: unknown }[] };
  const [first] = payload.parameters;
  if (!first) throw new Error('no parameter was ordered');
  // Another declared value than the one ordered, whichever of the runs was found: the list is in order of random ids.
  first.value = first.value === '10-49' ? '1-9' : '10-49';
  const run = ran.id;
  expect(codesOf(await city.office.domain.run({ permit: { ...permit, payload }, run, content }))).toEqual(['E_PERMIT']);
  const wider = { ...content, parameters: [] };
  expect(codesOf(await city.office.domain.run({ permit, run, content: wider }))).toEqual(['E_PERMIT']);
});
