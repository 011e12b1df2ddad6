import { describe, expect, test } from 'vitest';
import { lives } from '#policies/procedure/lives.ts';
import { daysAfter } from '#policies/procedure/term.ts';
import { entryId } from '#policies/units.ts';
import { aFit } from '../commands.ts';
import { anActor, people } from '../people.ts';
import { codesOf } from '../expect.ts';
import { requestRun, worldAt } from '../journey.ts';

const { ana, olga, otto, gus, cora, carl, dora, rita, system } = people;
const reason = '依规定';
const pull = { type: 'pull', reason } as const;
const propose = { type: 'propose_lift', reason } as const;
const confirm = { type: 'confirm_lift', reason } as const;

describe('DC-19 emergency stop', () => {
  test.each([
    ['operator', olga],
    ['agency', gus],
    ['regulator', rita],
  ] as const)('the %s pulls it, and it kills what runs', (_, who) => {
    const world = worldAt('running');
    world.do('emergencyStop', 'stp1', who, pull);
    expect(world.must('run', 'run1').state).toBe('killed');
  });

  test.each([ana, dora, cora])('nobody else', (who) => {
    expect(codesOf(worldAt('running').try('emergencyStop', 'stp1', who, pull))).toEqual(['E_ROLE']);
  });

  const sameOrg = anActor('rolf', 'operator', 'regulator');
  const otherOperator = anActor('oleg', 'operator_two', 'operator');
  const sameperson = anActor('olga', 'agency', 'data_agency');
  test.each([
    ['the same person', olga],
    ['another of the same organization', otto],
    ['a regulator’s account in the same organization', sameOrg],
    ['another operator', otherOperator],
    ['the same person with an account at the agency', sameperson],
  ])('is not lifted by one and %s', (_, second) => {
    const world = worldAt('running');
    world.do('emergencyStop', 'stp1', rita, pull);
    world.do('emergencyStop', 'stp1', olga, propose);
    expect(codesOf(world.try('emergencyStop', 'stp1', second, confirm))).toContain('E_SEPARATION');
    expect(world.do('emergencyStop', 'stp1', gus, confirm).state).toBe('lifted');
  });

  test('a stop that somebody objects to stands; the next proposal needs two again', () => {
    const world = worldAt('running');
    world.do('emergencyStop', 'stp1', rita, pull);
    world.do('emergencyStop', 'stp1', olga, propose);
    world.do('emergencyStop', 'stp1', rita, { type: 'object', reason });
    expect(codesOf(world.try('emergencyStop', 'stp1', gus, confirm))).toEqual(['E_STATE']);
    world.do('emergencyStop', 'stp1', gus, propose);
    expect(codesOf(world.try('emergencyStop', 'stp1', gus, confirm))).toEqual(['E_SEPARATION']);
    expect(world.do('emergencyStop', 'stp1', olga, confirm).state).toBe('lifted');
  });

  test('two stops are lifted one by one', () => {
    const world = worldAt('program_approved');
    for (const id of ['stp1', 'stp2']) world.do('emergencyStop', id, rita, pull);
    world.do('emergencyStop', 'stp1', olga, propose);
    world.do('emergencyStop', 'stp1', gus, confirm);
    expect(() => requestRun(world, 'run1')).toThrow('E_STOPPED');
  });

  test('fits are refused, and end where they are under way; nothing that was released is taken back', () => {
    const world = worldAt('fit_agreed');
    world.do('emergencyStop', 'stp1', gus, pull);
    expect(world.must('fit', 'fit1')).toMatchObject({ state: 'failed', code: 'E_STOPPED' });
    expect(codesOf(world.try('fit', 'fit2', olga, aFit()))).toEqual(['E_STOPPED']);
    expect(world.must('export', 'exp1').state).toBe('released');
    expect(world.must('standingApproval', 'std1').state).toBe('active');
  });

  test('a filed export is not released', () => {
    const world = worldAt('filed');
    world.do('emergencyStop', 'stp1', gus, pull);
    expect(codesOf(world.try('export', 'exp1', olga, { type: 'submit_filing', filing: 'F' }))).toEqual(['E_STATE']);
    const left = { type: 'release', files: [], certificate: 'x', askedBy: 'olga' } as never;
    expect(codesOf(world.try('export', 'exp1', system, left))).toEqual(['E_STOPPED']);
  });
});

