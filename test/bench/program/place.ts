/** Where programs are measured: the real sources of workers, as a run has them, and processor time of another process. */
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import type { IsolationTier } from '#policies/isolation.ts';
import type { GuestProgram, ProcessSource, ProgramProcess } from '#sandbox/program/guest.ts';
import { openProcesses } from '#sandbox/program/processes.ts';
import type { Sample } from '../measure.ts';

/** What every table is given. */
export interface Bench {
  readonly times: number;
  readonly scratch: string;
  /** Descriptor of a log. */
  readonly log: number;
  /** The peer's script. */
  readonly peer: string;
  /** Millions of rows or units. */
  readonly millions: number;
}

/** A source that remembers the workers that it gave. */
export interface Watched extends ProcessSource {
  readonly last: () => ProgramProcess | undefined;
  /** Processor time of the last one since it was taken. */
  readonly used: () => number;
  /** Until the pool is full again and nothing is starting: on a busy machine, most of the time. */
  readonly rest: () => Promise<void>;
}

export async function openSource({ scratch, log }: Bench, tier: IsolationTier, spare = 1): Promise<Watched> {
  const source = await openProcesses({ folder: scratch, log, tier, spare });
  let last: ProgramProcess | undefined;
  let before = 0;
  return {
    ...source,
    take: async (needs) => {
      last = await source.take(needs);
      before = processorOf(last.pid);
      return last;
    },
    last: () => last,
    used: () => (last ? processorOf(last.pid) - before : 0),
    rest: () => setTimeout(restMillis),
    [Symbol.asyncDispose]: () => source[Symbol.asyncDispose](),
  };
}

export function aProgram(given: Pick<GuestProgram, 'bundle' | 'mode' | 'columns' | 'jit'>): GuestProgram {
  return { parameters: {}, seed: 7, memoryMb: 64, callMillis: 30_000, debug: false, ...given };
}

const restMillis = 1_000;
const tickMillis = 10;

/** Processor time of a process until now, of all its threads; to 10 ms. @see proc_pid_stat(5), fields 14 and 15 */
export function processorOf(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * tickMillis;
}

/** Processor time here and in the worker that the work is given to. */
export interface BothSample extends Sample {
  readonly worker: number;
}

/** Times work in a worker that lives before and after it. */
export async function timeWith(pid: number, work: () => Promise<unknown>): Promise<BothSample> {
  const [before, here, start] = [processorOf(pid), process.cpuUsage(), performance.now()];
  await work();
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(here);
  const worker = processorOf(pid) - before;
  return { wall, cpu: worker + (user + system) / 1000, worker };
}
