/** Every clause of an agreement in force, attacked. */
import { describe, expect, test } from 'vitest';
import type { Clauses } from '#policies/procedure/agreement-commands.ts';
import { lives } from '#policies/procedure/lives.ts';
import { workspaceOf } from '#policies/procedure/effects/agreement.ts';
import { contentHash } from '#policies/record/content-hash.ts';
import { refuse, type Outcome } from '#policies/refusal.ts';
import { instant } from '#policies/units.ts';
import { theTenClauses } from './clauses.ts';
import { aContent, aProduct, theClauses } from './commands.ts';
import { doAll, tryAll } from './consequences.ts';
import { codesOf } from './expect.ts';
import { draftAgreement, requestRun, worldAt } from './journey.ts';
import { people } from './people.ts';
import type { World } from './world.ts';

const { ana, abe, olga, system } = people;
const reason = 'as agreed';

const draft = (change: Partial<Clauses>) => (world: World) =>
  world.try('agreement', 'agr1', olga, { type: 'draft', application: 'app1', clauses: theClauses(change) });

/** A body that the schema refuses is refused at the edge with E_INPUT. */
const unreadable = (change: object): Outcome<unknown> =>
  lives.agreement.command.safeParse({ type: 'draft', application: 'app1', clauses: { ...theClauses(), ...change } })
    .success
    ? { ok: true, value: undefined }
    : refuse('E_INPUT', 'not a clause');

function ask(world: World, scenario = 's1_credit') {
  const { hash } = world.must('program', 'prog1');
  const parameters = [{ name: 'year', value: 2024 }];
  return world.try('run', 'run9', ana, { type: 'request', program: 'prog1', hash, scenario, parameters });
}

const draftExport = (world: World, change: Parameters<typeof aProduct>[0]) =>
  world.try('export', 'exp1', ana, { type: 'draft', agreement: 'agr1', product: aProduct(change) });

/** With everything that follows from the second signature. */
function inForce(): World {
  const world = worldAt('vendor_signed');
  const { hash } = world.must('agreement', 'agr1');
  doAll(world, { life: 'agreement', id: 'agr1', actor: olga, command: { type: 'sign_operator', hash } });
  return world;
}

function ended(): World {
  const world = inForce();
  const command = { type: 'terminate', case: 'mutual', reason } as const;
  doAll(world, { life: 'agreement', id: 'agr1', actor: olga, command });
  return world;
}

function owing(): World {
  const world = worldAt('quarantined');
  world.now = instant('2026-09-02T01:30:00.000Z');
  doAll(world, { life: 'agreement', id: 'agr1', actor: system, command: { type: 'call_report' } });
  world.now = instant('2026-11-02T01:30:00.000Z');
  return world;
}

/** A released product of a vendor whose agreement names an exchange, in the registry. */
function registered(): World {
  const world = worldAt('released');
  const licence = { purpose: 'lending', recipients: ['某银行'] };
  const what = {
    title: 'segments',
    form: 'data_metric',
    scenario: 's1_credit',
    agreement: 'agr1',
    exports: ['exp1'],
  } as const;
  const more = { payload: 'derived', benefit: 'industrial', sourceStatement: 'social insurance' } as const;
  world.do('product', 'p1', ana, { type: 'draft', ...what, ...more, licence });
  world.do('product', 'p1', olga, { type: 'register', number: 'P-1' });
  return world;
}

