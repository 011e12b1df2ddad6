/** Keys that lead nowhere: well formed, and of no row of the parent, because the parent does not count so far. */
import type { ForeignKey } from '#policies/catalog/entry.ts';
import type { Cell, Reader, Source } from '../reader.ts';
import { columnOf } from '../schema.ts';
import type { Expression } from '../scope.ts';
import { pick } from '../sql.ts';
import { valuesOutside } from './outside.ts';

/** One column of the key that is enough to lose the parent, and its values; nothing where each value has a parent. */
export function nowhere(
  reader: Reader,
  { table, row }: Omit<Cell, 'column'>,
  key: ForeignKey,
): { readonly column: string; readonly value: Expression } | undefined {
  const cells = key.columns.map((name) => ({ table, column: columnOf(table, name), row }));
  for (const cell of cells) {
    const value = beyond(reader, reader.sourceOf(cell), row);
    if (value !== undefined) return { column: cell.column.name, value };
  }
  for (const { column } of cells) {
    const unknown = valuesOutside(column);
    const value = { sql: pick(`[${unknown.join(', ')}]`, `${row.sql} % ${unknown.length}`), level: row.level };
    if (unknown.length > 0) return { column: column.name, value };
  }
  return undefined;
}

/** The value with a number that no row of the parent has. The number follows the row, so no two rows share it while there are enough. */
function beyond(reader: Reader, source: Source, row: Expression): Expression | undefined {
  if (source.kind !== 'nth' || source.values.size <= source.size) return undefined;
  const { values, size } = source;
  const index = { sql: `${size} + ${row.sql} % ${values.size - size}`, level: row.level };
  if (values.kind !== 'numbered' || values.keyOrder !== 'ends') return reader.valueOf({ ...source, index });
  // Both ends of the set are in use, so what is free lies between them.
  const number = reader.scope.name({
    sql: `${Math.ceil(size / 2)} + ${row.sql} % ${values.size - size}`,
    level: row.level,
  });
  return { sql: values.at(number.sql), level: number.level };
}
