/**
 * Resident identity numbers: region, day of birth, sequence that is odd for men, check character. County, day and sequence are what
 * tells people apart; city and sex are free, so they may follow other columns.
 *
 * @see GB 11643-1999
 */
import { digitSums, residentChecks, residentWeights } from '../checks.ts';
import { permute } from '../permutation.ts';
import { type Expression, type Scope, expression, pickAt } from '../scope.ts';
import { literal } from '../sql.ts';
import { type Days, type Identity, citiesOf, countiesPerCity, regionAt } from './identity.ts';

/** From 1940 to 2009. */
export const usualDays: Days = { first: '1940-01-01', count: 25_568 };

const sequencesPerSex = 500;

/** How many people with different numbers may be born on those days. */
export function peopleBornIn({ count }: Pick<Days, 'count'>): number {
  return countiesPerCity * sequencesPerSex * count;
}

export function residentId(scope: Scope, identity: Identity): Expression {
  const { day, rest, sequences } = numberOf(scope, identity);
  const number = scope.name(expression`${rest} // ${sequences}`);
  const { region, sum } = regionAt(scope, identity, { number, sums: regionSums });
  const [y, m, d] = splitDay(scope, day);
  const rank = expression`${rest} % ${sequences}`;
  const { male } = identity.facts ?? {};
  const sequence = scope.name(male === undefined ? rank : expression`${rank} * 2 + CAST(${male} AS INTEGER)`);
  const { first, last } = yearsOf(identity.facts?.days ?? usualDays);
  const years = sumsOf(6, 10).slice(first, last + 1);
  const total = expression`${sum} + ${pickAt(years, expression`${y} - ${first}`)} + ${pickAt(months, m)} + ${pickAt(days, d)} + ${pickAt(ranks, sequence)}`;
  const digits = expression`(${region} * 100000000 + ${y} * 10000 + ${m} * 100 + ${d}) * 1000 + ${sequence}`;
  const check = pickAt(Array.from(residentChecks), expression`(${total}) % 11`);
  return expression`concat(CAST(${digits} AS VARCHAR), ${check})`;
}

/** The day of birth in the number that the same arguments give. */
export function birthDay(scope: Scope, identity: Identity): Expression {
  return numberOf(scope, identity).day;
}

function numberOf(scope: Scope, identity: Identity): { day: Expression; rest: Expression; sequences: number } {
  const { first, count } = identity.facts?.days ?? usualDays;
  const sequences = identity.facts?.male === undefined ? 2 * sequencesPerSex : sequencesPerSex;
  const a = citiesOf(identity) * countiesPerCity * sequences;
  const { born } = identity.facts ?? {};
  if (born !== undefined) {
    const shift = expression`fmix(date_diff('day', DATE ${literal(first)}, ${born.day}), ${identity.seed})`;
    return { day: born.day, rest: scope.name(expression`(${born.rank} * ${stride} + ${shift}) % ${a}`), sequences };
  }
  const { left, right } = permute(scope, identity.index, { a, b: count, seed: identity.seed });
  return { day: scope.name(expression`DATE ${literal(first)} + CAST(${right} AS INTEGER)`), rest: left, sequences };
}

/** A prime that no number of regions and sequences has in it, so that different ranks stay different. */
const stride = 1_000_003;

function yearsOf({ first, count }: Days): { first: number; last: number } {
  const last = new Date(Date.parse(first) + (count - 1) * 86_400_000);
  return { first: Number(first.slice(0, 4)), last: last.getUTCFullYear() };
}

function splitDay(scope: Scope, day: Expression): readonly [Expression, Expression, Expression] {
  return [
    scope.name(expression`year(${day})`),
    scope.name(expression`month(${day})`),
    scope.name(expression`day(${day})`),
  ];
}

const sumsOf = (from: number, to: number): readonly number[] => digitSums(residentWeights.slice(from, to), 11);
const regionSums = { high: sumsOf(0, 2), low: sumsOf(2, 4), county: sumsOf(4, 6) };
const months = sumsOf(10, 12).slice(0, 13);
const days = sumsOf(12, 14).slice(0, 32);
const ranks = sumsOf(14, 17);
