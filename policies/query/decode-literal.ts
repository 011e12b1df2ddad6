/** Constants of DuckDB's syntax tree → {@link Literal}. Exact numbers stay text, digit for digit. */
import type { Position } from '../refusal.ts';
import { fields, isObject, text, type Json } from './json.ts';
import { stop } from './stop.ts';
import type { Literal } from './syntax.ts';

/** @returns the constant; stops with E_UNSUPPORTED for a type that the language has no constants of */
export function literalOf(json: Json, at: Position | undefined): Literal {
  if (!isObject(json) || !isObject(json.type)) return stop('E_UNSUPPORTED', 'Cannot read a constant', at);
  if (json.is_null === true) return { type: 'null' };
  const { type, value } = fields(json, 'a constant', ['type', 'is_null', 'value'], at);
  const id = isObject(type) ? text(type.id, 'a type') : '';
  if (id === 'VARCHAR' && typeof value === 'string') return { type: 'string', text: value };
  if (id === 'BOOLEAN' && typeof value === 'boolean') return { type: 'boolean', value };
  if (id === 'DECIMAL') return { type: 'number', text: decimalText(value, type, at) };
  if (/^(TINY|SMALL|BIG)?INT(EGER)?$/.test(id) && (typeof value === 'number' || typeof value === 'bigint')) {
    return { type: 'number', text: String(value) };
  }
  if (id === 'DOUBLE' && typeof value === 'number') return { type: 'number', text: doubleText(value) };
  return stop('E_UNSUPPORTED', `Cannot use a constant of type ${id}: must be a number, text, boolean or NULL`, at);
}

/** DuckDB writes 12.50 as the unscaled 1250 with scale 2. */
function decimalText(value: Json | undefined, type: Json, at: Position | undefined): string {
  const info = isObject(type) && isObject(type.type_info) ? type.type_info : {};
  const scale = info.scale;
  if ((typeof value !== 'number' && typeof value !== 'bigint') || typeof scale !== 'number') {
    return stop('E_UNSUPPORTED', 'Cannot use a decimal constant of more than 18 digits', at);
  }
  const unscaled = BigInt(value);
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  const sign = unscaled < 0n ? '-' : '';
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** A form that SQL reads as DOUBLE and not as DECIMAL. */
function doubleText(value: number): string {
  const plain = value.toExponential();
  return plain.includes('e') ? plain : `${plain}e0`;
}
