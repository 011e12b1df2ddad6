/**
 * Identifiers that carry a check character, composed in SQL from a number below 2^32 that no other row has.
 * They are well formed and never issuable: administrative prefixes 99xxxx do not exist, nor do cards that begin with 9999.
 *
 * An identity is printed as a chain of columns, each of which may use those before it and `n`, the unique number.
 */
import { organizationWeights, residentChecks, residentWeights, usccAlphabet, usccWeights } from './checks.ts';
import { hashRange } from './hash.ts';
import { type Sql, literal } from './sql.ts';

/** Which side a row is on: the prefixes of the two are disjoint, so that no identifier exists on both. */
export type Side = 'simulation' | 'real';

export type IdentityKind = 'uscc' | 'resident_id' | 'bank_card';

interface Step {
  readonly name: string;
  readonly sql: Sql;
}

const firstRegion = { simulation: 990_000, real: 995_000 } as const satisfies Record<Side, number>;
const regions = 5_000;
const cardPrefix = { simulation: '99990', real: '99995' } as const satisfies Record<Side, string>;

/**
 * SQL of a table `(j, v)`: for every j from 0 to `count` − 1, a different identifier. `numbers` is a table of row numbers `i`.
 * Needs the macro `fmix`.
 */
export function identityTable(
  kind: IdentityKind,
  { side, seed, count, numbers }: { side: Side; seed: number; count: number; numbers: Sql },
): Sql {
  const start = `SELECT i AS j, fmix(i, ${seed}) AS n FROM ${numbers} WHERE i < ${count}`;
  const chain = steps[kind](side).reduce((from, { name, sql }) => `SELECT *, ${sql} AS ${name} FROM (${from})`, start);
  return `SELECT j, v FROM (${chain})`;
}

const steps = { uscc, resident_id: residentId, bank_card: bankCard } as const satisfies Record<
  IdentityKind,
  (side: Side) => readonly Step[]
>;

/** 91, region, organization code (M and n in base 31, check character), check character. */
function uscc(side: Side): readonly Step[] {
  const region = Array.from({ length: 6 }, (_, k) => `(region // ${10 ** (5 - k)}) % 10`);
  const number = Array.from({ length: 7 }, (_, k) => `(n // ${31 ** (6 - k)}) % 31`);
  const letterM = usccAlphabet.indexOf('M');
  const organizationValues = Array.from(usccAlphabet).map((character) => Number.parseInt(character, 36));
  return [
    { name: 'region', sql: `${firstRegion[side]} + fmix(n, 31) % ${regions}` },
    { name: 'd', sql: `[9, 1, ${region.join(', ')}, ${letterM}, ${number.join(', ')}]` },
    { name: 'o', sql: `list_transform(d[9:16], x -> list_extract([${organizationValues.join(',')}], 1 + x))` },
    { name: 'c', sql: `(11 - ${dot('o', organizationWeights)} % 11) % 11` },
    // The check character 10 of GB 11714 is written X, which GB 32100 reads at its own place in the alphabet.
    { name: 'e', sql: `list_append(d, CASE WHEN c = 10 THEN ${usccAlphabet.indexOf('X')} ELSE c END)` },
    { name: 'f', sql: `list_append(e, (31 - ${dot('e', usccWeights)} % 31) % 31)` },
    {
      name: 'v',
      sql: `array_to_string(list_transform(f, x -> ${literal(usccAlphabet)}[CAST(1 + x AS BIGINT)]), '')`,
    },
  ];
}

/** Region, day of birth between 1940 and 2010, running number, check character. Injective in n: see `sequence`. */
function residentId(side: Side): readonly Step[] {
  const days = 25_567;
  const perSequence = regions * days;
  const sequences = Math.ceil(hashRange / perSequence);
  const spread = Math.floor(1_000 / sequences);
  return [
    { name: 'region', sql: `${firstRegion[side]} + n % ${regions}` },
    { name: 'birth', sql: `strftime(DATE '1940-01-01' + CAST((n // ${regions}) % ${days} AS INTEGER), '%Y%m%d')` },
    { name: 'sequence', sql: `n // ${perSequence} + ${sequences} * (fmix(n, 17) % ${spread})` },
    { name: 's', sql: `CAST(region AS VARCHAR) || birth || lpad(CAST(sequence AS VARCHAR), 3, '0')` },
    { name: 'd', sql: `list_transform(string_split(s, ''), x -> CAST(x AS BIGINT))` },
    { name: 'v', sql: `s || ${literal(residentChecks)}[CAST(1 + ${dot('d', residentWeights)} % 11 AS BIGINT)]` },
  ];
}

/** Nineteen digits with Luhn's check digit (ISO/IEC 7812-1 annex B). */
function bankCard(side: Side): readonly Step[] {
  const luhn = `list_sum(list_transform(d, (x, k) -> CASE WHEN k % 2 = 1 THEN x ELSE (2 * x) // 10 + (2 * x) % 10 END))`;
  return [
    { name: 's', sql: `${literal(cardPrefix[side])} || '000' || lpad(CAST(n AS VARCHAR), 10, '0')` },
    { name: 'd', sql: `list_transform(string_split(s, ''), x -> CAST(x AS BIGINT))` },
    { name: 'v', sql: `s || CAST((10 - ${luhn} % 10) % 10 AS VARCHAR)` },
  ];
}

function dot(digits: Sql, weights: readonly number[]): Sql {
  return `CAST(list_inner_product(CAST(${digits} AS DOUBLE[]), [${weights.join(',')}]::DOUBLE[]) AS BIGINT)`;
}
