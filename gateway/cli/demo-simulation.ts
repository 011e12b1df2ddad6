/** The chapter of simulation data: made from the catalog, fitted with noise, and honest about which is which. */
import { setTimeout as wait } from 'node:timers/promises';
import { unwrap } from '#policies/refusal.ts';
import type { FidelityStatement } from '#policies/simulation/fidelity.ts';
import type { Simulation } from '#sandbox/door.ts';
import { idOf } from '../city/journey.ts';
import { people } from '../city/people.ts';
import type { As } from '../city/publish.ts';
import { ownerOf } from '../city/set-up.ts';
import type { Json } from '../client.ts';
import type { Narrator } from './narrator.ts';

const table = 'medical_settlement';
const owner = ownerOf('dept.medical_insurance').person;

/** What a vendor would look at first. */
const query = `SELECT visit_type, hospital_level, count(*) AS settlements, round(avg(total_cny), 0) AS mean_cny
FROM medical_settlement GROUP BY ALL ORDER BY ALL`;

/** Few rows: a query that finds nothing without being helped. */
const rare = `SELECT count(*) AS n FROM medical_settlement
WHERE visit_type = '住院' AND dx_code = 'C34.9' AND settled_on = DATE '2025-02-28'`;

export async function tellSimulation(as: As, say: Narrator): Promise<void> {
  say.step(
    'simulation data 仿真数据',
    'made from the catalog, or fitted with noise; it says of itself what not to believe',
  );
  const vendor = as(people.vendor.person);
  await tellTrust(as, say);
  say.done('the same question before any fit:');
  say.table((unwrap(await vendor.call('/simulate/query', { sql: query })) as unknown as Simulation).table, 4);
  await fit(as, say);
  await tellTrust(as, say);
  say.done('the same question again:');
  say.table((unwrap(await vendor.call('/simulate/query', { sql: query })) as unknown as Simulation).table, 4);
  await takeHome(as, say);
}

async function tellTrust(as: As, say: Narrator): Promise<void> {
  const told = unwrap(
    await as(people.vendor.person).call(`/simulate/fidelity/${table}`),
  ) as unknown as FidelityStatement;
  const fitted = told.columns.filter(({ standing }) => standing === 'fitted');
  const pairs = told.pairs.filter(({ standing }) => standing !== 'declared');
  say.note(
    `${table} is level ${told.level}: ${fitted.length} of ${told.columns.length} columns and ${pairs.length} pairs are fitted; every other pair is independent here`,
  );
  if (fitted.length === 0) return;
  const surest = fitted.toSorted((a, b) => (a.expected ?? 1) - (b.expected ?? 1));
  const errors = surest.map(({ column, expected = 1 }) => `${column} ${expected}`);
  say.note(`total variation that the noise alone makes, 0 to 1: ${errors.join(', ')}`);
}

/** Ordered by the operator, agreed to by the department, charged to the people whose rows they are. */
async function fit(as: As, say: Narrator): Promise<void> {
  const operator = as(people.operator.person);
  const order = { entries: [table], epsilon: 2, predict: [] };
  const id = idOf(await operator.call('/simulate/fits', { order, purpose: '供数据商开发测试' }));
  say.refused(
    'agreement by another department',
    await as(ownerOf('dept.tax').person).call(`/simulate/fits/${id}/agree`, {}),
  );
  unwrap(await as(owner).call(`/simulate/fits/${id}/agree`, {}));
  const fitted = await untilFitted(as, id);
  const { rho, model } = fitted['result'] as { rho: string; model: string };
  say.done(
    `${id}: asked for by the operator, agreed to by the department, ρ ${Number(rho) / 1e9} charged to the insured`,
  );
  unwrap(await operator.call(`/simulate/fits/${id}/publish`, {}));
  say.done(`model ${model.slice(0, 12)} is published; drawing from it costs nothing more`);
  say.note(`how near it came to the real rows is the owner's to see, on the domain's machine: sluice fit report ${id}`);
}

/** At its tick. @throws Error when the fit failed */
async function untilFitted(as: As, id: string): Promise<Json> {
  for (;;) {
    const doc = unwrap(await as(people.operator.person).call(`/simulate/fits/${id}`));
    if (doc['state'] === 'fitted') return doc;
    if (doc['state'] !== 'agreed' && doc['state'] !== 'ordered')
      throw new Error(`${id} is ${String(doc['state'])}: ${String(doc['code'])}`);
    await wait(100);
  }
}

/** Rows that a query finds, to take home. */
async function takeHome(as: As, say: Narrator): Promise<void> {
  const vendor = as(people.vendor.person);
  const empty = unwrap(await vendor.call('/simulate/query', { sql: rare })) as unknown as Simulation;
  const id = String(
    unwrap(
      await vendor.call('/simulate/sets', { entries: [table], seed: 11, format: 'parquet', query: { sql: rare } }),
    )['id'],
  );
  const set = await untilReady(as, id);
  const found = unwrap(await vendor.call('/simulate/query', { sql: rare, set: id })) as unknown as Simulation;
  say.done(
    `a rare disease on one day: ${String(empty.table.rows[0]?.[0])} rows; in a set made for this query: ${String(found.table.rows[0]?.[0])}`,
  );
  const { files } = set['manifest'] as { files: readonly { name: string; bytes: number }[] };
  const names = files.map(({ name, bytes }) => `${name} (${Math.ceil(bytes / 1024)} KiB)`);
  say.note(`package: ${names.join(', ')}, each with its SHA-256 in manifest.json`);
}

async function untilReady(as: As, id: string): Promise<Json> {
  for (;;) {
    const set = unwrap(await as(people.vendor.person).call(`/simulate/sets/${id}`));
    if (set['state'] === 'ready') return set;
    if (set['state'] === 'failed') throw new Error(`${id} could not be made`);
    await wait(100);
  }
}
