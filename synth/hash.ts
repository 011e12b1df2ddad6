/**
 * Counter-based randomness: a value is a hash of its row number and the seed of its column. So a column does not depend on
 * threads, on chunks, or on the columns beside it, and any row can be computed without the rows before it.
 *
 * The hash is the finalizer of MurmurHash3 (fmix32). It is a bijection of the 32-bit numbers, so different rows of one
 * column always get different hashes. DuckDB's own `hash()` is faster, but its values may change with a version.
 */

/** Row numbers must stay below this. */
export const hashRange = 2 ** 32;

/** Statements that teach a DuckDB connection `fmix(row, seed)`: two integers below 2^32 in, a BIGINT below 2^32 out. */
export const hashMacros: readonly string[] = [
  'CREATE TEMP MACRO fmix_1(x) AS (xor(x, x >> 16) * 2246822507) & 4294967295',
  'CREATE TEMP MACRO fmix_2(x) AS (xor(x, x >> 13) * 3266489909) & 4294967295',
  'CREATE TEMP MACRO fmix_3(x) AS xor(x, x >> 16)',
  `CREATE TEMP MACRO fmix(row_number, seed) AS
     CAST(fmix_3(fmix_2(fmix_1(xor(CAST(row_number AS UBIGINT), CAST(seed AS UBIGINT))))) AS BIGINT)`,
];

/** The same function in JavaScript. For every `value` below 2^32, returns what SQL's `fmix(value, 0)` returns. */
export function fmix32(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 2246822507);
  x = Math.imul(x ^ (x >>> 13), 3266489909);
  return (x ^ (x >>> 16)) >>> 0;
}

/** A 32-bit seed for a named thing (FNV-1a over its UTF-16 units, then mixed), e.g. `seedOf(7, 'orders.amount')`. */
export function seedOf(seed: number, name: string): number {
  let hash = 0x811c9dc5 ^ fmix32(seed);
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return fmix32(hash);
}
