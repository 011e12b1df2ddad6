/**
 * What a fit must not tell, and to whom: planted rows, sizes of snapshots, the time of an answer, processes that are killed. All through the
 * real ingest, ledger and process.
 *
 * @see synth.md decision 3; docs/decisions/039-where-a-fit-runs.md
 */
import { appendFileSync, chmodSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unwrap } from '#policies/refusal.ts';
import { fidelityOf } from '#policies/simulation/fidelity.ts';
import { fittedModel } from '#policies/simulation/fitted.ts';
import { defaultBudgets } from '#sandbox/private/budgets.ts';
import { generateFitted } from '#synth/fitted/generate-fitted.ts';
import { query } from '../data/builders.ts';
import { codesOf } from '../ledger/builders.ts';
import { Fitting, type Fitted } from './fitting.ts';
import { csvOf, people, planted, theRare, visits } from './planted.ts';

/** Long enough for several fits at once on a busy machine. */
const tick = 12_000;

/** Very different rows: what is not noisy must be the same of all of them. */
const rows = {
  usual: people(300),
  again: people(300),
  withRare: [...people(300), ...theRare(1)],
  withHeavy: [...people(300), ...theRare(20)],
  few: people(2),
  empty: [],
  large: people(6_000),
} as const;
type World = keyof typeof rows;

const domains = new Map<World, Fitting>();
const fits = new Map<World, Fitted>();
beforeAll(async () => {
  const worlds = Object.keys(rows) as World[];
  // A few at a time: each is a process with an engine.
  const lane = async (): Promise<void> => {
    for (let world = worlds.shift(); world; world = worlds.shift()) {
      const domain = await Fitting.open({ entry: visits, csv: csvOf(rows[world]), tick });
      domains.set(world, domain);
      fits.set(world, await domain.fit());
    }
  };
  await Promise.all([lane(), lane(), lane(), lane()]);
}, 240_000);
afterAll(async () => {
  for (const domain of domains.values()) await domain[Symbol.asyncDispose]();
});

function of(world: World): { readonly domain: Fitting; readonly fit: Fitted; readonly text: string } {
  const [domain, fit] = [domains.get(world), fits.get(world)];
  if (!domain || !fit) throw new Error(`no ${world}`);
  return { domain, fit, text: domain.model(fit) };
}

const modelOf = (world: World) => fittedModel.parse(JSON.parse(of(world).text));

const units = (world: World) => modelOf(world).tables.map((table) => table.units);

/** A receipt without its hashes. */
function plain(world: World): object {
  const { ledger, sources, ...rest } = unwrap(of(world).fit.outcome);
  return { ...rest, model: '', entries: sources.map(({ entry }) => entry), seq: ledger?.seq };
}

describe('what was planted', () => {
  test('a code outside the public list is not ingested, so no model can know it', async () => {
    const refused = await of('usual').domain.ingest(csvOf(['P1,x,q99,2024-01-01,1.00,a,b']));
    expect(new Set(codesOf(refused))).toEqual(new Set(['E_INGEST']));
    expect(JSON.stringify(refused)).not.toContain('q99');
  });

  test.each(['withRare', 'withHeavy'] as const)('%s: it is in no model, row, statement or receipt', async (world) => {
    const { domain, fit, text } = of(world);
    const model = modelOf(world);
    const [table] = visits.tables;
    if (!table) throw new Error('no table');
    const dir = domain.folders.temp;
    await generateFitted([visits], [model], { dir, seed: 7, scale: 1 });
    const drawn = await query(join(dir, 'visits.duckdb'), 'SELECT * FROM visits');
    expect(drawn.length).toBeGreaterThan(0);
    const told = JSON.stringify([text, drawn, fidelityOf(table, model), fit.outcome]);
    for (const secret of Object.values(planted)) expect(told, secret).not.toContain(secret);
  });

  test('columns of rule X, names and free text are no attributes', () => {
    const { plan } = modelOf('usual');
    const columns = plan.tables.flatMap(({ model: { attributes } }) => attributes.map(({ name }) => name));
    expect(columns.filter((name) => ['who', 'full_name', 'said'].includes(name))).toEqual([]);
    expect(columns).toContain('drug');
  });

  test('one with many more rows than anybody else weighs as one', async () => {
    const cap = { epsilon: 25, deltaMillionths: 100 };
    const csv = csvOf([...people(300), ...theRare(60)]);
    const budgets = { ...defaultBudgets, space: cap, agreement: cap };
    await using domain = await Fitting.open({ entry: visits, csv, budgets, tick });
    // σ is some 2 people here: 60 rows would be seen, and are not.
    const model = fittedModel.parse(JSON.parse(domain.model(await domain.fit({ epsilon: 20 }))));
    const { attributes = [] } = model.tables.find(({ table }) => table === 'visits') ?? {};
    for (const name of ['drug', 'kind']) {
      const last = attributes.find((attribute) => attribute.name === name)?.mass.at(-1);
      expect(last, name).toBeLessThan(20);
    }
  });
});

