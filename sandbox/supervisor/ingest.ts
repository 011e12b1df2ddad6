/** The supervisor's side of an ingest: a fresh process, a deadline, nothing left behind when it dies. */
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { join } from 'node:path';
import type { z } from 'zod';
import { accept, type Outcome } from '#policies/refusal.ts';
import { bytes, millis } from '#policies/units.ts';
import { ingestOperations } from '../data/operations.ts';
import { currentPrivate, privateOf } from '../private/manifest.ts';
import { startWorker, withDeadline } from './worker.ts';

type Ask = z.input<(typeof ingestOperations)['ingest']['ask']>;
type Answer = z.output<(typeof ingestOperations)['ingest']['answer']>;

const deadline = millis(600_000);
const memory = bytes(8 * 1024 ** 3);

export async function ingestInChild(ask: Ask, log: number): Promise<Outcome<Answer>> {
  using worker = startIngest(log);
  return await withDeadline(worker.child, deadline, worker.ask.ingest(ask));
}

/**
 * The private file of an entry's simulation data. It is made at the first use after the data was made anew, in a process of its own; two
 * who ask at once both get a complete one.
 */
export async function privateSimulation(
  { entry, folder }: { readonly entry: CatalogEntry; readonly folder: string },
  log: number,
): Promise<Outcome<string>> {
  const source = join(folder, `${entry.id}.duckdb`);
  if (await currentPrivate(source, entry)) return accept(privateOf(source));
  using worker = startIngest(log);
  const made = await withDeadline(worker.child, deadline, worker.ask.publishSimulation({ entry, folder }));
  return made.ok ? accept(privateOf(source)) : made;
}

function startIngest(log: number) {
  return startWorker(ingestOperations, { module: new URL('../data/main.ts', import.meta.url), log, maxMemory: memory });
}
