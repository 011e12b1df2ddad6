/**
 * A vendor with a released table, a list of the combinations of keys that occur, and a solver. He writes down every cell of the finest
 * level as an unknown, every shown cell as an equation, and asks between what each hidden number lies. He knows nothing of how the hidden
 * cells were chosen, and this module imports nothing of it.
 *
 * @see Fischetti, Salazar 2001, §2 (the attacker's problem); disclosure.md §2.4
 */
import { boundsOf, type Bounds, type Sum } from './solver.ts';

export type Code = string | number | boolean | null;

/** A cell by its keys; `undefined` where it sums over all of them. */
export type Place = readonly (Code | undefined)[];

/** A number that is shown, perhaps up to rounding. */
export interface Shown extends Bounds {
  readonly place: Place;
}

/** The combinations of all keys that occur: what the vendor may know from elsewhere. The more he knows, the stronger he is. */
export type Leaves = readonly (readonly Code[])[];

export function isIn(leaf: readonly Code[], place: Place): boolean {
  return place.every((code, at) => code === undefined || code === leaf[at]);
}

/** @returns the positions of the leaves of a place */
export function leavesIn(leaves: Leaves, place: Place): readonly number[] {
  return [...leaves.keys()].filter((leaf) => isIn(leaves[leaf] ?? [], place));
}

/** In units of the solver: beyond everything shown, and near enough for it to count. */
const farOff = 1e7;

/** How small and how large can the sum over each of these sets of leaves be? */
export async function attackSums(
  shown: readonly Shown[],
  leaves: Leaves,
  { wanted, isPositive = true }: { readonly wanted: readonly (readonly number[])[]; readonly isPositive?: boolean },
): Promise<readonly Bounds[]> {
  // The solver's tolerances are absolute.
  const scale = Math.max(1, ...shown.map(({ upper }) => Math.abs(upper))) / 1e5;
  const known = new Map<number, Bounds>();
  const sums: Sum[] = [];
  for (const { place, lower, upper } of shown) {
    const places = leavesIn(leaves, place);
    const bounds = { lower: lower / scale, upper: upper / scale };
    const [leaf, ...more] = places;
    if (leaf !== undefined && more.length === 0) known.set(leaf, bounds);
    else sums.push({ places, ...bounds });
  }
  const variables = leaves.map(
    (_, leaf) => known.get(leaf) ?? { lower: isPositive ? 0 : -farOff, upper: isPositive ? Infinity : farOff },
  );
  const found = await boundsOf(variables, sums, wanted);
  // Whatever is so far off is as far off as he likes.
  const unscaled = (value: number): number =>
    Math.abs(value) > farOff / 10 ? Math.sign(value) * Infinity : value * scale;
  return found.map(({ lower, upper }) => ({ lower: unscaled(lower), upper: unscaled(upper) }));
}

/**
 * The same for distinct units, which do not add up: a cell has at least as many as each of its parts, and at most as many as all of them.
 *
 * @param cells all places of all groupings that were asked for, and the leaves
 */
export async function attackUnits(
  shown: readonly Shown[],
  cells: readonly Place[],
  { wanted }: { readonly wanted: readonly number[] },
): Promise<readonly Bounds[]> {
  const known = new Map(shown.map((cell) => [nameOf(cell.place), cell]));
  const variables = cells.map((cell) => known.get(nameOf(cell)) ?? { lower: 0, upper: Infinity });
  const sums: Sum[] = [];
  for (const [whole, place] of cells.entries()) {
    for (const parts of partsOf(cells, place)) {
      for (const part of parts) sums.push({ places: [whole, -1 - part], lower: 0, upper: Infinity });
      sums.push({ places: [...parts, -1 - whole], lower: 0, upper: Infinity });
    }
  }
  return boundsOf(
    variables,
    sums,
    wanted.map((cell) => [cell]),
  );
}

/** The cells of each finer grouping that make up a place. */
function partsOf(cells: readonly Place[], place: Place): readonly (readonly number[])[] {
  const groups = new Map<string, number[]>();
  for (const [at, cell] of cells.entries()) {
    const isFiner = cell.every((code, key) => place[key] === undefined || code === place[key]);
    const grouping = cell.map((code) => code !== undefined).join();
    if (!isFiner || grouping === place.map((code) => code !== undefined).join()) continue;
    groups.set(grouping, [...(groups.get(grouping) ?? []), at]);
  }
  return [...groups.values()];
}

export function nameOf(place: Place): string {
  return JSON.stringify(place.map((code) => (code === undefined ? [] : code)));
}

