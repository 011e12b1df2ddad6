/** Judges rows by the catalog, one column at a time: how many values lie outside what the column declares. */
import type { Column, Table } from '#policies/catalog/entry.ts';
import type { Bench } from './support.ts';

/** The columns with a value outside their domain, or a NULL where none is allowed, or another type. */
export async function violations(bench: Bench, table: Table): Promise<string[]> {
  const checks = table.columns.map((column) => `count(*) FILTER (NOT (${allowed(column)}))::INT AS "${column.name}"`);
  const [counts = {}] = await bench.rows(`SELECT ${checks.join(', ')} FROM "${table.name}"`);
  const types = await bench.rows(`DESCRIBE SELECT * FROM "${table.name}"`);
  return [
    ...Object.entries(counts).flatMap(([name, count]) =>
      count === 0 ? [] : [`${table.name}.${name}: ${String(count)}`],
    ),
    ...table.columns.flatMap((column, k) => {
      const found = types[k];
      const same = found?.['column_name'] === column.name && found['column_type'] === column.type;
      return same ? [] : [`${table.name}.${column.name} is ${String(found?.['column_type'])}`];
    }),
  ];
}

function allowed(column: Column): string {
  const name = `"${column.name}"`;
  return `CASE WHEN ${name} IS NULL THEN ${column.nullable} ELSE ${inside(column, name)} END`;
}

function inside({ domain, type }: Column, name: string): string {
  if (domain === undefined) return 'true';
  if (domain.kind === 'range') {
    const step =
      domain.step === undefined
        ? 'true'
        : `abs(round((x - ${domain.lo}) / ${domain.step}) * ${domain.step} + ${domain.lo} - x) < 1e-6`;
    return `list_transform([${name}::DOUBLE], x -> x BETWEEN ${domain.lo} AND ${domain.hi} AND ${step})[1]`;
  }
  if (domain.kind === 'dates') return `${name}::DATE BETWEEN DATE '${domain.lo}' AND DATE '${domain.hi}'`;
  return `${name} IN (${domain.values.map((value) => `CAST('${String(value).replaceAll("'", "''")}' AS ${type})`).join(',')})`;
}

/** The number of rows that repeat the primary key of another row. */
export async function repeatedKeys(bench: Bench, table: Table): Promise<number> {
  if (table.primaryKey.length === 0) return 0;
  const key = table.primaryKey.map((name) => `"${name}"`).join(', ');
  const sql = `SELECT (count(*) - count(DISTINCT (${key})))::INT FROM "${table.name}"`;
  return Number(await bench.value(sql));
}
