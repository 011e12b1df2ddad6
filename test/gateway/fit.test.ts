/** Fits from order to rows, through the real door: who may, what it costs, what comes out, and what never does. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { idOf } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import { cityPeople, ownerOf } from '#gateway/city/set-up.ts';
import type { Json } from '#gateway/client.ts';
import { domainOf } from '#gateway/open-office.ts';
import { systemActor } from '#gateway/office.ts';
import { unwrap } from '#policies/refusal.ts';
import { fittedModel } from '#policies/simulation/fitted.ts';
import { modelPath, setTicks, simulationFolder } from '#sandbox/door.ts';
import { foldersOf } from '#sandbox/supervisor/config.ts';
import { canaries } from '#synth/city/canaries.ts';
import { copyOfCity, openInstallation, type Installation } from '../fixtures/installation.ts';
import { command } from './command.ts';
import { forge, permitOf } from './permits.ts';
import { until } from './processes.ts';
import { codesOf } from './refused.ts';

/** Long enough for a busy machine. */
const tick = 15_000;
const medical = ownerOf('dept.medical_insurance');
const firms = ['dept.market_regulation', 'dept.human_resources', 'dept.tax'].map(ownerOf);

let city: Installation;
let simulation: string;
beforeAll(async () => {
  const dir = await copyOfCity();
  setTicks(domainOf(dir), { short: tick, medium: tick, long: tick });
  city = await openInstallation(dir, cityPeople);
  simulation = simulationFolder(city.office.domainRoot);
});
afterAll(async () => city[Symbol.asyncDispose]());

const operator = () => city.as(people.operator.person);

async function ask(order: object): Promise<string> {
  return idOf(await operator().call('/simulate/fits', { order, purpose: '供数据商开发测试' }));
}

async function agree(id: string, departments: readonly { readonly person: string }[]): Promise<void> {
  for (const { person } of departments) unwrap(await city.as(person).call(`/simulate/fits/${id}/agree`, {}));
}

/** As the record has it, when the domain has answered. */
async function ended(id: string): Promise<Json> {
  for (;;) {
    const doc = unwrap(await operator().call(`/simulate/fits/${id}`));
    if (doc['state'] !== 'agreed' && doc['state'] !== 'ordered') return doc;
    await wait(50);
  }
}

const resultOf = (doc: Json) => doc['result'] as { model: string; rho: string; cached: boolean };

const spentOf = async (space: string): Promise<string> => {
  const { balances } = unwrap(await city.office.domain.budgets({}));
  return balances.find(({ scope }) => scope === `space/${space}`)?.spent.rho ?? '0';
};

async function rows(entry: string, sql: string): Promise<readonly unknown[][]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    for (const name of entry.split(' '))
      await connection.run(`ATTACH '${join(simulation, `${name}.duckdb`)}' AS ${name} (READ_ONLY)`);
    return (await connection.runAndReadAll(sql)).getRowsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

