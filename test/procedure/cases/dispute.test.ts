/** Disputes between departments: at their level, by the city, before the committee; nothing is settled of which one side said nothing. */
import { describe, expect, test } from 'vitest';
import { lives } from '#policies/procedure/lives.ts';
import { instant } from '#policies/units.ts';
import { codesOf } from '../expect.ts';
import { people } from '../people.ts';
import { World } from '../world.ts';

const { dora, dana, diego, cora, connie, olga, system } = people;
const note = 'n';
const reason = 'r';

function raised(level: 'city' | 'district' = 'district'): World {
  const world = new World();
  world.do('dispute', 'd1', dora, { type: 'raise', against: dana.org, level, matter: 'scope', claim: 'it is ours' });
  return world;
}

const tryIt = (world: World, actor: typeof dora, command: Parameters<typeof lives.dispute.decide>[1]) =>
  codesOf(world.try('dispute', 'd1', actor, command));

describe('AO-34-1 three levels', () => {
  test('of a district: its authority, the city, the committee', () => {
    const world = raised();
    expect(tryIt(world, cora, { type: 'mediate', note })).toEqual(['E_ROLE']);
    world.do('dispute', 'd1', diego, { type: 'mediate', note });
    expect(tryIt(world, cora, { type: 'submit', reason })).toEqual(['E_STATE']);
    expect(world.do('dispute', 'd1', diego, { type: 'refer', reason }).state).toBe('city_mediation');
    expect(world.do('dispute', 'd1', cora, { type: 'submit', reason }).state).toBe('committee');
    expect(tryIt(world, cora, { type: 'decide', decision: 'd' })).toEqual(['E_ROLE']);
    expect(world.do('dispute', 'd1', connie, { type: 'decide', decision: 'both' }).state).toBe('decided');
  });

  test('of the city: its authority, then the committee', () => {
    const world = raised('city');
    expect(tryIt(world, diego, { type: 'mediate', note })).toEqual(['E_ROLE']);
    world.do('dispute', 'd1', cora, { type: 'mediate', note });
    expect(world.do('dispute', 'd1', cora, { type: 'submit', reason }).state).toBe('committee');
  });

  test('nobody who mediated sits on the committee', () => {
    const world = raised('city');
    world.do('dispute', 'd1', cora, { type: 'mediate', note });
    world.do('dispute', 'd1', cora, { type: 'submit', reason });
    expect(tryIt(world, { ...connie, person: cora.person }, { type: 'decide', decision: 'd' })).toContain(
      'E_SEPARATION',
    );
  });
});

describe('AO-34-1 both sides', () => {
  test('it is settled when the other department has answered, and only that department answers', () => {
    const world = raised('city');
    world.do('dispute', 'd1', cora, { type: 'mediate', note });
    expect(tryIt(world, cora, { type: 'settle', terms: 't' })).toEqual(['E_STATE']);
    expect(tryIt(world, dora, { type: 'answer', answer: 'yes' })).toEqual(['E_NOT_FOUND']);
    expect(tryIt(world, olga, { type: 'answer', answer: 'yes' })).toEqual(['E_ROLE']);
    world.do('dispute', 'd1', dana, { type: 'answer', answer: 'we share it' });
    expect(world.do('dispute', 'd1', cora, { type: 'settle', terms: 't' }).state).toBe('settled');
  });

  test('nobody disputes with himself', () => {
    const own = { type: 'raise', against: dora.org, level: 'city', matter: 'rights', claim: 'c' } as const;
    expect(codesOf(new World().try('dispute', 'd1', dora, own))).toEqual(['E_INPUT']);
  });
});

test('AO-34-1 every level has its clock, and being late decides nothing', () => {
  const open = ['raised', 'level_mediation', 'city_mediation', 'committee'];
  expect(lives.dispute.clocks?.flatMap(({ runs }) => runs)).toEqual(open);
  const world = raised('city');
  world.now = instant('2028-01-01T00:00:00.000Z');
  expect(tryIt(world, system, { type: 'decide', decision: 'd' })).toEqual(['E_ROLE']);
  expect(lives.dispute.due).toBeUndefined();
});