const attacks: { readonly [Clause in keyof Clauses]: Readonly<Record<string, () => Outcome<unknown>>> } = {
  rightsAndDuties: { 'an export while a report is overdue': () => draftExport(owing(), {}) },
  scenario: {
    'a run for another scenario': () => ask(worldAt('program_approved'), 's2_energy'),
    'an export for another scenario': () => draftExport(worldAt('quarantined'), { scenario: 's2_energy' }),
  },
  dataScope: {
    'a text that reads a column more': () => {
      const world = worldAt('frozen');
      const { hash } = world.must('program', 'prog1');
      const uses = theClauses().dataScope.map((use) => ({ ...use, columns: [...use.columns, 'secret_name'] }));
      return world.try('program', 'prog1', system, { type: 'static_check', hash, uses });
    },
  },
  term: {
    'a run on the day after': () => {
      const world = worldAt('program_approved');
      world.now = instant('2027-01-01T00:00:00.000Z');
      return ask(world);
    },
    'a draft longer than the application': () => {
      const { from } = theClauses().term;
      return draft({ term: { from, to: instant('2027-01-01T00:00:00.001Z') } })(worldAt('approved'));
    },
  },
  conditions: {
    'one run more': () => {
      const world = worldAt('program_approved');
      for (const id of ['run1', 'run2', 'run3']) requestRun(world, id);
      return ask(world);
    },
    'a form that was not agreed': () => draftExport(worldAt('quarantined'), { form: 'data_model' }),
    'a recipient who was not agreed': () =>
      draftExport(worldAt('quarantined'), { recipients: ['某银行', 'a data broker'] }),
    'a lane that was not agreed': () => {
      const content = aContent({ lane: 'private' });
      return worldAt('active').try('program', 'prog1', ana, { type: 'draft', agreement: 'agr1', content });
    },
    'conditions other than the published ones, without a reason': () => {
      const world = worldAt('approved');
      publish(world, ['named staff only']);
      return draft({ conditions: conditionsOf([]) })(world);
    },
  },
  dataSecurity: {
    'a text drafted in a workspace whose agreement has ended': () =>
      ended().try('program', 'prog1', ana, { type: 'draft', agreement: 'agr1', content: aContent() }),
  },
  fees: {
    'a share of the revenue': () =>
      unreadable({ fees: { items: [{ category: 'revenue_share', rate: '5 %' }], text: 'x' } }),
    'one category twice': () => {
      const fee = { category: 'compute', rate: '1' } as const;
      return draft({ fees: { items: [fee, fee], text: 'x' } })(worldAt('approved'));
    },
  },
  trading: {
    'a venue that nobody approved': () =>
      draft({ trading: { venue: 'street_market', text: 'x' } })(worldAt('approved')),
    'a listing elsewhere than agreed': () =>
      registered().try('product', 'p1', ana, { type: 'list', venue: 'szdex', listing: 'L-1' }),
  },
  termination: {
    'an end for a case that was not agreed': () =>
      worldAt('active').try('agreement', 'agr1', olga, { type: 'terminate', case: 'force_majeure', reason }),
    'a run after it': () => {
      const world = worldAt('program_approved');
      world.do('agreement', 'agr1', olga, { type: 'terminate', case: 'mutual', reason });
      return ask(world);
    },
  },
  breachLiability: {
    'a signature under another text': () => {
      const hash = contentHash({ ...theClauses(), breachLiability: 'none' });
      return worldAt('drafted').try('agreement', 'agr1', ana, { type: 'sign_vendor', hash });
    },
    'a run while it is suspended for a breach': () => {
      const world = worldAt('program_approved');
      world.do('agreement', 'agr1', olga, { type: 'suspend', reason: 'breach' });
      return ask(world);
    },
  },
};

function publish(world: World, conditions: readonly string[]): void {
  world.change('catalogEntry', 'social_insurance', (doc) => {
    const opening = { ...doc.entry.opening, conditions } as NonNullable<typeof doc.entry.opening>;
    return { ...doc, entry: { ...doc.entry, opening } };
  });
}

function conditionsOf(published: readonly string[], deviation?: string): Clauses['conditions'] {
  const { deviation: _, ...rest } = theClauses().conditions;
  return { ...rest, published, ...(deviation !== undefined && { deviation }) };
}

describe.each(Object.entries(theTenClauses))('AO-20-4 clause %s', (clause, { attacks: expected }) => {
  const own = attacks[clause as keyof Clauses];

  test('is attacked as its table says, and each attack is refused', () => {
    expect(Object.keys(expected).length).toBeGreaterThan(0);
    const codes = Object.fromEntries(
      Object.entries(own).map(([name, attack]) => [name, [...new Set(codesOf(attack()))]]),
    );
    expect(codes).toEqual(Object.fromEntries(Object.entries(expected).map(([name, code]) => [name, [code]])));
  });
});

