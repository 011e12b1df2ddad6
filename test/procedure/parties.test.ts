/** Who answers for what: a person on each side, of another organization than the other. */
import { expect, test } from 'vitest';
import { partiesOf, type Answered } from '#policies/procedure/parties.ts';
import { worldAt } from './journey.ts';
import { people } from './people.ts';

const { ana, dora, olga, gus } = people;
const world = worldAt('released');
const lookup = { get: world.get.bind(world), all: world.all.bind(world) };

test.each([
  ['catalogEntry', 'social_insurance', { managing: dora }],
  ['application', 'app1', { managing: olga, using: ana }],
  ['agreement', 'agr1', { managing: olga, using: ana }],
  ['program', 'prog1', { managing: olga, using: ana }],
  ['run', 'run1', { managing: olga, using: ana }],
  ['export', 'exp1', { managing: olga, using: ana }],
] as const)('AO-04-2 %s %s has a managing and a using party, each a named person', (life: Answered, id, parties) => {
  expect(partiesOf(lookup, life, id)).toEqual(parties);
});

test('AO-04-2 a later act of another kind changes nobody’s responsibility, and a thing that there is not has none', () => {
  const recalled = worldAt('released');
  recalled.do('export', 'exp1', gus, { type: 'recall', reason: 'as the norm says' });
  const of = { get: recalled.get.bind(recalled), all: recalled.all.bind(recalled) };
  expect(partiesOf(of, 'export', 'exp1')).toEqual({ managing: olga, using: ana });
  expect(partiesOf(of, 'run', 'run9')).toEqual({});
});

test('AO-04-2 before anybody has managed it, who uses it answers for it', () => {
  const drafted = worldAt('frozen');
  const of = { get: drafted.get.bind(drafted), all: drafted.all.bind(drafted) };
  expect(partiesOf(of, 'program', 'prog1')).toEqual({ using: ana });
});
