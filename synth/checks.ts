/**
 * Check digits of Chinese identifiers. Single values that are planted by hand get theirs in JavaScript; rows by the million
 * get theirs in SQL, by sums that are looked up for a few digits at a time (see `identities.ts`). A test holds the two against each other.
 */

/** Characters of GB 32100: no I, O, S, V, Z. */
export const usccAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
/** Weights of GB 32100, 3^i mod 31. */
export const usccWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
/** Weights of GB 11714 for the organization code inside. */
export const organizationWeights = [3, 7, 9, 10, 5, 8, 4, 2];
/** Check characters of GB 11714 by the sum modulo 11. */
export const organizationChecks = '0X987654321';
/** Weights of GB 11643, 2^(17−i) mod 11. */
export const residentWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/** Check characters of GB 11643 by the sum modulo 11. */
export const residentChecks = '10X98765432';
/** What Luhn's rule adds for a digit that is doubled. */
const doubled = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9];

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
  const first17 = first16 + (organizationChecks[sum % 11] ?? '');
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

/** The weighted sums modulo `modulus` of all numbers with as many digits as there are weights; entry n is that of n. */
export function digitSums(weights: readonly number[], modulus: number): readonly number[] {
  return numerals(weights.length).map((digits) => dot(digits, weights) % modulus);
}

/** The same by Luhn's rule, where the last digit of the group is doubled or not. */
export function luhnSums(digits: number, lastDoubled: boolean): readonly number[] {
  return numerals(digits).map((numeral) =>
    numeral.reduce((sum, digit, k) => {
      const isDoubled = (digits - 1 - k) % 2 === 0 ? lastDoubled : !lastDoubled;
      return (sum + (isDoubled ? (doubled[digit] ?? 0) : digit)) % 10;
    }, 0),
  );
}

/** The digits of 0, 1 … 10^length − 1, each with leading zeros. */
function numerals(length: number): readonly (readonly number[])[] {
  return Array.from({ length: 10 ** length }, (_, n) => Array.from(String(n).padStart(length, '0'), Number));
}

function dot(values: readonly number[], weights: readonly number[]): number {
  return values.reduce((sum, value, index) => sum + value * (weights[index] ?? 0), 0);
}
