/** A report from its text to its bundle, and a gateway that would have another one written. */
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileExport, release, type JourneyPlan } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import { systemActor } from '#gateway/office.ts';
import { verifyBundle } from '#gateway/record/verify.ts';
import type { Permit } from '#policies/record/permit.ts';
import { unwrap } from '#policies/refusal.ts';
import { openCity, type Installation } from '../fixtures/installation.ts';
import { forge, permitOf } from '../gateway/permits.ts';
import { aPlan, toRun, type Ran } from '../gateway/plans.ts';
import { codesOf } from '../gateway/refused.ts';

const outputs = [
  { name: 'result', kind: 'table' },
  { name: 'report', kind: 'report' },
] as const;
const plan: JourneyPlan = aPlan({ outputs, forms: ['data_metric', 'data_report'] });

let city: Installation;
let ran: Ran;
let unreported: Ran;
beforeAll(async () => {
  city = await openCity();
  ran = await toRun(city.as, plan);
  unreported = await toRun(city.as, aPlan({ forms: ['data_report'] }));
});
afterAll(async () => city[Symbol.asyncDispose]());

const vendor = () => city.as(people.vendor.person);
const cite = (district: string) => `{{${ran.run}[district_code="${district}"].firms}}`;

function product(text: string, change: object = {}) {
  const { scenario, purpose, recipients, sourceStatement } = plan;
  const from = { scenario: scenario.id, purpose, recipients, sourceStatement, runs: [ran.run] };
  const report = { text, constants: [{ value: '2024', meaning: '年份' }] };
  return { title: '报告', form: 'data_report', ...from, report, ...change };
}

async function draft(text: string, change: object = {}) {
  return vendor().call('/check/exports', { agreement: ran.agreement, product: product(text, change) });
}

const reportOf = (text: string) => ({ text, constants: [{ value: '2024', meaning: '年份' }] });

test('procedure §5: a report with a number of its own, or with a cell that is not its own, is no draft', async () => {
  expect(codesOf(await draft('东城区有五百二十家企业'))).toEqual(['E_REPORT_NUMBER']);
  expect(codesOf(await draft('![](https://example.org/a.png)'))).toContain('E_REPORT');
  expect(codesOf(await draft(`{{${unreported.run}[district_code=a].firms}}`))).toEqual(['E_REPORT']);
  expect(codesOf(await draft(cite('a'), { form: 'data_metric' }))).toEqual(['E_REPORT']);
});

test('procedure §5: a run whose program declared no report is not cited', async () => {
  const { agreement, run } = unreported;
  const text = `{{${run}[district_code=a].firms}}`;
  const asked = { agreement, product: product(text, { runs: [run] }) };
  expect(codesOf(await vendor().call('/check/exports', asked))).toContain('E_REPORT');
});

test('procedure §5: a report that was returned is not written by the filing of what was submitted in its place', async () => {
  const text = `全市${cite('000000')}家`;
  const id = String(unwrap(await draft(text))['id']);
  unwrap(await vendor().call(`/check/exports/${id}/submit`, {}));
  const subject = `export/${id}`;
  const stale = await permitOf(city.office, 'export.submitted', subject);
  unwrap(await city.as(people.operator.person).call(`/check/exports/${id}/return`, { reason: '请修改' }));
  const other = `本市${cite('000000')}家`;
  unwrap(await vendor().call(`/check/exports/${id}/edit`, { product: product(other) }));
  unwrap(await vendor().call(`/check/exports/${id}/submit`, {}));
  await fileExport(city.as, { id, run: ran.run });
  const [submitted, filed] = [
    await permitOf(city.office, 'export.submitted', subject),
    await permitOf(city.office, 'export.filed', subject),
  ];
  const seal = (report: string, first: Permit) =>
    city.office.domain.sealReport({ report: reportOf(report), submitted: first, filed });
  expect(codesOf(await seal(text, stale))).toEqual(['E_PERMIT']);
  expect(codesOf(await seal(other, submitted))).toEqual([]);
});

test('procedure §5: a filed report is written with its numbers, and only as it was submitted', async () => {
  const seen = unwrap(await city.as(people.operator.person).call(`/check/runs/${ran.run}/reveal`, { reason: '核查' }));
  const { rows } = seen['table'] as { rows: readonly (readonly [string, number | null])[] };
  const [district = '', firms] = rows.find(([, count]) => count !== null) ?? [];
  const text = `# 企业数量\n\n2024年共有${cite(district)}家企业，无此区${cite('000000')}家。\n`;
  const id = String(unwrap(await draft(text))['id']);
  unwrap(await vendor().call(`/check/exports/${id}/submit`, {}));
  const { domain } = city.office;
  const subject = `export/${id}`;
  const submitted = await permitOf(city.office, 'export.submitted', subject);
  expect(codesOf(await domain.sealReport({ report: reportOf(text), submitted, filed: submitted }))).toEqual([
    'E_PERMIT',
  ]);
  await fileExport(city.as, { id, run: ran.run });

  const filed = await permitOf(city.office, 'export.filed', subject);
  const changed = reportOf(text.replace('家', '万家'));
  expect(codesOf(await domain.sealReport({ report: changed, submitted, filed }))).toEqual(['E_PERMIT']);
  const one = { ...reportOf(cite(district)) };
  expect(codesOf(await domain.sealReport({ report: one, submitted, filed }))).toEqual(['E_PERMIT']);

  const bundle = await release(city.as, plan, id);
  const released = await permitOf(city.office, 'export.released', subject);
  const another = { life: 'export', id, type: 'export.released', data: { files: [] } };
  const forged = await forge(city.office, another, systemActor);
  const ask = { report: reportOf(text), submitted, filed };
  expect(codesOf(await domain.releaseReport({ ...ask, released: forged }))).toEqual(['E_PERMIT']);
  expect(codesOf(await domain.releaseReport({ ...ask, report: changed, released }))).toEqual(['E_PERMIT']);
  expect(codesOf(await domain.releaseReport({ ...ask, released }))).toEqual([]);

  const { statement } = unwrap(verifyBundle(bundle));
  expect(statement.subject.map(({ name }) => name)).toContain('report.md');
  const report = new TextDecoder().decode(unzipSync(bundle)['report.md']);
  expect(report).toBe(`# 企业数量\n\n2024年共有${firms}家企业，无此区[c]家。\n`);
});
