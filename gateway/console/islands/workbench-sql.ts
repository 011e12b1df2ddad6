/** SQL as DuckDB writes it, completed from the catalog: tables, the columns of those that the text names, functions. */
import { type Completion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import { keywordCompletionSource, SQLDialect } from '@codemirror/lang-sql';
import { LanguageSupport } from '@codemirror/language';
import type { Known, KnownColumn, KnownTable } from '../workbench/wire.ts';

const keywords =
  'select from where group by all having order asc desc nulls first last limit offset distinct on as join left inner using and or not in is null like ilike between exists case when then else end cast try_cast with union intersect except values filter over partition rows range unbounded preceding following current row rollup cube grouping sets interval date timestamp extract true false qualify within';
const types =
  'varchar boolean tinyint smallint integer int bigint hugeint double float decimal numeric date timestamp time interval';

const dialect = SQLDialect.define({
  keywords,
  types,
  doubleQuotedStrings: false,
  caseInsensitiveIdentifiers: true,
  specialVar: '$',
  operatorChars: '*+-%<>!=&|~^/',
});

export function duckdb(known: () => Promise<Known>): LanguageSupport {
  const own = dialect.language.data.of({ autocomplete: (context: CompletionContext) => complete(context, known) });
  const words = dialect.language.data.of({ autocomplete: keywordCompletionSource(dialect, true) });
  return new LanguageSupport(dialect.language, [own, words]);
}

async function complete(context: CompletionContext, known: () => Promise<Known>): Promise<CompletionResult | null> {
  const word = context.matchBefore(/[\p{L}\p{N}_]*/u);
  const dotted = context.matchBefore(/[\p{L}\p{N}_]+\.[\p{L}\p{N}_]*/u);
  if (!context.explicit && !dotted && (word?.text ?? '') === '') return null;
  const { tables, functions } = await known();
  if (context.aborted) return null;
  const named = tablesIn(context.state.doc.toString(), tables);
  const from = word?.from ?? context.pos;
  if (dotted) {
    const owner = dotted.text.slice(0, dotted.text.indexOf('.'));
    return { from, options: (named.get(owner.toLowerCase())?.columns ?? []).map(columnOption), validFor };
  }
  const columns =
    named.size > 0 ? [...new Set(named.values())].flatMap((table) => table.columns.map(columnOption)) : every(tables);
  const options = [
    ...columns.map((option) => ({ ...option, boost: 2 })),
    ...tables.map(tableOption),
    ...functions.map(({ name, about }) => ({ label: name, detail: about, type: 'function' })),
  ];
  return { from, options, validFor };
}

const validFor = /^[\p{L}\p{N}_]*$/u;

/** The tables that a text names, by their names and aliases. */
function tablesIn(text: string, tables: readonly KnownTable[]): ReadonlyMap<string, KnownTable> {
  const byName = new Map(tables.map((table) => [table.name, table]));
  const found = new Map<string, KnownTable>();
  for (const [, name = '', alias] of text.matchAll(/\b(?:from|join|,)\s+([\w.]+)(?:\s+(?:as\s+)?([a-z_]\w*))?/gi)) {
    const table = byName.get(name.toLowerCase());
    if (!table) continue;
    found.set(table.name, table);
    if (alias !== undefined && !keywords.split(' ').includes(alias.toLowerCase()))
      found.set(alias.toLowerCase(), table);
  }
  return found;
}

function tableOption({ name, title, about }: KnownTable): Completion {
  return { label: name, detail: title, type: 'class', boost: 1, info: () => panel(title, [about]) };
}

function columnOption({ name, title, type, about }: KnownColumn): Completion {
  return { label: name, detail: title, type: 'property', info: () => panel(title, [type, ...about]) };
}

/** Before a text names a table: the columns of all of them, each with its table. */
function every(tables: readonly KnownTable[]): readonly Completion[] {
  return tables.flatMap(({ name, columns }) =>
    columns.map((column) => ({ ...columnOption(column), detail: `${name} · ${column.title}` })),
  );
}

function panel(title: string, lines: readonly string[]): HTMLElement {
  const box = document.createElement('div');
  const head = document.createElement('strong');
  head.textContent = title;
  box.append(head);
  for (const line of lines) {
    const part = document.createElement('div');
    part.textContent = line;
    box.append(part);
  }
  return box;
}