describe('a fit of one entry', () => {
  let id: string;
  let doc: Json;
  let before: string;
  beforeAll(async () => {
    before = await spentOf('person');
    id = await ask({ entries: ['medical_settlement'], epsilon: 2 });
    await agree(id, [medical]);
    doc = await ended(id);
  }, 120_000);

  test('it is fitted, and the whole price is charged to the people whose rows it read', async () => {
    expect(doc).toMatchObject({ state: 'fitted', result: { cached: false, space: 'person', delta: '0' } });
    const paid = BigInt(await spentOf('person')) - BigInt(before);
    expect(String(paid)).toBe(resultOf(doc).rho);
    const model = fittedModel.parse(JSON.parse(readFileSync(modelPath(simulation, resultOf(doc).model), 'utf8')));
    expect(model.tables.map(({ table }) => table)).toEqual(model.plan.tables.map(({ model: { table } }) => table));
  });

  test('the same order again gives the same model at once, and nothing is charged', async () => {
    const paid = await spentOf('person');
    const again = await ask({ entries: ['medical_settlement'], epsilon: 2 });
    await agree(again, [medical]);
    const found = resultOf(await ended(again));
    expect(found).toMatchObject({ model: resultOf(doc).model, cached: true });
    expect(await spentOf('person')).toBe(paid);
  });

  test('an order that the budget does not hold fails before a row is opened', async () => {
    const large = await ask({ entries: ['medical_settlement'], epsilon: 8 });
    await agree(large, [medical]);
    expect(await ended(large)).toMatchObject({ state: 'failed', code: 'E_BUDGET' });
  });

  test('nothing that was planted in the real rows is in the model, nor in the rows that are drawn from it', async () => {
    const text = readFileSync(modelPath(simulation, resultOf(doc).model), 'utf8');
    unwrap(await operator().call(`/simulate/fits/${id}/publish`, {}));
    const [all] = await rows(
      'medical_settlement',
      `SELECT string_agg(COLUMNS(*)::VARCHAR, ' ') FROM medical_settlement.main.medical_settlement`,
    );
    const drawn = JSON.stringify(all);
    for (const planted of canaries) {
      expect(text, planted).not.toContain(planted);
      expect(drawn, planted).not.toContain(planted);
    }
  });

  test('a published model is what simulation data is drawn from, and what the statement tells', async () => {
    const told = unwrap(await city.as(people.vendor.person).call('/simulate/fidelity/medical_settlement'));
    expect(told).toMatchObject({ level: 1 });
    const model = fittedModel.parse(JSON.parse(readFileSync(modelPath(simulation, resultOf(doc).model), 'utf8')));
    const units = model.tables.find(({ table }) => table === '@medical_settlement')?.units ?? 0;
    const [found] = await rows(
      'medical_settlement',
      'SELECT count(DISTINCT person_id) FROM medical_settlement.main.medical_settlement',
    );
    // At the scale of the city's simulation data.
    expect(Number(found?.[0])).toBeGreaterThan(0.03 * units);
  });

  test('the report is in the domain, for its owner alone', async () => {
    const { reports } = foldersOf(city.office.domainRoot);
    const named = () => readdirSync(reports).filter((name) => name.startsWith(resultOf(doc).model));
    // It is made after the answer, where it takes long.
    const files = await until('the report', () => (named().length === 2 ? named() : undefined), 60);
    expect(files.sort()).toEqual([`${resultOf(doc).model}.html`, `${resultOf(doc).model}.json`]);
    for (const name of files) expect(statSync(join(reports, name)).mode & 0o077).toBe(0);
    const shown = await command(['fit', 'report', id, '--dir', city.dir]);
    expect(JSON.parse(shown.stdout)).toMatchObject({ kind: 'simulation-report-1' });
    expect(await command(['fit', 'report', 'fit-none', '--dir', city.dir])).toMatchObject({ code: 1 });
  });

  test('taken back, the rows come from the catalog alone again', async () => {
    const department = city.as(medical.person);
    unwrap(await department.call(`/simulate/fits/${id}/withdraw`, { reason: '数据口径有误' }));
    const told = unwrap(await city.as(people.vendor.person).call('/simulate/fidelity/medical_settlement'));
    expect(told).toMatchObject({ level: 0 });
  });
});

const forged = (id: string, data: object, type = 'fit.ordered') =>
  forge(city.office, { life: 'fit', id, type, data }, systemActor);
const fit = async (permit: unknown, id: string) =>
  codesOf(await city.office.domain.fit({ permit: permit as never, fit: id }));

