/**
 * A SELECT under construction. Expressions that are used more than once get a name and are computed once, in nested
 * sub-selects: a hash is eight copies of its argument when it is written out.
 */
import { type Sql, identifier } from './sql.ts';

/** An expression and the number of sub-selects that must lie below it. The row number itself is at level 0. */
export interface Expression {
  readonly sql: Sql;
  readonly level: number;
}

export interface Scope {
  /** Names an expression; the same text gets the same name. */
  name(expression: Expression): Expression;
  /** The value of the identity table at that index. */
  lookUp(table: string, index: Expression): Expression;
  /** The whole SELECT of the first `rows` row numbers, its columns in the order given. */
  print(columns: readonly { name: string; value: Expression }[], rows: number): Sql;
}

/** `numbers` is a table of row numbers `i`. */
export function openScope(numbers: Sql): Scope {
  const named: { alias: string; from: Expression }[] = [];
  const joins: { alias: string; table: string; index: Sql }[] = [];

  function name(from: Expression): Expression {
    const known = named.find((entry) => entry.from.sql === from.sql);
    const alias = known?.alias ?? `x${named.length}`;
    if (known === undefined) named.push({ alias, from });
    return { sql: alias, level: from.level + 1 };
  }

  return {
    name,
    lookUp(table, index) {
      const sql = name(index).sql;
      const known = joins.find((join) => join.table === table && join.index === sql);
      const alias = known?.alias ?? `t${joins.length}`;
      if (known === undefined) joins.push({ alias, table, index: sql });
      return { sql: `${alias}.v`, level: Number.POSITIVE_INFINITY };
    },
    print(columns, rows) {
      const depth = named.reduce((most, { from }) => Math.max(most, from.level), -1);
      let from = `SELECT i FROM ${numbers} WHERE i < ${rows}`;
      for (let level = 0; level <= depth; level++) {
        const here = named.filter((entry) => entry.from.level === level);
        from = `SELECT *, ${here.map((entry) => `${entry.from.sql} AS ${entry.alias}`).join(', ')} FROM (${from})`;
      }
      const values = columns.map(({ name, value }) => `${value.sql} AS ${identifier(name)}`);
      const joined = joins.map(({ alias, table, index }) => `LEFT JOIN ${table} ${alias} ON ${alias}.j = ${index}`);
      // A hash join gives its rows in the order in which threads finish.
      const order = joins.length > 0 ? 'ORDER BY i' : '';
      return `SELECT ${values.join(',\n  ')}\nFROM (${from})\n${joined.join('\n')}\n${order}`;
    },
  };
}
