/** The data dictionary 数据字典 of simulation data: what each column means, what it may hold, and how far to believe it. */
import type { CatalogEntry, Column, Domain, Table } from '#policies/catalog/entry.ts';
import type { ColumnStanding, FidelityStatement } from '#policies/simulation/fidelity.ts';
import { byteOrderMark } from './formats.ts';

/** Of each column standing, how it is called. */
export const standingTitles = {
  fitted: { zh: '拟合', en: 'fitted' },
  derived: { zh: '推导', en: 'derived' },
  key: { zh: '键', en: 'key' },
  made_up: { zh: '仅按目录编造', en: 'made up from the catalog' },
} as const satisfies Record<ColumnStanding, { readonly zh: string; readonly en: string }>;

const head = [
  '表 table',
  '列 column',
  '名称',
  'title',
  '类型 type',
  '语义 meaning',
  '可空 nullable',
  '键 key',
  '取值 values',
  '空值率 share of NULL here',
  '可信度 standing',
  '预期误差 expected error',
];

export interface Told {
  readonly statements: readonly FidelityStatement[];
  /** Of each `table.column` of the rows made, the share that is NULL. */
  readonly nulls: ReadonlyMap<string, number>;
}

type Row = readonly string[];

/** One line for each column, the head first. */
export function dictionaryRows(entries: readonly CatalogEntry[], { statements, nulls }: Told): readonly Row[] {
  const standings = new Map(statements.map((statement) => [statement.table, statement.columns]));
  const rows = entries.flatMap(({ tables }) =>
    tables.flatMap((table) =>
      table.columns.map((column, at) =>
        rowOf(table, column, {
          standing: standings.get(table.name)?.[at],
          missing: nulls.get(`${table.name}.${column.name}`),
        }),
      ),
    ),
  );
  return [head, ...rows];
}

/** One line for each code of each column, the head first. */
export function codeRows(entries: readonly CatalogEntry[]): readonly Row[] {
  const rows = entries.flatMap(({ tables }) =>
    tables.flatMap(({ name, columns }) =>
      columns.flatMap((column) =>
        column.domain?.kind === 'codes' ? column.domain.values.map((code) => [name, column.name, String(code)]) : [],
      ),
    ),
  );
  return [['表 table', '列 column', '代码 code'], ...rows];
}

function rowOf(
  table: Table,
  column: Column,
  { standing, missing }: { standing: FidelityStatement['columns'][number] | undefined; missing: number | undefined },
): Row {
  const { zh, en } = standingTitles[standing?.standing ?? 'made_up'];
  return [
    table.name,
    column.name,
    column.title.zh,
    column.title.en,
    column.type,
    column.semantic,
    column.nullable ? 'yes' : 'no',
    keyOf(table, column),
    column.domain ? valuesText(column.domain) : '',
    missing === undefined ? '' : missing.toFixed(3),
    `${zh} ${en}`,
    standing?.expected === undefined ? '' : `±${standing.expected}`,
  ];
}

function keyOf(table: Table, { name }: Column): string {
  const foreign = table.foreignKeys.flatMap(({ columns, table: target, references }) => {
    const at = columns.indexOf(name);
    return at < 0 ? [] : [`→ ${target}.${references[at] ?? ''}`];
  });
  return [...(table.primaryKey.includes(name) ? ['PK'] : []), ...foreign].join(' ');
}

/** Long lists are in the file of codes. */
const shown = 12;

function valuesText(domain: Domain): string {
  if (domain.kind !== 'codes') return `${domain.lo} … ${domain.hi}`;
  const more = domain.values.length > shown ? ` … (${domain.values.length})` : '';
  return `${domain.values.slice(0, shown).join(' | ')}${more}`;
}

/** With a byte order mark, so that Excel reads it. */
export function printCsv(rows: readonly Row[]): string {
  return `${byteOrderMark}${rows.map((row) => row.map(quoted).join(',')).join('\r\n')}\r\n`;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** What a title holds is text: neither a new row nor a tag. */
export function printMarkdown(rows: readonly Row[]): string {
  const line = (row: Row) => `| ${row.map(escaped).join(' | ')} |`;
  const [first = [], ...rest] = rows;
  return [line(first), line(first.map(() => '---')), ...rest.map(line), ''].join('\n');
}

function escaped(text: string): string {
  return text.replaceAll(/[\\|<&]/g, '\\$&').replaceAll(/\s+/g, ' ');
}
