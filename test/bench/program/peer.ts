/** Starts the peer: its sources as one script, since Node without a compiler reads no TypeScript. */
import { fork, type ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { PeerAnswer, PeerAsk } from './asks.ts';

export interface Peer extends Disposable {
  readonly pid: number;
  ask(ask: PeerAsk): Promise<PeerAnswer>;
}

export async function buildPeer(scratch: string): Promise<string> {
  const outfile = join(scratch, 'peer.cjs');
  const entryPoints = [join(import.meta.dirname, 'peer-main.ts')];
  await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'cjs', target: 'es2024' });
  return outfile;
}

/** With the flags that a worker has, but for Node's own permissions. */
export function startPeer(script: string, jit: boolean): Peer {
  const execArgv = ['--no-node-snapshot', ...(jit ? [] : ['--jitless'])];
  const child = fork(script, { execArgv });
  return {
    pid: child.pid ?? 0,
    ask: (ask) => answerOf(child, ask),
    [Symbol.dispose]: () => void child.kill('SIGKILL'),
  };
}

function answerOf(child: ChildProcess, ask: PeerAsk): Promise<PeerAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<PeerAnswer>();
  child.once('message', (answer: PeerAnswer) => resolve(answer));
  child.once('exit', () => reject(new Error('Cannot measure: the peer ended')));
  child.send(ask);
  return promise;
}

/** Doubles for the peer to read. */
export function keepNumbers(scratch: string, name: string, numbers: Float64Array): string {
  const path = join(scratch, `${name}.f64`);
  writeFileSync(path, new Uint8Array(numbers.buffer));
  return path;
}
