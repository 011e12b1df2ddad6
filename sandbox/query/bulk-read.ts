/**
 * The supervisor's end of a query worker's second pipe: numbers as they are, little-endian, without text between.
 *
 *   rows                  a word of 32 bits, above 0
 *   value × width × rows  doubles, column by column
 *   …                     and so on, chunk by chunk
 *   0, offsets            two words
 *   offset × offsets      words: the row at which each segment or unit begins, then the number of rows
 *
 * Sizes are checked before anything is allocated; what breaks the form, or ends early, is no answer.
 */
import type { Readable } from 'node:stream';
import type { NumbersAsk } from './operations.ts';

export interface ReceivedNumbers {
  /** Of segments, one array for each column; of units, one for all of them, row by row. */
  readonly arrays: readonly Float64Array[];
  readonly offsets: Uint32Array;
}

/** @returns what was sent; undefined where it is not what was asked for, or the sender went away */
export async function receiveNumbers(
  stream: Readable,
  { width, layout, most }: Omit<NumbersAsk, 'sql'>,
): Promise<ReceivedNumbers | undefined> {
  const bytes = new ByteReader(stream);
  const chunks: Float64Array[] = [];
  let rows = 0;
  for (;;) {
    const count = await bytes.word();
    if (count === 0) break;
    if (count === undefined || (rows + count) * width > most) return undefined;
    const chunk = new Float64Array(count * width);
    if (!(await bytes.into(chunk))) return undefined;
    chunks.push(layout.kind === 'units' ? byRows(chunk, width) : chunk);
    rows += count;
  }
  const length = await bytes.word();
  const fits = layout.kind === 'segments' ? length === layout.count + 1 : (length ?? 0) <= rows + 1;
  if (length === undefined || !fits) return undefined;
  const offsets = new Uint32Array(length);
  if (!(await bytes.into(offsets)) || !isPartition(offsets, rows)) return undefined;
  return { arrays: layout.kind === 'segments' ? byColumns(chunks, { rows, width }) : [joined(chunks)], offsets };
}

function isPartition(offsets: Uint32Array, rows: number): boolean {
  return offsets[0] === 0 && offsets.at(-1) === rows && offsets.every((at, i) => at >= (offsets[i - 1] ?? 0));
}

function byRows(chunk: Float64Array, width: number): Float64Array {
  const rows = chunk.length / width;
  const out = new Float64Array(chunk.length);
  for (let column = 0; column < width; column += 1) {
    for (let row = 0; row < rows; row += 1) out[row * width + column] = chunk[column * rows + row] ?? NaN;
  }
  return out;
}

interface Shape {
  readonly rows: number;
  readonly width: number;
}

function byColumns(chunks: readonly Float64Array[], { rows, width }: Shape): readonly Float64Array[] {
  return Array.from({ length: width }, (_, column) => {
    const out = new Float64Array(rows);
    let at = 0;
    for (const chunk of chunks) {
      const count = chunk.length / width;
      out.set(chunk.subarray(column * count, (column + 1) * count), at);
      at += count;
    }
    return out;
  });
}

function joined(chunks: readonly Float64Array[]): Float64Array {
  const out = new Float64Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    out.set(chunk, at);
    at += chunk.length;
  }
  return out;
}

class ByteReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);

  constructor(stream: Readable) {
    this.#chunks = stream[Symbol.asyncIterator]();
  }

  /** @returns a word, or undefined where the stream ended */
  async word(): Promise<number | undefined> {
    const word = new Uint32Array(1);
    return (await this.into(word)) ? word[0] : undefined;
  }

  /** @returns whether the stream had enough */
  async into({ buffer, byteOffset, byteLength }: Uint32Array | Float64Array): Promise<boolean> {
    const target = new Uint8Array(buffer, byteOffset, byteLength);
    let at = 0;
    while (at < target.length) {
      if (this.#held.length === 0 && !(await this.#more())) return false;
      const part = this.#held.subarray(0, target.length - at);
      target.set(part, at);
      at += part.length;
      this.#held = this.#held.subarray(part.length);
    }
    return true;
  }

  async #more(): Promise<boolean> {
    try {
      const next = await this.#chunks.next();
      if (next.done) return false;
      this.#held = next.value;
      return true;
    } catch {
      // Destroyed, or the other end was reset: nothing more comes.
      return false;
    }
  }
}
