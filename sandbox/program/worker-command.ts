/** The command that a program worker is: Node without JIT, the worker's one file, and isolated-vm's native part by its path. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Inside } from './tiers/confinement.ts';

const require = createRequire(import.meta.url);

/** Which build of isolated-vm runs here. @returns the absolute path of its native part */
export function isolatedVmBinary(): string {
  const home = dirname(require.resolve('isolated-vm/package.json'));
  const build = createRequire(join(home, 'package.json'))('node-gyp-build') as { path(folder: string): string };
  return build.path(home);
}

/** Puts a worker's text into the folder under the name of its hash. @returns its path */
export function keepWorker(folder: string, text: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `worker-${createHash('sha256').update(text).digest('hex').slice(0, 32)}.cjs`);
  if (existsSync(path)) return path;
  // Two processes may do this at once; a file is there whole or not at all.
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, text, { mode: 0o400 });
  renameSync(draft, path);
  return path;
}

interface WorkerOptions {
  readonly script: string;
  readonly jit: boolean;
  readonly longStack?: boolean;
}

/**
 * Node's own permissions are a seat belt, not a wall: its documentation says so. They close what JavaScript could ask of Node.
 *
 * @see programs.md §A.3
 */
export function workerCommand({ script, jit, longStack = false }: WorkerOptions): Inside {
  const addon = isolatedVmBinary();
  const flags = [
    '--no-node-snapshot',
    ...(jit ? [] : ['--jitless']),
    '--permission',
    '--allow-addons',
    // It says what the line above means, to nobody.
    '--disable-warning=SecurityWarning',
    `--allow-fs-read=${addon}`,
    `--allow-fs-read=${script}`,
  ];
  return { file: process.execPath, args: [...flags, script, addon], reads: [addon, script], longStack };
}

/** The same without Node's permissions, for a probe. */
export function probeCommand(script: string): Inside {
  const { file, reads } = workerCommand({ script, jit: false });
  return { file, args: ['--no-node-snapshot', '--jitless', script], reads };
}
