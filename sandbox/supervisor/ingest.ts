/** The supervisor's side of an ingest: a fresh process, a deadline, nothing left behind when it dies. */
import type { z } from 'zod';
import type { Outcome } from '#policies/refusal.ts';
import { bytes, millis } from '#policies/units.ts';
import { ingestOperations } from '../data/operations.ts';
import { startWorker, withDeadline } from './worker.ts';

type Ask = z.input<(typeof ingestOperations)['ingest']['ask']>;
type Answer = z.output<(typeof ingestOperations)['ingest']['answer']>;

const deadline = millis(600_000);
const memory = bytes(8 * 1024 ** 3);

export async function ingestInChild(ask: Ask, log: number): Promise<Outcome<Answer>> {
  using worker = startWorker(ingestOperations, {
    module: new URL('../data/main.ts', import.meta.url),
    log,
    maxMemory: memory,
  });
  return await withDeadline(worker.child, deadline, worker.ask.ingest(ask));
}
