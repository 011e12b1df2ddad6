/**
 * Frames between supervisor and program worker: three numbers of four bytes (length of the body, kind, the question's number), then the body.
 * Bodies are raw numbers; only what the trusted side sends, and what is kept of simulation data, is JSON.
 *
 * @see programs.md §D.3, §D.4
 */

/** What the worker writes once, before any frame, when it can take a program. */
export const hello = 0x53;

export const headBytes = 12;

/** From the supervisor. */
export const ask = {
  /** JSON: the program. Answered by nothing. */
  setup: 1,
  /** All rows. Answered by `ready`. */
  rows: 2,
  /** JSON: the layout of the calls that follow. */
  layout: 3,
  /** Two numbers: kind of part, segment. Answered by `result`. */
  part: 4,
  /** Call, iteration, two lengths, then state and sums. Answered by `result`. */
  compute: 5,
  /** Length of a vector, length of the state, then the state. Answered by `ready`. */
  pass: 6,
  /** First unit, unit after the last. Answered by `vectors` until all are there, then `idle`; or by `fault`. */
  span: 7,
} as const;

/** From the worker. */
export const say = {
  ready: 101,
  /** Whether the call succeeded, nothing, then all numbers of the layout. */
  result: 102,
  /** How many units were finished since the last such frame, nothing, then their vectors. Also the sign of life. */
  vectors: 103,
  /** The isolate has come to rest after a span. */
  idle: 104,
  /** The isolate ended in the unit after the last that was reported. */
  fault: 105,
  /** JSON, simulation data only: what the program said since the last such frame. */
  words: 106,
} as const;

/** In JSON, of the program's words. */
export const maxWordsBytes = 1_048_576;

/** Of text that one call keeps: console and first error, in UTF-16 units. */
export const maxConsole = 65_536;
export const maxError = 8_192;

/** Before them: length of the console, length of the error, how many units threw, nothing. */
export const wordsHeadBytes = 16;

/** Kinds of a part, as numbers. */
export const partKinds = ['all', 'only', 'without'] as const;

export interface Head {
  readonly length: number;
  readonly kind: number;
  readonly question: number;
}

export function encodeHead({ length, kind, question }: Head): Buffer {
  const head = Buffer.allocUnsafe(headBytes);
  head.writeUInt32LE(length, 0);
  head.writeUInt32LE(kind, 4);
  head.writeUInt32LE(question, 8);
  return head;
}

export function decodeHead(bytes: Buffer): Head {
  return { length: bytes.readUInt32LE(0), kind: bytes.readUInt32LE(4), question: bytes.readUInt32LE(8) };
}

/** A view, not a copy. */
export function bytesOf(numbers: Float64Array | Uint32Array): Buffer {
  return Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}

/** Rows in a frame: columns, rows, length of the offsets, nothing; the offsets, filled up to eight bytes; then all numbers. */
export const rowsHeadBytes = 16;

export function offsetsBytes(count: number): number {
  return Math.ceil(count / 2) * 8;
}

/** Units whose vectors are in flight together. */
export function spanUnits(length: number): number {
  return Math.max(1, Math.floor(8_388_608 / (length * 8)));
}

/** Length of a vector, length of the state, megabytes of one isolate, nothing. */
export const passHeadBytes = 16;
