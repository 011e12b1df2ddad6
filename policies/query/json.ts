/**
 * Strict reading of the parser's JSON. A field that the decoder did not ask for refuses the query: a new DuckDB version
 * may add syntax, and syntax that we do not know must not slip through as something that we do know.
 */
import type { Position } from '../refusal.ts';
import { stop } from './stop.ts';

export type Json = null | boolean | number | bigint | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/**
 * Parses the text of `json_serialize_sql`. Whole numbers outside ±2⁵³ become bigint instead of losing digits;
 * text that is not JSON (DuckDB prints `Infinity` for 1e400) refuses.
 */
export function parseAst(text: string): Json {
  try {
    return JSON.parse(text, keepDigits);
  } catch {
    return stop('E_PARSE', 'Cannot read the query: every number must be finite; got one that is not');
  }
}

function keepDigits(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  return context?.source !== undefined && /^-?\d+$/.test(context.source) ? BigInt(context.source) : value;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads the named fields of a node and refuses any other that it has. */
export function fields<const Name extends string>(
  node: Json | undefined,
  what: string,
  names: readonly Name[],
  at?: Position,
): Record<Name, Json> {
  if (!isObject(node)) return stop('E_UNSUPPORTED', `Cannot read ${what}: must be a syntax node`, at);
  for (const key of Object.keys(node)) {
    if (!names.some((name) => name === key)) {
      return stop('E_UNSUPPORTED', `Cannot read ${what}: unknown syntax field ${key}`, at);
    }
  }
  const found = {} as Record<Name, Json>;
  for (const name of names) {
    const value = node[name];
    if (value === undefined) return stop('E_UNSUPPORTED', `Cannot read ${what}: missing syntax field ${name}`, at);
    found[name] = value;
  }
  return found;
}

export function text(value: Json | undefined, what: string): string {
  return typeof value === 'string' ? value : stop('E_UNSUPPORTED', `Cannot read ${what}: must be text`);
}

export function list(value: Json | undefined, what: string): readonly Json[] {
  return Array.isArray(value) ? value : stop('E_UNSUPPORTED', `Cannot read ${what}: must be a list`);
}

export function texts(value: Json | undefined, what: string): readonly string[] {
  return list(value, what).map((item) => text(item, what));
}

/** Refuses unless `value` is the default that means "the vendor did not write this". */
export function absent(value: Json | undefined, what: string, at?: Position): void {
  const empty =
    value === null ||
    value === false ||
    value === '' ||
    value === undefined ||
    (Array.isArray(value) && value.length === 0);
  if (!empty) stop('E_UNSUPPORTED', `Cannot use ${what}: it is not part of the query language`, at);
}

/** UTF-16 offset of a UTF-8 byte offset; DuckDB counts bytes, editors count UTF-16 units. */
export function utf16Offset(sql: string, byteOffset: number): number {
  if (sql !== counted.sql) counted = { sql, offsets: offsetsOf(sql) };
  return counted.offsets[byteOffset] ?? sql.length;
}

/** Every node of a tree asks about the same text, so its offsets are counted once. */
let counted: { readonly sql: string; readonly offsets: readonly number[] } = { sql: '', offsets: [0] };

/** For each byte of the UTF-8 text, where the character that begins there, or the next one, is in UTF-16. */
function offsetsOf(sql: string): readonly number[] {
  const offsets: number[] = [];
  let offset = 0;
  for (const char of sql) {
    const code = char.codePointAt(0) ?? 0;
    const size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    offsets.push(offset);
    offset += char.length;
    for (let more = 1; more < size; more++) offsets.push(offset);
  }
  return offsets;
}

/** UTF-16 offset of a character; for syntax errors DuckDB counts characters, not bytes. */
export function utf16OffsetOfCharacter(sql: string, character: number): number {
  return Array.from(sql).slice(0, character).join('').length;
}
