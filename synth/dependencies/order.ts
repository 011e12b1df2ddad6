/** A value that is not below, or not above, another one. */
import type { ValueGrid } from '#policies/catalog/value-grid.ts';
import type { Sql } from '../sql.ts';
import { gridAt, placeAt } from './grid-sql.ts';

export interface Ordered {
  readonly grid: ValueGrid;
  /** The place of the other value, on a grid of its own. */
  readonly other: Sql;
  readonly side: 'above' | 'below';
  readonly spread: Spread;
  /** Below 2^32. */
  readonly hash: Sql;
}

/** Near: as long after a start as things take, ninety minutes or days. Low: small values often. */
export type Spread = 'near' | 'even' | 'low';

/**
 * SQL of the number, on the grid, of a value on the right side of the other. The grid has such a value for each value of the other:
 * see `reachOf`.
 */
export function orderedIndex({ grid, other, side, spread, hash }: Ordered): Sql {
  if (grid.kind === 'list') return listIndex({ grid, other, side, hash });
  const last = grid.size - 1;
  const exact = `(${other} * ${10 ** grid.places}.0::DOUBLE - ${grid.first}) / ${grid.step}`;
  if (side === 'above') {
    const from = `least(greatest(CAST(ceil(${exact} - 1e-6) AS BIGINT), 0), ${last})`;
    return `(${from} + ${steps(`(${last} - ${from})`, { hash, spread, step: grid.step })})`;
  }
  const to = `least(greatest(CAST(floor(${exact} + 1e-6) AS BIGINT), 0), ${last})`;
  return spread === 'near'
    ? `(${to} - ${steps(to, { hash, spread, step: grid.step })})`
    : steps(to, { hash, spread, step: grid.step });
}

/** The value with that number. Places are rounded beyond 2^50, so a number is compared once more. */
export function orderedAt({ grid, other, side }: Ordered, index: Sql): Sql {
  const value = gridAt(grid, index);
  if (grid.of === 'seconds') return value;
  const end = side === 'above' ? (grid.kind === 'list' ? grid.values.length : grid.size) - 1 : 0;
  const wrong = `${placeAt(grid, index)} ${side === 'above' ? '<' : '>'} ${other}`;
  return `CASE WHEN ${wrong} THEN ${placeAt(grid, String(end))} ELSE ${value} END`;
}

/** From 0 to `most` steps. */
function steps(most: Sql, { hash, spread, step }: { hash: Sql; spread: Spread; step: number }): Sql {
  if (spread === 'near') return `least(${step === 1 ? `180 + ${hash} % 5221` : `1 + ${hash} % 90`}, ${most})`;
  const fraction = `(${hash} / 4294967296.0::DOUBLE)`;
  const share = spread === 'low' ? `${fraction} * ${fraction} * ${fraction}` : fraction;
  return `CAST(floor(${share} * (${most} + 1)) AS BIGINT)`;
}

function listIndex({ grid, other, side, hash }: Omit<Ordered, 'spread'> & { grid: ValueGrid & { kind: 'list' } }): Sql {
  const count = (test: string) => `len(list_filter([${grid.values.join(',')}], item -> item ${test} ${other}))`;
  if (side === 'below') return `(${hash} % greatest(${count('<=')}, 1))`;
  const from = `least(${count('<')}, ${grid.values.length - 1})`;
  return `(${from} + ${hash} % (${grid.values.length} - ${from}))`;
}
