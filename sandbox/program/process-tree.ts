/** What the system says of a process and all below it. Where there is no /proc, nothing is known, and other limits stand alone. */
import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessFacts {
  readonly pid: number;
  readonly threads: number;
  readonly residentBytes: number;
}

const pageSize = 4096;

/** The process and its descendants, parents first; a process that has ended is left out. */
export function processTree(pid: number): readonly ProcessFacts[] {
  const facts = factsOf(pid);
  return facts ? [facts, ...childrenOf(pid).flatMap(processTree)] : [];
}

/** @see proc_pid_stat(5): after the name in brackets come state (3), …, num_threads (20), …, rss (24) */
export function factsOf(pid: number): ProcessFacts | undefined {
  const text = read(`/proc/${pid}/stat`);
  if (text === undefined) return undefined;
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
  return { pid, threads: Number(fields[17]), residentBytes: Number(fields[21]) * pageSize };
}

/** Children are listed by the thread that made them. */
function childrenOf(pid: number): readonly number[] {
  let threads: readonly string[];
  try {
    threads = readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
  return threads.flatMap((thread) => {
    const text = read(`/proc/${pid}/task/${thread}/children`)?.trim();
    return text ? text.split(' ').map(Number) : [];
  });
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
