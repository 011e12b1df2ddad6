/** A decision from the run to the certificate, and its opening to a regulator. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileExport, release } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import { printVerdict } from '#gateway/record/verdict.ts';
import { verifyBundle } from '#gateway/record/verify.ts';
import type { Json } from '#gateway/client.ts';
import { openDecision } from '#policies/disclosure/decision.ts';
import type { Decision } from '#policies/disclosure/decision/form.ts';
import { unwrap } from '#policies/refusal.ts';
import { sha256 } from '#policies/units.ts';
import { openCity, type Installation } from '../fixtures/installation.ts';
import { aPlan, toExport, type Submitted } from '../gateway/plans.ts';

const sql =
  'SELECT district_code, industry_code, count(DISTINCT uscc) AS firms FROM ent_registration GROUP BY ROLLUP(district_code, industry_code)';
const plan = aPlan({ sql });

let city: Installation;
let done: Submitted;
beforeAll(async () => {
  city = await openCity();
  done = await toExport(city.as, plan);
});
afterAll(async () => city[Symbol.asyncDispose]());

async function revealed(): Promise<Json> {
  return unwrap(await city.as(people.operator.person).call(`/check/runs/${done.run}/reveal`, { reason: '核查' }));
}

async function receipt(): Promise<Json> {
  return unwrap(await city.as(people.vendor.person).call(`/run/runs/${done.run}`))['result'] as Json;
}

function keptDecision(): { readonly salt: string; readonly decision: unknown } {
  const file = join(city.dir, 'domain', 'decisions', `${done.run}.json`);
  return JSON.parse(readFileSync(file, 'utf8')) as { salt: string; decision: unknown };
}

test('disclosure §2.10: a reviewer sees why each cell is hidden; the vendor and the record have the commitment alone', async () => {
  const { commitment, object } = (await revealed())['decision'] as { commitment: string; object: Decision };
  expect((await receipt())['decision']).toBe(commitment);
  expect(object).toMatchObject({ uid: done.run, command: sql, unit_types: expect.any(Array) as unknown });
  const hidden = object.cells.filter(({ status }) => status !== 'safe');
  expect(hidden.length).toBeGreaterThan(0);
  for (const { rules, N, status } of hidden) {
    expect(rules.length).toBeGreaterThan(0);
    if (status === 'primary') expect(N).toBeLessThan(object.properties.k);
  }
  for (const { X, interval } of hidden) expect([X, interval]).toEqual([null, []]);
  expect(
    object.cells.flatMap(({ evidence }) => evidence.flatMap((unit) => unit.statistics.flatMap(({ top }) => top))),
  ).toEqual([]);
  for (const { N } of object.cells.filter(({ status }) => status === 'safe')) {
    expect(N).toBeGreaterThanOrEqual(object.properties.k);
  }
  const told = JSON.stringify([await receipt(), city.office.record.read.bySubject(`run/${done.run}`)]);
  expect(told).not.toContain('x1share');
});

test('disclosure §2.10: the commitment in receipt and certificate opens to the decision of the run, and to no other', async () => {
  await fileExport(city.as, { id: done.export, run: done.run });
  const { statement, ...rest } = unwrap(verifyBundle(await release(city.as, plan, done.export)));
  const commitment = String((await receipt())['decision']);
  expect(statement.predicate.decisions).toEqual([{ run: done.run, sha256: commitment }]);
  expect(printVerdict({ statement, ...rest })).toContain(`${done.run} sha256 ${commitment}`);
  const opened = unwrap(openDecision(sha256(commitment), keptDecision()));
  expect(opened).toMatchObject({ history: null, approvals: [] });
  const better = { ...keptDecision(), decision: { ...opened, status: 'pass', cells: [] } };
  expect(openDecision(sha256(commitment), better).ok).toBe(false);
});

test('disclosure §2.10: after the release the decision knows the history and who approved, and outlives a purge', async () => {
  const { object } = (await revealed())['decision'] as { object: Decision };
  expect(object.history?.verdict).not.toBe('fail');
  expect(object.approvals.map(({ act, role }) => [act, role])).toEqual([
    ['export.submitted', 'vendor'],
    ['export.filed', 'data_agency'],
    ['export.released', 'system'],
  ]);
  unwrap(await city.office.domain.purge({ run: done.run }));
  expect(keptDecision().salt).toMatch(/^[0-9a-f]{64}$/);
});
