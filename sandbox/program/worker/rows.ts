/** The rows of a run as they came in one frame, and what one call may see of them. */
import { offsetsBytes, partKinds, rowsHeadBytes } from './frames.ts';

export interface Rows {
  readonly memory: ArrayBuffer | SharedArrayBuffer;
  readonly columns: number;
  readonly count: number;
  readonly offsets: Uint32Array;
  readonly numbers: Float64Array;
}

export function readRows(body: ArrayBuffer | SharedArrayBuffer): Rows {
  const [columns = 0, count = 0, segments = 0] = new Uint32Array(body, 0, 3);
  const offsets = new Uint32Array(body, rowsHeadBytes, segments);
  return {
    memory: body,
    columns,
    count,
    offsets,
    numbers: new Float64Array(body, rowsHeadBytes + offsetsBytes(segments)),
  };
}

export interface PartRows {
  readonly count: number;
  readonly memory: ArrayBuffer;
}

/** Copies the rows of a part, column by column: an isolate holds no others. */
export function rowsOf({ columns, count, offsets, numbers }: Rows, kind: number, segment: number): PartRows {
  const [from, to] = [offsets[segment] ?? 0, offsets[segment + 1] ?? 0];
  const ranges: readonly (readonly [number, number])[] = {
    all: [[0, count] as const],
    only: [[from, to] as const],
    without: [[0, from] as const, [to, count] as const],
  }[partKinds[kind] ?? 'only'];
  const kept = ranges.reduce((sum, [begin, end]) => sum + end - begin, 0);
  const memory = new ArrayBuffer(kept * columns * 8);
  const into = new Float64Array(memory);
  let at = 0;
  for (let column = 0; column < columns; column++)
    for (const [begin, end] of ranges) {
      into.set(numbers.subarray(column * count + begin, column * count + end), at);
      at += end - begin;
    }
  return { count: kept, memory };
}
