/**
 * The columns of a query as a program sees them: numbers only. A truth value is 0 or 1, a date counts days, a moment counts seconds, and a text
 * is the place of its value in a list that was public before any data was opened. So no text of the data ever reaches a program.
 *
 * @see programs.md §D.3 (typed arrays, dictionary codes)
 */
import type { Facts } from '../privacy/facts.ts';
import type { ColumnId, ResolvedQuery } from '../query/ir.ts';
import { stop } from '../query/stop.ts';
import { familyOf, type SqlTypeName } from '../query/types-lattice.ts';

export interface ProgramColumn {
  /** As the query names it. */
  readonly name: string;
  readonly id: ColumnId;
  readonly kind: 'number' | 'level';
  /** Of the value in the engine. */
  readonly type: SqlTypeName;
  /** Of a level, in the order of their places: 0, 1, 2, … */
  readonly levels?: readonly string[];
}

/** A row of more numbers is more than anybody looks at. */
export const maxProgramColumns = 64;

/** What is public of the rows that a query gives. */
export interface PublicColumns {
  readonly columns: ResolvedQuery['columns'];
  readonly types: ReadonlyMap<ColumnId, SqlTypeName>;
  readonly facts: Pick<Facts, 'values'>;
}

/**
 * Every column of the query, in order. Stops with E_PROGRAM_COLUMN at a text without public values, at an interval, and where there are too
 * many columns.
 */
export function programColumns({ columns, types, facts }: PublicColumns): readonly ProgramColumn[] {
  if (columns.length > maxProgramColumns)
    stop(
      'E_PROGRAM_COLUMN',
      `Cannot give the rows to a program: must be at most ${maxProgramColumns} columns; got ${columns.length}`,
    );
  return columns.map(({ name, id }) => {
    const type = types.get(id) ?? 'NULL';
    switch (familyOf(type)) {
      case 'number':
      case 'boolean':
      case 'date':
        return { name, id, kind: 'number', type };
      case 'text':
        return { name, id, kind: 'level', type, levels: levelsOf(name, facts.values.get(id)) };
      case 'any':
      case 'interval':
        return stop(
          'E_PROGRAM_COLUMN',
          `Cannot give ${name} to a program: must be a number, a date or a text; got ${type}`,
        );
    }
  });
}

/** NULL is none of them. */
function levelsOf(name: string, values: readonly (string | null)[] | undefined): readonly string[] {
  const levels = [...new Set(values)].filter((value) => value !== null);
  if (levels.length > 0) return levels;
  const detail = `Cannot give ${name} to a program: the values of a text must be public; got none`;
  const remedy = `List the values of ${name} by CASE ${name} WHEN 'a' THEN 'a' … END, or leave the column out.`;
  return stop('E_PROGRAM_COLUMN', detail, undefined, remedy);
}
