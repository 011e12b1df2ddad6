/** A process with a worker that never comes to rest, to be killed by a test. */
import { openProcesses } from '#sandbox/program/processes.ts';
import type { IsolationTier } from '#policies/isolation.ts';
import { worker } from './workers.ts';

const [folder = '', tier] = process.argv.slice(2);
const source = await openProcesses({
  folder,
  log: 2,
  tier: tier as IsolationTier,
  worker: worker('say(1); for (;;);'),
});
const one = await source.take({ jit: false, memoryMb: 64 });
one.stream.write('go');
// What it says leaves it only when it rests, so its being busy is taken on trust after a while.
setTimeout(() => process.stdout.write('busy'), 200);
