/** A witness in a process of its own, as another organization runs it. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { printKey, type NoteKey } from '#policies/record/note.ts';

export const cli = join(import.meta.dirname, '../../gateway/cli/sluice.ts');
const run = promisify(execFile);

/** Runs `sluice log …` to its end. @throws with code, stdout and stderr where it fails */
export function sluiceLog(...args: readonly string[]) {
  return run(process.execPath, [cli, 'log', ...args]);
}

export interface WitnessFiles {
  readonly dir: string;
  readonly vkey: string;
  /** `--key … --state …` */
  readonly args: readonly string[];
  readonly state: string;
}

export async function initWitness(name = 'auditor.example/witness'): Promise<WitnessFiles> {
  const dir = mkdtempSync(join(tmpdir(), 'witness-'));
  const state = join(dir, 'state');
  const args = ['--key', join(dir, 'key'), '--state', state];
  const { stdout } = await sluiceLog('witness', 'init', ...args, '--name', name);
  return { dir, vkey: stdout.trim(), args, state };
}

export interface WitnessProcess extends AsyncDisposable {
  readonly url: string;
  readonly process: ChildProcess;
}

/** Ends with SIGKILL: what it answered must stand all the same. */
export async function startWitness({ args }: WitnessFiles, logs: readonly NoteKey[]): Promise<WitnessProcess> {
  const vkeys = logs.flatMap((key) => ['--log-vkey', printKey(key)]);
  const child = spawn(process.execPath, [cli, 'log', 'witness', 'serve', ...args, ...vkeys, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return {
    url: line.split(' ')[0] ?? '',
    process: child,
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
