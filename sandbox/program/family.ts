/** A child process with all that it started: killed together, and ended only when none of them is left. */
import type { ChildProcess } from 'node:child_process';
import { factsOf, processTree } from './process-tree.ts';

export interface Family {
  /** The child first, then what it had started by the last look. */
  look(): readonly number[];
  kill(): void;
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
  const kill = (): void => {
    look();
    if (leader !== undefined) signal(-leader);
    for (const pid of known) if (pid !== leader || child.exitCode === null) signal(pid);
  };
  const ended = (async () => {
    await new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      child.once('error', () => resolve());
    });
    kill();
    while ([...known].some((pid) => pid !== leader && factsOf(pid) !== undefined)) await pause();
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
