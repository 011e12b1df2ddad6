/**
 * Really tries, under one confinement and by the same launch as programs, what its tier claims to stop. The probe runs without Node's own
 * permissions: only what the operating system and the supervisor stop counts.
 *
 * @see programs.md decision 6
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { launch, type Started } from '../launch.ts';
import { keepWorker, probeCommand } from '../worker-command.ts';
import type { Confinement } from './confinement.ts';
import { memoryCap, usualMemoryMb } from './limits.ts';
import type { Probe } from './probes.ts';

export interface Finding {
  readonly probe: Probe;
  readonly stopped: boolean;
  /** The error that it got, `killed`, or `nothing`. */
  readonly by: string;
}

export interface SelfTestPlace {
  /** The probe is kept here, and tries to write here. */
  readonly folder: string;
  readonly log: number;
}

const done = 'done';
const killed = 'killed';
const answerMillis = 5_000;

/** @throws Error when the confinement starts nothing here, with what it said */
export async function selfTest(confinement: Confinement, { folder, log }: SelfTestPlace): Promise<readonly Finding[]> {
  const script = keepWorker(folder, readFileSync(new URL('./probe.cjs', import.meta.url), 'utf8'));
  const start = async (): Promise<Started> => launch(confinement, probeCommand(script), log);
  const started = await Promise.allSettled([start(), start(), start(), start(), start()]);
  const workers = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  try {
    const failed = started.find((one) => one.status === 'rejected');
    if (failed) throw failed.reason;
    const [curious, other, starter, hungry, stubborn] = workers as [Started, Started, Started, Started, Started];
    const [first, second, third] = await Promise.all([
      lookAround(curious, other, folder),
      ask(starter, 'start'),
      ask(hungry, 'memory', { bytes: 2 * memoryCap(usualMemoryMb) }),
    ]);
    return [...first, second, third, await endStubborn(stubborn)];
  } finally {
    for (const worker of workers) worker.kill();
    await Promise.all(workers.map(({ ended }) => ended));
  }
}

/** One worker tries all that leaves it alive; `other` is the process that it should neither see nor reach. */
async function lookAround(worker: Started, other: Started, folder: string): Promise<readonly Finding[]> {
  const path = join(folder, `made-by-probe-${randomName()}`);
  await using listener = await listen(`sluice-${randomName()}`);
  const findings = [
    await ask(worker, 'socket'),
    await ask(worker, 'connect', { name: listener.name }),
    await ask(worker, 'read', { path: '/etc/passwd' }),
    await ask(worker, 'write', { path }),
    await ask(worker, 'see', { pid: other.pid }),
    await ask(worker, 'signal', { pid: other.pid }),
  ];
  const wrote = existsSync(path);
  rmSync(path, { force: true });
  // What the probe says is not believed where it can be seen from here.
  return findings.map((finding) => (finding.probe === 'write' && wrote ? notStopped('write') : finding));
}

/** An abstract socket: it belongs to a network namespace, as ports do, and there is no file and no port. @see unix(7) */
async function listen(name: string): Promise<AsyncDisposable & { readonly name: string }> {
  const server = createServer((socket) => socket.destroy()).listen(`\0${name}`);
  await once(server, 'listening');
  return { name, [Symbol.asyncDispose]: promisify(server.close.bind(server)) };
}

function randomName(): string {
  return randomBytes(8).toString('hex');
}

/** It does not listen to SIGTERM and never comes to rest; `kill` must end it all the same. */
async function endStubborn(worker: Started): Promise<Finding> {
  worker.stream.write(question('stay'));
  await pause();
  process.kill(worker.pid, 'SIGTERM');
  await pause();
  worker.kill();
  const ended = await within(worker.ended.then(() => true));
  return ended === true ? { probe: 'stay', stopped: true, by: killed } : notStopped('stay');
}

async function ask(worker: Started, probe: Probe, about: object = {}): Promise<Finding> {
  if (!worker.isAlive()) return { probe, stopped: true, by: killed };
  worker.stream.write(question(probe, about));
  const line = new Promise<string>((resolve) =>
    worker.stream.once('data', (chunk: Buffer) => resolve(String(JSON.parse(chunk.toString())))),
  );
  const answer = await within(Promise.race([line, worker.ended.then(() => killed)]));
  return answer === done || answer === undefined ? notStopped(probe) : { probe, stopped: true, by: answer };
}

function question(probe: Probe, about: object = {}): string {
  return `${JSON.stringify({ probe, ...about })}\n`;
}

function notStopped(probe: Probe): Finding {
  return { probe, stopped: false, by: 'nothing' };
}

async function pause(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 30));
}

/** @returns undefined when it takes too long */
async function within<T>(answer: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), answerMillis)));
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
