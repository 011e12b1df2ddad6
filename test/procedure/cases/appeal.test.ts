/** Appeals: against what stands, judged by nobody who decided it, and what is decided binds the thing itself. */
import { describe, expect, test } from 'vitest';
import type { AppealSubject } from '#policies/procedure/cases/appealed.ts';
import type { Actor } from '#policies/procedure/life.ts';
import { lives, type CommandOf } from '#policies/procedure/lives.ts';
import { profiles } from '#policies/procedure/profiles/profiles.ts';
import { instant, orgId } from '#policies/units.ts';
import { aRequest, aVoteFor, theMaterials } from '../commands.ts';
import { doAll, tryAll } from '../consequences.ts';
import { codesOf } from '../expect.ts';
import { forwardApplication, worldAt } from '../journey.ts';
import { anActor, people } from '../people.ts';
import { World } from '../world.ts';

const { ana, abe, rival, olga, otto, dora, gus, cora, carl, system } = people;
/** Nobody of the agency that had a hand in anything. */
const gil = anActor('gil', 'agency', 'data_agency');
const reason = 'r';
const note = 'n';
const file = (subject: AppealSubject, object: string): CommandOf<'appeal'> => ({
  type: 'file',
  subject,
  object,
  statement: 'it was wrong',
  wanted: 'look again',
});
const wrong = { type: 'decide', decision: 'revoke', grounds: 'a mistake' } as const;

const tryAppeal = (world: World, actor: Actor, command: CommandOf<'appeal'>) =>
  tryAll(world, { life: 'appeal', id: 'a1', actor, command });
const doAppeal = (world: World, actor: Actor, command: CommandOf<'appeal'>) =>
  doAll(world, { life: 'appeal', id: 'a1', actor, command });

function refusedRegistration(): World {
  const world = new World();
  world.do('registration', 'reg1', ana, { type: 'draft', materials: theMaterials() });
  world.do('registration', 'reg1', ana, { type: 'submit' });
  world.do('registration', 'reg1', olga, { type: 'accept' });
  world.do('registration', 'reg1', olga, { type: 'refuse', reason });
  return world;
}

function rejectedByOperator(): World {
  const world = worldAt('published');
  world.do('application', 'app1', ana, { type: 'draft', request: aRequest() });
  world.do('application', 'app1', ana, { type: 'submit' });
  world.do('application', 'app1', olga, { type: 'begin_check' });
  world.do('application', 'app1', olga, { type: 'reject', reason });
  return world;
}

function rejectedByDepartment(): World {
  const world = worldAt('published');
  forwardApplication(world);
  world.do('application', 'app1', dora, { type: 'disapprove', reason });
  return world;
}

function rejectedExport(): World {
  const world = worldAt('operator_review');
  world.do('export', 'exp1', olga, aVoteFor('reject'));
  return world;
}

function sanctioned(): World {
  const world = worldAt('registered');
  const measure = { level: 'warn' } as const;
  const imposed = { violation: 'v1', vendor: orgId('fintech'), interim: false, measure } as const;
  world.do('sanction', 's1', system, { type: 'impose', ...imposed });
  return world;
}

const cases = [
  ['registration', 'reg1', refusedRegistration, ['registration', 'checking']],
  ['application', 'app1', rejectedByOperator, ['application', 'operator_checking']],
  ['application', 'app1', rejectedByDepartment, ['application', 'reviewing']],
  ['export_check', 'exp1', rejectedExport, ['export', 'operator_review']],
  ['sanction', 's1', sanctioned, ['sanction', 'lifted']],
] as const;

/** Filed, accepted as ordinary, both sides heard, with the authority. */
function submitted(world: World, subject: AppealSubject, object: string): World {
  doAppeal(world, ana, file(subject, object));
  doAppeal(world, gil, { type: 'accept', complexity: 'ordinary', note });
  doAppeal(world, gil, { type: 'investigate', note });
  doAppeal(world, gil, { type: 'hear', side: 'appellant', statement: 's' });
  doAppeal(world, gil, { type: 'hear', side: 'decider', statement: 's' });
  doAppeal(world, gil, { type: 'submit', material: 'm', opinion: 'o' });
  return world;
}

