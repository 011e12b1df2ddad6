/**
 * SQL that turns a source value into the declared type without loss, or into NULL.
 * DuckDB's own casts round (`'1.5'` → 2 as INTEGER), drop (`'2026-01-01 12:00'` → a DATE) and wrap time zones silently.
 */
import type { SqlType } from '#policies/catalog/entry.ts';
import { quotedText } from '#policies/query/print.ts';

export interface CastInput {
  /** An SQL expression without side effects; it is repeated in the result. */
  readonly sql: string;
  readonly from: string;
  readonly to: SqlType;
  readonly format?: string;
}

/**
 * For every value, the result is NULL or the value in the declared type, and prints back to the same meaning.
 * Returns `undefined` where the source type cannot be taken: nested values, and times with a zone, whose local date is
 * a decision for the source department (`derive`).
 */
export function strictCast(input: CastInput): string | undefined {
  if (!isScalar(input.from)) return undefined;
  const cast = castTo(input);
  return cast !== undefined && (input.to === 'DATE' || input.to === 'TIMESTAMP') ? inYears(cast, input.to) : cast;
}

/**
 * Only the years of people: outside them the engine's planner fails on calendar functions of a column's extremes, and whether it fails
 * would tell of a row.
 */
function inYears(sql: string, to: 'DATE' | 'TIMESTAMP'): string {
  return `CASE WHEN (${sql}) >= ${to} '0001-01-01' AND (${sql}) < ${to} '9999-12-31' THEN ${sql} END`;
}

function castTo(input: CastInput): string | undefined {
  if (input.format !== undefined) return castFormatted(asText(input), input.to, input.format);
  if (input.from === input.to) return input.to === 'DOUBLE' ? finite(input.sql) : input.sql;
  if (input.from === 'VARCHAR') return castText(input.sql, input.to);
  const cast = `TRY_CAST(${input.sql} AS ${input.to})`;
  const kept = `CASE WHEN TRY_CAST(${cast} AS ${input.from}) = ${input.sql} THEN ${cast} END`;
  return input.to === 'DOUBLE' ? finite(kept) : kept;
}

const scalars =
  /^(BOOLEAN|U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.*\)|DATE|TIMESTAMP(_S|_MS|_NS)?|VARCHAR|UUID|ENUM\(.*\))$/;

function isScalar(type: string): boolean {
  return scalars.test(type) && !type.endsWith('[]');
}

function asText(input: CastInput): string {
  return input.from === 'VARCHAR' ? input.sql : `CAST(${input.sql} AS VARCHAR)`;
}

function castText(sql: string, to: SqlType): string {
  const text = `trim(${sql})`;
  switch (to) {
    case 'VARCHAR':
      return sql;
    case 'BOOLEAN':
      return matching(text, '(?i)(true|false|t|f|yes|no|y|n|1|0)', `TRY_CAST(${text} AS BOOLEAN)`);
    case 'SMALLINT':
    case 'INTEGER':
    case 'BIGINT':
      return matching(text, '[+-]?[0-9]+(\\.0*)?', `TRY_CAST(${text} AS ${to})`);
    case 'DOUBLE':
      return matching(
        text,
        '[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?',
        finite(`TRY_CAST(${text} AS DOUBLE)`),
      );
    case 'DATE': {
      const day = `replace(regexp_extract(${text}, '^[^ T]*'), '/', '-')`;
      return matching(text, `${dayPattern}([ T]0?0:00(:00(\\.0+)?)?)?`, `TRY_CAST(${day} AS DATE)`);
    }
    case 'TIMESTAMP': {
      const pattern = `${dayPattern}([ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,6})?)?)?`;
      return matching(text, pattern, `TRY_CAST(replace(${text}, '/', '-') AS TIMESTAMP)`);
    }
    default: {
      const scale = Number(/,(\d+)\)$/.exec(to)?.[1] ?? 0);
      return matching(text, decimalPattern(scale), `TRY_CAST(${text} AS ${to})`);
    }
  }
}

const dayPattern = '[0-9]{4}([-][0-9]{1,2}[-][0-9]{1,2}|/[0-9]{1,2}/[0-9]{1,2})';

/** At most `scale` digits after the point that are not trailing zeros. */
function decimalPattern(scale: number): string {
  return `[+-]?([0-9]+(\\.[0-9]{0,${scale}}0*)?|\\.[0-9]{1,${Math.max(scale, 1)}}0*)`;
}

/** Printing the parsed time with the same format must give the same text: `93011` is not `%y%m%d`. */
function castFormatted(sql: string, to: SqlType, format: string): string | undefined {
  if (/%[zZ]/.test(format) || (to !== 'DATE' && to !== 'TIMESTAMP')) return undefined;
  const text = `trim(${sql})`;
  const time = `try_strptime(${text}, ${quotedText(format)})`;
  const same = `lower(strftime(${time}, ${quotedText(format)})) = lower(${text})`;
  const whole = to === 'DATE' ? ` AND date_trunc('day', ${time}) = ${time}` : '';
  return `CASE WHEN ${same}${whole} THEN CAST(${time} AS ${to}) END`;
}

function matching(text: string, pattern: string, value: string): string {
  return `CASE WHEN regexp_full_match(${text}, ${quotedText(pattern)}) THEN ${value} END`;
}

function finite(sql: string): string {
  return `CASE WHEN isfinite(${sql}) THEN ${sql} END`;
}
