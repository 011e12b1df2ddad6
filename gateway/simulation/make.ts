/**
 * Makes simulation data in a process of its own, so that drawing millions of rows neither stops the gateway nor takes its memory. The
 * process knows the catalog and noisy models, and no real row.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { makeAnswer, type MakeAnswer, type MakeRequest } from '#synth/make/request.ts';

const module = fileURLToPath(new URL('../../synth/make/main.ts', import.meta.url));

/** @throws Error with what the process said when it failed */
export async function makeSimulation(request: MakeRequest): Promise<MakeAnswer> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', module], {
    env: { TZ: 'UTC' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(JSON.stringify(request));
  const [said, failed] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  if (child.exitCode !== 0) throw new Error(`Cannot make simulation data: ${failed.trim()}`);
  return makeAnswer.parse(JSON.parse(said));
}
