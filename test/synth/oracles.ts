/** Check digits once more, the slow way and from the wording of the standards; shares nothing with `synth`. */

/** GB 11643-1999: the sum of a_i · W_i over all eighteen places is 1 modulo 11, where W_i = 2^(i−1) mod 11, i from the right. */
export function isResidentId(text: string): boolean {
  if (!/^\d{17}[\dX]$/.test(text)) return false;
  const birth = `${text.slice(6, 10)}-${text.slice(10, 12)}-${text.slice(12, 14)}`;
  if (Number.isNaN(Date.parse(birth)) || new Date(birth).toISOString().slice(0, 10) !== birth) return false;
  let sum = 0n;
  for (let i = 1; i <= 18; i++) {
    const character = text.charAt(18 - i);
    sum += (character === 'X' ? 10n : BigInt(character)) * 2n ** BigInt(i - 1);
  }
  return sum % 11n === 1n;
}

/** GB 32100-2015: thirty-one characters; the weighted sum of all eighteen is 0 modulo 31, the last with weight 1. */
export function isUscc(text: string): boolean {
  const values = new Map<string, bigint>();
  for (const character of '0123456789ABCDEFGHJKLMNPQRTUWXY') values.set(character, BigInt(values.size));
  let sum = 0n;
  for (let i = 1; i <= 18; i++) {
    const value = values.get(text.charAt(i - 1));
    if (value === undefined) return false;
    sum += i === 18 ? value : value * (3n ** BigInt(i - 1) % 31n);
  }
  return text.length === 18 && sum % 31n === 0n && isOrganizationCode(text.slice(8, 17));
}

/** GB 11714-1997: C9 = 11 − Σ C_i · W_i mod 11; 10 is written X, 11 is written 0. */
function isOrganizationCode(text: string): boolean {
  const weights = [3, 7, 9, 10, 5, 8, 4, 2];
  let sum = 0;
  for (const [i, weight] of weights.entries()) {
    const code = text.charCodeAt(i);
    sum += weight * (code >= 65 ? code - 55 : code - 48);
  }
  const check = 11 - (sum % 11);
  return text.charAt(8) === (check === 10 ? 'X' : check === 11 ? '0' : String(check));
}

/** Luhn's rule: from the right, every second digit doubled and its digits added; the total ends in 0. */
export function isCardNumber(text: string): boolean {
  let sum = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = Number(text.charAt(text.length - 1 - i));
    const doubled = i % 2 === 0 ? digit : digit * 2;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return /^\d{19}$/.test(text) && sum % 10 === 0;
}