/** Of two shown cells, one inside the other: what the one has more than the other is known. @returns sets of leaves, each once */
export function differencesOf(shown: readonly Shown[], leaves: Leaves): readonly (readonly number[])[] {
  const masks = shown.map(({ place }) =>
    leavesIn(leaves, place).reduce((mask, leaf) => mask | (1n << BigInt(leaf)), 0n),
  );
  const found = new Set<bigint>();
  for (const outer of masks) {
    for (const inner of masks)
      if (inner !== 0n && inner !== outer && (inner & outer) === inner) found.add(outer ^ inner);
  }
  return [...found].map((mask) => [...leaves.keys()].filter((leaf) => (mask >> BigInt(leaf)) & 1n));
}

/** What is left of each shown cell when the shown cells of one finer grouping are taken from it. @returns sets of leaves, each once */
export function remaindersOf(shown: readonly Shown[], leaves: Leaves): readonly (readonly number[])[] {
  const groupings = new Map<string, Place[]>();
  for (const { place } of shown) {
    const name = place.map((code) => code !== undefined).join();
    groupings.set(name, [...(groupings.get(name) ?? []), place]);
  }
  const found = new Map<string, readonly number[]>();
  for (const { place } of shown) {
    for (const finer of groupings.values()) {
      const parts = finer.filter((cell) => place.every((code, key) => code === undefined || cell[key] === code));
      if (parts.length === 0 || (parts.length === 1 && nameOf(parts[0] ?? []) === nameOf(place))) continue;
      const rest = leavesIn(leaves, place).filter((leaf) => !parts.some((part) => isIn(leaves[leaf] ?? [], part)));
      if (rest.length > 0) found.set(rest.join(), rest);
    }
  }
  return [...found.values()];
}

/**
 * Sums of two or three hidden leaves that follow exactly from what is shown, whichever equations that takes: whatever table agrees with the
 * shown numbers, they are the same in it. Two tables are drawn that agree, and compared.
 *
 * @see disclosure.md §2.8 G3 (random null vectors)
 */
export function determinedSums(shown: readonly Shown[], leaves: Leaves): readonly (readonly number[])[] {
  const moves = [1, 2].map((seed) => drawMove(shown, leaves, seed));
  const isStill = (set: readonly number[]): boolean =>
    moves.every((move) => Math.abs(set.reduce((sum, leaf) => sum + (move[leaf] ?? 0), 0)) < 1e-7);
  const unknown = [...leaves.keys()].filter((leaf) => !isStill([leaf]));
  const pairs = unknown.flatMap((a) => unknown.filter((b) => b > a).map((b) => [a, b]));
  const triples =
    unknown.length > mostForTriples
      ? []
      : pairs.flatMap(([a = 0, b = 0]) => unknown.filter((c) => c > b).map((c) => [a, b, c]));
  return [...pairs, ...triples].filter(isStill);
}

/** A million triples take a second. */
const mostForTriples = 120;

/** A change of the leaves that no shown cell notices. */
function drawMove(shown: readonly Shown[], leaves: Leaves, seed: number): readonly number[] {
  const rows: { readonly pivot: number; readonly row: Float64Array }[] = [];
  for (const { place } of shown) {
    const row = new Float64Array(leaves.length);
    for (const leaf of leavesIn(leaves, place)) row[leaf] = 1;
    for (const known of rows) subtract(row, known);
    const pivot = row.reduce((best, value, at) => (Math.abs(value) > Math.abs(row[best] ?? 0) ? at : best), 0);
    const value = row[pivot] ?? 0;
    if (Math.abs(value) < 1e-9) continue;
    const scaled = row.map((entry) => entry / value);
    for (const known of rows) subtract(known.row, { pivot, row: scaled });
    rows.push({ pivot, row: scaled });
  }
  const pivots = new Set(rows.map(({ pivot }) => pivot));
  let state = 12_345 * seed;
  const move = leaves.map((_, leaf) => {
    state = (state * 48_271) % 2_147_483_647;
    return pivots.has(leaf) ? 0 : state / 2_147_483_647 + 0.5;
  });
  for (const { pivot, row } of rows) {
    move[pivot] = -row.reduce((sum, value, leaf) => sum + (pivots.has(leaf) ? 0 : value * (move[leaf] ?? 0)), 0);
  }
  return move;
}

function subtract(
  row: Float64Array,
  { pivot, row: other }: { readonly pivot: number; readonly row: Float64Array },
): void {
  const factor = row[pivot] ?? 0;
  if (factor !== 0) for (const [leaf, value] of other.entries()) row[leaf] = (row[leaf] ?? 0) - factor * value;
}
