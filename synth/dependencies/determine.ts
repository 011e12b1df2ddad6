/**
 * Values that follow from other values. Rows that agree in what a column follows from get one hash, and by that one value. The
 * hash knows names and values, not the table, so that a district has the same city in every table that says so.
 */
import type { Rule } from '#policies/catalog/rules.ts';
import { seedOf } from '../hash.ts';
import { type Cell, type Reader, typedAt } from '../reader.ts';
import { columnOf } from '../schema.ts';
import type { Expression } from '../scope.ts';
import { type Sql, list } from '../sql.ts';

type Determines = Rule & { readonly kind: 'determines' };

/** A hash below 2^32 of the values that the rule starts from, for the column or key `to`. */
export function determiningHash(
  reader: Reader,
  { table, row }: Omit<Cell, 'column'>,
  { rule, to }: { rule: Determines; to: string },
): Expression {
  const seed = (name: string) => seedOf(reader.world.seed, `${rule.from.join()}|${name}`);
  const mixed = rule.from.reduce<Expression | undefined>((before, name) => {
    const value = tokenAt(reader, { table, column: columnOf(table, name), row });
    const level = Math.max(value.level, before?.level ?? 0);
    const sql = before === undefined ? value.sql : `(${before.sql} * 31 + ${value.sql}) & 4294967295`;
    return reader.scope.name({ sql: `fmix(${sql}, ${seed('')})`, level });
  }, undefined);
  if (mixed === undefined) throw new Error(`Cannot generate ${table.name}: a rule must follow from something`);
  return reader.scope.name({ sql: `fmix(${mixed.sql}, ${seed(to)})`, level: mixed.level });
}

/** The place of a single value in its code list, where both lists are of one length: then they are read side by side. */
export function alignedIndex(
  reader: Reader,
  { table, column, row }: Cell,
  { from }: Determines,
): Expression | undefined {
  const [name = ''] = from;
  const source = columnOf(table, name);
  if (from.length > 1 || source.domain?.kind !== 'codes' || column.domain?.kind !== 'codes') return undefined;
  if (source.domain.values.length !== column.domain.values.length || column.domain.weights) return undefined;
  const value = typedAt(reader, { table, column: source, row });
  return reader.scope.name({ sql: positionIn(source.domain.values, value.sql), level: value.level });
}

/** A number below 2^32 that two rows share where they share the value; two values rarely share it. */
export function tokenAt(reader: Reader, cell: Cell): Expression {
  const source = reader.sourceOf(cell);
  // A number tells an identifier from the others of its column as well, and is cheaper.
  if (source.kind === 'nth' && source.values.kind === 'identity') return reader.scope.name(source.index);
  const { sql, level } = typedAt(reader, cell);
  const { domain } = cell.column;
  if (domain?.kind === 'codes' && domain.values.length <= 256) {
    return reader.scope.name({ sql: `coalesce(${positionIn(domain.values, sql)}, 0)`, level });
  }
  const text = `coalesce(CAST(${sql} AS VARCHAR), '')`;
  return reader.scope.name({ sql: `CAST(md5_number_lower(${text}) & 4294967295 AS BIGINT)`, level });
}

function positionIn(values: readonly (string | number)[], value: Sql): Sql {
  return `CAST(list_position(${list(values)}, ${value}) AS BIGINT) - 1`;
}