describe('the domain believes only the record', () => {
  const order = { entries: ['medical_settlement'], epsilon: 0.1, tables: [], holdout: 0.1, predict: [] };
  const agreedBy = [{ person: medical.person, org: medical.org, role: 'source_department' }];
  const asked = { order, purpose: 'x', departments: [medical.org], agreedBy, to: 'ordered' };
  test('no order, an order of another fit, an event of another type', async () => {
    expect(await fit({}, 'fit-x')).toEqual(['E_PERMIT']);
    const other = await ask(order);
    const requested = await permitOf(city.office, 'fit.requested', `fit/${other}`);
    expect(await fit(requested, other)).toEqual(['E_PERMIT']);
    expect(await fit(await forged('fit-a', asked), 'fit-b')).toEqual(['E_PERMIT']);
  });

  test('an order that a department whose rows are read has not agreed to', async () => {
    const stranger = [{ person: 'x', org: 'dept.tax', role: 'source_department' }];
    expect(await fit(await forged('fit-c', { ...asked, agreedBy: stranger }), 'fit-c')).toEqual(['E_PERMIT']);
    const operatorSays = [{ person: 'x', org: medical.org, role: 'operator' }];
    expect(await fit(await forged('fit-d', { ...asked, agreedBy: operatorSays }), 'fit-d')).toEqual(['E_PERMIT']);
  });

  test('a changed payload', async () => {
    const permit = await forged('fit-e', asked);
    const more = { ...permit, payload: { ...asked, order: { ...order, epsilon: 3 } } };
    expect(await fit(more, 'fit-e')).toEqual(['E_PERMIT']);
  });

  test('one order is carried out once', async () => {
    const permit = await forged('fit-f', { ...asked, order: { ...order, entries: ['weather_station_hourly'] } });
    const first = await fit(permit, 'fit-f');
    expect(first).not.toEqual(['E_STATE']);
    expect(await fit(permit, 'fit-f')).toEqual(['E_STATE']);
  });
});

test('a fit over several departments waits for all of them; its tables refer to each other afterwards', async () => {
  const entries = ['ent_registration', 'social_insurance_monthly', 'tax_credit_annual'];
  const id = await ask({ entries, epsilon: 2 });
  const [first, ...others] = firms;
  await agree(id, first ? [first] : []);
  expect(unwrap(await operator().call(`/simulate/fits/${id}`))['state']).toBe('requested');
  expect(codesOf(await city.as(medical.person).call(`/simulate/fits/${id}/agree`, {}))).toEqual(['E_ROLE']);
  await agree(id, others);
  expect(await ended(id)).toMatchObject({ state: 'fitted', result: { space: 'enterprise' } });
  unwrap(await operator().call(`/simulate/fits/${id}/publish`, {}));
  const names = entries.join(' ');
  const orphans = async (child: string) =>
    Number(
      (
        await rows(
          names,
          `SELECT count(*) FROM ${child}.main.${child} ANTI JOIN ent_registration.main.ent_registration USING (uscc)`,
        )
      )[0]?.[0],
    );
  expect(await orphans('social_insurance_monthly')).toBe(0);
  expect(await orphans('tax_credit_annual')).toBe(0);
  expect(unwrap(await city.as(people.vendor.person).call('/simulate/fidelity/tax_credit_annual'))).toMatchObject({
    level: 1,
  });
}, 120_000);

const call = (order: object) => operator().call('/simulate/fits', { order, purpose: 'x' });

test('whoever is asked sees the plan of a fit: models, price, and what no model will know, with the reason', async () => {
  const order = { entries: ['medical_settlement'], epsilon: 2 };
  const plan = unwrap(await city.as(medical.person).call('/simulate/fits/plan', order));
  expect(plan).toMatchObject({ space: 'person', rho: '88152688', tick: 'medium' });
  const left = plan['notModelled'] as readonly { column: string; reason: string }[];
  expect(left.map(({ column }) => column)).toContain('id_no');
  for (const { reason } of left) expect(reason).toMatch(/\S/);
});

test('what a fit cannot be is refused, with words', async () => {
  // Weather is about nobody; nobody is asked to agree to it.
  expect(codesOf(await call({ entries: ['weather_station_hourly'], epsilon: 1 }))).toEqual(['E_INPUT']);
  expect(codesOf(await call({ entries: ['no_such_entry'], epsilon: 1 }))).toEqual(['E_NO_RIGHTS']);
  expect(codesOf(await call({ entries: ['medical_settlement'], epsilon: 0 }))).toEqual(['E_INPUT']);
  expect(codesOf(await call({ entries: [], epsilon: 1 }))).toEqual(['E_INPUT']);
  const vendor = city.as(people.vendor.person);
  expect(
    codesOf(
      await vendor.call('/simulate/fits', { order: { entries: ['medical_settlement'], epsilon: 1 }, purpose: 'x' }),
    ),
  ).toEqual(['E_ROLE']);
});
