/** The processes of one server, as the kernel tells them. Linux only. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

export const hasProc = existsSync('/proc/self/stat');

export interface Process {
  readonly pid: number;
  readonly command: string;
}

/** Everything below `pid`, without it. */
export function descendants(pid: number): readonly Process[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => describe(Number(name)) ?? []);
  const below = (parent: number): readonly Process[] =>
    all.filter((process) => process.parent === parent).flatMap((found) => [found, ...below(found.pid)]);
  return below(pid);
}

/** Zombies have ended. */
export function isAlive(pid: number): boolean {
  return describe(pid) !== undefined;
}

function describe(pid: number): (Process & { readonly parent: number }) | undefined {
  try {
    const [state, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return state === 'Z' ? undefined : { pid, command, parent: Number(parent) };
  } catch {
    return undefined;
  }
}

/** Asks until there is an answer. @throws Error after `seconds` */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined> | T | undefined,
  seconds = 20,
): Promise<T> {
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await wait(20);
  }
  throw new Error(`not within ${seconds} s: ${what}`);
}
