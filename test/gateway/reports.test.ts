/** Reports through the real door: the same numbers as the record, for whom they are, as JSON, CSV and page. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileExport, release } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import { parseCsv } from '#gateway/cli/csv.ts';
import type { Json } from '#gateway/client.ts';
import { unwrap } from '#policies/refusal.ts';
import { openCity, type Installation } from '../fixtures/installation.ts';
import { aPlan, toExport, type Submitted } from './plans.ts';
import { codesOf } from './refused.ts';

let city: Installation;
let made: Submitted;
const always = 'from=2020-01-01T00:00:00.000Z&to=2100-01-01T00:00:00.000Z';

beforeAll(async () => {
  city = await openCity();
  const plan = aPlan();
  made = await toExport(city.as, plan);
  await fileExport(city.as, { id: made.export, run: made.run });
  await release(city.as, plan, made.export);
});
afterAll(async () => city[Symbol.asyncDispose]());

async function report(id: string, person: string, query = always): Promise<Json> {
  return unwrap(await city.as(person).call(`/audit/reports/${id}?${query}`));
}

test('AO-22-3 the agency’s report on exports names what left, by form, vendor, scenario and dataset', async () => {
  const { sections } = (await report('R08', people.agency.person)) as unknown as { sections: { rows: unknown[][] }[] };
  expect(sections[0]?.rows).toEqual([['data_metric', 1]]);
  expect(sections[1]?.rows).toEqual([['vendor.qiming', 1]]);
  expect(sections[3]?.rows).toEqual([['ent_registration', 1]]);
  expect(sections[5]?.rows[0]?.slice(0, 2)).toEqual([made.export, 'released']);
});

test('AO-14-4 the operator’s report on vendors counts what was registered in the period, and nothing outside of it', async () => {
  const { sections } = (await report('R02', people.operator.person)) as unknown as {
    sections: { rows: unknown[][] }[];
  };
  expect(sections[1]?.rows.map(([vendor]) => vendor)).toContain('vendor.qiming');
  const before = 'from=2020-01-01T00:00:00.000Z&to=2020-02-01T00:00:00.000Z';
  const early = (await report('R02', people.operator.person, before)) as unknown as {
    sections: { rows: unknown[][] }[];
  };
  expect(early.sections[1]?.rows).toEqual([]);
});

test('a report is for those who owe or get it, and for who supervises; that it was made stands in the record', async () => {
  expect(codesOf(await city.as(people.vendor.person).call(`/audit/reports/R08?${always}`))).toEqual(['E_ROLE']);
  expect(codesOf(await city.as(people.operator.person).call(`/audit/reports/R08?${always}`))).toEqual(['E_ROLE']);
  expect(codesOf(await city.as(people.agency.person).call(`/audit/reports/R99?${always}`))).toEqual(['E_NOT_FOUND']);
  expect(codesOf(await city.as(people.agency.person).call('/audit/reports/R08?from=x&to=y'))).toEqual(['E_INPUT']);
  const before = city.office.record.read.bySubject('report/R08').length;
  await report('R08', people.regulator.person);
  expect(city.office.record.read.bySubject('report/R08')).toHaveLength(before + 1);
});

test('as CSV it has the rows of the JSON, and as a page its tables', async () => {
  const bytes = unwrap(await city.as(people.agency.person).bytes(`/audit/reports/R08?${always}&format=csv`));
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  expect(text.startsWith('\uFEFFR08,出域情况报告')).toBe(true);
  expect(text).toContain(`${made.export},released,`);
  expect(() => parseCsv(text.split('\r\n').slice(-3).join('\r\n'))).not.toThrow();
  const page = new TextDecoder().decode(
    unwrap(await city.as(people.agency.person).bytes(`/audit/reports/R08?${always}&format=page`)),
  );
  expect(page).toContain('export situation report');
  expect(page).toContain(made.export);
});

test('the list says which report is owed to whom, how often, and for which period', async () => {
  const items = unwrap(await city.as(people.agency.person).call('/audit/reports'))['items'] as Json[];
  expect(items.find(({ id }) => id === 'R08')).toMatchObject({
    by: 'data_agency',
    frequency: 'quarterly',
    isMade: false,
  });
});
