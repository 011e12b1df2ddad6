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
  /** A column of the table at that row number, as an expression that others may be built on. The table has row numbers `j`. */
  fetch(from: { table: Sql; column: Sql }, index: Expression): Expression;
  /** The whole SELECT of the first `rows` row numbers, its columns in the order given. */
  print(columns: readonly { name: string; value: Expression }[], rows: number): Sql;
}

/** `numbers` is a table of row numbers `i`, and of whatever else the expressions read. */
export function openScope(numbers: Sql): Scope {
  const named: { alias: string; from: Expression }[] = [];
  const joins: { alias: string; table: string; index: Sql }[] = [];
  const fetches: { alias: string; from: Sql; column: Sql; index: Expression }[] = [];

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
    fetch({ table, column }, row) {
      const index = name(row);
      const known = fetches.find((one) => one.from === table && one.column === column && one.index.sql === index.sql);
      const alias = known?.alias ?? `y${fetches.length}`;
      if (known === undefined) fetches.push({ alias, from: table, column, index });
      return { sql: alias, level: index.level + 1 };
    },
    print(columns, rows) {
      const levels = [...named.map(({ from }) => from.level), ...fetches.map(({ index }) => index.level)];
      const depth = levels.reduce((most, level) => Math.max(most, level), -1);
      let from = `SELECT * FROM ${numbers} WHERE i < ${rows}`;
      for (let level = 0; level <= depth; level++) {
        const here = named.filter((entry) => entry.from.level === level);
        const more = here.map((entry) => `, ${entry.from.sql} AS ${entry.alias}`).join('');
        from = `SELECT *${more} FROM (${from})${fetches
          .filter(({ index }) => index.level === level)
          .map(printFetch)
          .join('')}`;
      }
      const values = columns.map(({ name, value }) => `${value.sql} AS ${identifier(name)}`);
      const joined = joins.map(({ alias, table, index }) => `LEFT JOIN ${table} ${alias} ON ${alias}.j = ${index}`);
      // A hash join gives its rows in the order in which threads finish.
      const order = joins.length + fetches.length > 0 ? 'ORDER BY i' : '';
      return `SELECT ${values.join(',\n  ')}\nFROM (${from})\n${joined.join('\n')}\n${order}`;
    },
  };
}

function printFetch({ alias, from, column, index }: { alias: string; from: Sql; column: Sql; index: Expression }): Sql {
  return ` LEFT JOIN (SELECT j AS j_${alias}, ${column} AS ${alias} FROM ${from}) ON j_${alias} = ${index.sql}`;
}
