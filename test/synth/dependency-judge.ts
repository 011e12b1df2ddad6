/** Judges rows by what their table declares between columns, in SQL that knows nothing of how they were made. */
import type { Condition, Dependency, Table } from '#policies/catalog/entry.ts';
import type { Bench } from './support.ts';

/** The dependencies that some row breaks, with how many do. */
export async function brokenDependencies(bench: Bench, table: Table): Promise<string[]> {
  const broken: string[] = [];
  for (const dependency of table.dependencies ?? []) {
    const count = await bench.value(`SELECT count(*)::INT FROM (${offenders(table, dependency)})`);
    if (count !== 0) broken.push(`${table.name}: ${String(count)} × ${JSON.stringify(dependency)}`);
  }
  return broken;
}

/** The columns that are not one value for each unit although they say so. */
export async function brokenUnits(bench: Bench, { name, units, columns }: Table): Promise<string[]> {
  const unit = units.find(({ via }) => via === undefined)?.column;
  const broken: string[] = [];
  for (const column of columns.filter(({ determinedByUnit }) => determinedByUnit)) {
    const values = `count(DISTINCT coalesce(CAST("${column.name}" AS VARCHAR), '∅'))`;
    const sql = `SELECT count(*)::INT FROM (SELECT 1 FROM "${name}" WHERE "${unit}" IS NOT NULL GROUP BY "${unit}" HAVING ${values} > 1)`;
    const count = unit === undefined ? 0 : await bench.value(sql);
    if (count !== 0) broken.push(`${name}.${column.name}: ${String(count)} units`);
  }
  return broken;
}

function offenders({ name, columns }: Table, dependency: Dependency): string {
  const typeOf = (column: string) => columns.find((one) => one.name === column)?.type ?? 'VARCHAR';
  switch (dependency.kind) {
    case 'order': {
      const [low, high] = dependency.columns;
      return `SELECT 1 FROM "${name}" WHERE "${low}" > "${high}"`;
    }
    case 'sum': {
      const { total, parts } = dependency;
      const sum = parts.map(exact).join(' + ');
      return `SELECT 1 FROM "${name}" WHERE ${present([total, ...parts])} AND ${exact(total)} <> ${sum}`;
    }
    case 'determines': {
      const { from, to } = dependency;
      const keys = from.map((one) => `"${one}"`).join(', ');
      const many = to.map((one) => `count(DISTINCT "${one}") > 1`).join(' OR ');
      return `SELECT 1 FROM "${name}" WHERE ${present(from)} GROUP BY ${keys} HAVING ${many}`;
    }
    case 'implies': {
      const holds = ({ column, values }: Condition) =>
        `"${column}" IN (${values.map((value) => `CAST('${String(value).replaceAll("'", "''")}' AS ${typeOf(column)})`).join(', ')})`;
      return `SELECT 1 FROM "${name}" WHERE ${holds(dependency.when)} AND NOT ${holds(dependency.then)}`;
    }
  }
}

const present = (names: readonly string[]) => names.map((one) => `"${one}" IS NOT NULL`).join(' AND ');
const exact = (column: string) => `CAST("${column}" AS DECIMAL(28,4))`;
