/** The command line as a process of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const sluice = fileURLToPath(new URL('../../gateway/cli/sluice.ts', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly cwd?: string;
}

/** Starts `sluice …`. */
export function start(args: readonly string[], { cwd }: CommandOptions = {}): ChildProcess {
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', sluice, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(cwd !== undefined && { cwd }),
  });
}

/** Runs `sluice …` to its end. */
export async function command(args: readonly string[], options: CommandOptions = {}): Promise<Ended> {
  const child = start(args, options);
  const code = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [stdout, stderr] = await Promise.all([allOf(child.stdout), allOf(child.stderr)]);
  return { code: await code, stdout, stderr };
}

async function allOf(stream: ChildProcess['stdout']): Promise<string> {
  return stream ? text(stream) : '';
}
