/** No right exists outside an agreement in force, in its term, for its scenario, within its scope. */
import { describe, expect, test } from 'vitest';
import { requireGrant } from '#policies/procedure/grant.ts';
import { entryId, instant, orgId } from '#policies/units.ts';
import { aContent, allPass, aProduct, aRequest, theClauses } from './commands.ts';
import { codesOf } from './expect.ts';
import { draftAgreement, forwardApplication, requestRun, worldAt } from './journey.ts';
import { people } from './people.ts';
import type { World } from './world.ts';

const { ana, abe, rival, olga, dora, gus, system } = people;
const reason = 'as the norm says';
const scope = theClauses().dataScope;

const ask = (world: World, actor = ana) => {
  const hash = world.get('program', 'prog1')?.hash ?? theHash;
  const parameters = [{ name: 'year', value: 2024 }];
  return world.try('run', 'run9', actor, {
    type: 'request',
    program: 'prog1',
    hash,
    scenario: 's1_credit',
    parameters,
  });
};
const theHash = worldAt('frozen').must('program', 'prog1').hash;

describe('AO-20-3 rights are refused before the agreement is in force', () => {
  test.each(['approved', 'drafted', 'vendor_signed'] as const)('a program, run or export when %s', (stage) => {
    const world = worldAt(stage);
    const program = world.try('program', 'prog1', ana, { type: 'draft', agreement: 'agr1', content: aContent() });
    expect(codesOf(program)).toEqual(['E_NO_RIGHTS']);
    expect(codesOf(ask(world))).toContain('E_NO_RIGHTS');
    const product = world.try('export', 'exp1', ana, { type: 'draft', agreement: 'agr1', product: aProduct() });
    expect(codesOf(product)).toContain('E_NO_RIGHTS');
  });

  test('the operator alone cannot bring it into force', () => {
    const world = worldAt('drafted');
    const { hash } = world.must('agreement', 'agr1');
    expect(codesOf(world.try('agreement', 'agr1', olga, { type: 'sign_operator', hash }))).toEqual(['E_STATE']);
    expect(codesOf(world.try('agreement', 'agr1', olga, { type: 'sign_vendor', hash }))).toEqual(['E_ROLE']);
    expect(world.must('agreement', 'agr1').grants).toEqual([]);
  });

  test('both signatures open one grant to develop and one to use', () => {
    const { grants } = worldAt('active').must('agreement', 'agr1');
    expect(grants.map(({ kind, runs }) => [kind, runs])).toEqual([
      ['develop', 0],
      ['use', 3],
    ]);
  });
});

describe('AO-20-2 an agreement is of an approved application and signed as read', () => {
  test('an application that is not approved gets none', () => {
    const world = worldAt('forwarded');
    const command = { type: 'draft', application: 'app1', clauses: theClauses() } as const;
    expect(codesOf(world.try('agreement', 'agr1', olga, command))).toEqual(['E_NO_RIGHTS']);
  });

  test('a second agreement of the same application is refused', () => {
    const world = worldAt('active');
    const command = { type: 'draft', application: 'app1', clauses: theClauses() } as const;
    expect(codesOf(world.try('agreement', 'agr2', olga, command))).toEqual(['E_STATE']);
  });

  test('a signature under another text is refused', () => {
    const world = worldAt('drafted');
    expect(codesOf(world.try('agreement', 'agr1', ana, { type: 'sign_vendor', hash: theHash }))).toEqual(['E_INPUT']);
  });

  test('a vendor suspended in the meantime cannot be signed with', () => {
    const world = worldAt('vendor_signed');
    world.do('registration', 'reg1', olga, { type: 'suspend', reason });
    const { hash } = world.must('agreement', 'agr1');
    expect(codesOf(world.try('agreement', 'agr1', olga, { type: 'sign_operator', hash }))).toEqual(['E_NO_RIGHTS']);
  });
});

