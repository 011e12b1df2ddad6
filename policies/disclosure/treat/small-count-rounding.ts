/**
 * Small-count rounding, as Statistics Norway does it: only leaves below the base are rounded, to 0 or the base; everything else is added up
 * again, so that the table stays additive and is the table of some other microdata. No published count then lies between 0 and the base.
 * Which leaves go up is chosen so that no margin strays far: greedily, then by single changes and exchanges until none helps.
 *
 * @see disclosure.md §2.6; Langsrud & Heldal, An Algorithm for Small Count Rounding of Tabular Data, PSD 2018
 */
import { cellCounts, isPublished, leafCounts, type CountTable, type RoundedCounts } from './count-table.ts';

/** Above this many small leaves exchanges are not tried: they are pairs. */
const maxExchanged = 300;

/** Above this many, each leaf is looked at once instead of all before every change, which takes a second here and minutes for ten times as many. */
const maxGreedy = 3000;

/**
 * For every table, the rounded counts are sums of the rounded leaves, and none lies between 0 and the base. Equal tables give equal counts.
 *
 * @throws Error as {@link leafCounts}
 */
export function roundSmallCounts(table: CountTable, base: number): RoundedCounts {
  const counts = leafCounts(table);
  const small = [...counts.keys()].filter((leaf) => isSmall(counts[leaf] ?? 0, base));
  const deviations = new Deviations(table, counts, small);
  const up = small.length > maxGreedy ? spread(small, counts, base) : new Set<number>();
  const change = (leaf: number): Change => ({ leaf, by: up.has(leaf) ? -base : base });
  const apply = (changes: readonly Change[]): void => {
    deviations.apply(changes);
    for (const { leaf, by } of changes)
      if (by > 0) up.add(leaf);
      else up.delete(leaf);
  };
  deviations.apply([...up].map((leaf) => ({ leaf, by: base })));
  if (small.length > maxGreedy) {
    for (const leaf of small) apply(deviations.best([[change(leaf)]]) ?? []);
  } else {
    const better = (): readonly Change[] | undefined =>
      deviations.best(small.map((leaf) => [change(leaf)])) ??
      deviations.best(exchanges(small, up).map((pair) => pair.map(change)));
    for (let found = better(); found; found = better()) apply(found);
  }
  const leaves = counts.map((count, leaf) => (isSmall(count, base) ? (up.has(leaf) ? base : 0) : count));
  return { values: cellCounts(table, leaves), beyondNearest: false };
}

function isSmall(count: number, base: number): boolean {
  return count > 0 && count < base;
}

/** In the order of the leaves, one goes up whenever half a base is missing: neighbours then share what is rounded off. */
function spread(small: readonly number[], counts: readonly number[], base: number): Set<number> {
  const up = new Set<number>();
  let missing = 0;
  for (const leaf of small) {
    missing += counts[leaf] ?? 0;
    if (2 * missing < base) continue;
    missing -= base;
    up.add(leaf);
  }
  return up;
}

/** Of a leaf, by how much it is raised or lowered. */
interface Change {
  readonly leaf: number;
  readonly by: number;
}

/** One leaf down for one up. */
function exchanges(small: readonly number[], up: ReadonlySet<number>): readonly (readonly number[])[] {
  if (small.length > maxExchanged) return [];
  return [...up].flatMap((high) => small.filter((leaf) => !up.has(leaf)).map((low) => [high, low]));
}

/** How far the published cells are off when all small leaves are 0, and what changes of leaves do to that. */
class Deviations {
  readonly #cellsOf = new Map<number, number[]>();
  readonly #isMargin: readonly boolean[];
  readonly #off: number[];
  /** How many margins are off by so much. */
  readonly #margins: number[] = [];
  #squares = 0;

  constructor(table: CountTable, counts: readonly number[], small: readonly number[]) {
    const cells = table.cells.filter(isPublished);
    const isOff = new Set(small);
    this.#isMargin = cells.map(({ leaves }) => leaves.length > 1);
    this.#off = cells.map(() => 0);
    for (const [cell, { leaves }] of cells.entries())
      for (const leaf of leaves.filter((one) => isOff.has(one)))
        this.#cellsOf.set(leaf, [...(this.#cellsOf.get(leaf) ?? []), cell]);
    for (const cell of cells.keys()) this.#count(cell, 1);
    this.apply(small.map((leaf) => ({ leaf, by: -(counts[leaf] ?? 0) })));
  }

  /** The first of the best that lowers the largest deviation of a margin, or leaves it and lowers the sum of squares. */
  best(options: readonly (readonly Change[])[]): readonly Change[] | undefined {
    let found: readonly Change[] | undefined;
    let [largest, squares] = [this.#largest(), this.#squares];
    for (const option of options) {
      this.apply(option);
      const here = this.#largest();
      if (here < largest || (here === largest && this.#squares < squares)) {
        found = option;
        [largest, squares] = [here, this.#squares];
      }
      this.apply(option.map(({ leaf, by }) => ({ leaf, by: -by })));
    }
    return found;
  }

  apply(changes: readonly Change[]): void {
    for (const { leaf, by } of changes) {
      for (const cell of this.#cellsOf.get(leaf) ?? []) {
        this.#count(cell, -1);
        this.#off[cell] = (this.#off[cell] ?? 0) + by;
        this.#count(cell, 1);
      }
    }
  }

  #count(cell: number, times: number): void {
    const off = Math.abs(this.#off[cell] ?? 0);
    this.#squares += times * off * off;
    if (this.#isMargin[cell]) this.#margins[off] = (this.#margins[off] ?? 0) + times;
  }

  #largest(): number {
    while (this.#margins.length > 1 && !this.#margins.at(-1)) this.#margins.pop();
    return this.#margins.length - 1;
  }
}
