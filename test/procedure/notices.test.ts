/** Who is told of a move: the fan-outs of 003-19, and nobody else. */
import { describe, expect, test } from 'vitest';
import type { Actor } from '#policies/procedure/life.ts';
import { lives } from '#policies/procedure/lives.ts';
import { isTold } from '#policies/procedure/notices.ts';
import { worldAt } from './journey.ts';
import { anActor, people } from './people.ts';
import type { World } from './world.ts';

const { dora, diego, gus, cora, olga, ana, rival, rita } = people;
const stranger = anActor('sam', 'other_bureau', 'source_department');
const departmentOf = () => undefined;
const listeners = { dora, diego, gus, cora, olga, ana, rival, rita, stranger };

/** Who hears of the newest act of the application. */
function heard(world: World): readonly string[] {
  const doc = world.must('application', 'app1');
  return Object.entries(listeners)
    .filter(([, reader]) => isTold(lives.application, { doc, at: doc.acts.length - 1 }, { reader, departmentOf }))
    .map(([name]) => name)
    .sort((one, other) => (one < other ? -1 : 1));
}

function reviewed(by: Actor): World {
  const world = worldAt('forwarded');
  world.do('application', 'app1', by, { type: 'disapprove', reason: '必要性不足' });
  return world;
}

describe('the result of a review', () => {
  test('AO-19-2 of a source department goes to authority, agency, operator and the applicant', () => {
    expect(heard(reviewed(dora))).toEqual(['ana', 'cora', 'gus', 'olga']);
  });

  test('AO-19-4 of the agency goes to the departments of the datasets, the authority, the operator and the applicant', () => {
    expect(heard(reviewed(gus))).toEqual(['ana', 'cora', 'dora', 'olga']);
  });
});

test('AO-19-5 an application is no news for another vendor, another department, or who only watches', () => {
  for (const by of [dora, gus]) {
    const told = heard(reviewed(by));
    for (const outsider of ['rival', 'stranger', 'rita']) expect(told).not.toContain(outsider);
  }
});

test('nobody is told what his own body has done', () => {
  const world = worldAt('registered');
  const doc = world.all('registration')[0];
  if (!doc) throw new Error('there is a registration');
  const told = (reader: Actor) =>
    doc.acts.filter((_, at) => isTold(lives.registration, { doc, at }, { reader, departmentOf }));
  expect(told(ana).every(({ by }) => by.org !== ana.org)).toBe(true);
  expect(told(ana).length).toBeGreaterThan(0);
  expect(told(olga).map(({ type }) => type)).toEqual(['registration.submitted']);
});
