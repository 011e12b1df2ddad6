/**
 * G4: why a set is known, exactly. The numbers of G3 only say where to look; here 1_S = Mᵀy is solved in whole numbers modulo two primes,
 * and y, a combination of few released cells, is the attack in the words of the releases.
 *
 * @see disclosure.md §2.8 (G4)
 */
import { fractionOf, primes, solveMod, type Fraction } from './modular.ts';
import type { Narrowed } from './narrow.ts';
import type { LinearSystem } from './null-vector.ts';

export interface Term {
  readonly row: number;
  readonly factor: Fraction;
}

/** So many rows are tried together, the heaviest first. */
const sizesOfTrials = [4, 16, 64, 320] as const;

/**
 * Guarantee: when this returns terms, their sum is the set in every atom of the system, exactly.
 *
 * @param atoms of the set, with signs
 * @param weights how much each row takes part, as numbers say
 * @returns undefined when no combination of few enough rows was found
 */
export function explain({ system, atoms, weights }: Narrowed): readonly Term[] | undefined {
  const order = [...weights.keys()]
    .filter((row) => Math.abs(weights[row] ?? 0) > 1e-6)
    .sort((a, b) => Math.abs(weights[b] ?? 0) - Math.abs(weights[a] ?? 0) || a - b);
  for (const size of sizesOfTrials) {
    const rows = order.slice(0, size);
    const found = combination(system, rows, atoms);
    if (found) return shorten(system, found, atoms);
    if (rows.length === order.length) return undefined;
  }
  return undefined;
}

/** The terms of the set over these rows, if it is one; checked in whole numbers in every atom. */
function combination(
  system: LinearSystem,
  rows: readonly number[],
  atoms: ReadonlyMap<number, number>,
): readonly Term[] | undefined {
  const equations = equationsOf(system, rows, atoms);
  if (!equations) return undefined;
  for (const p of primes) {
    const solution = solveMod(equations, rows.length, p);
    if (!solution) return undefined;
    const factors = [...solution].map((value) => fractionOf(value, p));
    const terms = rows.flatMap((row, at): readonly Term[] => {
      const factor = factors[at];
      return factor && factor.top !== 0 ? [{ row, factor }] : [];
    });
    if (!factors.includes(undefined) && isExact(equations, factors)) return terms;
  }
  return undefined;
}

/** One equation for each way in which atoms are in these rows. Atoms in none of them must be outside the set. */
function equationsOf(
  { start, codes, sizes }: LinearSystem,
  rows: readonly number[],
  atoms: ReadonlyMap<number, number>,
): readonly (readonly number[])[] | undefined {
  const position = new Map(rows.map((row, at) => [row, at]));
  const patterns = new Map<string, number[]>();
  for (let atom = 0; atom < sizes.length; atom += 1) {
    const inside: number[] = [];
    for (let at = start[atom] ?? 0; at < (start[atom + 1] ?? 0); at += 1) {
      const place = position.get((codes[at] ?? 0) >> 1);
      if (place !== undefined) inside.push(place);
    }
    const target = atoms.get(atom) ?? 0;
    if (inside.length === 0 && target === 0) continue;
    const key = inside.join();
    const known = patterns.get(key);
    if (known && known[rows.length] !== target) return undefined;
    if (known) continue;
    const equation = Array.from({ length: rows.length + 1 }, () => 0);
    for (const place of inside) equation[place] = 1;
    equation[rows.length] = target;
    patterns.set(key, equation);
  }
  return [...patterns.values()];
}

/** Denominators are at most 60 and numerators 1000, so that every product below is a whole number that a number holds. */
function isExact(equations: readonly (readonly number[])[], factors: readonly (Fraction | undefined)[]): boolean {
  const common = factors.reduce((all, factor) => leastMultiple(all, factor?.bottom ?? 1), 1);
  if (common > 1e9) return false;
  return equations.every((equation) => {
    const sum = factors.reduce(
      (total, factor, at) => total + (equation[at] ?? 0) * (factor?.top ?? 0) * (common / (factor?.bottom ?? 1)),
      0,
    );
    return sum === common * (equation[factors.length] ?? 0);
  });
}

function leastMultiple(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y !== 0) [x, y] = [y, x % y];
  return (a / x) * b;
}

/** Leaves out what is not needed, the lightest first. */
function shorten(system: LinearSystem, terms: readonly Term[], atoms: ReadonlyMap<number, number>): readonly Term[] {
  let kept = terms;
  if (terms.length > maxShortened) return terms;
  for (const { row } of terms.toReversed()) {
    const rest = kept.filter((term) => term.row !== row).map((term) => term.row);
    if (rest.length === kept.length) continue;
    kept = combination(system, rest, atoms) ?? kept;
  }
  return kept;
}

const maxShortened = 40;
