/** Writes one private table and its dictionaries, and says what of the source is in it. */
import { rowRank, unitNumber } from '#policies/catalog/private-form.ts';
import { rowsPerUnitOf } from '#policies/catalog/units.ts';
import { quoted } from '#policies/query/print.ts';
import { rowCount, unitCount } from '#policies/units.ts';
import type { Engine } from '../data/engine.ts';
import type { PrivateContent } from './manifest.ts';
import { codedColumns, dictionaryOf, dictionarySql, storedSql, type Staged } from './table-sql.ts';

/** Into the attached database `target`, from the attached `source`. */
export async function store(engine: Engine, staged: Staged, key: Buffer): Promise<PrivateContent> {
  const { table, counts } = staged;
  const doing = `store ${table.name} for the private lane`;
  const target = `target.main.${quoted(table.name)}`;
  for (const column of codedColumns(staged)) {
    await engine.run({
      doing,
      sql: `CREATE TABLE ${dictionaryOf(staged, column)} AS ${dictionarySql(staged, column)}`,
    });
  }
  await engine.run({ doing, sql: `CREATE TABLE ${target} AS ${storedSql(staged, key)}` });
  await assertRanked(engine, target, staged);
  const count = (what: string, from: string) => engine.count({ doing, sql: `SELECT ${what} FROM ${from}` });
  const [all, owned] = [await count('count(*)', `source.main.${quoted(table.name)}`), await count('sum(n)', counts)];
  const rows = await count('count(*)', target);
  return {
    name: table.name,
    rows: rowCount(rows),
    units: unitCount(await count('count(*)', counts)),
    withoutUnit: rowCount(all - owned),
    overCap: rowCount(owned - rows),
  };
}

/** That the engine kept the order of the sort; were it ever not to, ranks would be wrong without a word. */
async function assertRanked(engine: Engine, target: string, { table, counts, numbers }: Staged): Promise<void> {
  const ranks = `SELECT "${unitNumber}" AS u, count(*) AS n, min("${rowRank}") AS lo, max("${rowRank}") AS hi FROM ${target} GROUP BY ALL`;
  const declared = `SELECT u, least(n, ${rowsPerUnitOf(table).max}) AS n FROM ${counts} JOIN ${numbers} USING (id)`;
  const wrong = `SELECT count(*) FROM (${ranks}) AS found FULL JOIN (${declared}) AS due USING (u)
    WHERE found.n IS DISTINCT FROM due.n OR lo <> 1 OR hi <> found.n`;
  if ((await engine.count({ doing: 'check the ranks', sql: wrong })) > 0) {
    throw new Error('Cannot publish: the ranks of each unit must count from 1; got others');
  }
}
