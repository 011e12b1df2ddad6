/**
 * Rows of numbers on their way out of the query worker: each chunk is sent as it comes, so that the worker keeps none.
 *
 * @see programs.md §C.4; bulk-read.ts for the form
 */
import { DuckDBDoubleVector, DuckDBUIntegerVector, type DuckDBDataChunk } from '@duckdb/node-api';
import { joined } from './engine.ts';
import type { NumbersAsk } from './operations.ts';

export type Send = (parts: readonly Uint8Array[]) => void;

export class NumberSender {
  readonly #ask: Omit<NumbersAsk, 'sql'>;
  readonly #send: Send;
  /** How many rows each segment has. */
  readonly #sizes: Uint32Array;
  /** Rows at which units begin, chunk by chunk. */
  readonly #starts: Uint32Array[] = [];
  #rows = 0;
  #segment = 0;

  constructor(ask: Omit<NumbersAsk, 'sql'>, send: Send) {
    this.#ask = ask;
    this.#send = send;
    this.#sizes = new Uint32Array(ask.layout.kind === 'segments' ? ask.layout.count : 1);
  }

  /** @throws Error where the rows are more than may be, or not in the order that was asked for */
  take(chunk: DuckDBDataChunk): void {
    const { width, most } = this.#ask;
    const { rowCount } = chunk;
    if ((this.#rows + rowCount) * width > most) throw new Error('Cannot read the rows: too many numbers');
    this.#count(wordsOf(chunk, 0));
    this.#begin(wordsOf(chunk, 1));
    const columns = Array.from({ length: width }, (_, at) => clean(doublesOf(chunk, at + 2)));
    this.#send([Uint32Array.of(rowCount), ...columns].map(bytesOf));
    this.#rows += rowCount;
  }

  /** Tells where segments or units begin, after the last row. */
  end(): void {
    const offsets = this.#offsets();
    this.#send([Uint32Array.of(0, offsets.length), offsets].map(bytesOf));
  }

  #count(segments: Uint32Array): void {
    for (let at = 0; at < segments.length; at += 1) {
      const segment = segments[at] ?? 0;
      if (segment < this.#segment) throw new Error('Cannot read the rows: must be in order');
      if (segment >= this.#sizes.length) throw new Error('Cannot read the rows: no such segment');
      this.#segment = segment;
      this.#sizes[segment] = (this.#sizes[segment] ?? 0) + 1;
    }
  }

  #begin(ranks: Uint32Array): void {
    const starts = new Uint32Array(ranks.length);
    let units = 0;
    for (let at = 0; at < ranks.length; at += 1) {
      if (ranks[at] === 1) starts[units++] = this.#rows + at;
      else if (this.#ask.lone) throw new Error('Cannot read the rows: a unit has several');
    }
    if (this.#ask.layout.kind === 'units') this.#starts.push(starts.subarray(0, units));
  }

  #offsets(): Uint32Array {
    return this.#ask.layout.kind === 'units'
      ? joined([...this.#starts, Uint32Array.of(this.#rows)])
      : sums(this.#sizes);
  }
}

/** 0, then the sum of all sizes until each. */
function sums(sizes: Uint32Array): Uint32Array {
  const offsets = new Uint32Array(sizes.length + 1);
  for (const [at, size] of sizes.entries()) offsets[at + 1] = (offsets[at] ?? 0) + size;
  return offsets;
}

/** One NaN: the bits of another could carry something that the order of rows does not see. In place, for the values are ours. */
function clean(values: Float64Array): Float64Array {
  for (let at = 0; at < values.length; at += 1) if (Number.isNaN(values[at])) values[at] = NaN;
  return values;
}

/** The numbers as the library copied them out of the engine. It has no public way to them, and a fast one is what this module is for. */
function doublesOf(chunk: DuckDBDataChunk, column: number): Float64Array {
  const vector = chunk.getColumnVector(column);
  if (!(vector instanceof DuckDBDoubleVector)) throw new Error('Cannot read the rows: must be doubles');
  return vector['items'];
}

function wordsOf(chunk: DuckDBDataChunk, column: number): Uint32Array {
  const vector = chunk.getColumnVector(column);
  if (!(vector instanceof DuckDBUIntegerVector)) throw new Error('Cannot read the rows: must be whole numbers');
  return vector['items'];
}

function bytesOf({ buffer, byteOffset, byteLength }: Uint32Array | Float64Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
