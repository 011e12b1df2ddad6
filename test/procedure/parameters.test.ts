/** Finite domains: few enough to look at all, and approved by their number. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  combinationCount,
  combinationsOf,
  mostCombinations,
  requireDomain,
  requireGiven,
} from '#policies/procedure/parameters.ts';
import { aContent, allPass, theClauses } from './commands.ts';
import { codesOf, wordsOf } from './expect.ts';
import { worldAt } from './journey.ts';
import { people } from './people.ts';

const { ana, olga, system } = people;
const upTo = (count: number) => Array.from({ length: count }, (_, at) => at);
const declared = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom('a', 'b', 'c'),
    values: fc.uniqueArray(fc.oneof(fc.integer(), fc.string(), fc.boolean()), { minLength: 1, maxLength: 6 }),
  }),
  { selector: ({ name }) => name },
);

test('combinationsOf lists each combination once, and requireGiven accepts these and no others', () => {
  fc.assert(
    fc.property(declared, (parameters) => {
      const all = combinationsOf(parameters);
      expect(all).toHaveLength(combinationCount(parameters));
      expect(new Set(all.map((given) => JSON.stringify(given))).size).toBe(all.length);
      for (const given of all) expect(requireGiven('run', given, parameters).ok).toBe(true);
    }),
  );
});

describe('requireGiven refuses', () => {
  const year = [{ name: 'year', values: [2023, 2024] }];
  test.each([
    ['nothing', []],
    ['a value outside', [{ name: 'year', value: 2022 }]],
    ['the value as a text', [{ name: 'year', value: '2024' }]],
    ['two values', [2023, 2024].map((value) => ({ name: 'year', value }))],
    [
      'an undeclared one beside',
      [
        { name: 'year', value: 2024 },
        { name: 'town', value: '天河' },
      ],
    ],
  ])('%s', (_, given) => expect(codesOf(requireGiven('run', given, year))).toEqual(['E_INPUT']));
});

describe('requireDomain refuses', () => {
  test('one more combination than can be looked at, and says what helps', () => {
    const [half, full] = [mostCombinations / 2, mostCombinations].map((count) => ({ name: 'a', values: upTo(count) }));
    const two = { name: 'b', values: [1, 2] };
    if (!half || !full) throw new Error('two domains');
    expect(requireDomain('test', [full]).ok).toBe(true);
    expect(requireDomain('test', [half, two]).ok).toBe(true);
    const over = requireDomain('test', [full, two]);
    expect(codesOf(over)).toEqual(['E_PARAMETER']);
    expect(wordsOf(over)).toMatch(/at most 256.*got 512[\s\S]*group key/);
  });
  test('a name or a value again', () => {
    const again = [
      { name: 'a', values: [1] },
      { name: 'a', values: [2] },
    ];
    expect(codesOf(requireDomain('test', again))).toEqual(['E_PARAMETER']);
    expect(codesOf(requireDomain('test', [{ name: 'a', values: ['x', 'x'] }]))).toEqual(['E_PARAMETER']);
  });
});

test('DC-03 a template of more texts than can be looked at passes no test', () => {
  const world = worldAt('active');
  const content = aContent({ parameters: [{ name: 'day', values: upTo(257) }] });
  const { hash } = world.do('program', 'prog1', ana, { type: 'draft', agreement: 'agr1', content });
  expect(codesOf(world.try('program', 'prog1', system, { type: 'test', hash }))).toEqual(['E_PARAMETER']);
});

test('DC-03 who approves a template names for how many texts, and a changed one has to be approved anew', () => {
  const world = worldAt('in_review');
  const { hash } = world.must('program', 'prog1');
  const approve = { type: 'approve', hash, checklist: allPass } as const;
  for (const wrong of [{}, { combinations: 1 }, { combinations: 3 }]) {
    expect(codesOf(world.try('program', 'prog1', olga, { ...approve, ...wrong }))).toEqual(['E_INPUT']);
  }
  expect(world.do('program', 'prog1', olga, { ...approve, combinations: 2 })).toMatchObject({ combinations: 2 });
  const content = aContent({ parameters: [{ name: 'year', values: [2023, 2024, 2025] }] });
  const changed = world.do('program', 'prog1', ana, { type: 'change', content });
  expect([changed.state, changed.combinations]).toEqual(['dev_tested', undefined]);
});

test('DC-03 without parameters there is one combination, which needs no naming', () => {
  const world = worldAt('active');
  const content = aContent({ parameters: [] });
  const { hash } = world.do('program', 'prog1', ana, { type: 'draft', agreement: 'agr1', content });
  world.do('program', 'prog1', system, { type: 'test', hash });
  world.do('program', 'prog1', ana, { type: 'freeze' });
  world.do('program', 'prog1', system, { type: 'static_check', hash, uses: theClauses().dataScope });
  world.do('program', 'prog1', olga, { type: 'begin_review' });
  expect(world.do('program', 'prog1', olga, { type: 'approve', hash, checklist: allPass }).state).toBe('approved');
});