test('AO-20-4 there are ten clauses, all required by the schema', () => {
  expect(Object.keys(theTenClauses)).toHaveLength(10);
  for (const name of Object.keys(theTenClauses)) expect(unreadable({ [name]: undefined }).ok).toBe(false);
  expect(unreadable({}).ok).toBe(true);
});

test('GD-19-1 SH-12-2 SH-13-1 GD-21-1 the published conditions are everybody’s, or the agreement says why not', () => {
  const world = worldAt('approved');
  publish(world, ['named staff only', 'no onward transfer']);
  const tried = (published: readonly string[], deviation?: string) =>
    codesOf(draft({ conditions: conditionsOf(published, deviation) })(worldWith(world)));
  expect(tried(['named staff only'])).toEqual(['E_INPUT']);
  expect(tried(['named staff only', 'named staff only'])).toEqual(['E_INPUT']);
  expect(tried(['named staff only', 'no onward transfer', 'pay double'])).toEqual(['E_INPUT']);
  expect(tried(['pay double'], 'a repeated offender')).toEqual(['accepted']);
});

/** Each try on a world of its own. */
function worldWith(world: World): World {
  const other = worldAt('approved');
  const conditions = world.must('catalogEntry', 'social_insurance').entry.opening?.conditions ?? [];
  publish(other, conditions);
  return other;
}

test('GD-19-1 exactly the published conditions need no reason', () => {
  const world = worldAt('approved');
  publish(world, ['named staff only', 'no onward transfer']);
  const conditions = conditionsOf(['no onward transfer', 'named staff only']);
  expect(codesOf(draft({ conditions })(world))).toEqual(['accepted']);
});

test('AO-23-2 the venue of the agreement is where its products are listed', () => {
  const listed = registered().do('product', 'p1', ana, { type: 'list', venue: 'gzdex', listing: 'L-1' });
  expect(listed).toMatchObject({ state: 'listed', venue: 'gzdex', listing: 'L-1' });
});

test('AO-03-2 AO-27-5 AO-20-4 the workspace freezes, archives and dies with its agreement, and leaves a certificate', () => {
  const world = inForce();
  const space = () => world.must('workspace', workspaceOf('agr1'));
  expect(space().state).toBe('provisioned');
  const command = { type: 'draft', agreement: 'agr1', content: aContent() } as const;
  doAll(world, { life: 'program', id: 'prog1', actor: ana, command });
  expect(space().state).toBe('active');
  doAll(world, { life: 'agreement', id: 'agr1', actor: olga, command: { type: 'suspend', reason } });
  expect(space().state).toBe('frozen');
  doAll(world, { life: 'agreement', id: 'agr1', actor: olga, command: { type: 'reinstate', reason } });
  doAll(world, { life: 'agreement', id: 'agr1', actor: olga, command: { type: 'terminate', case: 'mutual', reason } });
  expect(space()).toMatchObject({ state: 'archived', destroyAt: '2026-04-01T01:30:00.000Z' });
  expect(codesOf(world.try('workspace', space().id, system, { type: 'destroy' }))).toEqual(['E_STATE']);
  expect(lives.workspace.due?.(space(), instant('2026-04-01T01:29:59.999Z'))).toBeUndefined();
  world.now = instant('2026-04-01T01:30:00.000Z');
  expect(lives.workspace.due?.(space(), world.now)).toEqual({ type: 'destroy' });
  doAll(world, { life: 'workspace', id: space().id, actor: system, command: { type: 'destroy' } });
  const destroyed = { programs: ['prog1'], runs: [] };
  expect(space()).toMatchObject({ state: 'destroyed', destroyed, certificate: contentHash(destroyed) });
});

test('AO-27-5 what lies in quarantine goes with the workspace, what has left is kept', () => {
  const kept = endedAt('released');
  expect(kept.must('run', 'run1').state).toBe('quarantined');
  expect(kept.must('workspace', workspaceOf('agr1')).destroyed?.runs).toEqual(['run1']);
  expect(endedAt('quarantined').must('run', 'run1').state).toBe('purged');
});

