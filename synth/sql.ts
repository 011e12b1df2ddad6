/** The few pieces of SQL text that generation is printed from. All of it is ours: no vendor text passes here. */

/** A piece of SQL text. */
export type Sql = string;

export function identifier(name: string): Sql {
  return `"${name.replaceAll('"', '""')}"`;
}

export function literal(value: string | number): Sql {
  return typeof value === 'number' ? numeral(value) : `'${value.replaceAll("'", "''")}'`;
}

/** A constant list; element `index` (from 0) is `pick(list, index)`. */
export function list(values: readonly (string | number)[]): Sql {
  return `[${values.map(literal).join(',')}]`;
}

export function pick(values: Sql, index: Sql): Sql {
  return `list_extract(${values}, 1 + (${index}))`;
}

/** DuckDB reads `1e21` as DOUBLE; everything below is written out, so that integers stay integers. */
function numeral(value: number): Sql {
  return value < 0 ? `(${value})` : `${value}`;
}
