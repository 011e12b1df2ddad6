/**
 * What a program of a vendor is handed, and what it hands back: `import type { Input, Output } from 'sluice'`. Types only; a program imports
 * nothing of Sluice that runs.
 *
 * @see docs/decisions/032-programs.md, 036-bundles.md
 */
declare module 'sluice' {
  /** Values of the declared parameters of this run. */
  export type Parameters = Readonly<Record<string, string | number | boolean>>;

  /** The public texts of each text column; a number in such a column is a place in its list, −1 for none of them. */
  export type Levels = Readonly<Record<string, readonly string[]>>;

  /**
   * Modes `tables`, `blocks` and `rows`: rows column by column. A missing number is NaN. `Input<'age' | 'paid'>` names the columns of the query.
   */
  export interface Input<Column extends string = string> {
    readonly count: number;
    readonly columns: Readonly<Record<Column, Float64Array>>;
    readonly levels: Levels;
    readonly parameters: Parameters;
    /** In [0, 1), from the same seed in every call of one run. */
    random(): number;
  }

  /**
   * One array for each declared result, of the declared length, NaN at first. Mode `tables`: one array of maxRows for each column, and
   * `rows[0]` is how many rows there are.
   */
  export type Output<Result extends string = string> = Readonly<Record<Result, Float64Array>>;

  /** `export default` of modes `tables`, `blocks` and `rows`. */
  export type Main = (input: Input, output: Output) => void;

  /** Mode `map`: all rows of one unit. */
  export interface Unit<Column extends string = string> {
    /** Row by row: row r, column c stands at r · width + c. */
    readonly values: Float64Array;
    readonly rows: number;
    readonly width: number;
    /** Column by name → c. */
    readonly at: Readonly<Record<Column, number>>;
    readonly levels: Levels;
    readonly parameters: Parameters;
  }

  /** Public numbers, carried from one iteration to the next; zeros at first. */
  export type State = Float64Array;

  /** `export function map`: writes the vector of one unit, zeros at first. */
  export type MapUnit = (unit: Unit, state: State, out: Float64Array) => void;

  /** `export function update`: from noisy sums over all units to the next state, which begins as this one; `iteration` counts from 0. */
  export type Update = (state: State, sums: Float64Array, iteration: number, next: Float64Array) => void;

  /** `export function finish`: from the last state to the results. */
  export type Finish = (state: State, output: Output) => void;
}
