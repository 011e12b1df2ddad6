/** The private form of simulation data: made once, made again when data or entry change, whoever asks. */
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { privateTables } from '#policies/catalog/units.ts';
import { unwrap } from '#policies/refusal.ts';
import { ensurePrivate } from '#sandbox/private/simulated.ts';
import { publishPrivate } from '#sandbox/private/publish.ts';
import { privateSimulation } from '#sandbox/supervisor/ingest.ts';
import { cityEntries } from '#synth/city/catalog.ts';
import { generateSimulation } from '#synth/generate.ts';
import { query } from '../data/builders.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-simulated-'));
  await generateSimulation(cityEntries, { dir: folder, seed: 7, scale: 0.02 });
});
afterAll(async () => rm(folder, { recursive: true, force: true }));

const entryOf = (id: string): CatalogEntry => {
  const found = cityEntries.find((entry) => entry.id === id);
  if (!found) throw new Error('no such entry');
  return found;
};
const madeAt = async (path: string) => (await stat(path)).mtimeMs;

test('ensurePrivate makes the file once, and again when data or entry are others', async () => {
  const entry = entryOf('tax_credit_annual');
  const path = unwrap(await ensurePrivate({ entry, folder }));
  expect(path).toBe(join(folder, 'tax_credit_annual.private.duckdb'));
  const first = await madeAt(path);
  unwrap(await ensurePrivate({ entry, folder }));
  expect(await madeAt(path)).toBe(first);
  unwrap(await ensurePrivate({ entry: { ...entry, version: 2 }, folder }));
  const second = await madeAt(path);
  expect(second).not.toBe(first);
  await rm(join(folder, `${entry.id}.duckdb`));
  await generateSimulation(cityEntries, { dir: folder, seed: 8, scale: 0.02 });
  unwrap(await ensurePrivate({ entry: { ...entry, version: 2 }, folder }));
  expect(await madeAt(path)).not.toBe(second);
});

test('privateSimulation gives two who ask at once a complete file, in processes of their own, and leaves nothing else', async () => {
  const entry = entryOf('medical_settlement');
  const paths = await Promise.all([1, 2, 3].map(() => privateSimulation({ entry, folder }, 2)));
  expect(new Set(paths.map(unwrap)).size).toBe(1);
  const [rows] = await query(
    unwrap(paths[0] ?? { ok: true, value: '' }),
    'SELECT count(*), max(__rk) <= 60 FROM medical_settlement',
  );
  expect(rows).toEqual(['1200', true]);
  expect((await readdir(folder)).filter((name) => name.startsWith('.private'))).toEqual([]);
  expect((await privateSimulation({ entry, folder }, 2)).ok).toBe(true);
});

test('ensurePrivate refuses public data', async () => {
  const refused = await ensurePrivate({ entry: entryOf('weather_station_hourly'), folder });
  expect(refused).toMatchObject({ ok: false, refusals: [{ code: 'E_UNKNOWN_TABLE' }] });
});

const protectedEntries = cityEntries.filter((entry) => privateTables(entry).length > 0);
test.each(protectedEntries)('simulation data of $id holds what the entry says of its units', async (entry) => {
  const target = join(folder, `${entry.id}.strict.duckdb`);
  const publication = { entry, source: join(folder, `${entry.id}.duckdb`), target, registry: join(folder, '.units') };
  const manifest = unwrap(await publishPrivate(publication));
  expect(manifest?.tables).toMatchObject([{ name: entry.id, withoutUnit: 0 }]);
});
