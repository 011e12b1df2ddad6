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

/** What may be subtracted: records without a value, or that do not meet a condition. */
export type Missing = 'value' | 'condition' | 'sensitive condition';

export type Statistic =
  /** The records with a value, each counted once. */
  | { readonly kind: 'rows'; readonly missing?: Missing }
  /** The units with a value. */
  | { readonly kind: 'units'; readonly missing: Missing }
  | { readonly kind: 'distinct' }
  | { readonly kind: 'sum' }
  | { readonly kind: 'avg' }
  /** A sum in which the text makes some records count for more. */
  | { readonly kind: 'reweighted' }
  /** `by` is the place of the weights among the values. */
  | { readonly kind: 'weighted'; readonly by: number }
  | { readonly kind: 'proportion'; readonly lo: number; readonly hi: number; readonly missing: Missing }
  | { readonly kind: 'quantile'; readonly q: number }
  | { readonly kind: 'dispersion' }
  /** `other` is the place of the other variable among the values. */
  | { readonly kind: 'covariance'; readonly other: number }
  | { readonly kind: 'concentration' }
  | { readonly kind: 'gini' };

export interface Rules {
  readonly p: number;
  /** Of (p, q); 100 where only p counts. */
  readonly q: number;
  readonly coalition: number;
  /** [n, k]: the n largest may have k per cent. */
  readonly shares: readonly (readonly [number, number])[];
  readonly everybody: 'may be told' | 'is hidden';
  readonly freedom: number;
}

export const standardRules: Rules = {
  p: 10,
  q: 100,
  coalition: 1,
  shares: [[2, 85]],
  everybody: 'is hidden',
  freedom: 10,
};

export interface Limits {
  readonly k: number;
  /** Positions of the keys that come from a sensitive column. */
  readonly sensitive?: readonly number[];
  readonly rules?: Rules;
}

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
      statistics.map((statistic, index) => whole || mustHide({ cell, statistic, index }, limits)),
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

interface Question {
  readonly cell: readonly Rec[];
  readonly statistic: Statistic;
  /** Place of the statistic's values. */
  readonly index: number;
}

function mustHide({ cell, statistic, index }: Question, { k, rules = standardRules }: Limits): boolean {
  const at = (record: Rec, place = index): Value => record.values[place] ?? null;
  const present = cell.filter((record) => at(record) !== null);
  const numbers = (place = index) => perUnit(present, (record) => Number(at(record, place)));
  const ones = perUnit(present, () => 1);
  const allEqual = new Set(present.map((record) => at(record))).size === 1;
  switch (statistic.kind) {
    case 'distinct':
      return ones.length < k;
    case 'rows': {
      const absent = unitsOf(cell.filter((record) => at(record) === null)).size;
      return ones.length < k || isDominated(ones, ones, rules) || tellsOfOthers(absent, k, { ...statistic, rules });
    }
    case 'units': {
      const absent = unitsOf(cell).size - unitsOf(present).size;
      return ones.length < k || tellsOfOthers(absent, k, { ...statistic, rules });
    }
    case 'sum':
    case 'avg':
      return allEqual || few(numbers(), k) || isDominated(numbers(), numbers(), rules);
    case 'reweighted':
      return (
        allEqual ||
        few(numbers(), k) ||
        isDominated(numbers(), numbers(), rules) ||
        isDominated(numbers(), numbers(), { ...rules, p: 0, shares: [[k - 1, 100 - Math.min(rules.p, 100 / k) / 2]] })
      );
    case 'weighted': {
      const weighted = perUnit(present, (record) => Number(at(record)) * Number(at(record, statistic.by)));
      const products = new Set(present.map((record) => Number(at(record)) * Number(at(record, statistic.by))));
      return products.size === 1 || few(weighted, k) || isDominated(numbers(), weighted, rules);
    }
    case 'proportion': {
      const having = unitsOf(present.filter((record) => Number(at(record)) === statistic.hi)).size;
      const lacking = unitsOf(present.filter((record) => Number(at(record)) === statistic.lo)).size;
      return (
        allEqual ||
        having < k ||
        tellsOfOthers(lacking, k, { ...statistic, rules }) ||
        isDominated(numbers(), numbers(), rules)
      );
    }
    case 'quantile':
      return allEqual || ones.length < k || isCutByFew(ones, statistic.q, k);
    case 'dispersion':
      return allEqual || ones.length < k || ones.length - 1 < rules.freedom || isDominated(ones, ones, rules);
    case 'covariance':
      return hidesCovariance({ cell, statistic, index }, { k, rules });
    case 'concentration':
      return (
        allEqual ||
        few(numbers(), k) ||
        isDominated(numbers(), numbers(), rules) ||
        numbers().some((sum) => sum < 0) ||
        concentrationOf(numbers()) >= 0.81
      );
    case 'gini':
      return allEqual || few(numbers(), k) || numbers().some((sum) => sum < 0) || giniOf(numbers()) >= 1;
  }
}

