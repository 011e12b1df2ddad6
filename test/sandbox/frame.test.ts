/** Frames on a stream: split, glued, oversized, not JSON. @see programs.md decision 1 */
import { duplexPair } from 'node:stream';
import { expect, test } from 'vitest';
import { encodeFrame, maxFrame, readFrames } from '#sandbox/frame.ts';

interface Line {
  readonly send: (bytes: Buffer) => void;
  readonly got: unknown[];
  /** Whether the reader has ended the connection. */
  readonly isCut: () => boolean;
  readonly settle: () => Promise<void>;
}

function aLine(): Line {
  const [near, far] = duplexPair();
  const got: unknown[] = [];
  far.on('error', () => {});
  near.on('error', () => {});
  readFrames(far, (message) => got.push(message));
  return {
    send: (bytes) => void near.write(bytes),
    got,
    isCut: () => far.destroyed,
    settle: () => new Promise((resolve) => setTimeout(resolve, 20)),
  };
}

const head = (length: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(length);
  return bytes;
};

test('readFrames gives a frame back', async () => {
  const line = aLine();
  line.send(encodeFrame({ a: '域闸', b: [1, null] }));
  await line.settle();
  expect(line.got).toEqual([{ a: '域闸', b: [1, null] }]);
});

test('readFrames puts a frame together that comes byte by byte', async () => {
  const line = aLine();
  for (const byte of encodeFrame({ text: '域闸' })) line.send(Buffer.from([byte]));
  await line.settle();
  expect(line.got).toEqual([{ text: '域闸' }]);
});

test('readFrames takes frames apart that come in one piece, and keeps the half that follows', async () => {
  const line = aLine();
  const last = encodeFrame(3);
  line.send(Buffer.concat([encodeFrame(1), encodeFrame(2), last.subarray(0, 4)]));
  await line.settle();
  expect(line.got).toEqual([1, 2]);
  line.send(last.subarray(4));
  await line.settle();
  expect(line.got).toEqual([1, 2, 3]);
});

test.each([
  ['a length above the cap, before its body comes', head(maxFrame + 1)],
  ['the greatest length', head(0xff_ff_ff_ff)],
  ['an empty body', head(0)],
  ['a body that is not JSON', Buffer.concat([head(3), Buffer.from('{x}')])],
  ['plain text', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
])('readFrames ends the connection at %s', async (_, bytes) => {
  const line = aLine();
  line.send(bytes);
  await line.settle();
  expect(line.isCut()).toBe(true);
  expect(line.got).toEqual([]);
});

test('readFrames gives nothing more after a broken frame', async () => {
  const line = aLine();
  line.send(Buffer.concat([encodeFrame(1), head(1), Buffer.from('?'), encodeFrame(2)]));
  await line.settle();
  expect(line.got).toEqual([1]);
  expect(line.isCut()).toBe(true);
});

test('encodeFrame refuses a message above the cap', () => {
  expect(() => encodeFrame('x'.repeat(maxFrame))).toThrow(RangeError);
});
