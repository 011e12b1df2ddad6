/** A child process with all that it started: killed together, and ended only when none of them is left. */
import type { ChildProcess } from 'node:child_process';
import { factsOf, processTree } from './process-tree.ts';

export interface Family {
  /** The child first, then what it had started by the last look. */
  readonly look: () => readonly number[];
  /** Does nothing once all have ended: their numbers may be others' by then. */
  readonly kill: () => void;
  readonly ended: Promise<void>;
}

const lookAgainMillis = 2;

/** @param child started as the leader of a process group */
export function familyOf(child: ChildProcess): Family {
  const leader = child.pid;
  const known = new Set<number>();
  const look = (): readonly number[] => {
    for (const { pid } of leader === undefined ? [] : processTree(leader)) known.add(pid);
    return [...known];
  };
  // Some confinements begin a session of their own, so the group alone is not all.
  let over = false;
  const kill = (): void => {
    if (over || leader === undefined) return;
    look();
    for (const target of [-leader, ...known]) signal(target);
  };
  const ended = (async () => {
    await new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      child.once('error', () => resolve());
    });
    kill();
    while ([...known].some((pid) => factsOf(pid) !== undefined)) await pause();
    over = true;
  })();
  return { look, kill, ended };
}

function signal(target: number): void {
  try {
    process.kill(target, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

async function pause(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, lookAgainMillis));
}
