/** Negative and responsibility lists: versions by two persons, in force from a day; what is on the negative list is granted to nobody. */
import { describe, expect, test } from 'vitest';
import { listChanges, listInForce } from '#policies/procedure/list-versions.ts';
import { isOpenInOperation } from '#policies/procedure/grantable.ts';
import type { CommandOf } from '#policies/procedure/lives.ts';
import type { Switches } from '#policies/procedure/profiles/profile.ts';
import { entryId, instant } from '#policies/units.ts';
import { onConditions } from '#synth/city/entries/opening.ts';
import { anEntry } from '../../catalog/builders.ts';
import { aRequest } from '../commands.ts';
import { codesOf } from '../expect.ts';
import { worldAt, type Stage } from '../journey.ts';
import { people } from '../people.ts';
import type { World } from '../world.ts';

const { ana, olga, dora, dana, cora, carl, gus, system } = people;
const reason = 'r';
const march = instant('2026-03-01T00:00:00.000Z');
const april = instant('2026-04-01T00:00:00.000Z');
type Draft = CommandOf<'negativeList'> & { readonly type: 'draft' };
const listing = (entry = 'social_insurance', effectiveFrom = march): Draft => ({
  type: 'draft',
  items: [{ what: 'wages', entry: entryId(entry), ground: '涉密', basis: '保密法' }],
  effectiveFrom,
});

function list(world: World, id: string, draft = listing()): World {
  world.do('negativeList', id, cora, draft);
  world.do('negativeList', id, carl, { type: 'adopt', reason });
  return world;
}

const apply = (world: World) => codesOf(world.try('application', 'app9', ana, { type: 'draft', request: aRequest() }));

function startRun(world: World) {
  const { hash } = world.must('program', 'prog1');
  const order = { program: 'prog1', hash, scenario: 's1_credit', parameters: [{ name: 'year', value: 2024 }] };
  return codesOf(world.try('run', 'run9', ana, { type: 'request', ...order }));
}

describe('GY-08 what is on the negative list is granted to nobody', () => {
  test('not applied for, not signed for, not run on; what is not on it is', () => {
    expect(apply(worldAt('published'))).toEqual(['accepted']);
    expect(apply(list(worldAt('published'), 'n1'))).toEqual(['E_NO_RIGHTS']);
    expect(apply(list(worldAt('published'), 'n1', listing('another')))).toEqual(['accepted']);
    const signed = list(worldAt('vendor_signed'), 'n1');
    const { hash } = signed.must('agreement', 'agr1');
    expect(codesOf(signed.try('agreement', 'agr1', olga, { type: 'sign_operator', hash }))).toEqual(['E_NO_RIGHTS']);
    expect(startRun(worldAt('program_approved'))).toEqual(['accepted']);
    expect(startRun(list(worldAt('program_approved'), 'n1'))).toEqual(['E_NO_RIGHTS']);
  });

  test('GY-09 from its day on, in its last version, until it is repealed', () => {
    const world = list(worldAt('published'), 'n1', listing('social_insurance', april));
    expect(apply(world)).toEqual(['accepted']);
    world.now = april;
    expect(codesOf(world.try('application', 'app8', ana, { type: 'draft', request: aRequest() }))[0]).not.toBe(
      'accepted',
    );
    const newer = list(list(worldAt('published'), 'n1'), 'n2', listing('another'));
    expect([newer.must('negativeList', 'n1').version, newer.must('negativeList', 'n2').version]).toEqual([1, 2]);
    expect(apply(newer)).toEqual(['accepted']);
    newer.do('negativeList', 'n2', cora, { type: 'repeal', reason });
    expect(listInForce(newer.all('negativeList'), newer.now)?.id).toBe('n1');
  });

  test('GY-09 a draft binds nobody, and nobody adopts his own', () => {
    const world = worldAt('published');
    world.do('negativeList', 'n1', cora, listing());
    expect(apply(world)).toEqual(['accepted']);
    const next = worldAt('published');
    next.do('negativeList', 'n1', cora, listing());
    expect(codesOf(next.try('negativeList', 'n1', cora, { type: 'adopt', reason }))).toEqual(['E_SEPARATION']);
    expect(codesOf(next.try('negativeList', 'n1', gus, { type: 'adopt', reason }))).toEqual(['E_ROLE']);
    expect(codesOf(next.try('negativeList', 'n1', system, { type: 'adopt', reason }))).toEqual(['E_ROLE']);
  });
});

