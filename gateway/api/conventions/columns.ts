/**
 * A table of the domain as columns with types. The domain tells exact numbers, dates and moments as text, so that JSON does not round them;
 * here they become what they are. A hidden cell is null, and a column `<name>__hidden` beside it says that it is hidden (`c`, confidential)
 * and not missing.
 *
 * @see docs/decisions/054-api-conventions.md; GSS guidance on symbols in tables
 */
import { dayNumber } from '#policies/calendar.ts';
import type { ResultTable } from '#sandbox/door.ts';

/** A table as it is shown: what is hidden, and why numbers are not exact, only where there is such a thing. */
export interface Shown extends Omit<Pick<ResultTable, 'rows' | 'treatment'>, 'columns'> {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly hidden?: ResultTable['hidden'];
}

/** How values are held: days since 1970, microseconds since 1970, decimals without their point. */
export type ColumnType =
  /** `isCoded`: of a few words that come again and again. */
  | { readonly kind: 'text'; readonly isCoded?: true }
  | { readonly kind: 'boolean' | 'date' | 'timestamp' | 'float32' | 'float64' }
  | { readonly kind: 'integer'; readonly bits: 8 | 16 | 32 | 64 }
  | { readonly kind: 'decimal'; readonly width: number; readonly scale: number };

export type Value = string | number | bigint | boolean | null;

export interface TypedColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly values: readonly Value[];
}

/** Says of a cell that it is hidden for confidentiality. */
export const hiddenMark = 'c';

/** @throws RangeError for a value that is not of its column's type: the domain made both */
export function columnsOf({ columns, rows, hidden = [] }: Shown): readonly TypedColumn[] {
  const taken = new Set(columns.map(({ name }) => name));
  return columns.flatMap(({ name, type: declared }, at): TypedColumn[] => {
    const isHidden = rows.map((_, row) => hidden[row]?.[at] === true);
    const told = rows.map((row, place) => (isHidden[place] ? null : (row[at] ?? null)));
    const type = typeOf(declared, told);
    const column = { name, type, values: told.map((value) => (value === null ? null : valueOf(type, value))) };
    if (!isHidden.includes(true)) return [column];
    const marks = isHidden.map((is) => (is ? hiddenMark : null));
    return [column, { name: free(`${name}__hidden`, taken), type: { kind: 'text', isCoded: true }, values: marks }];
  });
}

function free(name: string, taken: ReadonlySet<string>): string {
  return taken.has(name) ? free(`${name}_`, taken) : name;
}

const plain: Readonly<Record<string, ColumnType>> = {
  BOOLEAN: { kind: 'boolean' },
  TINYINT: { kind: 'integer', bits: 8 },
  SMALLINT: { kind: 'integer', bits: 16 },
  INTEGER: { kind: 'integer', bits: 32 },
  BIGINT: { kind: 'integer', bits: 64 },
  HUGEINT: { kind: 'decimal', width: 38, scale: 0 },
  FLOAT: { kind: 'float32' },
  DOUBLE: { kind: 'float64' },
  DATE: { kind: 'date' },
  TIMESTAMP: { kind: 'timestamp' },
};

type Told = Shown['rows'][number][number];

/** The type follows from the declared one, not from the values; only a number with more digits than a decimal has makes its column text. */
function typeOf(declared: string, values: readonly Told[]): ColumnType {
  const [, width, scale] = /^DECIMAL\((\d+),\s*(\d+)\)$/.exec(declared) ?? [];
  const found: ColumnType = width
    ? { kind: 'decimal', width: Number(width), scale: Number(scale) }
    : (plain[declared] ?? { kind: 'text' });
  if (found.kind !== 'decimal') return found;
  const digits = Math.max(0, ...values.map((value) => String(value ?? '').replaceAll(/\D/g, '').length));
  return digits > 38 ? { kind: 'text' } : found;
}

function valueOf(type: ColumnType, told: string | number | boolean): Value {
  switch (type.kind) {
    case 'text':
      return String(told);
    case 'boolean':
      return told === true || told === 'true';
    case 'integer':
      return type.bits === 64 ? BigInt(told) : Number(told);
    case 'float32':
    case 'float64':
      return Number(told);
    case 'decimal':
      return unscaled(String(told), type.scale);
    case 'date':
      return dayOf(String(told));
    case 'timestamp':
      return microsOf(String(told));
  }
}

/** `-1.50` at scale 2 is −150. */
function unscaled(text: string, scale: number): bigint {
  const [, sign, whole = '', part = ''] = /^(-?)(\d*)(?:\.(\d*))?$/.exec(text) ?? [];
  if (sign === undefined || part.length > scale)
    throw new RangeError(`Cannot read a decimal: must have at most ${scale} places; got another form`);
  const digits = BigInt(whole + part.padEnd(scale, '0'));
  return sign === '-' ? -digits : digits;
}

function dayOf(text: string): number {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) throw new RangeError('Cannot read a date: must be of the years 0 to 9999');
  return dayNumber(text);
}

function microsOf(text: string): bigint {
  const [, date, hours, minutes, seconds, part = ''] =
    /^(\d{4}-\d\d-\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?$/.exec(text) ?? [];
  if (date === undefined) throw new RangeError('Cannot read a moment: must be of the years 0 to 9999');
  const whole = dayNumber(date) * 86_400 + Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
  return BigInt(whole) * 1_000_000n + BigInt(part.padEnd(6, '0'));
}
