/** `sluice catalog`: what is published, and what may be done with each column of an entry. */
import { z } from 'zod';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { entrySchema } from '#policies/catalog/entry-schema.ts';
import { findEntries } from '#policies/catalog/find-entries.ts';
import { styled, type Arguments } from './args.ts';
import { printCells } from './print-table.ts';
import { reach } from './reach.ts';
import { told, type Answer } from './verb.ts';

const doc = z.looseObject({ entry: entrySchema });
const list = z.looseObject({ items: z.array(doc) });

export async function listCatalog(args: Arguments): Promise<Answer> {
  await using reached = await reach(args, 'offline');
  const listed = await reached.client.call('/catalog/entries');
  if (!listed.ok) return listed;
  const all = list.parse(listed.value).items.map(({ entry }): CatalogEntry => entry);
  const found = args.words.length > 0 ? findEntries(all, { q: args.words.join(' ') }) : all;
  const lines = printCells(found.map((entry) => [entry.id, entry.title.zh, entry.title.en, entry.attribute]));
  const value = found.map(({ id, version, title, department, attribute, tables }) => ({
    id,
    version,
    title,
    department,
    attribute,
    tables: tables.map(({ name }) => name),
  }));
  return told(value, lines.length > 0 ? lines.join('\n') : 'Nothing is published that has all these words.');
}

export async function showCatalog(args: Arguments): Promise<Answer> {
  await using reached = await reach(args, 'offline');
  const found = await reached.client.call(`/catalog/entries/${encodeURIComponent(args.words[0] ?? '')}`);
  if (!found.ok) return found;
  return told(found.value, printEntry(doc.parse(found.value).entry));
}

function printEntry({ id, version, title, department, attribute, updateCycle, tables }: CatalogEntry): string {
  const head = `${styled('bold', id)} ${version}  ${title.zh} ${title.en}\n  ${department}, ${attribute}, updated ${updateCycle}`;
  return [head, ...tables.map(printTableOf)].join('\n\n');
}

function printTableOf({ name, title, columns, units, volume }: CatalogEntry['tables'][number]): string {
  const about =
    units.length > 0 ? `about each ${units.map(({ space, column }) => `${space} (${column})`).join(', ')}` : 'public';
  const rows = columns.map((column) => [
    `  ${column.name}`,
    column.type,
    column.grade,
    column.rule.join(' '),
    column.title.zh,
    column.title.en,
  ]);
  return [`${styled('bold', name)}  ${title.zh} ${title.en}; about ${volume} rows; ${about}`, ...printCells(rows)].join(
    '\n',
  );
}