describe('AO-35-4 a decision binds what was appealed against', () => {
  test.each(cases)('%s %s: revoked, it is open again', (subject, object, made, [life, state]) => {
    const world = submitted(made(), subject, object);
    const before = world.must(life, object).state;
    doAppeal(world, cora, wrong);
    expect(world.must('appeal', 'a1').state).toBe('executed');
    const after = world.must(life, object);
    expect([before === after.state, after.state]).toEqual([false, state]);
    expect(after.acts.at(-1)?.by).toEqual(system);
  });

  test.each(cases)('%s %s: upheld, nothing moves', (subject, object, made, [life]) => {
    const world = submitted(made(), subject, object);
    const before = world.must(life, object);
    doAppeal(world, cora, { ...wrong, decision: 'uphold' });
    expect(world.must('appeal', 'a1').state).toBe('executed');
    expect(world.must(life, object)).toEqual(before);
  });

  test.each(['change', 'remand'] as const)('%s has it decided again', (decision) => {
    const world = submitted(rejectedByDepartment(), 'application', 'app1');
    doAppeal(world, cora, { ...wrong, decision });
    expect(world.must('application', 'app1').state).toBe('reviewing');
    world.do('application', 'app1', dora, { type: 'approve', reason });
    expect(world.do('application', 'app1', gus, { type: 'approve', reason }).state).toBe('approved');
  });

  test('votes of the round that was annulled do not count in the next', () => {
    const world = rejectedExport();
    expect(world.must('export', 'exp1').votes).toHaveLength(1);
    doAppeal(submitted(world, 'export_check', 'exp1'), cora, wrong);
    expect(world.must('export', 'exp1').votes).toEqual([]);
  });

  test('nobody reopens by hand what was decided', () => {
    const reopen = { type: 'reopen', reason } as const;
    for (const actor of [ana, olga, gus, cora]) {
      expect(codesOf(refusedRegistration().try('registration', 'reg1', actor, reopen))).toEqual(['E_ROLE']);
      expect(codesOf(rejectedExport().try('export', 'exp1', actor, reopen))).toEqual(['E_ROLE']);
    }
  });

  test('where the thing has moved on, the decision stands and opens nothing', () => {
    const world = submitted(refusedRegistration(), 'registration', 'reg1');
    world.do('registration', 'reg1', gus, { type: 'return_refusal', reason });
    doAppeal(world, cora, wrong);
    expect(world.must('registration', 'reg1').acts.at(-1)?.type).toBe('registration.refusal_returned');
    expect(world.must('appeal', 'a1')).toMatchObject({ state: 'executed', measure: 'none' });
  });
});

