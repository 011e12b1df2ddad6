/** Searching the catalog: which entries hold the words that somebody asks for, and pass his filters. @see AO-08-7, GD-18-1, SH-17-1 */
import type { CatalogEntry, OpenAttribute } from './entry.ts';

/** What is looked for. All that is given must hold; an empty wish finds everything. */
export interface Wish {
  /** Words, with space between them, of titles, ids, tables and columns. */
  readonly q?: string | undefined;
  readonly department?: string | undefined;
  readonly attribute?: OpenAttribute | undefined;
  readonly theme?: string | undefined;
  /** Part of the name or title of a column. */
  readonly column?: string | undefined;
}

/**
 * For every wish, returns exactly the entries in which each word of `q` stands somewhere, and which every filter lets through. Words are
 * plain text: case and width of letters do not matter, no sign has a meaning. First those whose id and title hold all the words, then
 * those that only their tables and columns lead to; within each by id, so that the order of `entries` tells nothing.
 */
export function findEntries(entries: readonly CatalogEntry[], wish: Wish): readonly CatalogEntry[] {
  const words = plain(wish.q ?? '')
    .split(/\s+/)
    .filter((word) => word !== '');
  const left = entries.filter((entry) => passes(entry, wish)).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const byTitle = left.filter((entry) => holdAll(titlesOf(entry), words));
  const byColumn = left.filter(
    (entry) => !byTitle.includes(entry) && holdAll([...titlesOf(entry), ...insideOf(entry)], words),
  );
  return [...byTitle, ...byColumn];
}

function passes(entry: CatalogEntry, { department, attribute, theme, column }: Wish): boolean {
  if (department !== undefined && entry.department !== department) return false;
  if (attribute !== undefined && entry.attribute !== attribute) return false;
  if (theme !== undefined && entry.opening?.theme !== theme) return false;
  return column === undefined || holdAll(columnsOf(entry), [plain(column)]);
}

/** Each text by itself: a word does not run on from one name into the next. */
function holdAll(texts: readonly string[], words: readonly string[]): boolean {
  const read = texts.map(plain);
  return words.every((word) => read.some((text) => text.includes(word)));
}

function titlesOf({ id, title }: CatalogEntry): readonly string[] {
  return [id, title.zh, title.en];
}

function insideOf(entry: CatalogEntry): readonly string[] {
  return [...entry.tables.flatMap(({ name, title }) => [name, title.zh, title.en]), ...columnsOf(entry)];
}

function columnsOf({ tables }: CatalogEntry): readonly string[] {
  return tables.flatMap(({ columns }) => columns.flatMap(({ name, title }) => [name, title.zh, title.en]));
}

/** Without differences of case, and of full-width letters as input methods write them. */
function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
