/**
 * More secondary cells for a target whose interval is too narrow: the cheapest way to move it as far as it must be able to move shows which
 * cells have to move with it. Those are hidden. The price of a cell is what hiding it loses, spread over the distance it could carry.
 *
 * @see Kelly, Golden, Assad 1992, Cell suppression: disclosure protection for sensitive tabular data, Networks 22(4); Robertson 1993;
 *   disclosure.md §2.4 R
 */
import type { Constraint, Solver, Variable } from '../linear-program.ts';
import { isImplied, scale } from './attack.ts';
import type { Side } from './audit.ts';
import type { Column, Table } from './table.ts';
import type { Hidden, Target } from './target.ts';

/** Returns the columns to hide; empty where hiding is not needed; undefined where nothing that may be hidden helps. */
export function repair(
  { table, hidden, side }: { readonly table: Table; readonly hidden: Hidden; readonly side: Side },
  target: Target,
  solver: Solver,
): readonly number[] | undefined {
  const need = side === 'above' ? target.upper : target.lower;
  if (need === 0) return [];
  const flows = new Flows(table, need);
  for (const [index, column] of table.columns.entries()) flows.add(column, hidden.has(index) ? undefined : index);
  const distance = side === 'above' ? 1 : -1;
  flows.tie(target.leaves, { lower: distance, upper: distance });
  const solution = solver.solve({ sense: 'min', variables: flows.variables, constraints: flows.constraints });
  return solution.status === 'optimal' ? flows.moved(solution.values) : undefined;
}

/** Below this part of the target's distance a cell does not move. */
const still = 1e-7;

/** The program: a way from the truth to another table. Distances are in units of what the target needs. */
class Flows {
  readonly variables: Variable[] = [];
  readonly constraints: Constraint[] = [];
  /** Variables and signs whose sum is the distance of a leaf. */
  readonly #leaves: (readonly (readonly [variable: number, sign: number])[])[];
  /** The column whose hiding each priced variable asks for. */
  readonly #asks = new Map<number, number>();
  readonly #table: Table;
  readonly #unit: number;

  constructor(table: Table, unit: number) {
    this.#table = table;
    this.#unit = unit;
    this.#leaves = Array.from({ length: table.leafCount }, () => []);
  }

  /** Columns come leaves first. @param published its position, or undefined for one that is hidden already */
  add(column: Column, published: number | undefined): void {
    const range = scale(column.range, this.#unit);
    const [leaf] = column.leaves;
    const isLeaf = column.leaves.length === 1 && leaf !== undefined;
    if (published === undefined) {
      if (isLeaf) this.#leaves[leaf] = [[this.#variable({ ...range, cost: 0 }), 1]];
      else if (column.kind !== 'absent' && !isImplied(this.#table, column)) this.tie(column.leaves, range);
      return;
    }
    const moves = column.kind === 'forced' ? [] : this.#priced(column, range, published);
    if (isLeaf) this.#leaves[leaf] = moves;
    else this.tie(column.leaves, { lower: 0, upper: 0 }, moves);
  }

  /** Σ of the leaves, less `moves`, lies in the range. */
  tie(
    leaves: readonly number[],
    range: { readonly lower: number; readonly upper: number },
    moves: readonly (readonly [number, number])[] = [],
  ): void {
    const terms = [
      ...leaves.flatMap((leaf) => this.#leaves[leaf] ?? []),
      ...moves.map(([variable, sign]) => [variable, -sign] as const),
    ];
    this.constraints.push({
      variables: terms.map(([variable]) => variable),
      coefficients: terms.map(([, sign]) => sign),
      ...range,
    });
  }

  moved(values: readonly number[]): readonly number[] {
    return [...this.#asks].flatMap(([variable, column]) => ((values[variable] ?? 0) > still ? [column] : []));
  }

  #variable(variable: Variable): number {
    return this.variables.push(variable) - 1;
  }

  /** One variable for each direction. */
  #priced({ weight, yielding }: Column, { lower, upper }: { lower: number; upper: number }, index: number) {
    const price = (most: number): number => (yielding ? weight / 1000 : weight) / Math.min(1, most);
    return ([[upper, 1] as const, [-lower, -1] as const] as const).flatMap(([most, sign]) => {
      if (most <= still) return [];
      const variable = this.#variable({ lower: 0, upper: most, cost: price(most) });
      this.#asks.set(variable, index);
      return [[variable, sign] as const];
    });
  }
}
