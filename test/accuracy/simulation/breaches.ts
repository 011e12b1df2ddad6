/** All that generated rows break of what their catalog declares: types, domains, keys, references, rules between columns. */
import type { Table } from '#policies/catalog/entry.ts';
import { brokenDependencies } from '../../synth/dependency-judge.ts';
import { repeatedKeys, violations } from '../../synth/domains.ts';
import { orphans, type Bench } from '../../synth/support.ts';

export async function breaches(bench: Bench, tables: readonly Table[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const table of tables) {
    found.push(...(await violations(bench, table)), ...(await brokenDependencies(bench, table)));
    const repeated = await repeatedKeys(bench, table);
    if (repeated > 0) found.push(`${table.name}: ${repeated} repeated keys`);
  }
  return found;
}

/** Rows that refer to none, over all foreign keys between these tables. */
export async function orphansIn(bench: Bench, tables: readonly Table[]): Promise<number> {
  let found = 0;
  for (const table of tables) {
    for (const key of table.foreignKeys.filter((one) => tables.some(({ name }) => name === one.table))) {
      const pairs = key.columns.map((column, at) => [column, key.references[at] ?? ''] as const);
      found += Number(await bench.value(orphans(table.name, key.table, pairs)));
    }
  }
  return found;
}
