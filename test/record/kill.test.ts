/** SIGKILL at any moment: what was acknowledged is there, and the record opens. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { aBench, aHeldPermit, aRecord } from './ledger.ts';

test('AO-28-1 a writer killed while it commits loses nothing acknowledged, and its record opens', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'kill-'));
  let last = 0;
  for (const delay of [30, 75, 120, 180, 260]) {
    const acknowledged = await killAfter(dir, delay);
    expect(acknowledged).toBeGreaterThan(last);
    const bench = aBench(dir);
    using record = aRecord(bench);
    const size = record.read.size();
    expect(size).toBeGreaterThanOrEqual(acknowledged);
    expect(size).toBeLessThanOrEqual(acknowledged + 1);
    aHeldPermit(record, size - 1, bench);
    last = size;
  }
  rmSync(dir, { recursive: true });
});

/** Kills the writer `delay` ms after its first commit; returns the last size that it acknowledged. */
async function killAfter(dir: string, delay: number): Promise<number> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'writer.child.ts'), dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await once(child.stdout, 'data');
  setTimeout(() => child.kill('SIGKILL'), delay);
  await once(child, 'close');
  return Number(output.slice(0, output.lastIndexOf('\n')).split('\n').at(-1));
}
