/** Use application in full: who is told, who decides in which order, partial approval, lapse, experts. */
import { describe, expect, test } from 'vitest';
import { applicationTable } from '#policies/procedure/application-table.ts';
import { lives } from '#policies/procedure/lives.ts';
import { entryId, instant, orgId } from '#policies/units.ts';
import { aRequest, theClauses } from './commands.ts';
import { codesOf } from './expect.ts';
import { forwardApplication, worldAt } from './journey.ts';
import { people } from './people.ts';
import type { World } from './world.ts';

const { ana, rival, olga, dora, gus, diego, ed, system, mole } = people;
const reason = 'necessary and lawful';
const approve = { type: 'approve', reason } as const;
const columns = (...names: string[]) => [
  { entry: entryId('social_insurance'), table: 'social_insurance', columns: names },
];

function inMode(mode: 'parallel' | 'sequential' | 'single_body'): World {
  const world = worldAt('published');
  const { switches } = world.profile;
  world.profile = { ...world.profile, switches: { ...switches, reviewMode: { value: mode, basis: 'default' } } };
  forwardApplication(world, { district: orgId('tianhe') });
  return world;
}

const parses = (change: object) =>
  lives.application.command.safeParse({ type: 'draft', request: { ...aRequest(), ...change } }).success;

describe('AO-18-1 AO-18-2 AO-18-3 AO-18-4 SH-12-1 GD-23-2 what an application must say', () => {
  test.each([
    ['no scenario', { scenario: undefined }],
    ['no purpose', { purpose: { text: '', legalBasis: 'contract' } }],
    ['no legal basis', { purpose: { text: 'score', legalBasis: ' ' } }],
    ['no row scope', { rowScope: '' }],
    ['no term', { term: undefined }],
    ['no security measures', { securityMeasures: '' }],
    ['no product form', { productForms: [] }],
    ['no dataset', { datasets: [] }],
    ['a column without its reason', { datasets: [{ ...columns()[0], columns: [{ name: 'uscc' }] }] }],
    ['a column with an empty reason', { datasets: [{ ...columns()[0], columns: [{ name: 'uscc', reason: ' ' }] }] }],
  ])('%s', (_, change) => expect(parses(change)).toBe(false));
  test('with all of it it is one', () => expect(parses({})).toBe(true));
});

const told = (role: string, kind: 'approve' | 'approve_last' | 'disapprove') =>
  applicationTable.moves[kind].tell.filter((one) => one !== role).sort();

describe('AO-19-2 AO-19-3 AO-19-4 who is told of a decision: all of 003-19 but the body that decided', () => {
  test.each(['approve', 'approve_last', 'disapprove'] as const)('%s', (kind) => {
    expect(told('source_department', kind)).toEqual(['competent_authority', 'data_agency', 'operator']);
    expect(told('district_authority', kind)).toEqual([
      'competent_authority',
      'data_agency',
      'operator',
      'source_department',
    ]);
    expect(told('data_agency', kind)).toEqual(['competent_authority', 'operator', 'source_department']);
  });

  test('AO-19-5 GD-21-3 the vendor reads the result with its reasons', () => {
    const world = worldAt('forwarded');
    const doc = world.do('application', 'app1', dora, { type: 'disapprove', reason: 'not necessary' });
    expect(doc).toMatchObject({ state: 'rejected', reason: 'not necessary', vendor: 'fintech' });
    expect(lives.application.command.safeParse({ type: 'disapprove' }).success).toBe(false);
  });

  test('AO-18-5 a checked application goes to the agency', () => {
    expect(applicationTable.moves.forward.tell).toEqual(['data_agency']);
  });
});

describe('AO-19-1 the bodies decide as the place has it', () => {
  test('parallel: in any order', () => {
    const world = inMode('parallel');
    for (const actor of [gus, diego]) world.do('application', 'app1', actor, approve);
    expect(world.do('application', 'app1', dora, approve).state).toBe('approved');
  });

  test('sequential: department, district, agency, each in its turn', () => {
    const world = inMode('sequential');
    expect(codesOf(world.try('application', 'app1', gus, approve))).toContain('E_STATE');
    expect(codesOf(world.try('application', 'app1', diego, { type: 'disapprove', reason }))).toContain('E_STATE');
    for (const actor of [dora, diego]) world.do('application', 'app1', actor, approve);
    expect(world.do('application', 'app1', gus, approve).state).toBe('approved');
  });

  test('single body: the department alone', () => {
    const world = inMode('single_body');
    expect(codesOf(world.try('application', 'app1', gus, approve))).toEqual(['E_ROLE']);
    expect(world.do('application', 'app1', dora, approve).state).toBe('approved');
  });

  test('a change of the profile does not reach what is under way', () => {
    const world = inMode('sequential');
    world.profile = worldAt('registered').profile;
    expect(codesOf(world.try('application', 'app1', gus, approve))).toContain('E_STATE');
  });
});

function offered(): World {
  const world = worldAt('forwarded');
  world.do('application', 'app1', dora, { ...approve, columns: columns('uscc', 'paid_cny') });
  world.do('application', 'app1', gus, { ...approve, columns: columns('uscc', 'district') });
  return world;
}