test('GY-09 listChanges: what a version has more and less', () => {
  const [a, b, c] = [{ x: 1 }, { x: 2 }, { x: 3 }];
  expect(listChanges([a, b], [b, c])).toEqual({ added: [c], removed: [a] });
  expect(listChanges([a], [{ x: 1 }])).toEqual({ added: [], removed: [] });
});

const entryAs = (world: World, change: object) =>
  world.change('catalogEntry', 'social_insurance', (doc) => ({ ...doc, entry: { ...doc.entry, ...change } }));

const closed = (ground: string, derived: boolean) =>
  anEntry({
    attribute: 'closed',
    opening: onConditions({ theme: 't', summary: 's', grounds: [ground] }),
    ...(derived && { derivation: { from: [entryId('raw')], by: 'desensitised', record: 'hashed' } }),
  });

const profile = (value: Switches['closedInOperation']) => {
  const world = worldAt('registered');
  const { switches } = world.profile;
  return { ...world.profile, switches: { ...switches, closedInOperation: { value, basis: 'default' as const } } };
};

const withEntry = (change: object, stage: Stage = 'published') => {
  const world = worldAt(stage);
  entryAs(world, change);
  return world;
};

describe('GY-14 GD-10-1 closed and shared data in operation', () => {
  test('GY-14 what was got by sharing is not granted on, whoever let it in', () => {
    expect(apply(withEntry({ origin: 'shared' }))).toEqual(['E_NO_RIGHTS']);
    expect(startRun(withEntry({ origin: 'shared' }, 'program_approved'))).toEqual(['E_NO_RIGHTS']);
  });

  test('GD-13-1 closed data is used nowhere by default; what was derived from secrets may be, where the place allows it', () => {
    const allowed = profile('allow_with_derivation');
    expect(isOpenInOperation(closed('secrets_and_privacy', true), allowed)).toBe(true);
    expect(isOpenInOperation(closed('secrets_and_privacy', true), profile('forbid'))).toBe(false);
    expect(isOpenInOperation(closed('secrets_and_privacy', false), allowed)).toBe(false);
    for (const ground of ['state_secret', 'safety', 'statute', 'agreement_or_ip'])
      expect(isOpenInOperation(closed(ground, true), allowed)).toBe(false);
    expect(apply(withEntry({ attribute: 'closed' }))).toEqual(['E_NO_RIGHTS']);
  });
});

describe('GD-15-1 GY-07 GD-06-1 responsibility lists', () => {
  const item = { duty: 'update', unit: 'u', person: 'p', phone: '1', entries: [entryId('social_insurance')] };
  const draft = { type: 'draft', items: [item], effectiveFrom: march } as const;

  test('of a department’s own entries, adopted by the authority', () => {
    const world = worldAt('published');
    expect(codesOf(world.try('responsibilityList', 'r1', dana, draft))).toEqual(['E_INPUT']);
    world.do('responsibilityList', 'r1', dora, draft);
    expect(codesOf(world.try('responsibilityList', 'r1', dora, { type: 'adopt', reason }))).toEqual(['E_ROLE']);
    expect(
      codesOf(world.try('responsibilityList', 'r1', { ...cora, person: dora.person }, { type: 'adopt', reason })),
    ).toContain('E_SEPARATION');
    expect(world.do('responsibilityList', 'r1', cora, { type: 'adopt', reason })).toMatchObject({
      version: 1,
      department: dora.org,
    });
  });

  test('GY-09 versions are counted per department, and a returned one is edited', () => {
    const world = worldAt('published');
    for (const id of ['r1', 'r2']) {
      world.do('responsibilityList', id, dora, draft);
      world.do('responsibilityList', id, cora, { type: 'return', reason });
      world.do('responsibilityList', id, dora, { ...draft, type: 'edit' });
      world.do('responsibilityList', id, cora, { type: 'adopt', reason });
    }
    world.do('responsibilityList', 'r3', dana, { ...draft, items: [{ ...item, entries: [] }] });
    world.do('responsibilityList', 'r3', cora, { type: 'adopt', reason });
    expect(['r1', 'r2', 'r3'].map((id) => world.must('responsibilityList', id).version)).toEqual([1, 2, 1]);
  });
});
