/**
 * A SELECT under construction. Expressions that are used more than once get a name and are computed once, in nested
 * sub-selects: a hash is eight copies of its argument when it is written out. Where nothing is fetched there is no join, so DuckDB
 * gives the rows in the order of their numbers with any number of threads, and nothing has to be sorted.
 */
import { type Sql, identifier, list, pick } from './sql.ts';

/** An expression and the number of sub-selects that must lie below it. The row number itself is at level 0. */
export interface Expression {
  readonly sql: Sql;
  readonly level: number;
}

/** An expression over others: their text is put in place, and it lies as high as the highest of them. */
export function expression(text: TemplateStringsArray, ...parts: readonly (Expression | Sql | number)[]): Expression {
  const sqlOf = (part: Expression | Sql | number): Sql => (typeof part === 'object' ? part.sql : String(part));
  const levels = parts.map((part) => (typeof part === 'object' ? part.level : 0));
  return {
    sql: text.reduce((sql, piece, k) => `${sql}${sqlOf(parts[k - 1] ?? '')}${piece}`),
    level: Math.max(0, ...levels),
  };
}

/** The element of a constant list with that number. DuckDB copies the list for every 2,048 rows: a thousand elements are cheap, more are not. */
export function pickAt(values: readonly (string | number)[], index: Expression): Expression {
  return { sql: pick(list(values), index.sql), level: index.level };
}

export interface Scope {
  /** Names an expression; the same text gets the same name. */
  name(expression: Expression): Expression;
  /** A column of the table at that row number, as an expression that others may be built on. The table has row numbers `j`. */
  fetch(from: { table: Sql; column: Sql }, index: Expression): Expression;
  /** The whole SELECT of the first `rows` row numbers, its columns in the order given. */
  print(columns: readonly { name: string; value: Expression }[], rows: number): Sql;
}

/** `numbers` is a table of row numbers `i`, and of whatever else the expressions read. */
export function openScope(numbers: Sql): Scope {
  const named = new Map<Sql, Expression & { readonly from: Expression }>();
  const fetches: { alias: string; from: Sql; column: Sql; index: Expression }[] = [];

  function name(from: Expression): Expression {
    // The row number itself and a name need no other.
    if (/^(i|[xy]\d+)$/.test(from.sql)) return from;
    const known = named.get(from.sql);
    if (known !== undefined) return known;
    const made = { sql: `x${named.size}`, level: from.level + 1, from };
    named.set(from.sql, made);
    return made;
  }

  return {
    name,
    fetch({ table, column }, row) {
      const index = name(row);
      const known = fetches.find((one) => one.from === table && one.column === column && one.index.sql === index.sql);
      const alias = known?.alias ?? `y${fetches.length}`;
      if (known === undefined) fetches.push({ alias, from: table, column, index });
      return { sql: alias, level: index.level + 1 };
    },
    print(columns, rows) {
      const all = [...named.values()];
      const levels = [...all.map(({ from }) => from.level), ...fetches.map(({ index }) => index.level)];
      const depth = levels.reduce((most, level) => Math.max(most, level), -1);
      let from = `SELECT * FROM ${numbers} WHERE i < ${rows}`;
      for (let level = 0; level <= depth; level++) {
        const more = all
          .filter((entry) => entry.from.level === level)
          .map((entry) => `, ${entry.from.sql} AS ${entry.sql}`);
        const joins = fetches.filter(({ index }) => index.level === level).map(printFetch);
        from = `SELECT *${more.join('')} FROM (${from})${joins.join('')}`;
      }
      const values = columns.map(({ name, value }) => `${value.sql} AS ${identifier(name)}`);
      // A hash join gives its rows in the order in which threads finish.
      const order = fetches.length > 0 ? 'ORDER BY i' : '';
      return `SELECT ${values.join(',\n  ')}\nFROM (${from})\n${order}`;
    },
  };
}

function printFetch({ alias, from, column, index }: { alias: string; from: Sql; column: Sql; index: Expression }): Sql {
  return ` LEFT JOIN (SELECT j AS j_${alias}, ${column} AS ${alias} FROM ${from}) ON j_${alias} = ${index.sql}`;
}
