/**
 * What secondary suppression works on: the cells of one table for one additive statistic, each as the set of the leaves that it sums over.
 * Leaves are the non-empty combinations of all keys; a margin, a sector of industries and the grand total are cells over many leaves, so
 * margins, hierarchies, cubes and several linked tables are all one kind of thing. Every leaf has a cell of its own, `absent` where nobody
 * asked for it: without its value nobody could say how far it may move.
 *
 * @see disclosure.md §2.3–2.5
 */

export type CellStatus =
  /** Its value is to be published unless something else needs protection. */
  | 'open'
  /** A rule hides it: the value must not be found within its protection. */
  | 'primary'
  /** Nobody asked for it; it is not published and needs no protection. */
  | 'absent';

export interface TableCell {
  /** Leaves that it sums over, ascending, each less than {@link TableProblem.leafCount}. Never empty: empty cells are known and left out. */
  readonly leaves: readonly number[];
  /** Its value, ≥ 0: of magnitudes the sum of absolute contributions of units. */
  readonly value: number;
  readonly status: CellStatus;
  /** Of a primary: the attacker's interval must reach at least this far to each side of the value. */
  readonly protection?: { readonly lower: number; readonly upper: number };
  /**
   * What an attacker takes for possible beforehand, finite. Default [0, value + most], where most is the value, or the upper protection of the
   * cell or of one of its leaves where that is larger: of a count below the threshold everybody takes the threshold for possible.
   */
  readonly prior?: { readonly lower: number; readonly upper: number };
  /** How much is lost when it is hidden, > 0. Margins are worth more. */
  readonly weight: number;
  /** `publish` even where that makes protection impossible to find; `hide` first. */
  readonly wish?: 'publish' | 'hide';
  /** The only unit that stands behind the cell, by a number that is equal for equal units; absent where there are several. */
  readonly singleton?: number;
  /**
   * Cells of one level have no leaf in common: one grouping set, one depth of a hierarchy. Cells of a level that together make up a cell of
   * another are an equation. Absent: cells that have no leaf in common with those before them share a level, which finds the grouping sets
   * of cells that are listed one set after the other.
   */
  readonly level?: number;
}

/** A set of leaves whose sum must stay hidden, whether a cell stands for it or not. */
export interface Target {
  /** Ascending. */
  readonly leaves: readonly number[];
  /** Distances that the attacker's interval must reach to each side of the sum, both ≥ 0. Never published exactly, even where both are 0. */
  readonly lower: number;
  readonly upper: number;
  /** Cells of the problem that it is about. */
  readonly cells: readonly number[];
}

export interface TableProblem {
  readonly leafCount: number;
  readonly cells: readonly TableCell[];
  /** Sums that must stay hidden besides the primaries. */
  readonly demands?: readonly Target[];
  /**
   * Sums over hidden cells that no single cell stands for are published implicitly. Given the leaves of one, what must be hidden about it,
   * if anything. Asked for each equation with hidden cells. It does not cross to another process: there the caller asks it about the
   * pattern that he gets, and comes again with `demands`. @see disclosure.md §2.3; implicit.ts
   */
  readonly implicit?: (leaves: readonly number[]) => { readonly lower: number; readonly upper: number } | undefined;
}

/** What an attacker cannot exclude: at least the values from `lower` to `upper`, which the audit has reached; his interval may be wider. */
export interface Interval {
  readonly cell: number;
  readonly lower: number;
  readonly upper: number;
}

export type Protection =
  | {
      readonly kind: 'protected';
      /** Cells hidden in addition, ascending. */
      readonly secondary: readonly number[];
      /** Of every primary. */
      readonly intervals: readonly Interval[];
      /** Pairs of a contributor who stands alone behind hidden cells and a cell that he can then find: for review. @see disclosure.md §2.5 */
      readonly insiders: readonly { readonly singleton: number; readonly cell: number }[];
      /** Linear programs that were solved. */
      readonly programs: number;
    }
  /** No pattern was found that protects these cells while others must be published: the design must be coarser. */
  | { readonly kind: 'infeasible'; readonly cells: readonly number[] };
