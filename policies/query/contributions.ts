/**
 * The evidence about one statistic as SQL, in two steps: what each unit has in each cell (`n_…` values, their sum `s_…`, least `lo_…` and
 * largest `hi_…`), and what the rules ask of all units of a cell. Names of arguments are columns of `rows_in`.
 *
 * @see disclosure.md §2.2 (evidence SQL), §1.3
 */
import type { StatisticSpec } from '../disclosure/primary.ts';
import { squarable } from './print.ts';

/** How many of the largest contributions are kept: the largest, and a coalition of two. */
export const topContributions = 3;

/** The columns of `rows_in` that a statistic is computed from; none for count(*). */
export interface Arguments {
  readonly first?: string;
  /** Of a statistic of two variables. */
  readonly second?: string;
  /** Of a weighted sum: the argument without its weight. */
  readonly unweighted?: string;
}

/** A statistic, its arguments, and of a proportion the two numbers that its value can be. */
export interface Evidenced {
  readonly statistic: StatisticSpec;
  readonly args: Arguments;
  readonly values?: readonly [lo: number, hi: number];
  /** How many of the largest contributions are kept; {@link topContributions} where not given. */
  readonly top?: number;
}

/** The evidence of one statistic, in the order in which it is selected. */
export const evidenceKinds = ['contributors', 'total', 'top', 'negative', 'equal', 'complement', 'rarest'] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

/** What is the same everywhere is not asked of the engine. */
export const constant = 'FALSE';

/** Every row has its unit. */
const none = 'count(*) FILTER (FALSE)';

type Kind = StatisticSpec['kind'];

/** Statistics that are moved by how many values a unit has, and not by their size. */
const byNumber: ReadonlySet<Kind> = new Set(['quantile', 'dispersion', 'covariance', 'correlation']);

/** Whether values are compared, and not only counted. */
function isMagnitude({ statistic: { kind } }: Evidenced): boolean {
  return kind !== 'count' && kind !== 'count_distinct';
}

/** Whether their size moves the statistic. */
function isSized(evidenced: Evidenced): boolean {
  return isMagnitude(evidenced) && !byNumber.has(evidenced.statistic.kind);
}

/** Columns of one row per cell and unit, for these statistics together. `unit` is the unit column, which every row has. */
export function unitFacts(statistics: readonly Evidenced[], unit: string): readonly string[] {
  const firsts = new Set(statistics.flatMap(({ args }) => args.first ?? []));
  const measured = argumentsOf(statistics.filter(isMagnitude)).filter((arg) => arg !== unit);
  const bare = statistics.flatMap(({ args }) => args.unweighted ?? []);
  const sums = new Set([...argumentsOf(statistics.filter(isSized)), ...bare]);
  return [
    ...[...firsts].filter((arg) => arg !== unit).map((arg) => `count(${arg}) AS n_${arg}`),
    ...[...sums].map((arg) => `sum(CAST(${arg} AS DOUBLE)) AS s_${arg}`),
    ...measured.map((arg) => `min(${arg}) AS lo_${arg}, max(${arg}) AS hi_${arg}`),
  ];
}

function argumentsOf(statistics: readonly Evidenced[]): readonly string[] {
  return [
    ...new Set(statistics.flatMap(({ args: { first, second } }) => [first, second].filter((arg) => arg !== undefined))),
  ];
}

/** Arguments whose levels must be known in the whole cell, before units can be told apart by them. */
export function levelled(statistics: readonly Evidenced[]): readonly string[] {
  return argumentsOf(statistics.filter(({ statistic: { kind } }) => kind === 'covariance' || kind === 'correlation'));
}

