/**
 * Hostile programs in real workers, confined as well as this machine can: each ends in time, gets nothing, disturbs nobody.
 *
 * @see programs.md §E; docs/hostile-corpus.md
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { corpus } from './corpus.ts';
import type { Hostile } from './hostile.ts';
import { sortOf, type Expected } from './page.ts';
import { runCorpus, type Configuration } from './run.ts';

type Outcomes = Readonly<Record<'jitless' | 'jit', Readonly<Record<string, Expected>>>>;
const expected = JSON.parse(readFileSync(join(import.meta.dirname, 'outcomes.json'), 'utf8')) as Outcomes;

/** A number n: every n-th program of each class. `npm run nightly` runs all. */
function every(n: number): readonly Hostile[] {
  return process.env['SLUICE_RUNS'] === undefined ? corpus.filter((_, place) => place % n === 0) : corpus;
}

async function requireHarmless(programs: readonly Hostile[], configuration: Configuration): Promise<void> {
  const unexpected = await endingsOtherThanKnown(programs, configuration);
  // On a machine that does much else, a program that ends by itself may come late; given time, it must end as it is known to.
  const again = programs.filter(({ name }) => unexpected.some(([other]) => other === name));
  const still = again.length === 0 ? [] : await endingsOtherThanKnown(again, { ...configuration, callMillis: 2_000 });
  expect(still).toEqual([]);
}

type Unexpected = readonly (readonly [name: string, got: string, known: string])[];

async function endingsOtherThanKnown(programs: readonly Hostile[], configuration: Configuration): Promise<Unexpected> {
  const endings = await runCorpus(programs, configuration);
  expect(endings.map(({ name }) => name)).toEqual(programs.map(({ name }) => name));
  expect(endings.filter(({ faults }) => faults.length > 0).map(({ name, faults }) => [name, ...faults])).toEqual([]);
  const known = expected[configuration.jit ? 'jit' : 'jitless'];
  return endings.flatMap(({ name, outcome }) => {
    const before = known[name] ?? 'unknown';
    return before === 'either' || before === sortOf(outcome) ? [] : [[name, outcome, before] as const];
  });
}

const timeout = 900_000;

test('programs.md §E all programs without a compiler, at the best tier', { timeout }, () =>
  requireHarmless(corpus, { jit: false, callMillis: 150 }),
);

test('programs.md §E programs with a compiler, at the best tier', { timeout }, () =>
  requireHarmless(every(4), { jit: true, callMillis: 150 }),
);

test('programs.md §E programs as plain processes: T0', { timeout }, () =>
  requireHarmless(every(8), { jit: false, tier: 'T0', callMillis: 150 }),
);

test('programs.md §E programs with a compiler as plain processes: T0', { timeout }, () =>
  requireHarmless(every(16), { jit: true, tier: 'T0', callMillis: 150 }),
);

test('the corpus has at least 170 programs, and every class of §E', () => {
  expect(corpus.length).toBeGreaterThanOrEqual(170);
  expect(new Set(corpus.map(({ name }) => name)).size).toBe(corpus.length);
});

test('control: a program that gets what it wants is seen', async () => {
  const thief: Hostile = {
    name: 'return/control',
    class: 'return',
    call: 'main',
    why: 'says that it found something',
    text: 'var program = { default(input, output) { output.found[0] = 1; } };',
  };
  const [ending] = await runCorpus([thief], { jit: false, callMillis: 150 });
  expect(ending?.faults).toEqual(['found what it looked for']);
});
