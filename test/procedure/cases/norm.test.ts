import { describe, expect, test } from 'vitest';
import type { NormKind } from '#policies/procedure/cases/norm.ts';
import { effectiveNorm, requireEffective } from '#policies/procedure/norms.ts';
import { packHash } from '#policies/procedure/rule-packs/pack.ts';
import { packInForce } from '#policies/procedure/rule-packs/in-force.ts';
import { standardPack } from '#policies/procedure/rule-packs/standard.ts';
import { daysAfter } from '#policies/procedure/term.ts';
import type { Sha256 } from '#policies/units.ts';
import { theClauses } from '../commands.ts';
import { codesOf } from '../expect.ts';
import { worldAt } from '../journey.ts';
import { people } from '../people.ts';
import { lookupOf, World } from '../world.ts';

const { olga, otto, gus, cora, carl } = people;
const reason = '依规定';

interface Body {
  readonly kind: NormKind;
  readonly version?: number;
  readonly data?: Sha256;
}

const draftOf = ({ kind, version = 1, data }: Body) =>
  ({ type: 'draft', kind, heading: '规范', version, text: reason, ...(data && { data }) }) as const;

/** Drafted by the operator, reviewed by the agency. */
function reviewed(world: World, id: string, body: Body): World {
  world.do('norm', id, olga, draftOf(body));
  world.do('norm', id, olga, { type: 'submit', note: reason });
  world.do('norm', id, gus, { type: 'pass_review', opinion: reason });
  return world;
}

function effective(world: World, id: string, body: Body, replaces?: string): World {
  reviewed(world, id, body);
  const effectiveFrom = replaces === undefined ? world.now : daysAfter(world.now, 10);
  const consent = { type: 'consent', consentId: 'C-1', effectiveFrom, ...(replaces && { replaces }) } as const;
  world.do('norm', id, cora, consent);
  return world;
}

describe('AO-29-1 AO-14-2 AO-31-1 a norm of the operator counts after the agency’s review and the authority’s consent, and not before', () => {
  test.each<NormKind>(['processing', 'onboarding', 'application_check', 'development_check', 'export_check'])(
    '%s',
    (kind) => {
      const world = new World();
      const now = () => effectiveNorm(lookupOf(world), kind, world.now)?.id;
      const consent = { type: 'consent', consentId: 'C-1', effectiveFrom: world.now } as const;
      world.do('norm', 'n1', olga, draftOf({ kind }));
      expect(codesOf(world.try('norm', 'n1', cora, consent))).toEqual(['E_STATE']);
      world.do('norm', 'n1', olga, { type: 'submit', note: reason });
      expect(codesOf(world.try('norm', 'n1', cora, consent))).toEqual(['E_STATE']);
      expect(codesOf(world.try('norm', 'n1', olga, { type: 'pass_review', opinion: reason }))).toEqual(['E_ROLE']);
      world.do('norm', 'n1', gus, { type: 'pass_review', opinion: reason });
      expect(codesOf(world.try('norm', 'n1', gus, consent))).toEqual(['E_ROLE']);
      expect(now()).toBeUndefined();
      world.do('norm', 'n1', cora, consent);
      expect(now()).toBe('n1');
      world.do('norm', 'n1', carl, { type: 'repeal', reason });
      expect(now()).toBeUndefined();
    },
  );

  test('one person with an account at the operator and one at the agency does not review what it drafted', () => {
    const world = new World();
    world.do('norm', 'n1', olga, draftOf({ kind: 'onboarding' }));
    world.do('norm', 'n1', otto, { type: 'submit', note: reason });
    const own = world.try('norm', 'n1', people.olgaAtAgency, { type: 'pass_review', opinion: reason });
    expect(codesOf(own)).toEqual(['E_SEPARATION']);
  });

  test('nothing takes effect in the past', () => {
    const world = reviewed(new World(), 'n1', { kind: 'onboarding' });
    const past = { type: 'consent', consentId: 'C-1', effectiveFrom: world.now } as const;
    world.now = daysAfter(world.now, 1);
    expect(codesOf(world.try('norm', 'n1', cora, past))).toEqual(['E_INPUT']);
  });

  test('a returned norm is edited and goes the whole way again', () => {
    const world = reviewed(new World(), 'n1', { kind: 'onboarding' });
    world.do('norm', 'n1', cora, { type: 'return', reason });
    const { type: _, ...body } = draftOf({ kind: 'onboarding' });
    expect(codesOf(world.try('norm', 'n1', olga, { type: 'edit', ...body, kind: 'processing' }))).toEqual(['E_INPUT']);
    expect(world.do('norm', 'n1', olga, { type: 'edit', ...body }).state).toBe('draft');
  });
});

