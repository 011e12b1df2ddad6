/**
 * Linear and mixed-integer programs as values, and what a solver answers. The rules build them; the domain solves them with HiGHS in a
 * process of its own, under a deadline.
 *
 * @see disclosure.md decision 5
 */

/** A variable by its position. Bounds may be infinite. */
export interface Variable {
  readonly lower: number;
  readonly upper: number;
  /** Its coefficient in the objective. */
  readonly cost: number;
  readonly integer?: boolean;
}

/** lower ≤ Σ coefficientᵢ · variableᵢ ≤ upper. */
export interface Constraint {
  readonly variables: readonly number[];
  readonly coefficients: readonly number[];
  readonly lower: number;
  readonly upper: number;
}

export interface LinearProgram {
  readonly sense: 'min' | 'max';
  readonly variables: readonly Variable[];
  readonly constraints: readonly Constraint[];
}

export type Solution =
  | { readonly status: 'optimal'; readonly objective: number; readonly values: readonly number[] }
  | { readonly status: 'infeasible' | 'unbounded' | 'stopped' };

/** What to make largest or smallest over the variables named; all others count nothing. */
export interface Objective {
  readonly sense: 'min' | 'max';
  readonly variables: readonly number[];
  readonly coefficients: readonly number[];
}

/** One set of constraints under many objectives: each answer starts from the one before, which costs half of a fresh start. */
export interface Region extends Disposable {
  optimise(objective: Objective, seconds?: number): Solution;
}

export interface Solver {
  /** Deterministic: equal programs give equal solutions. `stopped` where it was not done within `seconds`. */
  solve(program: LinearProgram, seconds?: number): Solution;
  /** Deterministic: equal sequences of objectives over equal programs give equal solutions. Of `program` only the bounds and rows count. */
  open(program: Omit<LinearProgram, 'sense'>): Region;
}
