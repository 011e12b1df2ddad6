/** Parquet files → the databases that the domain reads, in a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { CatalogEntry } from '#policies/catalog/entry.ts';

const module = fileURLToPath(new URL('../../synth/load/main.ts', import.meta.url));

export interface Filling {
  readonly entries: readonly CatalogEntry[];
  readonly from: string;
  readonly into: string;
}

/** @throws Error with what the process said when it failed */
export async function fill(filling: Filling): Promise<void> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', module], {
    env: { TZ: 'UTC' },
    stdio: ['pipe', 'ignore', 'pipe', 'ipc'],
  });
  const { stdin, stderr } = child;
  if (!stdin || !stderr) throw new Error('Cannot open the kit: the process must have pipes');
  stdin.on('error', () => {});
  stdin.end(JSON.stringify(filling));
  const [failed] = await Promise.all([text(stderr), once(child, 'close')]);
  if (child.exitCode !== 0) throw new Error(`Cannot open the kit: ${failed.trim() || 'its files could not be read'}`);
}
