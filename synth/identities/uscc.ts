/**
 * Unified social credit codes: 91, region, organization code, check character. County, letter and the six digits of the organization
 * code are what tells firms apart; the city is free.
 *
 * @see GB 32100-2015; GB 11714-1997
 */
import { digitSums, organizationChecks, organizationWeights, usccAlphabet, usccWeights } from '../checks.ts';
import { permute } from '../permutation.ts';
import { type Expression, type Scope, expression, pickAt } from '../scope.ts';
import { type Identity, citiesOf, countiesPerCity, regionAt } from './identity.ts';

const letters = Array.from(usccAlphabet);
const perLetter = 1_000_000;

/** M, a letter or digit, six digits. */
export function uscc(scope: Scope, identity: Identity): Expression {
  const a = citiesOf(identity) * countiesPerCity * letters.length;
  const { left, right } = permute(scope, identity.index, { a, b: perLetter, seed: identity.seed });
  const number = scope.name(expression`${left} // ${letters.length}`);
  const { region, sum } = regionAt(scope, identity, { number, sums: regionSums });
  const letter = scope.name(expression`${left} % ${letters.length}`);
  const high = pickAt(sumsOf(2, 5), expression`${right} // 1000`);
  const low = pickAt(sumsOf(5, 8), expression`${right} % 1000`);
  const both = scope.name(expression`${sum} + ${pickAt(letterSums, letter)} + ${high} + ${low}`);
  const inner = scope.name(expression`${both} // ${unit} % 11`);
  const total = scope.name(expression`(${both} % ${unit} + ${pickAt(innerSums, inner)}) % 31`);
  const digits = expression`substr(CAST(${perLetter} + ${right} AS VARCHAR), 2)`;
  const head = expression`CAST(91000000 + ${region} AS VARCHAR), ${pickAt(heads, letter)}`;
  return expression`concat(${head}, ${digits}, ${pickAt(Array.from(organizationChecks), inner)}, ${pickAt(ends, total)})`;
}

/** Sums for both check characters in one number: that of the organization code in units of `unit`, that of the whole below. */
const unit = 1024;

function packed(organization: readonly number[], whole: readonly number[]): readonly number[] {
  return whole.map((sum, k) => (organization[k] ?? 0) * unit + sum);
}

const value = (character: string): number => usccAlphabet.indexOf(character);
const weightAt = (place: number): number => usccWeights[place] ?? 0;

/** What does not change: 91 and M. The sums of a whole stay below `unit`, for each part is below 31. */
const constant = (9 * weightAt(0) + weightAt(1) + value('M') * weightAt(8)) % 31;
const constantInner = (Number.parseInt('M', 36) * (organizationWeights[0] ?? 0)) % 11;

const regionSums = {
  high: digitSums(usccWeights.slice(2, 4), 31).map((sum) => ((sum + constant) % 31) + constantInner * unit),
  low: digitSums(usccWeights.slice(4, 6), 31),
  county: digitSums(usccWeights.slice(6, 8), 31),
};

const letterSums = packed(
  letters.map((letter) => (Number.parseInt(letter, 36) * (organizationWeights[1] ?? 0)) % 11),
  letters.map((_, k) => (k * weightAt(9)) % 31),
);

/** Of digits in these places of the organization code. */
function sumsOf(from: number, to: number): readonly number[] {
  return packed(digitSums(organizationWeights.slice(from, to), 11), digitSums(usccWeights.slice(8 + from, 8 + to), 31));
}

const innerSums = Array.from(organizationChecks, (check) => (value(check) * weightAt(16)) % 31);
const heads = letters.map((letter) => `M${letter}`);
const ends = letters.map((_, sum) => letters[(31 - sum) % 31] ?? '');
