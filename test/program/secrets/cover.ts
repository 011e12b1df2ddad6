/**
 * The attack that the rule of stability admits: changes that are made up for every block hide the one that a person makes. How large they are
 * decides how many digits are left, and on which side of a boundary the number lies does the rest; so a number tells as many things as it can
 * be released in ways.
 *
 * @see docs/decisions/033-stability.md
 */
import type { Result } from '#policies/program/script.ts';
import { keepStableDigits, stabilityBlocks } from '#policies/program/stability.ts';

/** One thing that a number can say: it lies `shift` away from where it is without the person, and made-up changes are `cover`. */
export interface Sign {
  readonly cover: number;
  readonly shift: number;
}

/** What a program writes for a sign: over all, without the person's block, without another. */
export function written(base: number, { cover, shift }: Sign): { readonly all: number; readonly other: number } {
  return { all: base + shift, other: base + shift + cover };
}

const person = 7;

/** What is released of one number that says `sign`; undefined where the result fails. */
function releasedAs(result: Result, base: number, sign: Sign): number | null | undefined {
  const { all, other } = written(base, sign);
  const without = Array.from({ length: stabilityBlocks }, (_, block) =>
    Float64Array.of(block === person ? base : other),
  );
  const { numbers, finding } = keepStableDigits([result], { all: Float64Array.of(all), without });
  const isSeen = finding.checks.some(({ name, verdict }) => name === 'program_block' && verdict === 'fail');
  return isSeen ? undefined : numbers[0];
}

/** Each way in which a number of that result can be released, with the sign that makes it so. A gap counts too. */
export function alphabetOf(result: Result, base: number): ReadonlyMap<number | null, Sign> {
  const found = new Map<number | null, Sign>();
  for (let power = -12; power < 12; power++)
    for (const digit of [0.45, 0.9, 2.2])
      for (const shift of [-1, 0, 1]) {
        const cover = digit * 10 ** power;
        const sign = { cover, shift: shift * cover };
        const released = releasedAs(result, base, sign);
        if (released !== undefined && !found.has(released)) found.set(released, sign);
      }
  return found;
}