describe('AO-18-2 partial approval narrows columns, and only with the vendor’s acceptance', () => {
  test('what every body approves is offered, and nothing is granted on it yet', () => {
    const world = offered();
    expect(world.must('application', 'app1')).toMatchObject({ state: 'offered', offer: columns('uscc') });
    const draft = { type: 'draft', application: 'app1', clauses: theClauses() } as const;
    expect(codesOf(world.try('agreement', 'agr1', olga, draft))).toEqual(['E_NO_RIGHTS']);
  });

  test('accepted, the request is the offer, and no agreement grants more', () => {
    const world = offered();
    const doc = world.do('application', 'app1', ana, { type: 'accept_narrowing', reason });
    expect(doc.state).toBe('approved');
    expect(doc.request.datasets.map(({ columns: left }) => left.map(({ name }) => name))).toEqual([['uscc']]);
    const draft = (dataScope: ReturnType<typeof columns>) =>
      codesOf(
        world.try('agreement', 'agr1', olga, {
          type: 'draft',
          application: 'app1',
          clauses: theClauses({ dataScope }),
        }),
      );
    expect(draft(columns('uscc', 'paid_cny'))).toEqual(['E_SCOPE']);
    expect(draft(columns('uscc'))).toEqual(['accepted']);
  });

  test('declined it is rejected; nobody but the vendor does either', () => {
    for (const actor of [olga, dora, gus])
      expect(codesOf(offered().try('application', 'app1', actor, { type: 'accept_narrowing', reason }))).toEqual([
        'E_ROLE',
      ]);
    expect(codesOf(offered().try('application', 'app1', rival, { type: 'accept_narrowing', reason }))).toEqual([
      'E_NOT_FOUND',
    ]);
    expect(offered().do('application', 'app1', ana, { type: 'decline_narrowing', reason }).state).toBe('rejected');
  });

  test('no body approves more than was asked for', () => {
    const more = { ...approve, columns: columns('uscc', 'secret_name') };
    expect(codesOf(worldAt('forwarded').try('application', 'app1', dora, more))).toEqual(['E_SCOPE']);
  });

  test('a rejection after a partial approval rejects', () => {
    const world = worldAt('forwarded');
    world.do('application', 'app1', dora, { ...approve, columns: columns('uscc') });
    expect(world.do('application', 'app1', gus, { type: 'disapprove', reason }).state).toBe('rejected');
  });
});

describe('AO-20-2 an approved application lapses when its agreement is not signed in time', () => {
  test('twenty working days, with the end of the last; not a moment before', () => {
    const world = worldAt('approved');
    const doc = world.must('application', 'app1');
    // 2 March 2026 is not counted: twenty working days end with 30 March, in Asia/Shanghai.
    expect(doc.signBy).toBe('2026-03-30T16:00:00.000Z');
    expect(lives.application.due?.(doc, instant('2026-03-30T15:59:59.999Z'))).toBeUndefined();
    expect(codesOf(world.try('application', 'app1', system, { type: 'lapse' }))).toEqual(['E_STATE']);
    world.now = instant('2026-03-30T16:00:00.000Z');
    expect(lives.application.due?.(doc, world.now)).toEqual({ type: 'lapse' });
    expect(world.do('application', 'app1', system, { type: 'lapse' }).state).toBe('lapsed');
    const draft = { type: 'draft', application: 'app1', clauses: theClauses() } as const;
    expect(codesOf(world.try('agreement', 'agr1', olga, draft))).toEqual(['E_NO_RIGHTS']);
    const again = { type: 'draft', request: aRequest() } as const;
    expect(codesOf(world.try('application', 'app2', ana, again))).toEqual(['accepted']);
  });

  test('AO-20-3 once an agreement is in force it is granted, and lapses no more', () => {
    const world = worldAt('active');
    const doc = world.must('application', 'app1');
    expect(doc).toMatchObject({ state: 'granted', agreement: 'agr1' });
    expect(lives.application.due?.(doc, instant('2027-01-01T00:00:00.000Z'))).toBeUndefined();
  });
});

describe('SH-14-1 experts advise and bind nobody', () => {
  const advise = { type: 'advise', opinion: 'low risk', interests: 'none', conflict: false } as const;
  test('an opinion changes neither state nor votes', () => {
    const world = worldAt('forwarded');
    const doc = world.do('application', 'app1', ed, advise);
    expect(doc).toMatchObject({ state: 'reviewing', reviews: [], opinions: [{ opinion: 'low risk' }] });
    world.do('application', 'app1', dora, approve);
    expect(world.do('application', 'app1', gus, approve).opinions).toHaveLength(1);
  });

  test('a declared conflict of interest, an expert of the vendor, and anybody else do not advise', () => {
    const world = worldAt('forwarded');
    const tried = (actor: typeof ed, change: object = {}) =>
      codesOf(world.try('application', 'app1', actor, { ...advise, ...change }));
    expect(tried(ed, { conflict: true })).toEqual(['E_SEPARATION']);
    expect(tried({ ...ed, org: mole.org })).toEqual(['E_SEPARATION']);
    expect(tried({ ...ed, person: ana.person })).toEqual(['E_SEPARATION']);
    for (const actor of [ana, olga, gus]) expect(tried(actor)).toEqual(['E_ROLE']);
  });

  test('without a declaration there is no opinion', () => {
    const { interests: _, ...undeclared } = advise;
    expect(lives.application.command.safeParse(undeclared).success).toBe(false);
  });
});
