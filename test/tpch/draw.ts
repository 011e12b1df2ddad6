/**
 * Draws for generated test data, as SQL: a value is a hash of the number of its row and the name of what is drawn, so it does not
 * depend on threads, chunks or the columns beside it. DuckDB's own hash will do: the rows may change with its version.
 */
import { seedOf } from '#synth/hash.ts';
import { list, pick, type Sql } from '#synth/sql.ts';
import { adjectives, adverbs, nouns, prepositions, verbs } from './words.ts';

/** Every row of TPC-H that anybody made with this generator and this engine has the same values. */
const seed = 1992;

/** A whole number from `lo` to `hi`, evenly. `row` is a BIGINT below 2^31. */
export function draw(row: Sql, name: string, [lo, hi]: readonly [number, number]): Sql {
  return `(${lo} + CAST(hash(${row} * 4294967296 + ${seedOf(seed, name)}) % ${hi - lo + 1} AS BIGINT))`;
}

/** One of the words, evenly. */
export function drawWord(row: Sql, name: string, words: readonly string[]): Sql {
  return pick(list(words), draw(row, name, [0, words.length - 1]));
}

/** A sentence in which `special … requests` and the like are rare. */
export function drawSentence(row: Sql, name: string): Sql {
  const word = (part: string, words: readonly string[]): Sql => drawWord(row, `${name} ${part}`, words);
  const opening = `${word('adverb', adverbs)} || ' ' || ${drawPhrase(row, name)}`;
  const ending = drawPhrase(row, `${name} ending`);
  return `${opening} || ' ' || ${word('verb', verbs)} || ' ' || ${word('preposition', prepositions)} || ' the ' || ${ending}`;
}

/** An adjective and a noun. */
export function drawPhrase(row: Sql, name: string): Sql {
  return `${drawWord(row, `${name} adjective`, adjectives)} || ' ' || ${drawWord(row, `${name} noun`, nouns)}`;
}

/** 10 to 40 letters and digits that mean nothing. */
export function drawAddress(row: Sql, name: string): Sql {
  return `left(md5(CAST(${draw(row, name, [0, 2 ** 31])} AS VARCHAR)) || '0a1b2c3d', ${draw(row, `${name} length`, [10, 40])})`;
}

/** The country code is the nation's key plus ten. @see clause 4.2.2.9 */
export function drawPhone(row: Sql, name: string, nation: Sql): Sql {
  const part = (at: number, range: readonly [number, number]): Sql => draw(row, `${name} ${at}`, range);
  return `concat_ws('-', 10 + ${nation}, ${part(1, [100, 999])}, ${part(2, [100, 999])}, ${part(3, [1000, 9999])})`;
}

/** Hundredths → an amount of money, exactly. */
export function money(cents: Sql): Sql {
  return `CAST(CAST(${cents} AS DECIMAL(15,0)) * 0.01 AS DECIMAL(15,2))`;
}

/** `Customer#000000042` */
export function numbered(name: string, key: Sql): Sql {
  return `'${name}#' || lpad(CAST(${key} AS VARCHAR), 9, '0')`;
}