describe('AO-28-2 GD-31-2 SH-39-1 GY-27 R23 emergency plan', () => {
  const plan = { heading: '预案', scenarioClass: '信用', scenarios: ['s1_credit'], text: reason } as const;
  const inForce = () => {
    const world = worldAt('running');
    world.do('emergencyPlan', 'epl1', olga, { type: 'draft', ...plan });
    world.do('emergencyPlan', 'epl1', gus, { type: 'approve', opinion: reason });
    return world;
  };

  test('AO-29-1 is approved by another body, and its drills are kept', () => {
    const world = inForce();
    const drill = { type: 'drill', participants: '全体', course: reason, findings: reason } as const;
    world.do('emergencyPlan', 'epl1', olga, drill);
    const first = world.now;
    world.now = daysAfter(world.now, 100);
    expect(world.do('emergencyPlan', 'epl1', otto, drill).drills).toEqual([first, world.now]);
  });

  test('activated, it stops what its scenarios do, and no others’; another body stands it down', () => {
    const world = inForce();
    world.do('emergencyPlan', 'epl1', olga, { type: 'activate', reason });
    expect(world.must('run', 'run1').state).toBe('killed');
    expect(() => requestRun(world, 'run2')).toThrow('E_STOPPED');
    expect(codesOf(world.try('emergencyPlan', 'epl1', olga, { type: 'stand_down', reason }))).toEqual(['E_ROLE']);
    world.do('emergencyPlan', 'epl1', gus, { type: 'stand_down', reason });
    requestRun(world, 'run2');
    const other = { ...plan, scenarios: ['s2_energy'] };
    world.do('emergencyPlan', 'epl2', olga, { type: 'draft', ...other });
    world.do('emergencyPlan', 'epl2', gus, { type: 'approve', opinion: reason });
    world.do('emergencyPlan', 'epl2', olga, { type: 'activate', reason });
    expect(world.must('run', 'run2').state).toBe('requested');
  });
});

const proposal = (from = worldAt('published').now, days = 30) =>
  ({
    type: 'propose',
    emergency: '台风',
    reason,
    entries: [entryId('social_insurance')],
    term: { from, to: daysAfter(from, days) },
  }) as const;

describe('GD-28-1 emergency opening', () => {
  test('is not for good, names its officer, and who proposes does not order', () => {
    const world = worldAt('published');
    expect(codesOf(world.try('emergencyOpening', 'emo1', cora, proposal(world.now, 91)))).toEqual(['E_INPUT']);
    world.do('emergencyOpening', 'emo1', cora, proposal());
    const order = { type: 'order', officer: '张三' } as const;
    expect(codesOf(world.try('emergencyOpening', 'emo1', cora, order))).toEqual(['E_SEPARATION']);
    expect(world.do('emergencyOpening', 'emo1', carl, order).officer).toBe('张三');
  });

  test('closes by itself, is never opened after its term, and is reviewed by somebody else', () => {
    const world = worldAt('published');
    world.do('emergencyOpening', 'emo1', dora, proposal());
    world.do('emergencyOpening', 'emo1', carl, { type: 'order', officer: '张三' });
    const doc = world.do('emergencyOpening', 'emo1', gus, { type: 'open', note: reason });
    const due = (at = world.now) => lives.emergencyOpening.due?.(doc, at);
    expect([due(daysAfter(world.now, 29)), due(daysAfter(world.now, 30))]).toEqual([undefined, { type: 'auto_close' }]);
    expect(codesOf(world.try('emergencyOpening', 'emo1', system, { type: 'auto_close' }))).toEqual(['E_STATE']);
    world.now = daysAfter(world.now, 30);
    world.do('emergencyOpening', 'emo1', system, { type: 'auto_close' });
    expect(codesOf(world.try('emergencyOpening', 'emo1', gus, { type: 'open', note: reason }))).toEqual(['E_STATE']);
    expect(codesOf(world.try('emergencyOpening', 'emo1', carl, { type: 'review', review: reason }))).toEqual([
      'E_SEPARATION',
    ]);
    expect(world.do('emergencyOpening', 'emo1', cora, { type: 'review', review: reason }).state).toBe('reviewed');
  });
});
