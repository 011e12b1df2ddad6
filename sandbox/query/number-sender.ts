/**
 * Rows of numbers on their way out of the query worker: each chunk is sent as it comes, so that the worker keeps none.
 *
 * @see programs.md §C.4; bulk-read.ts for the form
 */
import { DuckDBDoubleVector, DuckDBUIntegerVector, type DuckDBDataChunk } from '@duckdb/node-api';
import type { NumbersAsk } from './operations.ts';

export type Send = (parts: readonly Uint8Array[]) => void;

export class NumberSender {
  readonly #ask: Omit<NumbersAsk, 'sql'>;
  readonly #send: Send;
  /** Of segments, how many rows each has; of units, where each begins. */
  readonly #counts: number[];
  #rows = 0;
  #segment = 0;

  constructor(ask: Omit<NumbersAsk, 'sql'>, send: Send) {
    this.#ask = ask;
    this.#send = send;
    this.#counts = ask.layout.kind === 'segments' ? Array.from({ length: ask.layout.count }, () => 0) : [];
  }

  /** @throws Error where the rows are more than may be, or not in the order that was asked for */
  take(chunk: DuckDBDataChunk): void {
    const { width, most } = this.#ask;
    const { rowCount } = chunk;
    if ((this.#rows + rowCount) * width > most) throw new Error('Cannot read the rows: too many numbers');
    this.#note({ segments: wordsOf(chunk, 0), ranks: wordsOf(chunk, 1) });
    const columns = Array.from({ length: width }, (_, at) => clean(doublesOf(chunk, at + 2)));
    this.#send([Uint32Array.of(rowCount), ...columns].map(bytesOf));
    this.#rows += rowCount;
  }

  /** Tells where segments or units begin, after the last row. */
  end(): void {
    const offsets = this.#offsets();
    this.#send([Uint32Array.of(0, offsets.length), offsets].map(bytesOf));
  }

  #note({ segments, ranks }: { readonly segments: Uint32Array; readonly ranks: Uint32Array }): void {
    const { layout, lone } = this.#ask;
    const counts = this.#counts;
    for (let at = 0; at < segments.length; at += 1) {
      const [segment = 0, rank = 0] = [segments[at], ranks[at]];
      if (lone && rank !== 1) throw new Error('Cannot read the rows: a unit has several');
      if (segment < this.#segment) throw new Error('Cannot read the rows: must be in order');
      this.#segment = segment;
      if (layout.kind === 'units') {
        if (rank === 1) counts.push(this.#rows + at);
      } else if (segment < counts.length) counts[segment] = (counts[segment] ?? 0) + 1;
      else throw new Error('Cannot read the rows: no such segment');
    }
  }

  #offsets(): Uint32Array {
    if (this.#ask.layout.kind === 'units') return Uint32Array.from([...this.#counts, this.#rows]);
    const offsets = new Uint32Array(this.#counts.length + 1);
    for (const [at, count] of this.#counts.entries()) offsets[at + 1] = (offsets[at] ?? 0) + count;
    return offsets;
  }
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
