/**
 * The program behind a repair: a way from the truth to another table that agrees with what must stay. Every cell that would have to be hidden
 * to go that way has a price: what hiding it loses, spread over the distance that it can carry.
 */
import type { Constraint, LinearProgram, Variable } from '../linear-program.ts';
import { isImplied, scale } from './attack.ts';
import type { Range, Column, Table } from './table.ts';
import type { Target } from './problem.ts';
import type { Hidden } from './target.ts';

export interface Flows {
  readonly program: LinearProgram;
  /** Variables of each leaf, with the sign of the way they move it. */
  readonly leaves: readonly Moves[];
  /** Priced variables by column. */
  readonly priced: ReadonlyMap<number, readonly number[]>;
  /** The constraint that holds each target, unbounded until it is wanted. */
  readonly rows: readonly number[];
}

type Moves = readonly (readonly [variable: number, sign: 1 | -1])[];

/** Below this distance, in units, a cell does not move. */
export const still = 1e-7;

/** @param unit what counts as 1: about the distance that the targets need */
export function flowsOf(
  table: Table,
  hidden: Hidden,
  { targets, unit }: { targets: readonly Target[]; unit: number },
): Flows {
  const draft = new Draft(table, unit);
  for (const [index, column] of table.columns.entries()) draft.add(column, index, hidden.has(index));
  const rows = targets.map(({ leaves }) => draft.tie(leaves, { lower: -Infinity, upper: Infinity }));
  const { variables, constraints, leaves, priced } = draft;
  return { program: { sense: 'min', variables, constraints }, leaves, priced, rows };
}

class Draft {
  readonly variables: Variable[] = [];
  readonly constraints: Constraint[] = [];
  readonly leaves: Moves[];
  readonly priced = new Map<number, readonly number[]>();
  readonly #table: Table;
  readonly #unit: number;

  constructor(table: Table, unit: number) {
    this.#table = table;
    this.#unit = unit;
    this.leaves = Array.from({ length: table.leafCount }, () => []);
  }

  /** Columns come leaves first. */
  add(column: Column, index: number, hidden: boolean): void {
    const range = scale(column.range, this.#unit);
    const isLeaf = column.leaves.length === 1;
    if (isLeaf) {
      const moves = hidden ? [[this.#variable({ ...range, cost: 0 }), 1] as const] : this.#priced(column, range, index);
      this.leaves[column.leaves[0] ?? 0] = moves;
    } else if (!hidden) {
      this.tie(column.leaves, { lower: 0, upper: 0 }, this.#priced(column, range, index));
    } else if (column.kind !== 'absent' && !isImplied(this.#table, column)) {
      this.tie(column.leaves, range);
    }
  }

  /** Σ of the leaves, less `moves`, lies in the range. Returns the constraint. */
  tie(leaves: readonly number[], range: Range, moves: Moves = []): number {
    const variables: number[] = [];
    const coefficients: number[] = [];
    const push = (list: Moves, factor: 1 | -1): void => {
      for (const [variable, sign] of list) {
        variables.push(variable);
        coefficients.push(factor * sign);
      }
    };
    for (const leaf of leaves) push(this.leaves[leaf] ?? [], 1);
    push(moves, -1);
    return this.constraints.push({ variables, coefficients, ...range }) - 1;
  }

  #variable(variable: Variable): number {
    return this.variables.push(variable) - 1;
  }

  /** One variable for each direction; none for a cell that has to be published. */
  #priced({ kind, weight, yielding }: Column, { lower, upper }: Range, index: number): Moves {
    if (kind === 'forced') return [];
    const price = (most: number): number => (yielding ? weight / 1000 : weight) / Math.min(1, most);
    const moves = ([[upper, 1] as const, [-lower, -1] as const] as const).flatMap(([most, sign]) =>
      most <= still ? [] : [[this.#variable({ lower: 0, upper: most, cost: price(most) }), sign] as const],
    );
    this.priced.set(
      index,
      moves.map(([variable]) => variable),
    );
    return moves;
  }
}
