/**
 * Typed columns as CSV: a byte order mark, so that office programs read the Chinese, and nothing that they take for a formula. An absent
 * value is an empty field, an empty text is `""`.
 *
 * @see RFC 4180; OWASP "CSV Injection"
 */
import type { ColumnType, TypedColumn, Value } from './columns.ts';
import { dateOf } from '#policies/calendar.ts';

export function toCsv(columns: readonly TypedColumn[]): string {
  const head = columns.map(({ name }) => quoted(harmless(name)));
  const length = columns[0]?.values.length ?? 0;
  const rows = Array.from({ length }, (_, row) => columns.map(({ type, values }) => field(type, values[row] ?? null)));
  return `\uFEFF${[head, ...rows].map((line) => line.join(',')).join('\r\n')}\r\n`;
}

function field(type: ColumnType, value: Value): string {
  if (value === null) return '';
  switch (type.kind) {
    case 'text':
      return quoted(harmless(String(value)));
    case 'date':
      return dateOf(Number(value));
    case 'timestamp':
      return momentOf(BigInt(value));
    case 'decimal':
      return decimalText(BigInt(value), type.scale);
    case 'boolean':
    case 'integer':
    case 'float32':
    case 'float64':
      return String(value);
  }
}

/** An apostrophe before what a table program would take for a formula. Numbers are written by us and need none. */
function harmless(text: string): string {
  return /^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) || text === '' ? `"${text.replaceAll('"', '""')}"` : text;
}

export function decimalText(unscaled: bigint, scale: number): string {
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  const point = digits.length - scale;
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, point)}${scale > 0 ? `.${digits.slice(point)}` : ''}`;
}

const dayMicros = 86_400_000_000n;

function momentOf(micros: bigint): string {
  const ofDay = ((micros % dayMicros) + dayMicros) % dayMicros;
  const day = dateOf(Number((micros - ofDay) / dayMicros));
  const two = (unit: bigint, of: bigint) => String((ofDay / unit) % of).padStart(2, '0');
  const part = String(ofDay % 1_000_000n).padStart(6, '0');
  const fraction = part === '000000' ? '' : `.${part.replace(/0+$/, '')}`;
  return `${day} ${two(3_600_000_000n, 24n)}:${two(60_000_000n, 60n)}:${two(1_000_000n, 60n)}${fraction}`;
}
