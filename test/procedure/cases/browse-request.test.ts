/** Who may look at the catalog of what is shared: asked through the operator, permitted by the agency, and for a time. */
import { expect, test } from 'vitest';
import { lives } from '#policies/procedure/lives.ts';
import { instant } from '#policies/units.ts';
import { codesOf } from '../expect.ts';
import { people } from '../people.ts';
import { World } from '../world.ts';

const { ana, olga, gus, olgaAtAgency, system } = people;
const term = { from: instant('2026-03-02T00:00:00.000Z'), to: instant('2026-06-01T00:00:00.000Z') };
const permit = { type: 'permit', term } as const;

function forwarded(): World {
  const world = new World();
  world.do('browseRequest', 'b1', ana, { type: 'submit', purpose: 'to find what there is' });
  world.do('browseRequest', 'b1', olga, { type: 'forward', opinion: 'no objection' });
  return world;
}

test('AO-16-1 the agency permits what the operator has forwarded, and nothing that came past it', () => {
  const world = new World();
  world.do('browseRequest', 'b1', ana, { type: 'submit', purpose: 'to find what there is' });
  expect(codesOf(world.try('browseRequest', 'b1', gus, permit))).toEqual(['E_STATE']);
  expect(codesOf(world.try('browseRequest', 'b1', ana, { type: 'forward', opinion: 'x' }))).toEqual(['E_ROLE']);
  expect(codesOf(forwarded().try('browseRequest', 'b1', olga, permit))).toEqual(['E_ROLE']);
  expect(codesOf(forwarded().try('browseRequest', 'b1', olgaAtAgency, permit))).toEqual(['E_SEPARATION']);
  expect(forwarded().do('browseRequest', 'b1', gus, permit)).toMatchObject({ state: 'permitted', term });
});

test('AO-16-1 a permission is for a time to come, and ends with it', () => {
  const world = forwarded();
  const past = { ...permit, term: { ...term, to: world.now } };
  expect(codesOf(world.try('browseRequest', 'b1', gus, past))).toContain('E_INPUT');
  const doc = world.do('browseRequest', 'b1', gus, permit);
  expect(lives.browseRequest.due?.(doc, instant('2026-05-31T23:59:59.999Z'))).toBeUndefined();
  expect(codesOf(world.try('browseRequest', 'b1', system, { type: 'expire' }))).toEqual(['E_STATE']);
  world.now = term.to;
  expect(lives.browseRequest.due?.(doc, world.now)).toEqual({ type: 'expire' });
  expect(world.do('browseRequest', 'b1', system, { type: 'expire' }).state).toBe('expired');
});
