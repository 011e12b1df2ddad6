/** `sluice serve` as a process that can be killed, with the processes below it. */
import type { ChildProcess } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openAccounts } from '#gateway/accounts.ts';
import type { As } from '#gateway/city/publish.ts';
import { clientOf } from '#gateway/client.ts';
import { start } from './command.ts';
import { descendants, isAlive, until, type Process } from './processes.ts';

export interface Running {
  readonly dir: string;
  readonly url: string;
  readonly pid: number;
  readonly child: ChildProcess;
  readonly as: As;
}

/** Opens the installation in `dir` on a free port. @param servers gets the process, for whoever cleans up */
export async function serve(dir: string, servers: ChildProcess[]): Promise<Running> {
  const child = start(['serve', '--demo', '--port', '0', '--dir', dir]);
  servers.push(child);
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const url = await until(
    'the address of the server',
    () => {
      if (child.exitCode !== null) throw new Error(said);
      return /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
    },
    90,
  );
  const accounts = openAccounts(join(dir, 'accounts.json'));
  return {
    dir,
    url,
    child,
    pid: child.pid ?? 0,
    as: (person) => clientOf(url, accounts.byPerson(person)?.token ?? '', fetch),
  };
}

export async function stop({ child }: Running): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

/** A process below `pid` that runs this module. */
export function find(pid: number, module: string): Process | undefined {
  return descendants(pid).find(({ command }) => command.includes(module));
}

export async function allGone(processes: readonly Process[]): Promise<void> {
  await until('all processes to end', () => (processes.some(({ pid }) => isAlive(pid)) ? undefined : true), 2);
}

/** Whatever the domain or the gateway keeps under the name of this run. */
export function leftOf(dir: string, run: string): readonly string[] {
  return ['domain/quarantine', 'domain/history', 'bundles'].flatMap((folder) =>
    readdirSync(join(dir, folder)).filter((name) => name.startsWith(run)),
  );
}