test('AO-31-2 the agency’s supervision rules go to the authority at once; the operator neither drafts nor submits them', () => {
  const world = new World();
  expect(codesOf(world.try('norm', 'n1', olga, draftOf({ kind: 'supervision_rules' })))).toEqual(['E_ROLE']);
  world.do('norm', 'n1', gus, draftOf({ kind: 'supervision_rules' }));
  expect(codesOf(world.try('norm', 'n1', olga, { type: 'submit', note: reason }))).toEqual(['E_ROLE']);
  expect(world.do('norm', 'n1', gus, { type: 'submit_own', note: reason }).state).toBe('authority_consent');
  expect(codesOf(world.try('norm', 'n2', gus, draftOf({ kind: 'onboarding' })))).toEqual(['E_ROLE']);
});

test('AO-08-1 AO-05-3 the authority issues its own classification guide by two persons, and no norm of the operator that way', () => {
  const world = new World();
  const issue = { type: 'issue', paper: '文 1', effectiveFrom: world.now } as const;
  world.do('norm', 'n1', cora, draftOf({ kind: 'classification_guide' }));
  expect(codesOf(world.try('norm', 'n1', cora, issue))).toEqual(['E_SEPARATION']);
  expect(world.do('norm', 'n1', carl, issue).state).toBe('effective');
  world.do('norm', 'n2', olga, draftOf({ kind: 'export_check' }));
  expect(codesOf(world.try('norm', 'n2', carl, issue))).toContain('E_ROLE');
});

test('SH-08-3 AO-14-2 an old version counts until the new one begins, and not a moment longer', () => {
  const world = effective(new World(), 'n1', { kind: 'export_check' });
  effective(world, 'n2', { kind: 'export_check', version: 2 }, 'n1');
  const at = (days: number) => effectiveNorm(lookupOf(world), 'export_check', daysAfter(world.now, days));
  expect(world.must('norm', 'n1')).toMatchObject({ state: 'superseded', successor: 'n2' });
  expect([at(0)?.id, at(9)?.id, at(10)?.id]).toEqual(['n1', 'n1', 'n2']);
});

test('a version is given once, and only a norm of the same kind and name is replaced', () => {
  const world = effective(new World(), 'n1', { kind: 'export_check', version: 2 });
  effective(world, 'n0', { kind: 'processing' });
  reviewed(world, 'n2', { kind: 'export_check', version: 2 });
  const consent = { type: 'consent', consentId: 'C-2', effectiveFrom: world.now, replaces: 'n0' } as const;
  expect(codesOf(world.try('norm', 'n2', cora, consent))).toEqual(['E_INPUT', 'E_INPUT']);
});

describe('AO-20-1 an agreement instantiates an effective template', () => {
  const draft = { type: 'draft', application: 'app1', clauses: theClauses() } as const;

  test('one that is not effective is refused, and none where there has been one', () => {
    const world = reviewed(worldAt('approved'), 'n1', { kind: 'agreement_template' });
    expect(codesOf(world.try('agreement', 'agr1', olga, { ...draft, template: 'n1' }))).toEqual(['E_NORM']);
    world.do('norm', 'n1', cora, { type: 'consent', consentId: 'C-1', effectiveFrom: world.now });
    expect(codesOf(world.try('agreement', 'agr1', olga, draft))).toEqual(['E_NORM']);
    expect(codesOf(world.try('agreement', 'agr1', olga, { ...draft, template: 'n9' }))).toEqual(['E_NORM']);
    expect(world.do('agreement', 'agr1', olga, { ...draft, template: 'n1' }).template).toBe('n1');
  });

  test('a repealed one serves no more', () => {
    const world = effective(worldAt('approved'), 'n1', { kind: 'agreement_template' });
    world.do('norm', 'n1', carl, { type: 'repeal', reason });
    expect(codesOf(world.try('agreement', 'agr1', olga, { ...draft, template: 'n1' }))).toEqual(['E_NORM']);
  });
});

test('AO-05-4 a norm of rules names a pack of the product by its hash; the effective one is what checks', () => {
  const world = new World();
  const data = '00'.repeat(32) as Sha256;
  expect(codesOf(world.try('norm', 'n1', olga, draftOf({ kind: 'rule_pack', data })))).toEqual(['E_INPUT']);
  effective(world, 'n2', { kind: 'rule_pack', data: packHash(standardPack) });
  expect(packInForce(lookupOf(world), world.now)).toBe(standardPack);
});

test('requireEffective asks nothing of a record that has never had a norm of the kind', () => {
  const world = new World();
  const known = { lookup: lookupOf(world), now: world.now };
  expect(codesOf(requireEffective('x', { kind: 'onboarding', norm: undefined }, known))).toEqual(['accepted']);
  expect(codesOf(requireEffective('x', { kind: 'onboarding', norm: 'n1' }, known))).toEqual(['E_NORM']);
});
