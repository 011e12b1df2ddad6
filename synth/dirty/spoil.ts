/** Clean values in, spoilt values out, and which rows are spoilt. Each row is spoilt by a hash of its number, so the seed decides. */
import type { Column, Table } from '#policies/catalog/entry.ts';
import { hashRange, seedOf } from '../hash.ts';
import { type Reader, hashAt } from '../reader.ts';
import { decidingKeys } from '../schema.ts';
import type { Expression } from '../scope.ts';
import { type Sql, pick } from '../sql.ts';
import { nowhere } from './nowhere.ts';
import { valuesOutside } from './outside.ts';
import type { DirtKind, Spoiling } from './rates.ts';

const row: Expression = { sql: 'i', level: 0 };

export interface Spoilt {
  readonly value: Expression;
  readonly flags: readonly Flag[];
}

/** Where a row is wrong, and how. */
export interface Flag {
  readonly kind: DirtKind;
  readonly column: string;
  readonly holds: Expression;
}

/** Spoils the values of a table, column by column. */
export type Spoiler = (column: Column, clean: Expression) => Spoilt;

export function openSpoiler(reader: Reader, table: Table, spoiling: Spoiling): Spoiler {
  const lost = lostKeys(reader, table, spoiling);
  return (column, clean) => {
    const ways = waysToSpoil(reader, { table, column, clean }, spoiling);
    const own = lost.get(column.name);
    const all = own === undefined ? ways : [...ways, own];
    return all.length === 0 ? { value: clean, flags: [] } : inTurn(reader, { column, clean }, all);
  };
}

/** Whether the row with that number, counted as it was written, is there twice. */
export function isDuplicated({ seed }: { seed: number }, table: Table, share: number): Sql {
  return `fmix(rowid, ${seedOf(seed, `dirty ${table.name}+`)}) < ${Math.round(share * hashRange)}`;
}

interface Way {
  readonly kind: DirtKind;
  readonly when: Expression;
  readonly value: Expression;
}

/** The first way that applies, where there was a value. */
function inTurn(
  { scope }: Reader,
  { column, clean }: { column: Column; clean: Expression },
  ways: readonly Way[],
): Spoilt {
  const known = scope.name(clean);
  const before: Sql[] = [`${known.sql} IS NOT NULL`];
  const flags = ways.map(({ kind, when }): Flag => {
    const holds = { sql: `(${[...before, when.sql].join(' AND ')})`, level: Math.max(known.level, when.level) };
    before.push(`NOT ${when.sql}`);
    return { kind, column: column.name, holds };
  });
  const cases = ways.map(({ value }, at) => `WHEN ${flags[at]?.holds.sql} THEN ${value.sql}`);
  const levels = [known.level, ...flags.map(({ holds }) => holds.level), ...ways.map(({ value }) => value.level)];
  return { value: { sql: `CASE ${cases.join(' ')} ELSE ${known.sql} END`, level: Math.max(...levels) }, flags };
}

function waysToSpoil(
  reader: Reader,
  { table, column, clean }: { table: Table; column: Column; clean: Expression },
  { missing, outside, late }: Spoiling,
): readonly Way[] {
  const name = `${table.name}.${column.name}`;
  const ways: Way[] = [];
  const nothing = missing.get(column.name) ?? 0;
  if (nothing > 0)
    ways.push({ kind: 'missing', when: chosen(reader, `${name}-`, nothing), value: { sql: 'NULL', level: 0 } });
  const unknown = valuesOutside(column);
  const beyond = outside.get(column.name) ?? 0;
  if (beyond > 0 && unknown.length > 0) {
    const hash = hashAt(reader, row, `${name}<>value`);
    const value = { sql: pick(`[${unknown.join(', ')}]`, `${hash.sql} % ${unknown.length}`), level: hash.level };
    ways.push({ kind: 'outside', when: chosen(reader, `${name}<>`, beyond), value });
  }
  if (late?.column === column.name && late.share > 0) {
    const hash = hashAt(reader, row, `${name}>>days`);
    const days = `to_days(CAST(1 + ${hash.sql} % ${late.days} AS INTEGER))`;
    const known = reader.scope.name(clean);
    const value = { sql: `CAST(${known.sql} + ${days} AS ${column.type})`, level: Math.max(known.level, hash.level) };
    ways.push({ kind: 'late', when: chosen(reader, `${name}>>`, late.share), value });
  }
  return ways;
}

/** For each foreign key that can be lost, the column that loses it; of several keys a row loses one. */
function lostKeys(reader: Reader, table: Table, { unmatched }: Spoiling): ReadonlyMap<string, Way> {
  if (unmatched <= 0) return new Map();
  const keys = decidingKeys(reader.world.schema, table).flatMap((key) => nowhere(reader, { table, row }, key) ?? []);
  const which = hashAt(reader, row, `${table.name}?key`);
  const when = chosen(reader, `${table.name}?`, unmatched);
  return new Map(
    keys.map(({ column, value }, at) => {
      const sql = `(${when.sql} AND ${which.sql} % ${keys.length} = ${at})`;
      const typed = table.columns.find(({ name }) => name === column)?.type ?? 'VARCHAR';
      const cast = { sql: `CAST(${value.sql} AS ${typed})`, level: value.level };
      return [column, { kind: 'unmatched', when: { sql, level: Math.max(when.level, which.level) }, value: cast }];
    }),
  );
}

/** Whether a row is of the share. */
function chosen(reader: Reader, name: string, share: number): Expression {
  const hash = hashAt(reader, row, `dirty ${name}`);
  return { sql: `(${hash.sql} < ${Math.round(share * hashRange)})`, level: hash.level };
}
