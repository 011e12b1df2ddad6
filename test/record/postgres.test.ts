/** What only PostgreSQL can do: be set up so that it loses, and be shared by several gateways. */
import { expect, test } from 'vitest';
import { openDriver } from '#gateway/record/open-driver.ts';
import { openTables } from '#gateway/record/tables.ts';
import { openCounters } from './counters.ts';
import { usePlaces } from './engines.ts';
import { hasPostgres, startPostgres } from './postgres.ts';
import { race, writtenBy } from './racers.ts';
import { requireOneTree } from './one-tree.ts';

const { place, server } = usePlaces();

test.skipIf(!hasPostgres)('openDriver refuses a server that would acknowledge what it may lose', async () => {
  for (const name of ['fsync', 'full_page_writes']) {
    await using loose = await startPostgres({ [name]: 'off' });
    expect(() => openDriver({ kind: 'postgres', url: loose.url })).toThrow(`must be ${name} = on; got off`);
  }
  const { store } = place('postgres');
  if (store.kind !== 'postgres') throw new Error('no url');
  for (const value of ['off', 'local', 'remote_write']) {
    server().sql(`ALTER ROLE sluice SET synchronous_commit = ${value}`);
    expect(() => openDriver(store)).toThrow(`must be synchronous_commit = on; got ${value}`);
  }
  server().sql('ALTER ROLE sluice RESET synchronous_commit');
  openDriver(store).close();
});

test.skipIf(!hasPostgres)(
  'openDriver throws where no server answers, and openTables where the tables are of a later version',
  () => {
    expect(() => openDriver({ kind: 'postgres', url: 'postgres://sluice@127.0.0.1:1/none' })).toThrow('PostgreSQL');
    const { store } = place('postgres');
    openTables(store).close();
    const driver = openDriver(store);
    driver.transaction(() => driver.run('INSERT INTO schema_version (version) VALUES ($1)', 99));
    driver.close();
    expect(() => openTables(store)).toThrow('got 99');
  },
);

test.skipIf(!hasPostgres)('a connection writes nothing outside of a transaction', () => {
  const { store } = place('postgres');
  openTables(store).close();
  const driver = openDriver(store);
  expect(() => driver.all(`INSERT INTO doc VALUES ('a', 'b', 'c', 1, '{}') RETURNING id`)).toThrow('read-only');
  driver.close();
});

test.skipIf(!hasPostgres)(
  'record.md §2: four gateways race on one PostgreSQL: no gap, no fork, each number once, no job taken twice',
  async () => {
    const here = place('postgres');
    const jobs = Array.from({ length: 30 }, (_, i) => ({ id: `errand-${i}`, kind: 'errand', runAt: 0 }));
    {
      await using writer = await openCounters(here.dir, here.store);
      for (const job of jobs) await writer.jobs.enqueue(job);
    }
    const each = 60;
    const racers = ['w', 'x', 'y', 'z'].map((name) => race(here, name, { many: each }));
    await Promise.all(racers.map(({ ended }) => ended));
    const said = racers.flatMap((racer) => racer.lines());
    expect(said.filter((line) => line === 'end')).toHaveLength(4);

    const seqs = racers.flatMap((racer) => writtenBy(racer).map(([seq]) => seq));
    expect(seqs.sort((a, b) => a - b)).toEqual(Array.from({ length: 4 * each }, (_, seq) => seq));
    const claimed = said.filter((line) => line.startsWith('claimed ')).map((line) => line.split(' ')[1]);
    expect(claimed).toHaveLength(jobs.length);
    expect(new Set(claimed)).toEqual(new Set(jobs.map(({ id }) => id)));
    expect(said.filter((line) => line.startsWith('done '))).toHaveLength(jobs.length);

    await using writer = await openCounters(here.dir, here.store);
    expect(writer.read.size()).toBe(4 * each);
    expect((await writer.check()).ok).toBe(true);
    requireOneTree(here);
  },
);
