/**
 * G5: what bounds add to equations. A number of people is not negative and whole, so shown cells of several releases can squeeze a hidden one
 * although no combination of them equals it. The attacker's linear program over all releases that share units: one variable for each atom,
 * one equation for each shown cell, one interval for each hidden one. Here: its form, and how wide an interval has to stay.
 *
 * Atoms that have nobody are taken for known to be empty, which makes intervals narrower than an attacker's who does not know it.
 *
 * @see disclosure.md §2.8 (G5), §2.4 A; docs/decisions/019-the-history-guard.md
 */

/** What is known of a set of units: the size of a shown cell, or of what an earlier refusal spoke of that it is in a range. */
export interface BoundsRow {
  /** Atoms, ascending. */
  readonly atoms: readonly number[];
  readonly run: string;
  /** How a recipe names it. */
  readonly label: string;
  /** It is told by a release under audit. */
  readonly isNew: boolean;
  /** Absent: the size is known. */
  readonly range?: { readonly lower: number; readonly upper: number };
}

/** A set of units whose size must not be found: a hidden cell, or what a refusal spoke of. */
export interface BoundsTarget {
  readonly kind: 'hidden' | 'denied';
  readonly atoms: readonly number[];
  readonly size: number;
  readonly k: number;
  readonly run: string;
  readonly label: string;
  readonly isNew: boolean;
}

/** Everything as numbers and words, so that it can cross to the process that solves it. */
export interface BoundsProblem {
  readonly space: string;
  /** Under audit. */
  readonly run: string;
  /** Units of each atom. */
  readonly sizes: readonly number[];
  readonly rows: readonly BoundsRow[];
  readonly targets: readonly BoundsTarget[];
}

export interface BoundsAsk {
  readonly problems: readonly BoundsProblem[];
  /** Targets whose problems have more than {@link maxAtoms} atoms. */
  readonly tooLarge: number;
}

/** @see disclosure.md §2.8 (G5, size guard) */
export const maxAtoms = 20_000;

/** Whole numbers of units that the interval reaches to each side of the truth, as far as anybody looked. */
export interface WholeReach {
  readonly below: number;
  readonly above: number;
}

/**
 * How far the interval must reach. A hidden cell below k could be empty and could be safe; a larger one keeps as wide an interval as a
 * suppressed count does. What a refusal spoke of must not be found exactly, where it leaves a choice at all.
 *
 * @see disclosure.md §2.4 (UPL = k − a, LPL = a); ../protection.ts
 */
export function neededReach({ kind, size, k }: BoundsTarget): WholeReach {
  if (kind === 'denied') return { below: size > 1 ? 1 : 0, above: size < k - 1 ? 1 : 0 };
  return { below: Math.min(size, k), above: Math.max(k - size, 1) };
}

/** On which sides the interval is too narrow. */
export function narrowSides(target: BoundsTarget, { below, above }: WholeReach): readonly (keyof WholeReach)[] {
  const needed = neededReach(target);
  if (target.kind === 'denied') return below + above > 0 || needed.below + needed.above === 0 ? [] : sides;
  return sides.filter((side) => (side === 'below' ? below : above) < needed[side]);
}

const sides = ['below', 'above'] as const;
