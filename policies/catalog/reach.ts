/**
 * Which values of its domain each column may take so that the others find theirs. A start after every end, or a total above the sum
 * of all largest parts, would leave a rule without a value; so the domains are narrowed until every value left has its counterpart.
 */
import type { Dependency, Table } from './entry.ts';
import type { Fault } from './fault.ts';
import { decidedColumns, namesIn } from './rules.ts';
import { gridHi, gridLo, gridOf, gridSize, narrowGrid, type ValueGrid } from './value-grid.ts';

export interface Reach {
  /** The values left, for each column of an order or a sum. */
  readonly grids: ReadonlyMap<string, ValueGrid>;
  readonly faults: readonly Fault[];
}

/**
 * For every table whose dependencies are sound one by one and oriented, returns grids such that each value left of a source has a value
 * left of its target. Refuses where a column has none left, or where a key would have to give up values.
 */
export function reachOf(table: Table, path: string): Reach {
  const dependencies = table.dependencies ?? [];
  const grids = new Map(gridEntries(table, dependencies));
  const decided = decidedColumns(table);
  // Each round carries a bound one dependency further; there is no circle, so bounds stop moving.
  for (let round = 0; round <= dependencies.length; round++) {
    for (const [at, dependency] of dependencies.entries()) {
      for (const { name, lo, hi } of boundsIn(dependency, grids)) {
        const grid = grids.get(name);
        const left = grid && narrowGrid(grid, lo, hi);
        if (grid === undefined || left === grid) continue;
        const here = `${path}.${at}`;
        if (left === undefined) {
          return failed({ path: here, must: 'leave each column a value of its domain', got: name });
        }
        if (decided.has(name)) {
          return failed({ path: here, must: 'hold for every value that a key or unit may have', got: name });
        }
        grids.set(name, left);
      }
    }
  }
  return { grids, faults: [] };
}

const failed = (fault: Fault): Reach => ({ grids: new Map(), faults: [fault] });

/** Whether the grid holds fewer values than the domain. */
export function isNarrowed(table: Table, name: string, grid: ValueGrid): boolean {
  const column = table.columns.find((candidate) => candidate.name === name);
  const whole = column && gridOf(column);
  return whole !== undefined && 'grid' in whole && gridSize(whole.grid) > gridSize(grid);
}

function gridEntries(table: Table, dependencies: readonly Dependency[]): readonly (readonly [string, ValueGrid])[] {
  const names = new Set(
    dependencies.flatMap((one) => (one.kind === 'order' || one.kind === 'sum' ? namesIn(one) : [])),
  );
  return table.columns.flatMap((column) => {
    const outcome = names.has(column.name) ? gridOf(column) : undefined;
    return outcome !== undefined && 'grid' in outcome ? [[column.name, outcome.grid] as const] : [];
  });
}

interface Bound {
  readonly name: string;
  readonly lo: number;
  readonly hi: number;
}

/** What a dependency asks of its columns, as far as the others are known. */
function boundsIn(dependency: Dependency, grids: ReadonlyMap<string, ValueGrid>): readonly Bound[] {
  if (dependency.kind === 'order') {
    const [low, high] = dependency.columns;
    const [under, over] = [grids.get(low), grids.get(high)];
    if (under === undefined || over === undefined) return [];
    return [
      { name: low, lo: Number.NEGATIVE_INFINITY, hi: gridHi(over) },
      { name: high, lo: gridLo(under), hi: Number.POSITIVE_INFINITY },
    ];
  }
  if (dependency.kind !== 'sum') return [];
  const parts = dependency.parts.flatMap((name) => stepsOf(grids.get(name)));
  const [first] = parts;
  if (first === undefined || parts.length < dependency.parts.length) return [];
  const lo = parts.reduce((sum, part) => sum + part.first, 0);
  const hi = parts.reduce((sum, part) => sum + part.first + (part.size - 1) * part.step, 0);
  return [{ name: dependency.total, lo: lo / 10 ** first.places, hi: hi / 10 ** first.places }];
}

function stepsOf(grid: ValueGrid | undefined) {
  return grid?.kind === 'steps' ? [grid] : [];
}
