/**
 * Limits that the operating system keeps, by `prlimit`: no core, no file written, few descriptors, and a cap on private memory. The cap can
 * only be set on a running worker, because V8 reserves about 1 GB of addresses while it starts.
 *
 * @see programs.md §A.3, §D.4
 */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import type { Command, Inside } from './confinement.ts';
import { findProgram } from './system-programs.ts';

const mebibyte = 2 ** 20;
const run = promisify(execFile);

/** Most resident memory of a worker, and most private memory beyond what it had when it started. @see programs.md §D.4 */
export function memoryCap(memoryMb: number): number {
  return (2 * memoryMb + 128) * mebibyte;
}

/** What a program has that says nothing. @see policies/program/script.ts */
export const usualMemoryMb = 64;

/** The command under limits that hold from its start; as it is where the system has no `prlimit`. */
export function limited({ file, args, ...rest }: Command, { longStack }: Pick<Inside, 'longStack'>): Command {
  const prlimit = findProgram('prlimit');
  if (prlimit === undefined) return { file, args, ...rest };
  const limits = ['--core=0', '--fsize=0', '--nofile=64', ...(longStack ? [`--stack=${stackBytes()}:`] : [])];
  return { file: prlimit, args: [...limits, '--', file, ...args], ...rest };
}

/** More than a worker's memory cap, and more than a unit can use up in its time. Addresses only. */
const longestStack = 4_096 * mebibyte;

/**
 * Of the thread of an isolate that sees more than one unit: so long that a program ends before it comes to the end. What happens there depends
 * on which functions were compiled already, and so would tell one unit what earlier ones did.
 *
 * @see test/program/map-tricks.ts
 */
function stackBytes(): number {
  const hard = /^Max stack size +\S+ +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
  return Math.min(longestStack, hard === undefined ? longestStack : Number(hard));
}

/** Those of isolated-vm's timers and isolates come and go. */
const laterThreads = 8;

/** Private memory that threads with long stacks will map. Beside it a cap on private memory means little; the watch has to see to it. */
export function threadsToCome(): number {
  return laterThreads * stackBytes();
}

/**
 * Caps the private memory of a worker that is ready. Only the soft limit is set, which a later call may raise without being root; under T2 the
 * worker cannot change it.
 *
 * @param ready `VmData` of the worker when it was ready, in bytes: what it had mapped by then it may map again
 */
export async function limitData(pid: number, ready: number, memoryMb: number): Promise<void> {
  const prlimit = findProgram('prlimit');
  if (prlimit !== undefined) await run(prlimit, ['--pid', String(pid), `--data=${ready + memoryCap(memoryMb)}:`]);
}

/** Private memory of a process in bytes, or undefined where the system does not tell. */
export function dataBytes(pid: number): number | undefined {
  try {
    const kibibytes = /^VmData:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
  } catch {
    return undefined;
  }
}
