/**
 * The hash of what a table says, independent of how it is stored.
 *
 * Each row is written as one text that can be read back in only one way: per column `n` for NULL, else `v`, the length in
 * bytes, `:` and the value as the engine prints it. The digests of these texts are put in **their own ascending order** and
 * hashed. That order needs no key, no collation and no comparison of types; equal rows stay as often as they are, so the
 * hash is of the multiset of rows. Names and types of the columns come first: the same rows under other columns say something else.
 *
 * Guarantee: equal multisets of rows under equal columns have equal hashes for every order of rows and every file layout;
 * different ones differ, unless SHA-256 collides. Values print alike within one engine version, which the manifest states.
 */
import { createHash } from 'node:crypto';
import type { Table } from '#policies/catalog/entry.ts';
import { rowCount, sha256 } from '#policies/units.ts';
import { quoted } from '#policies/query/print.ts';
import { type Engine } from './engine.ts';
import type { TableContent } from './snapshot.ts';

/** @param relation SQL of a table that has the declared columns */
export async function hashContent(engine: Engine, table: Table, relation: string): Promise<TableContent> {
  const hash = createHash('sha256');
  hash.update(`${JSON.stringify(table.columns.map((column) => [column.name, column.type]))}\n`);
  const parts = table.columns.map((column) => part(`CAST(${quoted(column.name)} AS VARCHAR)`));
  const sql = `SELECT sha256(concat(${parts.join(', ')})) AS digest FROM ${relation} ORDER BY digest`;
  let rows = 0;
  for await (const digest of engine.texts({ doing: `hash ${table.name}`, sql })) {
    hash.update(digest, 'latin1');
    rows += 1;
  }
  return { name: table.name, rows: rowCount(rows), contentHash: sha256(hash.digest('hex')) };
}

function part(text: string): string {
  return `CASE WHEN ${text} IS NULL THEN 'n' ELSE concat('v', strlen(${text}), ':', ${text}) END`;
}
