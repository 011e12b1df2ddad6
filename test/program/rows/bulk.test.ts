/** The supervisor's end of the second pipe, against a sender that breaks the form, stops, or speaks in pieces. @see programs.md §D.4 */
import { PassThrough, Readable } from 'node:stream';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { receiveNumbers, type ReceivedNumbers } from '#sandbox/query/bulk-read.ts';
import type { NumbersAsk } from '#sandbox/query/operations.ts';

const segments = { width: 2, layout: { kind: 'segments', count: 2 }, lone: false, most: 12 } as const;
const units = { ...segments, layout: { kind: 'units' } } as const;

const words = (...values: number[]): Buffer => Buffer.from(Uint32Array.from(values).buffer);
const doubles = (...values: number[]): Buffer => Buffer.from(Float64Array.from(values).buffer);

/** Three rows in two chunks; the columns are 1, 2, 3 and −1, −2, −3. */
const rows = Buffer.concat([words(2), doubles(1, 2, -1, -2), words(1), doubles(3, -3)]);
const end = (...offsets: number[]): Buffer => words(0, offsets.length, ...offsets);

/** In pieces of `size` bytes, after which the sender is gone. */
function receive(
  bytes: Buffer,
  ask: Omit<NumbersAsk, 'sql'> = segments,
  size = 1024,
): Promise<ReceivedNumbers | undefined> {
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
    bytes.subarray(at * size, (at + 1) * size),
  );
  return receiveNumbers(Readable.from(pieces, { objectMode: false }), ask);
}

test.each([1, 3, 7, 1024])('receiveNumbers puts chunks together, in pieces of %i bytes', async (size) => {
  const columns = await receive(Buffer.concat([rows, end(0, 1, 3)]), segments, size);
  expect(columns).toEqual({
    arrays: [Float64Array.of(1, 2, 3), Float64Array.of(-1, -2, -3)],
    offsets: Uint32Array.of(0, 1, 3),
  });
  const packed = await receive(Buffer.concat([rows, end(0, 1, 2, 3)]), units, size);
  expect(packed).toEqual({ arrays: [Float64Array.of(1, -1, 2, -2, 3, -3)], offsets: Uint32Array.of(0, 1, 2, 3) });
});

test('receiveNumbers gives empty arrays for no rows', async () => {
  expect(await receive(end(0, 0, 0))).toEqual({
    arrays: [new Float64Array(), new Float64Array()],
    offsets: new Uint32Array(3),
  });
  expect(await receive(end(0), units)).toEqual({ arrays: [new Float64Array()], offsets: new Uint32Array(1) });
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['more numbers than may be, announced', words(4_294_967_295)],
  ['more numbers than may be, little by little', Buffer.concat([rows, rows, words(1)])],
  ['no offsets', rows],
  ['a segment too few', Buffer.concat([rows, end(0, 3)])],
  ['a segment too many', Buffer.concat([rows, end(0, 1, 2, 3)])],
  ['segments that run back', Buffer.concat([rows, end(0, 4, 3)])],
  ['segments beyond the rows', Buffer.concat([rows, end(0, 1, 4)])],
  ['segments that begin late', Buffer.concat([rows, end(1, 2, 3)])],
  ['a number of offsets that nobody asked for', Buffer.concat([rows, words(0, 4_294_967_295)])],
])('receiveNumbers refuses %s', async (_, bytes) => {
  expect(await receive(bytes)).toBeUndefined();
});

test('receiveNumbers refuses units without a row, and every message that ends early', async () => {
  expect(await receive(Buffer.concat([rows, end(0, 1, 2, 3, 3)]), units)).toBeUndefined();
  const whole = Buffer.concat([rows, end(0, 1, 3)]);
  for (let length = 0; length < whole.length; length += 1)
    expect(await receive(whole.subarray(0, length))).toBeUndefined();
});

test('receiveNumbers answers whatever the bytes, and never with more than may be', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.boolean(), async (bytes, isUnits) => {
      const received = await receive(Buffer.from(bytes), isUnits ? units : segments);
      const numbers = received?.arrays.reduce((sum, { length }) => sum + length, 0) ?? 0;
      expect(numbers).toBeLessThanOrEqual(segments.most);
    }),
  );
});

test('receiveNumbers ends when the stream is destroyed', async () => {
  const stream = new PassThrough();
  stream.write(rows);
  const received = receiveNumbers(stream, segments);
  setTimeout(() => stream.destroy(new Error('gone')), 5);
  expect(await received).toBeUndefined();
});
