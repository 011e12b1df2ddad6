/** A worker that has been taken over: whatever it answers beside the one frame that is due, the call fails and the supervisor goes on. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, say } from '#sandbox/program/worker/frames.ts';
import { aColumn, openWorkshop, type Workshop } from './programs.ts';

/**
 * Answers the first part that it is ever asked for as its bundle says, others truly, with the number of the part. `frame(kind, question, body)`
 * makes a frame, `send` sends bytes.
 */
const worker = `
const { Socket } = require('node:net');
const socket = new Socket({ fd: 3, readable: true, writable: true });
const send = (bytes) => socket.write(bytes);
const frame = (kind, question, body, length = body.length) => {
  const head = Buffer.alloc(12);
  head.writeUInt32LE(length, 0); head.writeUInt32LE(kind, 4); head.writeUInt32LE(question, 8);
  return Buffer.concat([head, body]);
};
const result = (...numbers) => Buffer.from(Float64Array.from(numbers).buffer);
const none = Buffer.alloc(0);
let held = Buffer.alloc(0), evil;
socket.on('data', (chunk) => {
  held = Buffer.concat([held, chunk]);
  while (held.length >= 12 && held.length >= 12 + held.readUInt32LE(0)) {
    const [length, kind, question] = [held.readUInt32LE(0), held.readUInt32LE(4), held.readUInt32LE(8)];
    const body = held.subarray(12, 12 + length);
    held = held.subarray(12 + length);
    if (kind === ${ask.setup}) evil = JSON.parse(body.toString()).bundle;
    if (kind === ${ask.rows} || kind === ${ask.pass}) send(frame(${say.ready}, question, none));
    if (kind === ${ask.part}) {
      const segment = body.readUInt32LE(4);
      if (segment === 1) new (Function)('send', 'frame', 'result', 'none', 'question', 'socket', evil)(send, frame, result, none, question, socket);
      else send(frame(${say.result}, question, result(1, segment)));
    }
    if (kind === ${ask.span}) {
      const [from, to] = [body.readUInt32LE(0), body.readUInt32LE(4)];
      if (from === 0) new (Function)('send', 'frame', 'result', 'none', 'question', 'socket', evil)(send, frame, result, none, question, socket);
      else {
        const vectors = Buffer.concat([Buffer.alloc(8), result(...Array.from({ length: to - from }, () => 1))]);
        vectors.writeUInt32LE(to - from, 0);
        send(Buffer.concat([frame(${say.vectors}, question, vectors), frame(${say.idle}, question, none)]));
      }
    }
  }
});
socket.on('end', () => process.exit());
send(Buffer.from([0x53]));
`;

let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop(worker);
});
afterAll(() => workshop[Symbol.asyncDispose]());

const rows = aColumn([1], [2], [3], [4]);
const parts = [0, 1, 2, 3].map((segment) => ({ kind: 'only', segment }) as const);
const layout = [{ name: 'x', length: 1 }];

/** Milliseconds for a call: what a busy machine may need for an honest one, for only silence waits so long. */
const patience = 1000;

async function answers(evil: string) {
  using guest = await workshop.open({ bundle: evil, callMillis: patience });
  return (await guest.evaluate(rows, parts, layout)).map((numbers) => numbers?.[0]);
}

const { result, words, ready, vectors } = say;

test.each([
  ['nothing', ''],
  ['too few numbers', `send(frame(${result}, question, result(1)))`],
  ['too many numbers', `send(frame(${result}, question, result(1, 5, 6)))`],
  ['a frame of four gigabytes', `send(frame(${result}, question, result(1, 5), 0xffffffff))`],
  ['half a head', 'send(Buffer.alloc(5))'],
  ['a frame of another kind', `send(frame(${ready}, question, none))`],
  ['vectors', `send(frame(${vectors}, question, result(1, 5)))`],
  ['a kind that does not exist', 'send(frame(9999, question, result(1, 5)))'],
  ['the answer to another question', `send(frame(${result}, question + 1, result(1, 5)))`],
  ['words in a real run', `send(frame(${words}, question, Buffer.from('{}')))`],
  ['the end of the pipe', 'socket.destroy()'],
  ['its own end', 'process.exit(1)'],
  ['a call that failed', `send(frame(${result}, question, result(0, 5)))`],
  ['a success that is not one', `send(frame(${result}, question, result(2, 5)))`],
])('evaluate: %s is a call that failed, and the others are answered', async (_, evil) => {
  expect(await answers(evil)).toEqual([0, undefined, 2, 3]);
});

test('evaluate does not take a second answer for that to the next question', async () => {
  const twice = `const one = frame(${result}, question, result(1, 77)); send(Buffer.concat([one, one]))`;
  expect(await answers(twice)).toEqual([0, 77, undefined, 3]);
});

test('evaluate does not find its place again after a frame that is shorter than it says', async () => {
  const short = `send(frame(${result}, question, result(1), 16))`;
  expect(await answers(short)).toEqual([0, expect.any(Number), undefined, 3]);
});

async function sums(evil: string) {
  using guest = await workshop.open({ bundle: evil, mode: 'map', callMillis: patience });
  const units = { width: 1, values: new Float64Array(4), offsets: Uint32Array.of(0, 1, 2, 3, 4) };
  const pass = { state: new Float64Array(1), length: 1, clip: 1_048_576, skip: new Set<number>(), mostKilled: 3 };
  const { sums: made, killed } = await guest.mapUnits(units, pass);
  return { sums: made.map(Number), killed: [...killed] };
}

const count = (units: number, ...numbers: readonly number[]): string =>
  `const body = Buffer.concat([Buffer.alloc(8), result(${numbers.join(', ')})]); body.writeUInt32LE(${units}, 0);`;

test.each([
  ['more vectors than units', `${count(5, 1, 1, 1, 1, 1)} send(frame(${vectors}, question, body))`],
  ['fewer vectors than it says', `${count(4, 1, 1)} send(frame(${vectors}, question, body))`],
  ['rest before all are done', `send(frame(${say.idle}, question, none))`],
  ['the end of the isolate, and lives on', `send(frame(${say.fault}, question, none))`],
  ['no sign of life', ''],
  ['signs of life and nothing else', `setInterval(() => { ${count(0)} send(frame(${vectors}, question, body)) }, 2)`],
])('mapUnits: %s costs one unit, and the others are counted', async (_, evil) => {
  expect(await sums(evil)).toEqual({ sums: [3], killed: [0] });
});
