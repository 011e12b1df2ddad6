import { describe, expect, test } from 'vitest';
import { authorizedUntil } from '#policies/procedure/authorization.ts';
import { profiles } from '#policies/procedure/profiles/profiles.ts';
import { yearsAfter } from '#policies/procedure/term.ts';
import { instant, orgId } from '#policies/units.ts';
import { codesOf } from '../expect.ts';
import { worldAt } from '../journey.ts';
import { people } from '../people.ts';
import { lookupOf, World } from '../world.ts';

const { olga, cora, carl, system } = people;
const reason = '依规定';
const operator = orgId('operator');
const fallback = instant('2030-01-01T00:00:00.000Z');

function proposal(world: World, years: number, domains: readonly string[] = ['信用']) {
  const term = { from: world.now, to: yearsAfter(world.now, years) };
  return { type: 'propose', operator, domains: [...domains], term, grantor: '市政府' } as const;
}

function granted(world: World, id: string, years: number, domains?: readonly string[]): World {
  world.do('operatorAuthorization', id, cora, proposal(world, years, domains));
  world.do('operatorAuthorization', id, carl, { type: 'grant', paper: '授权书' });
  return world;
}

const until = (world: World, ...themes: readonly string[]) =>
  authorizedUntil({ operator, themes, fallback }, world.now, lookupOf(world));

describe('AO-03-1 GY-22 the authorization of an operator', () => {
  test('lasts at most the years of the place', () => {
    const world = new World();
    world.profile = profiles.guiyang;
    expect(codesOf(world.try('operatorAuthorization', 'aut1', cora, proposal(world, 4)))).toEqual(['E_SCOPE']);
    expect(codesOf(world.try('operatorAuthorization', 'aut1', cora, proposal(world, 3)))).toEqual(['accepted']);
  });

  test('is not the operator’s own decision, nor one person’s', () => {
    const world = new World();
    expect(codesOf(world.try('operatorAuthorization', 'aut1', olga, proposal(world, 3)))).toEqual(['E_ROLE']);
    world.do('operatorAuthorization', 'aut1', cora, proposal(world, 3));
    const grant = { type: 'grant', paper: '授权书' } as const;
    expect(codesOf(world.try('operatorAuthorization', 'aut1', cora, grant))).toEqual(['E_SEPARATION']);
  });

  test('ends with its term, by the system, and not before', () => {
    const world = granted(new World(), 'aut1', 1);
    const expire = { type: 'expire' } as const;
    expect(codesOf(world.try('operatorAuthorization', 'aut1', system, expire))).toEqual(['E_STATE']);
    world.now = yearsAfter(world.now, 1);
    expect(world.do('operatorAuthorization', 'aut1', system, expire).state).toBe('expired');
  });

  test('revoked, it ends the agreements of the operator in the same moment, and their runs', () => {
    const world = worldAt('running');
    const theme = world.must('catalogEntry', 'social_insurance').entry.opening?.theme ?? '信用';
    granted(world, 'aut1', 3, [theme]);
    world.do('operatorAuthorization', 'aut1', carl, { type: 'revoke', reason });
    expect(world.must('agreement', 'agr1')).toMatchObject({
      state: 'terminated',
      case: 'operator_authorization_ended',
    });
    expect(world.must('run', 'run1').state).toBe('killed');
  });
});

describe('GY-21 AO-03-1 authorizedUntil', () => {
  test('goes by the settings where the record has never had one', () => {
    const world = new World();
    world.do('operatorAuthorization', 'aut1', cora, proposal(world, 1));
    expect(until(world, '信用')).toBe(fallback);
  });

  test('is the latest of those that cover a theme, the earliest over the themes, and now for one that none covers', () => {
    const world = granted(new World(), 'aut1', 1, ['信用', '医疗']);
    granted(world, 'aut2', 3, ['信用']);
    expect(until(world, '信用')).toBe(yearsAfter(world.now, 3));
    expect(until(world, '信用', '医疗')).toBe(yearsAfter(world.now, 1));
    expect(until(world, '信用', '气象')).toBe(world.now);
  });

  test('another operator’s counts for nobody else, and a revoked one for nobody', () => {
    const world = granted(new World(), 'aut1', 3);
    const other = authorizedUntil({ operator: orgId('other'), themes: ['信用'], fallback }, world.now, lookupOf(world));
    expect(other).toBe(world.now);
    world.do('operatorAuthorization', 'aut1', carl, { type: 'revoke', reason });
    expect(until(world, '信用')).toBe(world.now);
  });
});