/** Each unit's values added up. */
function perUnit(records: readonly Rec[], valueOf: (record: Rec) => number): readonly number[] {
  const sums = new Map<string, number>();
  for (const record of records) sums.set(record.unit, (sums.get(record.unit) ?? 0) + valueOf(record));
  return [...sums.values()];
}

function few(sums: readonly number[], k: number): boolean {
  return sums.filter((sum) => sum !== 0).length < k;
}

function tellsOfOthers(
  others: number,
  k: number,
  { missing, rules }: { readonly missing?: Missing; readonly rules: Rules },
): boolean {
  if (missing === undefined) return false;
  if (others > 0) return others < k;
  if (missing === 'value') return false;
  return missing === 'sensitive condition' || rules.everybody === 'is hidden';
}

function hidesCovariance(
  { cell, statistic, index }: Question,
  { k, rules }: Required<Omit<Limits, 'sensitive'>>,
): boolean {
  const other = statistic.kind === 'covariance' ? statistic.other : index;
  const pairs = cell.filter((record) => record.values[index] !== null && record.values[other] !== null);
  const counts = perUnit(pairs, () => 1);
  const isOneSided = [index, other].some((place) => {
    const levels = [...new Set(pairs.map((record) => record.values[place] ?? null))];
    if (levels.length === 1) return true;
    const having = levels.map((level) => unitsOf(pairs.filter((record) => record.values[place] === level)).size);
    return levels.length === 2 && Math.min(...having) < k;
  });
  const isThin = counts.length - 2 < rules.freedom || 2 > 0.33 * counts.length;
  return isOneSided || isThin || counts.length < k || isDominated(counts, counts, rules);
}

/** k − 1 units, each with as many records as the three largest have, could fill the smaller side of the cut. */
function isCutByFew(records: readonly number[], q: number, k: number): boolean {
  const side = Math.floor(Math.min(q, 1 - q) * records.reduce((sum, count) => sum + count, 0));
  const sorted = records.toSorted((a, b) => b - a);
  let count = 0;
  for (let unit = 0; unit < k - 1; unit++) count += sorted[Math.min(unit, 2)] ?? 0;
  return side <= count;
}

/** @param own what the units know of themselves; @param shown what is added up */
function isDominated(own: readonly number[], shown: readonly number[], rules: Rules): boolean {
  const sorted = own.map(Math.abs).toSorted((a, b) => b - a);
  const total = shown.map(Math.abs).reduce((sum, size) => sum + size, 0);
  const first = sorted[0] ?? 0;
  const rest = total - added(sorted.slice(0, rules.coalition + 1));
  if (rest < (rules.p / 100) * first || (rules.q < 100 && rest < (rules.p / rules.q) * first)) return true;
  return rules.shares.some(([n, share]) => added(sorted.slice(0, n)) > (share / 100) * total);
}

function added(numbers: readonly number[]): number {
  return numbers.reduce((sum, value) => sum + value, 0);
}

/** Σ (share of each)². */
export function concentrationOf(sums: readonly number[]): number {
  const total = added(sums);
  return added(sums.map((value) => (value / total) ** 2));
}

/** Half of the mean difference between all pairs, over the mean. */
export function giniOf(sums: readonly number[]): number {
  const differences = sums.flatMap((a) => sums.map((b) => Math.abs(a - b)));
  return added(differences) / (2 * sums.length * added(sums));
}
