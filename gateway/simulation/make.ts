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

/** Longer than the largest set takes; what hangs must not hold up the others. */
const longest = 20 * 60_000;

/** @throws Error with what the process said when it failed */
export async function makeSimulation(request: MakeRequest): Promise<MakeAnswer> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', module], {
    env: { TZ: 'UTC' },
    // The channel carries nothing: its end tells the process that nobody waits any more.
    stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
    timeout: longest,
    killSignal: 'SIGKILL',
  });
  const { stdin, stdout, stderr } = child;
  if (!stdin || !stdout || !stderr) throw new Error('Cannot make simulation data: the process must have pipes');
  // A process that is gone does not read; its exit code says so.
  stdin.on('error', () => {});
  stdin.end(JSON.stringify(request));
  const [said, failed] = await Promise.all([text(stdout), text(stderr), once(child, 'close')]);
  if (child.exitCode !== 0)
    throw new Error(`Cannot make simulation data: ${failed.trim() || (child.signalCode ?? 'it ended')}`);
  return makeAnswer.parse(JSON.parse(said));
}