describe('AO-35-1 GD-34-3 what may be appealed against', () => {
  test('the vendor’s own, decided, and standing', () => {
    for (const [subject, object, made] of cases)
      expect(codesOf(tryAppeal(made(), ana, file(subject, object)))).toEqual(['accepted']);
    expect(codesOf(tryAppeal(worldAt('registered'), ana, file('registration', 'reg1')))).toEqual(['E_NOT_FOUND']);
    expect(codesOf(tryAppeal(rejectedExport(), ana, file('application', 'app1')))).toEqual(['E_NOT_FOUND']);
  });

  test('another vendor’s is refused as what does not exist', () => {
    for (const [subject, object, made] of cases)
      expect(tryAppeal(made(), rival, file(subject, object))).toEqual(
        tryAppeal(new World(), rival, file(subject, object)),
      );
  });

  test('not what the vendor itself declined', () => {
    const world = rejectedByDepartment();
    world.change('application', 'app1', (doc) => ({
      ...doc,
      acts: [...doc.acts, { type: 'application.narrowing_declined', to: 'rejected', at: world.now, by: ana }],
    }));
    expect(codesOf(tryAppeal(world, ana, file('application', 'app1')))).toEqual(['E_NOT_FOUND']);
  });

  test('once at a time, by a colleague too; again when it was found inadmissible', () => {
    const world = refusedRegistration();
    doAppeal(world, ana, file('registration', 'reg1'));
    const again = (id: string) => world.try('appeal', id, abe, file('registration', 'reg1'));
    expect(codesOf(again('a2'))).toEqual(['E_STATE']);
    world.do('appeal', 'a1', gil, { type: 'dismiss', reason });
    expect(codesOf(again('a2'))).toEqual(['accepted']);
  });

  test('AO-35-1 a rule of the platform, by anybody whom it binds; revoked, it is repealed', () => {
    const world = worldAt('registered');
    const body = { kind: 'onboarding', title: 't', version: 'v1', text: 'x' };
    world.change('norm', 'n1', (doc) => doc);
    const effective = {
      ...body,
      id: 'n1',
      state: 'effective',
      acts: [{ type: 'norm.consented', to: 'effective', at: world.now, by: carl }],
    };
    const get = world.get.bind(world);
    // As it stands when it is in force; how it came to be is its own test.
    world.get = ((name: 'norm', id: string) =>
      name === 'norm' ? effective : get(name, id)) as unknown as World['get'];
    expect(codesOf(world.try('appeal', 'a1', ana, file('platform_rule', 'n1')))).toEqual(['accepted']);
    expect(codesOf(world.try('appeal', 'a2', rival, file('platform_rule', 'n1')))).toEqual(['accepted']);
    expect(lives.norm.moves['repeal']?.by).toContain('system');
  });
});

function heard(...sides: readonly ('appellant' | 'decider')[]): World {
  const world = refusedRegistration();
  doAppeal(world, ana, file('registration', 'reg1'));
  doAppeal(world, gil, { type: 'accept', complexity: 'ordinary', note });
  doAppeal(world, gil, { type: 'investigate', note });
  for (const side of sides) doAppeal(world, gil, { type: 'hear', side, statement: 's' });
  return world;
}

describe('AO-35-2 the agency investigates and hears all sides', () => {
  const submit = { type: 'submit', material: 'm', opinion: 'o' } as const;

  test('one side alone is not enough', () => {
    expect(codesOf(tryAppeal(heard('appellant'), gil, submit))).toEqual(['E_STATE']);
    expect(codesOf(tryAppeal(heard('decider', 'decider'), gil, submit))).toEqual(['E_STATE']);
    expect(codesOf(tryAppeal(heard('decider', 'appellant'), gil, submit))).toEqual(['accepted']);
  });

  test('nobody else investigates, and nobody who decided', () => {
    const world = rejectedByDepartment();
    doAppeal(world, ana, file('application', 'app1'));
    const accept = { type: 'accept', complexity: 'ordinary', note } as const;
    for (const actor of [olga, otto, dora, cora]) expect(codesOf(tryAppeal(world, actor, accept))).toEqual(['E_ROLE']);
    const returned = refusedRegistration();
    returned.do('registration', 'reg1', gus, { type: 'confirm_refusal', reason });
    doAppeal(returned, ana, file('registration', 'reg1'));
    expect(codesOf(tryAppeal(returned, gus, accept))).toEqual(['E_SEPARATION']);
    expect(codesOf(tryAppeal(returned, gil, accept))).toEqual(['accepted']);
    const olgaAtAgency = { ...gil, person: olga.person };
    expect(codesOf(tryAppeal(returned, olgaAtAgency, { type: 'investigate', note }))).toContain('E_SEPARATION');
  });

  test('nor does anybody of the vendor or under its control, nor the authority’s own decider', () => {
    const world = submitted(sanctioned(), 'sanction', 's1');
    // The record keeps a registration under the id of its organization.
    world.do('registration', 'fintech', ana, { type: 'draft', materials: theMaterials() });
    const get = world.get.bind(world);
    const violation = { id: 'v1', state: 'sanctioned', acts: [{ type: 'x', to: 'x', at: world.now, by: cora }] };
    world.get = ((name: 'violation', id: string) =>
      name === 'violation' ? violation : get(name, id)) as unknown as World['get'];
    expect(codesOf(world.try('appeal', 'a1', cora, wrong))).toEqual(['E_SEPARATION']);
    expect(codesOf(world.try('appeal', 'a1', { ...carl, org: orgId('fintech_holding') }, wrong))).toEqual([
      'E_SEPARATION',
    ]);
    expect(codesOf(world.try('appeal', 'a1', carl, wrong))).toEqual(['accepted']);
  });

  test('it may take its time once more, with a reason, where the period holds in principle', () => {
    const world = heard('appellant');
    const extend = { type: 'extend', reason: 'experts are asked' } as const;
    const fixed = heard('appellant');
    const { extendable: _, ...days } = fixed.profile.days.appeal_agency_days;
    fixed.profile = { ...fixed.profile, days: { ...fixed.profile.days, appeal_agency_days: days } };
    expect(codesOf(tryAppeal(fixed, gil, extend))).toEqual(['E_STATE']);
    doAppeal(world, gil, extend);
    expect(codesOf(tryAppeal(world, gil, extend))).toEqual(['E_STATE']);
    doAppeal(world, gil, { type: 'hear', side: 'decider', statement: 's' });
    expect(world.must('appeal', 'a1').state).toBe('extended');
    expect(codesOf(tryAppeal(world, gil, submit))).toEqual(['accepted']);
  });
});