describe('AO-20-2 an amendment is a new agreement with two signatures; the old one stays until then', () => {
  const next = { type: 'draft', application: 'app1', supersedes: 'agr1' } as const;
  const clauses = theClauses({ conditions: { ...theClauses().conditions, runs: 9 } });

  test('the old one is in force until the second signature, and amended in that moment', () => {
    const world = inForce();
    const { hash } = world.do('agreement', 'agr2', olga, { ...next, clauses });
    world.do('agreement', 'agr2', ana, { type: 'sign_vendor', hash });
    expect(world.must('agreement', 'agr1').state).toBe('active');
    doAll(world, { life: 'agreement', id: 'agr2', actor: olga, command: { type: 'sign_operator', hash } });
    expect([world.must('agreement', 'agr1').state, world.must('agreement', 'agr2').state]).toEqual([
      'amended',
      'active',
    ]);
    expect(world.must('workspace', workspaceOf('agr1')).state).toBe('archived');
  });

  test('runs that are under way under the old one are killed', () => {
    const world = worldAt('running');
    const { hash } = world.do('agreement', 'agr2', olga, { ...next, clauses });
    world.do('agreement', 'agr2', abe, { type: 'sign_vendor', hash });
    doAll(world, { life: 'agreement', id: 'agr2', actor: olga, command: { type: 'sign_operator', hash } });
    expect(world.must('run', 'run1').state).toBe('killed');
  });

  test('nothing is superseded but an agreement in force of the same application', () => {
    const world = inForce();
    const supersede = (supersedes: string) =>
      codesOf(world.try('agreement', 'agr2', olga, { ...next, clauses, supersedes }));
    expect(supersede('agr9')).toEqual(['E_STATE']);
    expect(codesOf(worldAt('drafted').try('agreement', 'agr2', olga, { ...next, clauses }))).toEqual(['E_STATE']);
    expect(supersede('agr1')).toEqual(['accepted']);
  });
});

describe('GD-21-4 SH-13-2 rights without a signed agreement only where the place does not demand one', () => {
  test('Guangzhou and Guangdong demand it', () => {
    expect(codesOf(worldAt('drafted').try('agreement', 'agr1', olga, { type: 'adopt' }))).toEqual(['E_NO_RIGHTS']);
  });
  test('where it is optional the operator adopts the drafted terms, and they are enforced as if signed', () => {
    const world = worldAt('approved');
    const { switches } = world.profile;
    world.profile = { ...world.profile, switches: { ...switches, agreementRequired: { value: false, basis: 'text' } } };
    draftAgreement(world);
    const adopted = tryAll(world, { life: 'agreement', id: 'agr1', actor: olga, command: { type: 'adopt' } });
    expect(codesOf(adopted)).toEqual(['accepted']);
    expect(world.must('agreement', 'agr1').grants).toHaveLength(2);
    expect(world.must('application', 'app1').state).toBe('granted');
  });
});

test('AO-20-5 AO-27-6 agreement.due: its end at the millisecond, before that its reports, each once', () => {
  const world = worldAt('active');
  const doc = () => world.must('agreement', 'agr1');
  expect(lives.agreement.due?.(doc(), instant('2026-09-02T01:29:59.999Z'))).toBeUndefined();
  world.now = instant('2026-09-02T01:30:00.000Z');
  expect(lives.agreement.due?.(doc(), world.now)).toEqual({ type: 'call_report' });
  doAll(world, { life: 'agreement', id: 'agr1', actor: system, command: { type: 'call_report' } });
  expect(lives.agreement.due?.(doc(), world.now)).toBeUndefined();
  expect(codesOf(world.try('agreement', 'agr1', system, { type: 'call_report' }))).toEqual(['E_STATE']);
  expect(lives.agreement.due?.(doc(), instant('2027-01-01T00:00:00.000Z'))).toEqual({ type: 'expire' });
});

/** A world that has come this far, whose agreement has then ended. */
function endedAt(stage: 'released' | 'quarantined') {
  const world = worldAt(stage);
  world.do('agreement', 'agr1', olga, { type: 'terminate', case: 'mutual', reason });
  world.now = instant('2026-04-01T01:30:00.000Z');
  world.do('workspace', workspaceOf('agr1'), system, { type: 'destroy' });
  return world;
}
