/** Whom an attacker of somebody's text would go after: a unit of the pulled rows that a few known attributes single out. */
import type { CatalogEntry, Column, Table } from '#policies/catalog/entry.ts';
import type { Explanation, Simulation } from '#sandbox/door.ts';
import type { Client } from '../client.ts';

export interface Target {
  readonly table: string;
  readonly space: string;
  readonly unit: { readonly column: string; readonly literal: string };
  /** What is known of the unit, as a condition. */
  readonly condition: string;
  /** Distinct units that it is true of, fewer than any answer may be about. */
  readonly units: number;
  /** A column by which a table may be split further. */
  readonly splitBy: string | undefined;
}

const looked = 12;

/** Undefined where the text reads nothing about units, or nobody among the first rows stands out. */
export async function findTarget(
  client: Client,
  { tables, k }: Pick<Explanation, 'tables' | 'k'>,
  entries: readonly CatalogEntry[],
): Promise<Target | undefined> {
  const least = k > 0 ? k : 10;
  for (const table of entries
    .flatMap((entry) => entry.tables)
    .filter(({ name, units }) => tables.includes(name) && units.length > 0)) {
    for (const row of await previewOf(client, table)) {
      const found = await targetIn(client, table, row);
      if (found && found.units > 0 && found.units < least) return found;
    }
  }
  return undefined;
}

type Row = Readonly<Record<string, unknown>>;

async function previewOf(client: Client, { name }: Table): Promise<readonly Row[]> {
  const shown = await client.call(`/simulate/preview/${name}?rows=${looked}`);
  if (!shown.ok) return [];
  const { columns, rows } = shown.value as unknown as {
    readonly columns: readonly string[];
    readonly rows: readonly unknown[][];
  };
  return rows.map((row) => Object.fromEntries(columns.map((column, at) => [column, row[at]])));
}

async function targetIn(client: Client, table: Table, row: Row): Promise<Target | undefined> {
  const [unit] = table.units;
  const own = table.columns.find(({ name }) => name === unit?.column);
  if (!unit || !own) return undefined;
  const filters = table.columns.filter((column) => column.rule.includes('F') || column.rule.includes('G'));
  const known = filters.filter(({ name }) => row[name] !== null && row[name] !== undefined && name !== own.name);
  const condition = known.map((column) => `${column.name} = ${literalOf(column, row[column.name])}`).join(' AND ');
  if (condition === '') return undefined;
  const units = await countUnits(
    client,
    `SELECT count(DISTINCT ${own.name}) AS n FROM ${table.name} WHERE ${condition}`,
  );
  if (units === undefined) return undefined;
  const splitBy = filters.find(({ rule, domain }) => rule.includes('G') && domain?.kind === 'codes')?.name;
  const literal = literalOf(own, row[own.name]);
  return { table: table.name, space: unit.space, unit: { column: own.name, literal }, condition, units, splitBy };
}

/** On simulation data everything is visible, so that the judge knows. */
async function countUnits(client: Client, sql: string): Promise<number | undefined> {
  const counted = await client.call('/simulate/query', { sql });
  if (!counted.ok) return undefined;
  return Number((counted.value as unknown as Simulation).table.rows[0]?.[0] ?? 0);
}

function literalOf({ type }: Column, value: unknown): string {
  const text = String(value);
  if (type === 'DATE' || type === 'TIMESTAMP') return `${type} '${text}'`;
  return typeof value === 'number' || typeof value === 'boolean' ? text : `'${text.replaceAll("'", "''")}'`;
}

/** The text over those rows of a table alone that a condition is true of; undefined where it names the table in another way. */
export function restricted(sql: string, { table }: Pick<Target, 'table'>, condition: string): string | undefined {
  const named = new RegExp(
    `\\b(FROM|JOIN)\\s+${table}\\b(?:\\s+(?:AS\\s+)?(?!(?:${following})\\b)([a-z_]\\w*))?`,
    'gi',
  );
  const changed = sql.replace(
    named,
    (_, word: string, alias?: string) => `${word} (SELECT * FROM ${table} WHERE ${condition}) AS ${alias ?? table}`,
  );
  return changed === sql ? undefined : changed;
}

/** Words that may stand behind a table and are no alias of it. */
const following =
  'WHERE|GROUP|ORDER|HAVING|LIMIT|JOIN|LEFT|RIGHT|INNER|FULL|CROSS|ON|USING|UNION|QUALIFY|WINDOW|POSITIONAL|NATURAL';