describe('AO-04-1 an agreement is nowhere wider than its application', () => {
  const wider = { entry: entryId('social_insurance'), table: 'social_insurance', columns: ['secret_name'] };
  const late = { from: instant('2026-01-01T00:00:00.000Z'), to: instant('2027-01-02T00:00:00.000Z') };
  const conditions = { ...theClauses().conditions, productForms: ['data_api'] as const };
  test.each([
    ['another scenario', theClauses({ scenario: 's2' })],
    ['a column that was not approved', theClauses({ dataScope: [...scope, wider] })],
    ['a longer term', theClauses({ term: late })],
    ['another product form', theClauses({ conditions })],
  ])('%s', (_, clauses) => {
    const command = { type: 'draft', application: 'app1', clauses } as const;
    expect(codesOf(worldAt('approved').try('agreement', 'agr1', olga, command))).toEqual(['E_SCOPE']);
  });
});

test('AO-20-5 an agreement longer than the profile or the operator’s authorization allows is refused', () => {
  const term = { from: instant('2026-01-01T00:00:00.000Z'), to: instant('2029-01-01T00:00:00.001Z') };
  const world = worldAt('published');
  forwardApplication(world, { term });
  world.do('application', 'app1', dora, { type: 'approve', reason });
  world.do('application', 'app1', gus, { type: 'approve', reason });
  const command = { type: 'draft', application: 'app1', clauses: theClauses({ term }) } as const;
  expect(codesOf(world.try('agreement', 'agr1', olga, command))).toEqual(['E_SCOPE']);
});

describe('AO-20-5 rights end with the term, to the millisecond', () => {
  test.each([
    ['2025-12-31T23:59:59.999Z', 'E_NO_RIGHTS'],
    ['2026-01-01T00:00:00Z', 'accepted'],
    ['2026-12-31T23:59:59.999Z', 'accepted'],
    ['2027-01-01T00:00:00.000Z', 'E_NO_RIGHTS'],
  ])('a run requested at %s: %s', (at, code) => {
    const world = worldAt('program_approved');
    world.now = instant(at);
    expect(codesOf(ask(world))).toEqual([code]);
  });

  test('a run that was requested in term is not ordered after it', () => {
    const world = worldAt('program_approved');
    requestRun(world, 'run1');
    world.do('run', 'run1', system, { type: 'precheck' });
    world.now = instant('2027-01-01T00:00:00.000Z');
    expect(codesOf(world.try('run', 'run1', system, { type: 'queue' }))).toEqual(['E_NO_RIGHTS']);
  });

  test('expire is refused while the term runs', () => {
    const world = worldAt('active');
    expect(codesOf(world.try('agreement', 'agr1', system, { type: 'expire' }))).toEqual(['E_STATE']);
    world.now = instant('2027-01-01T00:00:00.000Z');
    expect(world.do('agreement', 'agr1', system, { type: 'expire' }).state).toBe('expired');
  });
});

test('AO-20-6 suspension and termination close every right', () => {
  const world = worldAt('program_approved');
  world.do('agreement', 'agr1', olga, { type: 'suspend', reason });
  expect(codesOf(ask(world))).toEqual(['E_NO_RIGHTS']);
  world.do('agreement', 'agr1', olga, { type: 'reinstate', reason });
  expect(codesOf(ask(world))).toEqual(['accepted']);
  world.do('agreement', 'agr1', olga, { type: 'terminate', case: 'breach', reason });
  const { hash } = world.must('program', 'prog1');
  const command = { type: 'request', program: 'prog1', hash, scenario: 's1_credit', parameters: [] } as const;
  expect(codesOf(world.try('run', 'run10', abe, command))).toEqual(['E_NO_RIGHTS']);
});

describe('AO-04-1 use outside the grant is refused', () => {
  test('a grant used from another scenario', () => {
    const world = worldAt('program_approved');
    const { hash } = world.must('program', 'prog1');
    const parameters = [{ name: 'year', value: 2024 }];
    const command = { type: 'request', program: 'prog1', hash, scenario: 's2_energy', parameters } as const;
    expect(codesOf(world.try('run', 'run1', ana, command))).toEqual(['E_SCOPE']);
  });

  test('DC-09 a program that uses a column that was not granted', () => {
    const world = worldAt('frozen');
    const { hash } = world.must('program', 'prog1');
    const uses = [{ entry: entryId('social_insurance'), table: 'social_insurance', columns: ['secret_name'] }];
    expect(codesOf(world.try('program', 'prog1', system, { type: 'static_check', hash, uses }))).toEqual(['E_SCOPE']);
  });

  test('DC-09 more runs than were granted, even when some failed', () => {
    const world = worldAt('program_approved');
    for (const id of ['run1', 'run2', 'run3']) requestRun(world, id);
    world.do('run', 'run1', system, { type: 'fail', code: 'E_EXEC' });
    expect(codesOf(ask(world))).toEqual(['E_SCOPE']);
  });

  test('a product form or scenario that was not granted', () => {
    const world = worldAt('quarantined');
    const draft = (product: ReturnType<typeof aProduct>) =>
      world.try('export', 'exp1', ana, { type: 'draft', agreement: 'agr1', product });
    expect(codesOf(draft(aProduct({ form: 'data_api' })))).toEqual(['E_SCOPE']);
    expect(codesOf(draft(aProduct({ scenario: 's2' })))).toContain('E_SCOPE');
  });
});