describe('sizes', () => {
  /** Everything of a model that is no noisy number: the plan, and the cells of each attribute. */
  const structure = (world: World) => {
    const { method, plan, tables } = modelOf(world);
    const cells = tables.map(({ table, attributes }) => ({
      table,
      attributes: attributes.map(({ name, bins, mass }) => [name, bins.length, mass.length]),
    }));
    return { method, plan, cells };
  };

  test.each(Object.keys(rows) as World[])(
    '%s: attributes, cells, budgets and tick are those of the catalog',
    (world) => {
      expect(structure(world)).toEqual(structure('usual'));
    },
  );

  test('receipts of very different snapshots differ in hashes alone', () => {
    for (const world of ['few', 'empty', 'large'] as const) expect(plain(world)).toEqual(plain('usual'));
  });

  test('numbers of people are noisy: equal rows in two domains have different ones', () => {
    expect(units('again')).not.toEqual(units('usual'));
    for (const count of units('empty')) expect(count).toBeGreaterThanOrEqual(1);
  });

  test('every answer comes at the tick, whatever the rows', () => {
    for (const world of Object.keys(rows) as World[]) {
      expect(of(world).fit.took, world).toBeGreaterThanOrEqual(tick);
      expect(of(world).fit.outcome.ok, world).toBe(true);
    }
  });
});

describe('asked again', () => {
  test('the same model, without a process, free, and not at a tick: that it was paid for is public', async () => {
    const { domain, fit } = of('large');
    const spent = domain.spent('space/person');
    let processes = 0;
    const again = await domain.fit({}, () => (processes += 1));
    expect(unwrap(again.outcome)).toMatchObject({ cached: true, model: unwrap(fit.outcome).model });
    expect([domain.spent('space/person'), processes]).toEqual([spent, 0]);
  });
});

describe('killed', () => {
  let domain: Fitting;
  beforeAll(async () => {
    domain = await Fitting.open({ entry: visits, csv: csvOf([...people(200), ...theRare(1)]), tick });
  });
  afterAll(async () => domain[Symbol.asyncDispose]());

  test('over open rows: E_EXEC at the tick without a word, the price is paid, no model, no report', async () => {
    const killed = await domain.fit({}, (kill) => void until(domain, 'fitting').then(kill));
    expect(killed.outcome).toEqual({ ok: false, refusals: [{ code: 'E_EXEC', detail: 'Cannot complete the run' }] });
    expect(killed.took).toBeGreaterThanOrEqual(tick);
    expect(domain.spent('space/person')).toBeGreaterThan(0n);
    expect([domain.models(), domain.reports(), readdirSync(domain.folders.answers)]).toEqual([[], [], []]);
    expect(domain.progress(domain.lastFit)).toBe('failed');
    unwrap(domain.ledger.verify());
  });

  test('while the report is made: the model stands, as it was paid for, and no half of a report', async () => {
    const spent = domain.spent('space/person');
    const fitted = await domain.fit({}, (kill) => void until(domain, 'reporting').then(kill));
    expect(unwrap(fitted.outcome)).toMatchObject({ cached: false });
    expect(domain.spent('space/person')).toBeGreaterThan(spent);
    expect([domain.models().length, domain.reports(), domain.progress(domain.lastFit)]).toEqual([1, [], 'done']);
  });

  test('what is kept is for the owner of the folder alone', async () => {
    const fitted = await domain.fit({ epsilon: 0.9 });
    await domain.reported();
    expect(domain.reports()).toEqual(['html', 'json'].map((end) => `${unwrap(fitted.outcome).model}.${end}`));
    const { reports, simulation, answers } = domain.folders;
    for (const folder of [reports, answers, join(simulation, 'models')]) {
      expect(statSync(folder).mode & 0o077, folder).toBe(0);
      for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o077, name).toBe(0);
    }
  });
});

test('late: E_EXEC at the tick, the price is paid, the process is gone, nothing comes afterwards', async () => {
  await using domain = await Fitting.open({ entry: visits, csv: csvOf(rows.usual), tick: 400 });
  const late = await domain.fit();
  expect(codesOf(late.outcome)).toEqual(['E_EXEC']);
  expect(domain.spent('space/person')).toBeGreaterThan(0n);
  await until(domain, 'failed');
  await wait(1500);
  expect([domain.models(), domain.reports(), domain.progress(domain.lastFit)]).toEqual([[], [], 'failed']);
});

test('a file of rows that somebody has changed: E_EXEC at the tick, before anything is paid or a process starts', async () => {
  await using domain = await Fitting.open({ entry: visits, csv: csvOf(rows.usual), tick: 3_000 });
  const [file = ''] = readdirSync(domain.folders.snapshots, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('private.duckdb'),
  );
  const path = join(domain.folders.snapshots, file);
  chmodSync(path, 0o600);
  appendFileSync(path, 'x');
  let processes = 0;
  const { outcome, took } = await domain.fit({}, () => (processes += 1));
  expect([codesOf(outcome), processes, domain.spent('space/person')]).toEqual([['E_EXEC'], 0, 0n]);
  expect(took).toBeGreaterThanOrEqual(3_000);
});

/** When the fit has come so far: while it fits, the rows are in its memory. */
async function until(domain: Fitting, stage: string): Promise<void> {
  while (![stage, 'failed', 'done'].includes(domain.progress(domain.lastFit))) await wait(2);
}
