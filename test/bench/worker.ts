/** The query worker as a process: how long until it answers, and how much memory it ever held. */
import { readFileSync } from 'node:fs';
import { printEvidence } from '#policies/query/evidence.ts';
import { printOpen } from '#policies/query/post.ts';
import { unwrap } from '#policies/refusal.ts';
import { queryOperations, type Script } from '#sandbox/query/operations.ts';
import { limits } from '#sandbox/supervisor/config.ts';
import type { Database } from '#sandbox/supervisor/worker.ts';
import { startWorker } from '#sandbox/supervisor/worker.ts';
import { viewsOf } from './lane.ts';
import { repeat, type Timing } from './measure.ts';
import type { Analysed } from './plans.ts';

export interface WorkerOptions {
  readonly log: number;
  readonly temp: string;
}

/** From nothing to an engine with `databases` attached and locked. */
export function timeStart(databases: readonly Database[], options: WorkerOptions, times: number): Promise<Timing> {
  return repeat(times, () => peakOf(databases, options, { setup: [], queries: [] }));
}

/** Peak resident memory in bytes of a worker that computes the evidence, and of one that runs the vendor's text. */
export async function peaks(
  scenario: Analysed,
  databases: readonly Database[],
  options: WorkerOptions,
): Promise<{ readonly lane: number; readonly plain: number }> {
  const plain = { setup: viewsOf(scenario), queries: [scenario.sql] };
  return {
    lane: await peakOf(databases, options, scriptOf(scenario)),
    plain: await peakOf(databases, options, plain),
  };
}

function scriptOf({ analysis: { plan } }: Analysed): Script {
  if (plan.kind === 'open') return { setup: [], queries: [printOpen(plan, limits.resultRows)] };
  const { setup, cells, units, margins } = printEvidence(plan);
  return { setup: [...setup], queries: [cells, ...units, ...margins.map(({ sql }) => sql)] };
}

/** Runs the script in a worker of its own. @returns the peak of its resident memory in bytes */
export async function peakOf(
  databases: readonly Database[],
  { log, temp }: WorkerOptions,
  script: Script,
): Promise<number> {
  const worker = startWorker(queryOperations, {
    module: new URL('../../sandbox/query/main.ts', import.meta.url),
    log,
    maxMemory: limits.queryMemory,
  });
  const settings = { memoryLimitMb: limits.queryEngineMb, threads: limits.threads, temp };
  unwrap(await worker.ask.open({ attach: [...databases], ...settings }));
  unwrap(await worker.ask.run(script));
  const peak = peakBytes(worker.child.pid);
  worker.child.kill();
  await worker.child.ended;
  return peak;
}

/** NaN where the system does not tell. */
function peakBytes(pid: number): number {
  try {
    const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kilobytes) * 1024;
  } catch {
    return NaN;
  }
}
