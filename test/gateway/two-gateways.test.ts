/** Two whole gateways on one record in PostgreSQL, each with a domain of its own over the same snapshots: no run is done twice, no number is missing. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { idOf, waitForRun } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import { cityPeople } from '#gateway/city/set-up.ts';
import { openDriver } from '#gateway/record/open-driver.ts';
import { migrate } from '#gateway/record/schema.ts';
import { unwrap } from '#policies/refusal.ts';
import { copyOfCity, openInstallation, type Installation } from '../fixtures/installation.ts';
import { hasPostgres, startPostgres, type Server } from '../record/postgres.ts';
import { aPlan, orderOf, toProgram } from './plans.ts';

const tables = ['event', 'payload', 'subject', 'node', 'checkpoint', 'cosignature', 'doc'];

/** The record as it is, into another engine. */
function moveRecord(file: string, url: string): void {
  const [from, to] = [openDriver({ kind: 'sqlite', file }), openDriver({ kind: 'postgres', url })];
  migrate(to);
  to.transaction(() => {
    for (const table of tables) {
      for (const row of from.all(`SELECT * FROM ${table}`)) {
        const [names, values] = [Object.keys(row), Object.values(row) as (string | number | Uint8Array)[]];
        const places = names.map((_, at) => `$${at + 1}`).join(', ');
        to.run(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${places})`, ...values);
      }
    }
  });
  from.close();
  to.close();
}

let server: Server | undefined;
let gateways: readonly Installation[] = [];
const scratch = mkdtempSync(join(tmpdir(), 'sluice-two-'));

beforeAll(async () => {
  if (!hasPostgres) return;
  server = await startPostgres();
  const one = await copyOfCity();
  const two = join(scratch, 'two');
  cpSync(one, two, { recursive: true });
  const store = { kind: 'postgres', url: server.database() } as const;
  moveRecord(join(one, 'record', 'record.db'), store.url);
  gateways = [await openInstallation(one, cityPeople, { store }), await openInstallation(two, cityPeople, { store })];
}, 120_000);
afterAll(async () => {
  for (const gateway of gateways) await gateway[Symbol.asyncDispose]();
  await server?.[Symbol.asyncDispose]();
  rmSync(scratch, { recursive: true, force: true });
});

test.skipIf(!hasPostgres)(
  'record.md §2 two gateways on one PostgreSQL do each run once, and leave no gap',
  async () => {
    const [one, two] = gateways;
    if (!one || !two) throw new Error('no gateways');
    const plan = aPlan();
    const approved = await toProgram(one.as, plan);
    const vendors = [one, two].map(({ as }) => as(people.vendor.person));
    const asked = await Promise.all(
      Array.from({ length: 8 }, async (_, at) => {
        const vendor = vendors[at % 2];
        if (!vendor) throw new Error('no vendor');
        return idOf(await vendor.call('/run/runs', orderOf(plan, approved)));
      }),
    );
    const [vendor] = vendors;
    if (!vendor) throw new Error('no vendor');
    for (const run of asked) expect((await waitForRun(vendor, run))['state']).toBe('quarantined');
    for (const { office } of [one, two]) {
      const { read } = office.record;
      for (const run of asked) {
        const types = read.bySubject(`run/${run}`).map(({ type }) => type);
        expect(types).toEqual(['run.requested', 'run.prechecked', 'run.ordered', 'run.started', 'run.finished']);
      }
      expect(read.entries(0, read.size()).map(({ entry }) => entry.seq)).toEqual(
        Array.from({ length: read.size() }, (_, seq) => seq),
      );
    }
    expect(unwrap(await one.office.selfCheck()).size).toBeGreaterThan(0);
    expect(unwrap(await two.office.selfCheck()).size).toBeGreaterThan(0);
    expect([...one.errors, ...two.errors]).toEqual([]);
  },
);
