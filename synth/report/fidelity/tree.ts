/** A decision tree over binned columns: fast, since a split needs only one histogram for each column. */
import type { CodeColumns } from '../../fit/types.ts';
import { columnAt, rowCount } from '../input.ts';

export interface Design {
  readonly columns: CodeColumns;
  readonly sizes: readonly number[];
  /** Whether neighbouring bins are alike; bins of other columns are sorted by their mean label. */
  readonly ordered: readonly boolean[];
}

export type Tree =
  | { readonly mean: number }
  | { readonly column: number; readonly left: Uint8Array; readonly yes: Tree; readonly no: Tree };

const depthLimit = 6;
const leastRows = 10;
/** Where no cut gains anything, the most even one is taken: the next may gain, as where only relations differ. */
const evenly = 1e-6;

/** Grows a tree of depth 6 that lowers the squared error of `labels` (0 or 1), which for shares is the Gini criterion. */
export function growTree(design: Design, labels: Uint8Array): Tree {
  const rows = Uint32Array.from({ length: rowCount(design.columns) }, (_, at) => at);
  return grow(design, labels, { rows, depth: 0 });
}

/** The mean label of the leaf of every row. */
export function applyTree(tree: Tree, columns: CodeColumns): Float64Array {
  const scores = new Float64Array(rowCount(columns));
  for (let row = 0; row < scores.length; row++) {
    let at = tree;
    while ('column' in at) at = at.left[columns[at.column]?.[row] ?? 0] === 1 ? at.yes : at.no;
    scores[row] = at.mean;
  }
  return scores;
}

interface Node {
  readonly rows: Uint32Array;
  readonly depth: number;
}

function grow(design: Design, labels: Uint8Array, { rows, depth }: Node): Tree {
  let positive = 0;
  for (const row of rows) positive += labels[row] ?? 0;
  const leaf = { mean: rows.length === 0 ? 0 : positive / rows.length };
  const best =
    depth < depthLimit && positive > 0 && positive < rows.length ? bestSplit(design, labels, rows) : undefined;
  if (!best) return leaf;
  const column = columnAt(design.columns, best.column);
  const goesLeft = (row: number): boolean => best.left[column[row] ?? 0] === 1;
  const below = { depth: depth + 1 };
  const yes = grow(design, labels, { ...below, rows: rows.filter(goesLeft) });
  const no = grow(design, labels, { ...below, rows: rows.filter((row) => !goesLeft(row)) });
  return { ...best, yes, no };
}

interface Split {
  readonly column: number;
  readonly left: Uint8Array;
}

function bestSplit(design: Design, labels: Uint8Array, rows: Uint32Array): Split | undefined {
  let best: Split | undefined;
  let most = 0;
  design.columns.forEach((column, at) => {
    const found = splitOf(countsOf(column, labels, rows, design.sizes[at] ?? 1), design.ordered[at] ?? false);
    if (found.gain <= most) return;
    most = found.gain;
    best = { column: at, left: found.left };
  });
  return best;
}

interface Counts {
  readonly all: Float64Array;
  readonly positive: Float64Array;
}

function countsOf(...[column, labels, rows, size]: [Uint16Array, Uint8Array, Uint32Array, number]): Counts {
  const all = new Float64Array(size);
  const positive = new Float64Array(size);
  for (const row of rows) {
    const bin = column[row] ?? 0;
    all[bin] = (all[bin] ?? 0) + 1;
    positive[bin] = (positive[bin] ?? 0) + (labels[row] ?? 0);
  }
  return { all, positive };
}

/** The best cut of the bins in their order. By means, that is the best of all subsets (Fisher 1958). */
function splitOf({ all, positive }: Counts, ordered: boolean): { readonly gain: number; readonly left: Uint8Array } {
  const share = (bin: number): number => (positive[bin] ?? 0) / (all[bin] ?? 1);
  const filled = Array.from(all.keys()).filter((bin) => (all[bin] ?? 0) > 0);
  const order = ordered ? filled : filled.toSorted((a, b) => share(a) - share(b));
  const n = all.reduce((sum, count) => sum + count, 0);
  const p = positive.reduce((sum, count) => sum + count, 0);
  let [gain, cut, nLeft, pLeft] = [0, -1, 0, 0];
  order.forEach((bin, at) => {
    nLeft += all[bin] ?? 0;
    pLeft += positive[bin] ?? 0;
    if (nLeft < leastRows || n - nLeft < leastRows) return;
    const evenness = (evenly * nLeft * (n - nLeft)) / n ** 2;
    const gained = pLeft ** 2 / nLeft + (p - pLeft) ** 2 / (n - nLeft) - p ** 2 / n + evenness;
    if (gained > gain) [gain, cut] = [gained, at];
  });
  const left = new Uint8Array(all.length);
  for (const bin of order.slice(0, cut + 1)) left[bin] = 1;
  return { gain, left };
}