describe('AO-35-3 what is complex, or of other sources, is passed on at once', () => {
  test.each(['complex', 'other_sources'] as const)('%s', (complexity) => {
    const world = refusedRegistration();
    doAppeal(world, ana, file('registration', 'reg1'));
    doAppeal(world, gil, { type: 'accept', complexity, note });
    const doc = world.must('appeal', 'a1');
    expect([doc.state, doc.ground, doc.acts.at(-1)?.by]).toEqual(['escalated', complexity, system]);
    doAppeal(world, cora, wrong);
    expect(world.must('registration', 'reg1').state).toBe('checking');
  });

  test('and what turns out so later, too', () => {
    const world = refusedRegistration();
    doAppeal(world, ana, file('registration', 'reg1'));
    doAppeal(world, gil, { type: 'accept', complexity: 'ordinary', note });
    expect(codesOf(tryAppeal(world, gil, { type: 'escalate', ground: 'complex', reason }))).toEqual(['accepted']);
  });
});

const clock = (id: string) => lives.appeal.clocks?.find((one) => one.id === id);

describe('AO-35-2 AO-35-4 GD-34-3 the clocks', () => {
  test('fifteen days in principle for the agency, thirty for the authority from its receipt', () => {
    expect(clock('agency')).toMatchObject({ days: 'appeal_agency_days', stops: ['extended'], duty: 'data_agency' });
    expect(clock('extension')).toMatchObject({ days: 'appeal_agency_days', runs: ['extended'] });
    expect(clock('authority')).toMatchObject({
      days: 'appeal_authority_days',
      runs: ['submitted_to_authority', 'escalated'],
      duty: 'competent_authority',
    });
    const { appeal_agency_days: agency, appeal_authority_days: authority } = profiles.guangzhou.days;
    expect([agency.value, agency.extendable, authority.value]).toEqual([15, true, 30]);
  });

  test('being late decides nothing, in nobody’s favour', () => {
    const world = submitted(refusedRegistration(), 'registration', 'reg1');
    world.now = instant('2028-01-01T00:00:00.000Z');
    expect(lives.appeal.due).toBeUndefined();
    expect(codesOf(tryAppeal(world, system, wrong))).toEqual(['E_ROLE']);
    expect(world.must('registration', 'reg1').state).toBe('refused');
  });
});
