/** What the editor completes from: the published tables and columns with what a vendor must know of them, and the functions of the language. */
import type { CatalogEntry, Coarsening, Column, ColumnRule, Domain, Table, Title } from '#policies/catalog/entry.ts';
import { functions } from '#policies/query/functions.ts';
import type { Client } from '../../client.ts';
import type { View } from '../view.ts';
import type { Known, KnownColumn, KnownTable } from './wire.ts';

/** As the reader may read them; nothing where the API refuses. */
export async function entriesFor(api: Client): Promise<readonly CatalogEntry[]> {
  const told = await api.all('/catalog/entries');
  const published = (told.ok ? told.value : []).filter(({ state }) => state === 'published');
  return published.map((doc) => doc['entry'] as CatalogEntry);
}

export function knownFrom(view: View, entries: readonly CatalogEntry[]): Known {
  return {
    tables: entries.flatMap((entry) => entry.tables.map((table) => tableOf(view, entry, table))),
    functions: [...aggregates, ...Object.keys(functions).filter((name) => /^[a-z]\w+$/.test(name))].map((name) => ({
      name,
      about: view.t(aggregates.includes(name) ? { zh: '汇总', en: 'aggregate' } : { zh: '函数', en: 'function' }),
    })),
  };
}

const aggregates = [
  'count',
  'sum',
  'avg',
  'quantile_cont',
  'var_samp',
  'stddev_samp',
  'covar_samp',
  'corr',
  'hhi',
  'gini',
];

function tableOf(view: View, { department, attribute }: CatalogEntry, table: Table): KnownTable {
  const units = [...new Set(table.units.map(({ space }) => space))].join(', ');
  const about =
    units === ''
      ? view.t({ zh: '不涉及主体', en: 'about no unit' })
      : view.t({ zh: `主体 ${units}`, en: `units ${units}` });
  return {
    name: table.name,
    title: view.t(table.title),
    about: `${department} · ${view.t(attributes[attribute])} · ${about}`,
    columns: table.columns.map((column) => columnOf(view, column)),
  };
}

const attributes = {
  unconditional: { zh: '无条件开放', en: 'open to all' },
  conditional: { zh: '有条件开放', en: 'on conditions' },
  closed: { zh: '不予开放', en: 'closed' },
} as const satisfies Record<CatalogEntry['attribute'], Title>;

function columnOf(view: View, column: Column): KnownColumn {
  const { name, title, type, grade, rule, coarsen = [], domain } = column;
  const coarser = coarsen.map((one) => coarseningWords(view, one)).join(view.t({ zh: '、', en: ', ' }));
  const about = [
    view.t({ zh: `${grade} 级`, en: `grade ${grade}` }),
    ...rule.map((one) => `${one} ${view.t(ruleWords[one])}`),
    ...(coarser === ''
      ? []
      : [view.t({ zh: `可粗化为分组键:${coarser}`, en: `may become a group key by ${coarser}` })]),
    ...(domain ? [domainWords(view, domain)] : []),
    ...(column.consent ? [view.t({ zh: '明文使用须本人同意', en: 'in the clear only with consent' })] : []),
  ];
  return { name, title: view.t(title), type, about };
}

export const ruleWords: Record<ColumnRule, Title> = {
  P: { zh: '可输出', en: 'may appear in the output' },
  G: { zh: '可作分组键', en: 'as a group key' },
  A: { zh: '只可汇总', en: 'inside aggregates' },
  J: { zh: '只可关联', en: 'as a join or unit key' },
  F: { zh: '只可筛选', en: 'in filters' },
  X: { zh: '不可使用', en: 'never' },
};

const parts = {
  year: { zh: '年', en: 'year' },
  quarter: { zh: '季度', en: 'quarter' },
  month: { zh: '月', en: 'month' },
} as const satisfies Record<string, Title>;

function coarseningWords(view: View, one: Coarsening): string {
  if (one.by === 'prefix') return view.t({ zh: `前 ${one.length} 位`, en: `its first ${one.length} characters` });
  if (one.by === 'bands') return view.t({ zh: `至多 ${one.max} 个区间`, en: `at most ${one.max} bands` });
  return view.t(parts[one.by]);
}

/** Values named in one line. */
const mostValues = 8;

function domainWords(view: View, domain: Domain): string {
  if (domain.kind !== 'codes') return `${domain.lo} … ${domain.hi}`;
  const { values } = domain;
  const more =
    values.length > mostValues ? view.t({ zh: ` 等 ${values.length} 个值`, en: ` … ${values.length} values` }) : '';
  return `${values.slice(0, mostValues).join(view.t({ zh: '、', en: ', ' }))}${more}`;
}

/** A first text for a table: how many units there are by its first group key. */
export function exampleFor(entries: readonly CatalogEntry[], name: string): string | undefined {
  const table = entries.flatMap(({ tables }) => tables).find((one) => one.name === name);
  if (!table) return undefined;
  const unit = table.units[0];
  const key = table.columns.find(
    ({ rule, semantic, domain }) =>
      (rule.includes('G') || rule.includes('P')) && domain?.kind === 'codes' && semantic !== 'flag',
  );
  const counted = unit && !unit.via ? `count(DISTINCT ${unit.column}) AS n_${unit.space}` : 'count(*) AS n';
  return key ? `SELECT ${key.name}, ${counted}\nFROM ${name}\nGROUP BY ALL` : `SELECT ${counted}\nFROM ${name}`;
}
