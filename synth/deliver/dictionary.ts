/** The data dictionary 数据字典 of simulation data: what each column means, what it may hold, and how far to believe it. */
import type { CatalogEntry, Column, Domain, Table } from '#policies/catalog/entry.ts';
import type { ColumnStanding, FidelityStatement } from '#policies/simulation/fidelity.ts';

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
  '可信度 standing',
  '预期误差 expected error',
];

/** One line for each column, the head first. */
export function dictionaryRows(
  entries: readonly CatalogEntry[],
  statements: ReadonlyMap<string, FidelityStatement>,
): readonly (readonly string[])[] {
  const rows = entries.flatMap(({ tables }) =>
    tables.flatMap((table) =>
      table.columns.map((column, at) => rowOf(table, column, statements.get(table.name)?.columns[at])),
    ),
  );
  return [head, ...rows];
}

function rowOf(
  table: Table,
  column: Column,
  told: FidelityStatement['columns'][number] | undefined,
): readonly string[] {
  const { zh, en } = standingTitles[told?.standing ?? 'made_up'];
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
    `${zh} ${en}`,
    told?.expected === undefined ? '' : `±${told.expected}`,
  ];
}

function keyOf(table: Table, { name }: Column): string {
  const foreign = table.foreignKeys.flatMap(({ columns, table: target, references }) => {
    const at = columns.indexOf(name);
    return at < 0 ? [] : [`→ ${target}.${references[at] ?? ''}`];
  });
  return [...(table.primaryKey.includes(name) ? ['PK'] : []), ...foreign].join(' ');
}

/** Long lists are in the catalog. */
const shown = 12;

function valuesText(domain: Domain): string {
  if (domain.kind !== 'codes') return `${domain.lo} … ${domain.hi}`;
  const more = domain.values.length > shown ? ` … (${domain.values.length})` : '';
  return `${domain.values.slice(0, shown).join(' | ')}${more}`;
}

/** With a byte order mark, so that Excel reads it. */
export function printCsv(rows: readonly (readonly string[])[]): string {
  const cell = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

export function printMarkdown(rows: readonly (readonly string[])[]): string {
  const line = (row: readonly string[]) => `| ${row.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
  const [first = [], ...rest] = rows;
  return [line(first), line(first.map(() => '---')), ...rest.map(line), ''].join('\n');
}
