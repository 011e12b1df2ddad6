/** Ingest of a department's file into a new snapshot: read, cast, checked against the entry, hashed, written, published. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { unwrap } from '#policies/refusal.ts';
import { ingestEntry } from '#sandbox/data/ingest.ts';
import { cityEntries } from '#synth/city/catalog.ts';
import { now, type City } from './city.ts';
import { timeOf } from './measure.ts';

export interface IngestRate {
  readonly entry: string;
  readonly rows: number;
  readonly perSecond: number;
}

/** @returns one rate per entry; each is ingested once, into a folder of its own below `dir` */
export async function timeIngest(city: City, dir: string): Promise<readonly IngestRate[]> {
  const rates: IngestRate[] = [];
  for (const entry of cityEntries) {
    const root = join(dir, `ingest-${entry.id}`);
    await mkdir(root);
    let rows = 0;
    const { wall } = await timeOf(async () => {
      const files = { [entry.id]: city.files[entry.id] ?? '' };
      const { tables } = unwrap(await ingestEntry({ entry, files, root, now }));
      rows = tables.reduce((sum, table) => sum + table.rows, 0);
    });
    rates.push({ entry: entry.id, rows, perSecond: (1000 * rows) / wall });
  }
  return rates;
}