test('AO-20-3 another vendor’s agreement is refused in the words of a missing one', () => {
  const world = worldAt('active');
  const draft = (agreement: string) =>
    world.try('program', 'prog2', rival, { type: 'draft', agreement, content: aContent() });
  expect(draft('agr1')).toEqual(draft('agr_nowhere'));
  expect(codesOf(draft('agr1'))).toEqual(['E_NO_RIGHTS']);
});

test('AO-20-3 requireGrant refuses an agreement in force that holds no grant', () => {
  const { grants: _, ...rest } = worldAt('active').must('agreement', 'agr1');
  const context = { id: 'x', actor: ana, now: instant('2026-03-02T01:30:00.000Z') };
  const found = { agreement: { ...rest, grants: [] }, vendor: orgId('fintech') };
  expect(codesOf(requireGrant('run', 'use', found, context))).toEqual(['E_NO_RIGHTS']);
});

describe('AO-18-2 a request must be of known, published, usable columns', () => {
  test.each([
    ['nowhere', 'social_insurance', 'paid_cny', 'E_UNKNOWN_TABLE'],
    ['social_insurance', 'nothing', 'paid_cny', 'E_UNKNOWN_TABLE'],
    ['social_insurance', 'social_insurance', 'nothing', 'E_UNKNOWN_COLUMN'],
    ['social_insurance', 'social_insurance', 'secret_name', 'E_COLUMN_RULE'],
  ])('%s:%s.%s', (entry, table, name, code) => {
    const datasets = [{ entry: entryId(entry), table, columns: [{ name, reason }] }];
    const command = { type: 'draft', request: aRequest({ datasets }) } as const;
    expect(codesOf(worldAt('published').try('application', 'app1', ana, command))).toEqual([code]);
  });
});

describe('AO-18 only a registered vendor applies, once per scenario', () => {
  const command = { type: 'draft', request: aRequest() } as const;
  test('a vendor without registration', () => {
    expect(codesOf(worldAt('published').try('application', 'app2', rival, command))).toEqual(['E_NO_RIGHTS']);
  });
  test('a suspended vendor', () => {
    const world = worldAt('published');
    world.do('registration', 'reg1', olga, { type: 'suspend', reason });
    expect(codesOf(world.try('application', 'app1', ana, command))).toEqual(['E_NO_RIGHTS']);
  });
  test('AO-04-1 a second application for the same scenario', () => {
    const world = worldAt('approved');
    expect(codesOf(world.try('application', 'app2', abe, command))).toEqual(['E_SCOPE']);
    const request = aRequest({ scenario: { id: 's2_energy', title: 'energy' } });
    expect(codesOf(world.try('application', 'app2', abe, { type: 'draft', request }))).toEqual(['accepted']);
  });
  test('AO-04-1 a cancelled application frees its scenario', () => {
    const world = worldAt('forwarded');
    world.do('application', 'app1', ana, { type: 'cancel', reason });
    expect(codesOf(world.try('application', 'app2', ana, command))).toEqual(['accepted']);
  });
  test('an application for a term that ends before it begins', () => {
    const term = { from: theClauses().term.to, to: theClauses().term.from };
    const backwards = { type: 'draft', request: aRequest({ term }) } as const;
    expect(codesOf(worldAt('published').try('application', 'app1', ana, backwards))).toEqual(['E_INPUT']);
  });
});

