/**
 * Check digits of Chinese identifiers, in JavaScript: for single values that are planted by hand.
 * Rows by the thousand get theirs in SQL, see `identities.ts`; a test holds the two against each other.
 */

/** Characters of GB 32100: no I, O, S, V, Z. */
export const usccAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
/** Weights of GB 32100, 3^i mod 31. */
export const usccWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
/** Weights of GB 11714 for the organization code inside. */
export const organizationWeights = [3, 7, 9, 10, 5, 8, 4, 2];
/** Weights of GB 11643, 2^(17−i) mod 11. */
export const residentWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/** Check characters of GB 11643 by the sum modulo 11. */
export const residentChecks = '10X98765432';

/**
 * A unified social credit code from its first sixteen characters: adds the check characters of the organization code and
 * of the whole.
 * @see GB 32100-2015 §4; GB 11714-1997 §3.2
 */
export function closeUscc(first16: string): string {
  const body = Array.from(first16.slice(8));
  const sum = dot(
    body.map((character) => Number.parseInt(character, 36)),
    organizationWeights,
  );
  const first17 = first16 + ('0123456789X'[(11 - (sum % 11)) % 11] ?? '');
  const total = dot(
    Array.from(first17).map((character) => usccAlphabet.indexOf(character)),
    usccWeights,
  );
  return first17 + (usccAlphabet[(31 - (total % 31)) % 31] ?? '');
}

/**
 * A resident identity number from its first seventeen digits.
 * @see GB 11643-1999 §4
 */
export function closeResidentId(first17: string): string {
  return first17 + (residentChecks[dot(Array.from(first17).map(Number), residentWeights) % 11] ?? '');
}

function dot(values: readonly number[], weights: readonly number[]): number {
  return values.reduce((sum, value, index) => sum + value * (weights[index] ?? 0), 0);
}
