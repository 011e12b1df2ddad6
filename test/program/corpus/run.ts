/** Runs hostile programs in real workers and says of each how it ended and what it left. */
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Guest, GuestProgram, Part, ProcessSource } from '#sandbox/program/guest.ts';
import { openGuest } from '#sandbox/program/open-guest.ts';
import { openProcesses } from '#sandbox/program/processes.ts';
import { decodeHead, headBytes, say } from '#sandbox/program/worker/frames.ts';
import type { IsolationTier } from '#policies/isolation.ts';
import { canaryIn, columns, packed, segmented } from './canary.ts';
import { layout, type Hostile, type HostileClass, type Program } from './hostile.ts';
import { record, type Recorder } from './recorder.ts';

export interface Configuration {
  readonly jit: boolean;
  /** The best that the machine has, where none is said. */
  readonly tier?: IsolationTier;
  /** For one call or one unit. */
  readonly callMillis: number;
}

/** `failed`: the call ended without numbers, the worker lived. `killed`: the worker, or a unit, was ended from outside. */
export type Outcome = 'ok' | 'failed' | 'killed';

export interface Ending {
  readonly name: string;
  readonly outcome: Outcome;
  readonly millis: number;
  readonly peakBytes: number;
  /** What the property forbids; empty for every program that there may be. */
  readonly faults: readonly string[];
}

const memoryMb = 32;
const withNumbers: ReadonlySet<number> = new Set([say.ready, say.result, say.vectors, say.idle, say.fault]);
/** How much a worker may grow between two looks of the watch. */
const slackBytes = 96 * 2 ** 20;
const mostBytes = (memoryMb * 2 + 128) * 2 ** 20 + slackBytes;
/** On top of the deadline: the second of the property, then four for a machine that does other things as well. */
const graceMillis = 1_000 + 4_000;
/** Two calls, or four units; and a sign of life every few milliseconds. */
const mostSentBytes = 16_384;
const once = [{ kind: 'all' }] as const;
const twice = [{ kind: 'all' }, { kind: 'only', segment: 0 }] as const;
/** Classes that may leave something for a second call. */
const lasting: ReadonlySet<HostileClass> = new Set(['state', 'late']);

/** Two at a time, in order; after every eighth, and after the last, an honest program must be served by the same source. */
export async function runCorpus(
  programs: readonly Hostile[],
  configuration: Configuration,
): Promise<readonly Ending[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-corpus-'));
  const log = openSync(join(folder, 'log'), 'w');
  try {
    const tier = configuration.tier ? { tier: configuration.tier } : {};
    await using source = await openProcesses({ folder, log, spare: 2, ...tier });
    const endings = await inTwoLanes(programs, async (program) => {
      const ending = await tryProgram(program, source, configuration);
      if (programs.indexOf(program) % 8 === 7) await requireService(source, configuration);
      return ending;
    });
    await requireService(source, configuration);
    const left = canaryIn(readFileSync(join(folder, 'log')));
    if (left !== 'nowhere') throw new Error(`the canary is in the log, ${left}`);
    return endings;
  } finally {
    closeSync(log);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function inTwoLanes(
  programs: readonly Hostile[],
  run: (program: Hostile) => Promise<Ending>,
): Promise<readonly Ending[]> {
  const waiting = [...programs.entries()];
  const endings: Ending[] = [];
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) endings[next[0]] = await run(next[1]);
  };
  await Promise.all([lane(), lane()]);
  return endings;
}

/** An honest program gets all its numbers, as if nobody hostile had been there. */
async function requireService(source: ProcessSource, { jit }: Configuration): Promise<void> {
  const text =
    'var program = { default(input, output) { output.x.set([input.count, input.columns.amount[1], 3, 4]); } };';
  const honest = guestProgram({ call: 'main', text }, { jit, callMillis: 5_000 });
  using guest = await openGuest(honest, source);
  const [numbers] = await guest.evaluate(segmented, once, layout);
  if (String(numbers?.subarray(0, 4)) !== '6,12,3,4') throw new Error(`an honest program got ${String(numbers)}`);
}

async function tryProgram(program: Hostile, source: ProcessSource, configuration: Configuration): Promise<Ending> {
  const recorder = record(source);
  using guest = await openGuest(guestProgram(program, configuration), recorder.source);
  const begun = performance.now();
  const answer = await callGuest(guest, program);
  const millis = performance.now() - begun - recorder.startMillis();
  const killed = answer.killed || recorder.anyGone();
  const outcome = killed ? 'killed' : answer.failed ? 'failed' : 'ok';
  const late = millis > answer.calls * configuration.callMillis + graceMillis;
  const faults = [
    ...(late ? [`late: ${Math.round(millis)} ms`] : []),
    ...(answer.found ? ['found what it looked for'] : []),
    ...faultsOf(recorder, guest, answer.bits),
  ];
  return { name: program.name, outcome, millis, peakBytes: recorder.peakBytes(), faults };
}

