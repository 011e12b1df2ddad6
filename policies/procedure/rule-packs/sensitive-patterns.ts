/**
 * Personal and company identifiers in a text that people wrote: numbers with their check digits where they have one, so that an amount is
 * not taken for a card. Names and addresses have no form that could be looked for; a person reads the texts.
 *
 * @see GB 11643-1999 (identity number), GB 32100-2015 (credit code), ISO/IEC 7812 (card), GA 36-2018 (plate); procedure.md §5
 */

/** What of this was found; a text may hold several. */
export type SensitiveKind = 'identity number' | 'credit code' | 'phone' | 'card' | 'plate' | 'e-mail';

interface Pattern {
  readonly form: RegExp;
  readonly holds?: (found: string) => boolean;
}

const provinces = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼';

const patterns = {
  'identity number': { form: /(?<![0-9A-Za-z])[1-9]\d{16}[0-9Xx](?![0-9A-Za-z])/g, holds: isIdentity },
  'credit code': { form: /(?<![0-9A-Za-z])[0-9A-HJ-NP-RTUW-Y]{18}(?![0-9A-Za-z])/g, holds: isCreditCode },
  phone: { form: /(?<![0-9A-Za-z])(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?![0-9A-Za-z])/g },
  card: { form: /(?<![0-9A-Za-z])\d(?:[ -]?\d){14,18}(?![0-9A-Za-z])/g, holds: isCard },
  plate: { form: new RegExp(`[${provinces}][A-HJ-NP-Z][·.]?[A-HJ-NP-Z0-9]{5,6}(?![A-Za-z0-9])`, 'gu') },
  'e-mail': { form: /[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+/g },
} as const satisfies Record<SensitiveKind, Pattern>;

/** The kinds of identifiers that a text holds, each once; full-width signs count as their plain ones. */
export function sensitiveKinds(text: string): readonly SensitiveKind[] {
  const plain = text.normalize('NFKC');
  const kinds = Object.entries(patterns) as [SensitiveKind, Pattern][];
  return kinds
    .filter(([, { form, holds = () => true }]) => [...plain.matchAll(form)].some(([found]) => holds(found)))
    .map(([kind]) => kind);
}

/** ISO 7064, MOD 11-2, and a date of birth that can be one. */
function isIdentity(found: string): boolean {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, at) => total + weight * Number(found[at]), 0);
  const month = Number(found.slice(10, 12));
  const day = Number(found.slice(12, 14));
  return '10X98765432'[sum % 11] === found[17]?.toUpperCase() && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/** MOD 31. */
function isCreditCode(found: string): boolean {
  const signs = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  const sum = Array.from(found.slice(0, 17)).reduce(
    (total, sign, at) => total + signs.indexOf(sign) * (3 ** at % 31),
    0,
  );
  return signs[(31 - (sum % 31)) % 31] === found[17];
}

/** The Luhn sum. */
function isCard(found: string): boolean {
  const digits = Array.from(found.replace(/[ -]/g, ''), Number).toReversed();
  if (digits.length < 15 || digits.length > 19 || new Set(digits).size === 1) return false;
  const sum = digits.reduce((total, digit, at) => {
    const doubled = digit * 2;
    return total + (at % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}
