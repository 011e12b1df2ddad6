/** How far two words are apart, for telling what was probably meant. */

/**
 * Levenshtein's distance, one row at a time: for every two texts, the least number of letters to insert, delete or replace.
 *
 * @see Levenshtein (1966), Binary codes capable of correcting deletions, insertions and reversals
 */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [at, letter] of Array.from(a).entries()) {
    const next = [at + 1];
    for (const [column, other] of Array.from(b).entries()) {
      const replaced = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
