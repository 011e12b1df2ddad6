/** Operator ⟂ vendor: over random worlds and all times no organization, and nobody under its control, is ever both. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Actor } from '#policies/procedure/life.ts';
import { orgId } from '#policies/units.ts';
import { theMaterials } from './commands.ts';
import { codesOf } from './expect.ts';
import { worldAt } from './journey.ts';
import { anActor, people } from './people.ts';
import { World } from './world.ts';

const { ana, olga, cousin, mole } = people;
const orgs = ['o1', 'o2', 'o3', 'o4'] as const;
const reason = 'as the norm says';

const step = fc.record({
  org: fc.constantFrom(...orgs),
  other: fc.constantFrom(...orgs),
  person: fc.nat(2),
  what: fc.constantFrom(
    'draft',
    'edit',
    'submit',
    'accept',
    'register',
    'suspend',
    'exit',
    'draft',
    'submit',
    'accept',
    'register',
  ),
  affiliates: fc.subarray([...orgs], { maxLength: 2 }),
});

test('AO-04-8 AO-04-9 no random world has an organization, or one that it declared, on both sides', () => {
  let [operators, vendors] = [0, 0];
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 80 }), (steps) => {
      const world = new World();
      for (const { org, other, person, what, affiliates } of steps) {
        const materials = { ...theMaterials(), affiliates: affiliates.map(orgId) };
        const vendor = anActor(`v${person}.${org}`, org, 'vendor');
        const desk = anActor(`d${person}.${other}`, other, 'operator');
        if (what === 'draft' || what === 'edit') world.try('registration', org, vendor, { type: what, materials });
        else if (what === 'submit') world.try('registration', org, vendor, { type: 'submit' });
        else if (what === 'accept') world.try('registration', org, desk, { type: 'accept' });
        else world.try('registration', org, desk, { type: what, reason });
      }
      const bound = world.all('registration').flatMap((doc) => {
        const registeredAt = doc.acts.findIndex(({ type }) => type === 'registration.registered');
        return registeredAt === -1 ? [] : [doc.vendor, ...doc.affiliates];
      });
      const acted = world.all('registration').flatMap(({ acts }) => acts.filter(({ by }) => by.role === 'operator'));
      for (const { by } of acted) expect(bound).not.toContain(by.org);
      operators += acted.length;
      vendors += bound.length;
    }),
    { numRuns: 400 },
  );
  expect(operators).toBeGreaterThan(100);
  expect(vendors).toBeGreaterThan(20);
});

describe('AO-04-8 an organization that has registered as a vendor operates nothing, and the reverse', () => {
  test.each([
    ['the vendor itself', mole],
    ['its declared affiliate', cousin],
  ])('%s, at things that are not the vendor’s', (_, actor: Actor) => {
    const world = worldAt('released');
    const draft = { type: 'draft', materials: { ...theMaterials(), affiliates: [] } } as const;
    world.do('registration', 'rival', people.rival, draft);
    world.do('registration', 'rival', people.rival, { type: 'submit' });
    expect(codesOf(world.try('registration', 'rival', actor, { type: 'accept' }))).toEqual(['E_SEPARATION']);
    world.do('registration', 'reg1', olga, { type: 'exit', reason });
    expect(codesOf(world.try('registration', 'rival', actor, { type: 'accept' }))).toEqual(['E_SEPARATION']);
    expect(codesOf(world.try('registration', 'rival', olga, { type: 'accept' }))).toEqual(['accepted']);
  });

  test('who has acted as an operator registers as no vendor, nor does anybody who declares it', () => {
    const world = worldAt('registered');
    const own = anActor('oscar', 'operator', 'vendor');
    const draft = { type: 'draft', materials: theMaterials() } as const;
    expect(codesOf(world.try('registration', 'reg2', own, draft))).toEqual(['E_SEPARATION']);
    const friend = { ...draft, materials: { ...theMaterials(), affiliates: [orgId('operator')] } };
    expect(codesOf(world.try('registration', 'reg2', people.rival, friend))).toEqual(['E_SEPARATION']);
  });

  test('a vendor that names an operator which never acted locks nobody out before it is registered', () => {
    const world = new World();
    const materials = { ...theMaterials(), affiliates: [orgId('operator')] };
    world.do('registration', 'reg1', ana, { type: 'draft', materials });
    world.do('registration', 'reg1', ana, { type: 'submit' });
    expect(codesOf(world.try('registration', 'reg1', olga, { type: 'accept' }))).toEqual(['E_SEPARATION']);
    world.do('registration', 'reg2', people.rival, { type: 'draft', materials: { ...theMaterials(), affiliates: [] } });
    world.do('registration', 'reg2', people.rival, { type: 'submit' });
    expect(codesOf(world.try('registration', 'reg2', olga, { type: 'accept' }))).toEqual(['accepted']);
  });
});
