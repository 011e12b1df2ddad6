/**
 * A slow and obvious judge of exact tables: it reads one row per record, groups with plain loops and applies the rules one after the other,
 * as a statistician would with paper. It shares no code with the rules that it judges.
 *
 * @see disclosure.md §1.3, §2.2; SDC Handbook §4.2
 */
export type Value = string | number | boolean | null;

/** One record: its keys, who it belongs to, and a value for each statistic. */
export interface Rec {
  readonly keys: readonly Value[];
  readonly unit: string;
  readonly values: readonly Value[];
}

export type Statistic =
  /** The records with a value, each counted once. */
  | { readonly kind: 'rows' }
  | { readonly kind: 'distinct' }
  | { readonly kind: 'sum' }
  | { readonly kind: 'avg' }
  | { readonly kind: 'quantile'; readonly q: number };

export interface Limits {
  readonly k: number;
  /** Positions of the keys that come from a sensitive column. */
  readonly sensitive?: readonly number[];
}

/** Of the standard profile. */
const pPercent = 10;
const topTwoShare = 85;

/** For each cell, by its keys as JSON: which statistics must be hidden. */
export function hiddenBy(
  records: readonly Rec[],
  statistics: readonly Statistic[],
  limits: Limits,
): Map<string, boolean[]> {
  const cells = new Map<string, Rec[]>();
  for (const record of records) {
    const name = JSON.stringify(record.keys);
    cells.set(name, [...(cells.get(name) ?? []), record]);
  }
  const hidden = new Map<string, boolean[]>();
  for (const [name, cell] of cells) {
    const whole = isSmall(cell, limits.k) || (limits.sensitive ?? []).some((key) => isAlmostAll(records, cell, key));
    hidden.set(
      name,
      statistics.map((statistic, index) => whole || mustHide(cell, statistic, index, limits.k)),
    );
  }
  return hidden;
}

function unitsOf(records: readonly Rec[]): Set<string> {
  return new Set(records.map((record) => record.unit));
}

function isSmall(cell: readonly Rec[], k: number): boolean {
  return unitsOf(cell).size < k;
}

/** Everybody with the same other keys, or everybody but one, is in this cell. */
function isAlmostAll(records: readonly Rec[], cell: readonly Rec[], key: number): boolean {
  const others = (record: Rec | undefined): string => JSON.stringify(record?.keys.toSpliced(key, 1));
  const group = records.filter((record) => others(record) === others(cell[0]));
  return unitsOf(group).size - unitsOf(cell).size <= 1;
}

function mustHide(cell: readonly Rec[], statistic: Statistic, index: number, k: number): boolean {
  const valueOf = (record: Rec): Value => record.values[index] ?? null;
  const present = cell.filter((record) => valueOf(record) !== null);
  const contributions = new Map<string, number>();
  for (const record of present) {
    const size = statistic.kind === 'sum' || statistic.kind === 'avg' ? Number(valueOf(record)) : 1;
    contributions.set(record.unit, (contributions.get(record.unit) ?? 0) + size);
  }
  const behind = [...contributions.values()].filter((size) => size !== 0).length;
  if (behind < k) return true;
  const isMagnitude = statistic.kind !== 'rows' && statistic.kind !== 'distinct';
  if (isMagnitude && new Set(present.map(valueOf)).size === 1) return true;
  if (statistic.kind === 'quantile') return isCutByFew([...contributions.values()], statistic.q, k);
  return statistic.kind !== 'distinct' && isDominated([...contributions.values()].map(Math.abs));
}

/** k − 1 units, each with as many records as the three largest have, could fill the smaller side of the cut. */
function isCutByFew(records: readonly number[], q: number, k: number): boolean {
  const side = Math.floor(Math.min(q, 1 - q) * records.reduce((sum, count) => sum + count, 0));
  const sorted = records.toSorted((a, b) => b - a);
  let few = 0;
  for (let unit = 0; unit < k - 1; unit++) few += sorted[Math.min(unit, 2)] ?? 0;
  return side <= few;
}

function isDominated(sizes: readonly number[]): boolean {
  const [first = 0, second = 0, ...rest] = sizes.toSorted((a, b) => b - a);
  const others = rest.reduce((sum, size) => sum + size, 0);
  return others < (pPercent / 100) * first || first + second > (topTwoShare / 100) * (first + second + others);
}
