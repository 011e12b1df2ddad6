/** The slow obvious judge of the history guard: sets and sums in plain JavaScript, pair by pair, unit by unit. */
import type { Trip } from './world.ts';

/** What the statistics of {@link oracleSql} are made of, for one unit in one cell. */
interface Contribution {
  readonly rows: number;
  /** count(*), sum(minutes), both halves of avg(minutes), set of count(DISTINCT minutes), bag of the median. */
  readonly parts: readonly [number, number, number, number, string, string];
}

export const oracleSql =
  'SELECT line, count(*) AS n, sum(minutes) AS s, avg(minutes) AS a, count(DISTINCT minutes) AS d, round(quantile_cont(minutes, 0.5)) AS q FROM trips GROUP BY line';

/** Positions in {@link Contribution.parts} that can be subtracted between two releases of {@link oracleSql}. */
const comparable = [
  [0, 0],
  [1, 1],
  [1, 2],
  [2, 1],
  [2, 2],
  [3, 3],
  [4, 4],
  [5, 5],
] as const;

/** Parts that are sums, and therefore known for all cells together; the two sums of minutes are compared only in between. */
const additive = [0, 1, 2, 3];

interface OracleCell {
  readonly units: ReadonlyMap<number, Contribution>;
  readonly shows: (part: number) => boolean;
}

/** Whether two shown cells, one of each release, or two statistics of one cell isolate 1 to k − 1 units. */
export function oracleFails(release: readonly Trip[], earlier: readonly Trip[], k: number): boolean {
  const mine = cellsOf(release);
  const within = mine.some((cell) => isolates(cell, cell, [[1, 2]], k));
  return (
    within ||
    mine.some((a) =>
      cellsOf(earlier).some((b) => {
        const common = [...a.units.keys()].some((unit) => b.units.has(unit));
        if (!common) return false;
        const units = differing(a, b, (unit) => (unit ? 1 : 0));
        const rows = differing(a, b, (unit) => unit?.rows ?? 0);
        return [units, rows].some((count) => count >= 1 && count < k) || isolates(a, b, comparable, k);
      }),
    )
  );
}

function isolates(a: OracleCell, b: OracleCell, pairs: readonly (readonly [number, number])[], k: number): boolean {
  return pairs.some(([i, j]) => {
    if (!a.shows(i) || !b.shows(j)) return false;
    const all = new Set([...a.units.keys(), ...b.units.keys()]);
    const count = [...all].filter((unit) => part(a.units.get(unit), i) !== part(b.units.get(unit), j)).length;
    return count >= 1 && count < k;
  });
}

function part(unit: Contribution | undefined, index: number): number | string {
  return unit?.parts[index] ?? (index < 4 ? 0 : '');
}

function differing(a: OracleCell, b: OracleCell, of: (unit: Contribution | undefined) => number): number {
  const all = new Set([...a.units.keys(), ...b.units.keys()]);
  return [...all].filter((unit) => of(a.units.get(unit)) !== of(b.units.get(unit))).length;
}

function cellsOf(rows: readonly Trip[]): readonly OracleCell[] {
  const lines = [...new Set(rows.map((row) => row.line))];
  const cells = lines.map((line) => ({ units: unitsOf(rows.filter((row) => row.line === line)), shows: () => true }));
  const all = { units: unitsOf(rows), shows: (index: number) => additive.includes(index) };
  return cells.length > 1 ? [...cells, all] : cells;
}

function unitsOf(rows: readonly Trip[]): OracleCell['units'] {
  return new Map(rows.map(({ card }) => [card, contributionOf(rows.filter((row) => row.card === card))]));
}

function contributionOf(rows: readonly Trip[]): Contribution {
  const values = rows.flatMap(({ minutes }) => (typeof minutes === 'number' ? [minutes] : []));
  const sum = values.reduce((total, value) => total + value, 0);
  const bag = values.toSorted((a, b) => a - b);
  const set = [...new Set(bag)];
  return { rows: rows.length, parts: [rows.length, sum, sum, values.length, set.join(), bag.join()] };
}
