/** Rows that agree in what determines get what most of them have. */
import type { DecodedColumn } from '../decoded.ts';
import { type Rows, columnsNamed, isMissing, tupleAt } from './columns.ts';

interface Determines {
  readonly from: readonly string[];
  readonly to: readonly string[];
}

export function checkDetermines(rows: Rows, names: Determines): ((row: number) => boolean) | undefined {
  const found = sidesOf(rows, names);
  if (found === undefined) return undefined;
  const first = new Map<string, string>();
  return (row) => {
    if (isMissing([...found.from, ...found.to], row)) return true;
    const [from, to] = [tupleAt(found.from, row), tupleAt(found.to, row)];
    const known = first.get(from);
    if (known === undefined) first.set(from, to);
    return known === undefined || known === to;
  };
}

export function repairDetermines(rows: Rows, names: Determines): void {
  const found = sidesOf(rows, names);
  if (found === undefined) return;
  const { from, to } = found;
  const models = commonest(rows.rows, found);
  for (let row = 0; row < rows.rows; row++) {
    if (isMissing([...from, ...to], row)) continue;
    const model = models.get(tupleAt(from, row));
    if (model !== undefined) for (const { numbers } of to) numbers[row] = numbers[model] ?? -1;
  }
}

function sidesOf(rows: Rows, names: Determines) {
  const [from, to] = [columnsNamed(rows, names.from), columnsNamed(rows, names.to)];
  return from === undefined || to === undefined ? undefined : { from, to };
}

/** For each determining value, the first row of those that have the commonest value that is determined. */
function commonest(rows: number, { from, to }: { from: readonly DecodedColumn[]; to: readonly DecodedColumn[] }) {
  const pairs = new Map<string, { from: string; row: number; count: number }>();
  for (let row = 0; row < rows; row++) {
    if (isMissing([...from, ...to], row)) continue;
    const left = tupleAt(from, row);
    const pair = `${left}>${tupleAt(to, row)}`;
    const seen = pairs.get(pair);
    if (seen === undefined) pairs.set(pair, { from: left, row, count: 1 });
    else seen.count++;
  }
  const best = new Map<string, { row: number; count: number }>();
  for (const pair of pairs.values()) if (pair.count > (best.get(pair.from)?.count ?? 0)) best.set(pair.from, pair);
  return new Map([...best].map(([key, { row }]) => [key, row]));
}
