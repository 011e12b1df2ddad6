/** Makes the modelled part of a primary key different in rows that would share the key, moving each to the nearest value that is free. */
import type { DecodedColumn, Numbers } from '../decoded.ts';

/**
 * Changes `columns` so that no two rows of one group agree in all of them. Rows of a group follow one another.
 * @returns the rows that found no free value.
 */
export function separateRows(
  columns: readonly DecodedColumn[],
  groupOf: (row: number) => number,
  rows: number,
): ReadonlySet<number> {
  const key = openKey(columns);
  const left = new Set<number>();
  const groups = new Map<number, Free>();
  for (let row = 0; row < rows; row++) {
    const group = groupOf(row);
    const free = groups.get(group) ?? openFree(key.size);
    groups.set(group, free);
    const wanted = key.read(row);
    const got = free.take(wanted);
    if (got === undefined) left.add(row);
    else if (got !== wanted) key.write(row, got);
  }
  return left;
}

interface Key {
  readonly size: number;
  read(row: number): number;
  write(row: number, number: number): void;
}

/** All columns as one number; the one with the most values changes fastest, so that the nearest number differs there first. */
function openKey(columns: readonly DecodedColumn[]): Key {
  const parts: { numbers: Numbers; size: number; stride: number }[] = [];
  let stride = 1;
  for (const { numbers, numbering } of columns.toSorted((a, b) => b.numbering.size - a.numbering.size)) {
    // Beyond 2^53 the columns so far tell rows apart anyhow.
    if (stride * numbering.size > Number.MAX_SAFE_INTEGER) break;
    parts.push({ numbers, size: numbering.size, stride });
    stride *= numbering.size;
  }
  return {
    size: stride,
    read: (row) => parts.reduce((sum, part) => sum + Math.max(0, part.numbers[row] ?? 0) * part.stride, 0),
    write(row, number) {
      for (const part of parts) part.numbers[row] = Math.floor(number / part.stride) % part.size;
    },
  };
}

interface Free {
  /** The nearest number that nobody took before, which is taken now. */
  take(wanted: number): number | undefined;
}

/** Numbers that are taken point to the next one on either side; paths are shortened as they are walked. */
function openFree(size: number): Free {
  const up = new Map<number, number>();
  const down = new Map<number, number>();
  return {
    take(wanted) {
      const [above, below] = [walk(up, wanted), walk(down, wanted)];
      const got = above < size && (below < 0 || above - wanted <= wanted - below) ? above : below;
      if (got < 0) return undefined;
      up.set(got, got + 1);
      down.set(got, got - 1);
      return got;
    },
  };
}

function walk(next: Map<number, number>, from: number): number {
  let end = from;
  for (let step = next.get(end); step !== undefined; step = next.get(end)) end = step;
  for (let at = from; at !== end;) {
    const step = next.get(at) ?? end;
    next.set(at, end);
    at = step;
  }
  return end;
}
