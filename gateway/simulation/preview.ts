/** A few rows of one table with another seed: made for this look and gone after it, so that nobody has to make a set to see how rows vary. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { refuse, type Outcome } from '#policies/refusal.ts';
import type { Office } from '../office.ts';
import { oneAtATime } from '../one-at-a-time.ts';
import { makeSimulation } from './make.ts';
import { publishedModels } from './models.ts';
import { publishedEntries } from './refresh.ts';
import { folderOf, removeSet } from './set-files.ts';

export interface PreviewAsked {
  readonly table: string;
  readonly rows: number;
  readonly seed: number;
}

type Preview = Awaited<ReturnType<Office['domain']['preview']>>;

const queue = oneAtATime();

/** Of as many rows as are shown, so that the first of an order are not all that is seen. Refuses E_UNKNOWN_TABLE. */
export async function previewWithSeed(office: Office, { table, rows, seed }: PreviewAsked): Promise<Preview> {
  const found = publishedEntries(office)
    .flatMap((entry) => entry.tables.map((one) => ({ entry, one })))
    .find(({ one }) => one.name === table);
  if (!found) return unknownTable(table);
  const { entry, one } = found;
  const scale = Math.min(1, rows / Math.max(1, one.volume));
  return queue(async () => {
    const set = office.newId('sim');
    const dir = folderOf(office, set);
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    try {
      await makeSimulation({ entries: [entry], models: publishedModels(office), dir, seed, scale });
      writeFileSync(join(dir, 'catalog.json'), JSON.stringify([entry]));
      return await office.domain.preview({ table, rows, set });
    } finally {
      removeSet(office, set);
    }
  });
}

function unknownTable(table: string): Outcome<never> {
  return refuse('E_UNKNOWN_TABLE', `Cannot show ${table}: must be a published table`);
}
