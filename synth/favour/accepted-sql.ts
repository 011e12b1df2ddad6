/** Whether a value is accepted, as SQL. */
import type { Column } from '#policies/catalog/entry.ts';
import type { Accepted } from '#policies/simulation/wishes.ts';
import { comparable, written, type WishedValue } from '#policies/simulation/wishes-values.ts';
import { type Sql, literal } from '../sql.ts';

/** @param value SQL of the value, in any type that the column's can be made of */
export function acceptedSql(column: Column, accepts: readonly Accepted[], value: Sql): Sql {
  const typed = `CAST(${value} AS ${column.type})`;
  return `(${accepts.map((item) => oneSql(column, item, typed)).join(' AND ')})`;
}

function oneSql(column: Column, item: Accepted, typed: Sql): Sql {
  switch (item.kind) {
    case 'values':
      return `${typed} IN (${item.values.map((value) => constant(column, value)).join(', ')})`;
    case 'range': {
      const { lo, hi } = item;
      const low = lo ? [`${typed} ${lo.open ? '>' : '>='} ${constant(column, lo.value)}`] : [];
      const high = hi ? [`${typed} ${hi.open ? '<' : '<='} ${constant(column, hi.value)}`] : [];
      return [...low, ...high].join(' AND ');
    }
    case 'prefix':
      return `starts_with(${typed}, ${literal(item.text)})`;
    case 'present':
      return `${typed} IS NOT NULL`;
    case 'null':
      return `${typed} IS NULL`;
  }
}

/** A number is not cast: 5.5 is no value of a whole column, but an end of its ranges. */
function constant(column: Column, value: WishedValue): Sql {
  const known = comparable(column, value);
  if (known === undefined) throw new Error(`Cannot compare ${column.name}: must be of its type; got ${String(value)}`);
  const text = written(column, known);
  return typeof text === 'number' ? literal(text) : `CAST(${literal(text)} AS ${column.type})`;
}
