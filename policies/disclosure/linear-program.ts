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

/** What to say differently from now on; the rest stays. */
export interface Edit {
  readonly sense?: LinearProgram['sense'];
  readonly costs?: readonly (readonly [variable: number, cost: number])[];
  readonly rows?: readonly (readonly [constraint: number, lower: number, upper: number])[];
}

/** A program that changes a little from answer to answer: each starts from the one before, which is several times faster than a fresh start. */
export interface Region extends Disposable {
  change(edit: Edit): void;
  optimise(seconds?: number): Solution;
}

export interface Solver {
  /** Deterministic: equal programs give equal solutions. `stopped` where it was not done within `seconds`. */
  solve(program: LinearProgram, seconds?: number): Solution;
  /** Deterministic: equal programs with equal sequences of edits give equal solutions. */
  open(program: LinearProgram): Region;
}
