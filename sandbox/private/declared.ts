/** What an entry says of the rows of a unit must hold for all units, since noise is measured by it. */
import { rowsPerUnitOf } from '#policies/catalog/units.ts';
import { accept, type Outcome } from '#policies/refusal.ts';
import type { Engine } from '../data/engine.ts';
import { refuseIngest } from '../data/report.ts';
import { countsSql, determinedColumns, type Staged } from './table-sql.ts';

/** Refuses E_INGEST where a unit has more rows than may be, or several values of a column that it determines; says of no unit which. */
export async function requireDeclared(engine: Engine, staged: Staged): Promise<Outcome<void>> {
  const { table, counts } = staged;
  const { max, onExcess } = rowsPerUnitOf(table);
  const doing = `check the units of ${table.name}`;
  const excess = await engine.count({ doing, sql: `SELECT count(*) FROM ${counts} WHERE n > ${max}` });
  if (onExcess === 'reject' && excess > 0)
    return refuseIngest(table.name, `a unit must have at most ${max} rows`, 'more');
  if ((await engine.count({ doing, sql: `SELECT count(*) FROM ${counts} WHERE NOT steady` })) === 0)
    return accept(undefined);
  for (const column of determinedColumns(staged)) {
    const sql = `SELECT count(*) FROM (${countsSql(staged, [column])}) WHERE NOT steady`;
    if ((await engine.count({ doing, sql })) === 0) continue;
    return refuseIngest(
      `${table.name}, column ${column.name}`,
      'all rows of a unit must have one value',
      'several in a unit',
    );
  }
  throw new Error('Cannot publish: a column must differ where columns together do');
}
