/**
 * Starts one worker under one confinement: empty environment, one pipe, limits, a watch. What it writes to its standard error before it is
 * ready goes to the owner's log, a few lines at most; from then on, when it may run a guest, nobody reads what it writes.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { writeSync } from 'node:fs';
import type { Duplex, Readable, Writable } from 'node:stream';
import { familyOf, type Family } from './family.ts';
import type { ProgramProcess } from './guest.ts';
import type { Confinement, Inside } from './tiers/confinement.ts';
import { dataBytes, limitData, limited, threadsToCome, usualMemoryMb } from './tiers/limits.ts';
import { watchProcess, type Watch } from './watch.ts';

/** A worker that is ready and belongs to no run yet. */
export interface Started extends ProgramProcess {
  isAlive(): boolean;
  /** The limits of one program hold from now on. */
  assign(memoryMb: number): Promise<void>;
}

/** The byte by which a worker says that it is ready. */
export const readyByte = 0x53;
const readyMillis = 20_000;
const mostWords = 4_096;
const littleMb = 16;

/** @throws Error when the worker ends, is late or says something else before it is ready */
export async function launch(confinement: Confinement, inside: Inside, log: number): Promise<Started> {
  const child = start(confinement, inside);
  const words = wordsOf(child.stdio[2] as Readable);
  const stream = child.stdio[3] as Duplex;
  // A worker may end at any time, also while nobody reads or writes.
  stream.on('error', () => stream.destroy());
  const family = familyOf(child);
  const { kill, ended } = family;
  const watch = watchProcess(child.pid ?? 0, kill);
  void ended.then(() => {
    watch[Symbol.dispose]();
    stream.destroy();
  });
  try {
    await ready(family, stream);
    const { pid, assign } = await (confinement.ownKernel ? watchOnly(family, watch) : settle(family, watch, inside));
    return { stream, pid, ended, kill, assign, peakBytes: watch.peakBytes, isAlive: () => !stream.destroyed };
  } catch (error) {
    kill();
    await ended;
    writeSync(log, `${new Date().toISOString()} program worker, ${confinement.name}: did not start. ${words()}\n`);
    throw new Error(`Cannot start a program worker: ${words() || 'it was not ready'}`, { cause: error });
  } finally {
    child.stdio[2]?.destroy();
  }
}

/** A process group of its own, so that one signal reaches all of it. */
function start(confinement: Confinement, inside: Inside): ChildProcess {
  const command = confinement.wrap(inside);
  const { file, args, feed } = confinement.ownKernel ? command : limited(command, inside);
  const child = spawn(file, args, {
    cwd: '/',
    env: { TZ: 'UTC' },
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', ...(feed ? ['pipe' as const] : [])],
  });
  if (feed) {
    const pipe = child.stdio[4] as Writable;
    pipe.on('error', () => pipe.destroy());
    pipe.end(feed);
  }
  return child;
}

function wordsOf(stream: Readable): () => string {
  let words = '';
  stream.on('error', () => stream.destroy());
  stream.on('data', (chunk: Buffer) => (words = (words + chunk.toString('latin1')).slice(0, mostWords)));
  return () => words.replaceAll(/[^\x20-\x7e]+/g, ' ').trim();
}

/** Takes the byte of a worker that is ready, and leaves the stream paused. */
async function ready(family: Family, stream: Duplex): Promise<void> {
  const late = setTimeout(() => family.kill(), readyMillis);
  const readable = new Promise<void>((resolve) => stream.once('readable', () => resolve()));
  await Promise.race([readable, family.ended]);
  clearTimeout(late);
  const byte = (stream.read(1) as Buffer | null)?.[0];
  if (byte !== readyByte) throw new Error('not ready');
}

/** What a kernel of its own lets the machine see is the memory of all together. */
async function watchOnly(family: Family, watch: Watch) {
  return { pid: family.look()[0] ?? 0, assign: async (memoryMb: number): Promise<void> => watch.expect(memoryMb) };
}

/** Finds the worker behind the programs that confine it, and puts the limits on it that only a running one can have. */
async function settle(family: Family, watch: Watch, { longStack }: Inside) {
  watch.seal();
  const pid = family.look().at(-1) ?? 0;
  const data = dataBytes(pid);
  const limit = async (memoryMb: number): Promise<void> => {
    // A worker that has just ended has no limits; whoever takes it learns that from its stream.
    if (data !== undefined)
      await limitData(pid, longStack ? data + threadsToCome() : data, memoryMb).catch(() => family.kill());
  };
  await limit(usualMemoryMb);
  const assign = async (memoryMb: number): Promise<void> => {
    watch.expect(memoryMb);
    // A little more is not worth the milliseconds of another process.
    if (memoryMb > usualMemoryMb + littleMb) await limit(memoryMb);
  };
  return { pid, assign };
}