function guestProgram({ call, text }: Program, { jit, callMillis }: Configuration): GuestProgram {
  return {
    bundle: text,
    mode: call === 'main' ? 'rows' : 'map',
    columns,
    parameters: { threshold: 5 },
    seed: 7,
    memoryMb,
    callMillis,
    jit,
    debug: false,
  };
}

interface Answer {
  readonly calls: number;
  readonly failed: boolean;
  readonly killed: boolean;
  readonly found: boolean;
  /** Of all numbers that came back. */
  readonly bits: readonly bigint[];
}

function callGuest(guest: Guest, program: Hostile): Promise<Answer> {
  switch (program.call) {
    case 'main':
      return callMain(guest, lasting.has(program.class) ? twice : once);
    case 'map':
      return callMap(guest);
    case 'update':
      return callUpdate(guest);
  }
}

async function callMain(guest: Guest, parts: readonly Part[]): Promise<Answer> {
  const results = await guest.evaluate(segmented, parts, layout);
  const given = results.filter((numbers) => numbers !== undefined);
  return {
    calls: parts.length,
    failed: given.length < parts.length,
    killed: false,
    found: given.some((numbers) => numbers[4] === 1),
    bits: given.flatMap(bitsOf),
  };
}

async function callMap(guest: Guest): Promise<Answer> {
  const pass = { state: new Float64Array(4), length: 4, clip: 64, skip: new Set<number>(), mostKilled: 1 };
  const { sums, killed, gaveUp } = await guest.mapUnits(packed, pass);
  return {
    calls: packed.offsets.length - 1,
    failed: false,
    killed: killed.size > 0 || gaveUp,
    found: (sums[3] ?? 0n) !== 0n && !gaveUp,
    bits: [],
  };
}

async function callUpdate(guest: Guest): Promise<Answer> {
  const input = { state: new Float64Array(4), sums: new Float64Array(4), iteration: 0 };
  const numbers = await guest.compute('update', input, [{ name: 'next', length: 4 }]);
  return {
    calls: 1,
    failed: numbers === undefined,
    killed: false,
    found: numbers?.[3] === 1,
    bits: numbers ? bitsOf(numbers) : [],
  };
}

function bitsOf(numbers: Float64Array): readonly bigint[] {
  return [...new BigUint64Array(numbers.buffer, numbers.byteOffset, numbers.length)];
}

const theOneNaN = 0x7ff8000000000000n;

function faultsOf(recorder: Recorder, guest: Guest, bits: readonly bigint[]): readonly string[] {
  const sent = recorder.sent();
  const canary = canaryIn(outsideNumbers(sent));
  const report = guest.report();
  const peak = recorder.peakBytes();
  return [
    ...(canary === 'nowhere' ? [] : [`canary ${canary}, outside the numbers`]),
    ...(sent.length > mostSentBytes ? [`sent ${sent.length} bytes`] : []),
    ...(peak > mostBytes ? [`took ${Math.round(peak / 2 ** 20)} MB`] : []),
    ...(bits.some((one) => isNaNBits(one) && one !== theOneNaN) ? ['a NaN that carries something'] : []),
    ...(report.console.length > 0 || report.error !== undefined ? ['words of a real run are kept'] : []),
  ];
}

function isNaNBits(bits: bigint): boolean {
  return (bits & 0x7fffffffffffffffn) > 0x7ff0000000000000n;
}

/** What workers sent, without the bodies that hold numbers: those are for ranges, clipping and stability to bound. */
function outsideNumbers(sent: Buffer): Buffer {
  const kept: Buffer[] = [];
  let at = 0;
  while (at < sent.length) {
    if (!isHead(sent, at)) return Buffer.concat([...kept, sent.subarray(at)]);
    const { length } = decodeHead(sent.subarray(at, at + headBytes));
    kept.push(sent.subarray(at, at + headBytes));
    at += headBytes + length;
  }
  return Buffer.concat(kept);
}

function isHead(sent: Buffer, at: number): boolean {
  if (at + headBytes > sent.length) return false;
  const { kind, length } = decodeHead(sent.subarray(at, at + headBytes));
  return withNumbers.has(kind) && length <= mostSentBytes;
}
