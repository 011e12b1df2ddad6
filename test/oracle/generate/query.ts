/**
 * Random queries as text, so that the whole front is exercised: the real parser, decode, resolve, locality, print.
 *
 * ```ts
 * await fc.assert(fc.asyncProperty(aQuery({ lane: 'unit' }), someTables(), async ({ sql }, tables) => {
 *   await loadTables(connection, tables, attachedName);
 *   …
 * }));
 * ```
 */
import type * as fc from 'fast-check';
import { written, type Choices } from './choices.ts';
import type { Lane } from './catalog.ts';
import { features as allFeatures, type Features } from './features.ts';
import { publicRelation } from './public-lane.ts';
import type { Column, Relation } from './relation.ts';
import { unitRelation } from './unit-lane.ts';

export interface Query {
  readonly sql: string;
  readonly columns: readonly Column[];
  /** Sorted by every column: the rows come in one order, up to equal rows. */
  readonly isSorted: boolean;
}

export interface QueryOptions {
  /**
   * `public` (the usual): any query over rows that may be shown. `unit`: an aggregate over a relation that is unit-local as written,
   * over the tables of `catalogOf('unit')`.
   */
  readonly lane?: Lane;
  /** Parts of the language that the text may use; all by default. */
  readonly features?: Features;
  /** How many SELECTs may nest below the outer one; 2 by default. */
  readonly depth?: number;
}

/** A query over `person`, `visit` and `area`. It is the same bag of rows in every run, however the engine orders them. */
export function aQuery({
  lane = 'public',
  features = new Set(allFeatures),
  depth = 2,
}: QueryOptions = {}): fc.Arbitrary<Query> {
  return written((c) => {
    const relation = lane === 'unit' ? unitRelation({ c, features }, depth) : publicRelation({ c, features }, depth);
    return wrapped(c, relation);
  });
}

/** The relation as it is, as a CTE, or sorted and cut. */
function wrapped(c: Choices, { sql, columns }: Relation): Query {
  const form = c.number(6);
  if (form === 4) return { sql: `WITH w AS (${sql}) SELECT * FROM w`, columns, isSorted: false };
  if (form !== 5) return { sql, columns, isSorted: false };
  const keys = columns.map((_, at) => `${at + 1}${c.pick(['', ' DESC', ' NULLS FIRST', ' DESC NULLS LAST'])}`);
  const limit = c.pick(['', ' LIMIT 3', ' LIMIT 2 OFFSET 1', ' OFFSET 1']);
  return { sql: `SELECT * FROM (${sql}) AS o ORDER BY ${keys.join(', ')}${limit}`, columns, isSorted: true };
}