test('AO-20-2 draftAgreement after termination is possible again', () => {
  const world = worldAt('drafted');
  world.do('agreement', 'agr1', olga, { type: 'terminate', case: 'mutual', reason });
  const command = { type: 'draft', application: 'app1', clauses: theClauses() } as const;
  expect(codesOf(world.try('agreement', 'agr2', olga, command))).toEqual(['accepted']);
  expect(() => draftAgreement(world)).toThrow('E_STATE');
});

describe('AO-04-1 a text is read only as the agreement says', () => {
  test.each([
    [undefined, undefined, 'accepted'],
    [undefined, 'exact', 'accepted'],
    [undefined, 'private', 'E_SCOPE'],
    [['exact'], 'private', 'E_SCOPE'],
    [['private'], undefined, 'E_SCOPE'],
    [['private'], 'exact', 'E_SCOPE'],
    [['private'], 'private', 'accepted'],
    [['exact', 'private'], 'private', 'accepted'],
    [['exact', 'private'], 'exact', 'accepted'],
  ] as const)('an agreement of %o, a text of %s: %s', (lanes, lane, code) => {
    expect(codesOf(draftIn(inForce(lanes ? { lanes } : {}), lane))).toEqual([code]);
  });

  test('a text does not slip into another lane by an edit, a change, or after the review began', () => {
    const world = inForce({});
    draftIn(world);
    const content = aContent({ lane: 'private' });
    expect(codesOf(world.try('program', 'prog1', ana, { type: 'edit', content }))).toEqual(['E_SCOPE']);
    const { hash } = world.must('program', 'prog1');
    world.do('program', 'prog1', system, { type: 'test', hash });
    expect(codesOf(world.try('program', 'prog1', ana, { type: 'change', content }))).toEqual(['E_SCOPE']);
  });

  test('ε and bounds are part of what is approved: another ε, another hash', () => {
    expect(hashOf(1)).toBe(hashOf(1));
    expect(hashOf(1)).not.toBe(hashOf(1.5));
  });

  test('the order of a private run carries the budget of the agreement, that of an exact one does not', () => {
    expect(budgetOrdered('private', 2.5)).toEqual({ epsilon: 2.5 });
    expect(budgetOrdered('private')).toBeUndefined();
    expect(budgetOrdered('exact', 2.5)).toBeUndefined();
  });
});

/** A world whose agreement says this of runs. */
function inForce(change: Partial<ReturnType<typeof theClauses>['conditions']>): World {
  const world = worldAt('approved');
  draftAgreement(world, { conditions: { ...theClauses().conditions, ...change } });
  const { hash } = world.must('agreement', 'agr1');
  world.do('agreement', 'agr1', ana, { type: 'sign_vendor', hash });
  world.do('agreement', 'agr1', olga, { type: 'sign_operator', hash });
  return world;
}

function draftIn(world: World, lane?: 'exact' | 'private') {
  const content = aContent(lane ? { lane } : {});
  return world.try('program', 'prog1', ana, { type: 'draft', agreement: 'agr1', content });
}

function hashOf(epsilon: number): string {
  const content = aContent({ lane: 'private', privacy: { epsilon } });
  const draft = { type: 'draft', agreement: 'agr1', content } as const;
  return inForce({ lanes: ['private'] }).do('program', 'prog1', ana, draft).hash;
}

/** What the order of a run says of the agreement's budget. */
function budgetOrdered(lane: 'exact' | 'private', epsilon?: number) {
  const world = inForce({ lanes: ['exact', 'private'], ...(epsilon !== undefined && { epsilon }) });
  draftIn(world, lane);
  const { hash } = world.must('program', 'prog1');
  world.do('program', 'prog1', system, { type: 'test', hash });
  world.do('program', 'prog1', ana, { type: 'freeze' });
  world.do('program', 'prog1', system, { type: 'static_check', hash, uses: scope });
  world.do('program', 'prog1', olga, { type: 'begin_review' });
  world.do('program', 'prog1', olga, { type: 'approve', hash, checklist: allPass, combinations: 2 });
  requestRun(world, 'run1');
  world.do('run', 'run1', system, { type: 'precheck' });
  world.do('run', 'run1', system, { type: 'queue' });
  const order = world.events('run', 'run1').find(({ type }) => type === 'run.ordered');
  if (!order) throw new Error('no order');
  return 'budget' in order.data ? order.data.budget : undefined;
}
