/** Short hands for writing catalog entries: one column per statement, titles in both languages. */
import type { Column, Title } from '#policies/catalog/entry.ts';

/** A title from its Chinese and its English text. */
export function title(zh: string, en: string): Title {
  return { zh, en };
}

type ColumnFacts = Omit<Column, 'name' | 'title' | 'nullable'> & { readonly nullable?: boolean };

/** A column that is not nullable unless it says so. */
export function column(name: string, [zh, en]: readonly [string, string], facts: ColumnFacts): Column {
  return { name, title: title(zh, en), nullable: false, ...facts };
}