/** The evidence of one statistic from the side of one unit column, in the order of {@link evidenceKinds}. */
export function printContribution(evidenced: Evidenced, unit: string): readonly string[] {
  const { args, statistic } = evidenced;
  // A row names its unit, so of the unit column there are as many values as rows.
  const isUnit = args.first === undefined || args.first === unit;
  const rows = isUnit ? 'r' : `n_${args.first}`;
  const sized = isSized(evidenced);
  const size = sized ? `abs(s_${args.first})` : rows;
  const own = sized && args.unweighted ? `abs(s_${args.unweighted})` : size;
  return [
    printContributors(evidenced, rows),
    `coalesce(sum(CAST(${size} AS DOUBLE)), 0)`,
    `max(CAST(${own} AS DOUBLE), ${evidenced.top ?? topContributions})`,
    sized ? `coalesce(bool_or(s_${args.first} < 0), FALSE)` : constant,
    isMagnitude(evidenced) ? argumentsOf([evidenced]).map(printEqual).join(' OR ') : constant,
    statistic.complement ? (isUnit ? none : printComplement(evidenced)) : constant,
    levelled([evidenced]).length > 0 ? printRarest(levelled([evidenced])) : constant,
  ];
}

/**
 * A unit that adds nothing to a sum does not stand behind it: otherwise `sum(CASE WHEN rare THEN 1 ELSE 0 END)` would count fewer than k
 * units in a large cell. Behind a proportion stand those who have the larger value; the others are its complement.
 */
function printContributors(evidenced: Evidenced, rows: string): string {
  const { args, values } = evidenced;
  if (values) return printHaving(`hi_${args.first}`, values[1]);
  if (isSized(evidenced)) return `count(*) FILTER (s_${args.first} <> 0)`;
  return rows === 'r' ? 'count(*)' : `count(*) FILTER (${rows} > 0)`;
}

function printEqual(arg: string): string {
  return `coalesce(min(lo_${arg}) = max(hi_${arg}), FALSE)`;
}

/** Units of which a row is not counted; of units that are counted themselves, those that are not; of a proportion, those with a no. */
function printComplement({ statistic: { kind }, args: { first }, values }: Evidenced): string {
  if (values) return printHaving(`lo_${first}`, values[0]);
  return `count(*) FILTER (n_${first} ${kind === 'count_distinct' ? '= 0' : '< r'})`;
}

function printHaving(value: string, number: number): string {
  return `count(*) FILTER (CAST(${value} AS DOUBLE) = CAST(${number} AS DOUBLE))`;
}

/** Units with the rarer of two values, where no unit has another than the least `l_…` and the largest `h_…` of the cell; else NULL. */
function printRarest(args: readonly string[]): string {
  const levels = args.map((arg) => {
    const isExtreme = (value: string): string => `${value} IN (l_${arg}, h_${arg})`;
    const both = `least(count(*) FILTER (lo_${arg} = l_${arg}), count(*) FILTER (hi_${arg} = h_${arg}))`;
    return `CASE WHEN bool_and(${isExtreme(`lo_${arg}`)} AND ${isExtreme(`hi_${arg}`)}) THEN ${both} END`;
  });
  return levels.length > 1 ? `least(${levels.join(', ')})` : levels.join('');
}

/**
 * Statistics over units and not over rows: how many there are, or how what they have in the cell is spread over them; that is NULL where
 * some have less than nothing, or all have nothing.
 */
export function printOverUnits({ statistic: { kind }, args: { first } }: Evidenced): string {
  if (kind === 'count_distinct') return 'count(*)';
  const x = squarable(`s_${first}`);
  const total = `sum(${x})`;
  const value = kind === 'concentration' ? `sum(${x} * ${x}) / (${total} * ${total})` : printGini(x, total);
  return `CASE WHEN min(${x}) >= 0 AND ${total} > 0 THEN ${value} END`;
}

/** 2 Σ i·x₍ᵢ₎ / (n Σ x) − (n + 1) / n with x₍₁₎ ≤ x₍₂₎ ≤ …; @see Dixon et al. (1987), formula 1 */
function printGini(x: string, total: string): string {
  const n = `count(${x})`;
  const ranked = `list_sum(list_transform(list_sort(list(${x}) FILTER (${x} IS NOT NULL)), lambda v, i: v * i))`;
  return `2 * ${ranked} / (${n} * ${total}) - (${n} + 1) / ${n}`;
}
