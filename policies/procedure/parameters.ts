/**
 * Parameters with finite domains: a program is approved for every combination of their values, so there must be few enough to look at all.
 *
 * @see DC-03; disclosure.md §2.9 (1); docs/decisions/020-parameters.md
 */
import { z } from 'zod';
import type { Given } from '../query/parameters.ts';
import { accept, refuse, type Outcome } from '../refusal.ts';
import { requireAll, requireThat } from './decider.ts';
import { identifier, shortText, type Parsed } from './fields.ts';

/** A value that a parameter may take. */
const parameterValue = z.union([shortText, z.number(), z.boolean()]);

/** Parameters as a program declares them. */
export const declaredParameters = z
  .array(z.strictObject({ name: identifier, values: z.array(parameterValue).min(1).max(1_000) }))
  .max(32);

/** Parameters as a run, or a question, gives them. */
export const givenParameters = z.array(z.strictObject({ name: identifier, value: parameterValue })).max(32);

/** @see declaredParameters */
export type Declared = Parsed<typeof declaredParameters>;

/** Most combinations of values that one program may be approved for: each is analysed and tested. */
export const mostCombinations = 256;

/** How many combinations there are; 1 without parameters. */
export function combinationCount(declared: Declared): number {
  return declared.reduce((count, { values }) => count * values.length, 1);
}

/** Each name once, each value once, at most {@link mostCombinations} of them; refuses with E_PARAMETER. */
export function requireDomain(doing: string, declared: Declared): Outcome<void> {
  const names = declared.map(({ name }) => name);
  const count = combinationCount(declared);
  return requireAll([
    requireThat(
      new Set(names).size === names.length && declared.every(({ values }) => new Set(values).size === values.length),
      'E_PARAMETER',
      `Cannot ${doing}: each parameter and each of its values must be declared once; got one again`,
    ),
    count <= mostCombinations
      ? accept(undefined)
      : refuse(
          'E_PARAMETER',
          `Cannot ${doing}: must have at most ${mostCombinations} combinations of values; got ${count}`,
          { remedy: 'Declare fewer or coarser values, make the value a group key instead, or write several programs.' },
        ),
  ]);
}

/** For every domain that {@link requireDomain} accepts, all its combinations, the last parameter changing first. */
export function combinationsOf(declared: Declared): readonly (readonly Given[])[] {
  return declared.reduce<readonly (readonly Given[])[]>(
    (before, { name, values }) => before.flatMap((given) => values.map((value) => [...given, { name, value }])),
    [[]],
  );
}

/** Each declared parameter is given once, with one of its declared values; nothing else is given. Refuses with E_INPUT. @see DC-03 */
export function requireGiven(doing: string, given: readonly Given[], declared: Declared): Outcome<void> {
  const names = given.map(({ name }) => name);
  const complete = declared.every(({ name }) => names.filter((other) => other === name).length === 1);
  const strange = given.filter(
    ({ name, value }) => !declared.some((parameter) => parameter.name === name && parameter.values.includes(value)),
  );
  const must = 'each declared parameter must be given once, with a declared value';
  const got = strange.length > 0 ? strange.map(({ name }) => name).join(', ') : names.join(', ') || 'none';
  return requireThat(complete && strange.length === 0, 'E_INPUT', `Cannot ${doing}: ${must}; got ${got}`);
}

/** A combination in words: `year = 2024, town = 天河`. */
export function wordsOf(given: readonly Given[]): string {
  return given.map(({ name, value }) => `${name} = ${value}`).join(', ');
}
