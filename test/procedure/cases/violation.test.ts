import { describe, expect, test } from 'vitest';
import type { CommandOf } from '#policies/procedure/lives.ts';
import { profiles } from '#policies/procedure/profiles/profiles.ts';
import { daysAfter } from '#policies/procedure/term.ts';
import { entryId, orgId } from '#policies/units.ts';
import { codesOf } from '../expect.ts';
import { worldAt } from '../journey.ts';
import { people } from '../people.ts';
import type { World } from '../world.ts';

const { olga, gus, cora, carl, dora, dana, ana, rival, system } = people;
const reason = '依规定';
const vendor = orgId('fintech');
const entry = entryId('social_insurance');

type Sanction = Extract<CommandOf<'violation'>, { type: 'sanction' }>;

const signal = (
  ground: 'breach_of_agreement' | 'beyond_scenario' | 'security_measures_missing' = 'breach_of_agreement',
) => ({ type: 'signal', vendor, ground, facts: reason }) as const;

function opened(world: World = worldAt('released')): World {
  world.do('violation', 'vio1', olga, signal());
  world.do('violation', 'vio1', cora, { type: 'open_case', reason });
  return world;
}

function heard(): World {
  const world = opened();
  world.do('violation', 'vio1', cora, { type: 'investigate', findings: reason });
  world.do('violation', 'vio1', ana, { type: 'hear', statement: reason });
  return world;
}

const soon = (world: World, days = 30) => daysAfter(world.now, days);

function sanctioned(world: World, measure: (world: World) => Sanction['measure']): World {
  const command = { type: 'sanction', measure: measure(world), reason, noticeUntil: soon(world, 10) } as const;
  world.do('violation', 'vio1', carl, command);
  return world;
}

describe('nobody is sanctioned unheard', () => {
  test('not when the case is opened, not while it is investigated', () => {
    const world = opened();
    const sanction = { type: 'sanction', measure: { level: 'warn' }, reason } as const;
    expect(codesOf(world.try('violation', 'vio1', cora, sanction))).toEqual(['E_STATE']);
    world.do('violation', 'vio1', cora, { type: 'investigate', findings: reason });
    expect(codesOf(world.try('violation', 'vio1', cora, sanction))).toEqual(['E_STATE']);
  });

  test('another vendor does not speak in its place, and reads as if there were no case', () => {
    const world = opened();
    world.do('violation', 'vio1', cora, { type: 'investigate', findings: reason });
    expect(codesOf(world.try('violation', 'vio1', rival, { type: 'hear', statement: reason }))).toEqual([
      'E_NOT_FOUND',
    ]);
  });

  test('in absence only after the working days that it had', () => {
    const world = opened();
    world.do('violation', 'vio1', cora, { type: 'investigate', findings: reason });
    const absent = { type: 'hear_in_absence', note: reason } as const;
    expect(codesOf(world.try('violation', 'vio1', cora, absent))).toEqual(['E_STATE']);
    world.now = daysAfter(world.now, 60);
    expect(world.do('violation', 'vio1', cora, absent).state).toBe('heard');
  });
});

describe('GD-34-1 SH-26-4 the grounds are those of the place', () => {
  test.each([
    ['guangdong', 'security_measures_missing', 'accepted'],
    ['guangdong', 'breach_of_agreement', 'E_INPUT'],
    ['shanghai', 'security_measures_missing', 'E_INPUT'],
    ['shanghai', 'beyond_scenario', 'accepted'],
    ['guangzhou', 'beyond_scenario', 'E_INPUT'],
  ] as const)('%s, %s: %s', (place, ground, code) => {
    const world = worldAt('released');
    world.profile = profiles[place];
    expect(codesOf(world.try('violation', 'vio1', olga, signal(ground)))).toEqual([code]);
  });
});

describe('a measure that says too little is refused', () => {
  const cases: readonly (readonly [string, (world: World) => object])[] = [
    ['a restriction of nothing', (world) => ({ level: 'restrict', until: soon(world) })],
    ['a throttle without a number', (world) => ({ level: 'throttle', until: soon(world) })],
    ['a suspension without an end', () => ({ level: 'suspend' })],
    ['a suspension that has ended', (world) => ({ level: 'suspend', until: world.now })],
    ['a closure with an end', (world) => ({ level: 'close', until: soon(world) })],
  ];
  test.each(cases)('%s', (_, measure) => {
    const world = heard();
    const sanction = { type: 'sanction', measure: measure(world), reason, noticeUntil: soon(world) } as Sanction;
    expect(codesOf(world.try('violation', 'vio1', carl, sanction))).toEqual(['E_INPUT']);
  });

  test('who gave the signal does not judge it', () => {
    const world = worldAt('released');
    world.do('violation', 'vio1', cora, signal());
    world.do('violation', 'vio1', carl, { type: 'open_case', reason });
    world.do('violation', 'vio1', carl, { type: 'investigate', findings: reason });
    world.do('violation', 'vio1', ana, { type: 'hear', statement: reason });
    const sanction = { type: 'sanction', measure: { level: 'warn' }, reason } as const;
    expect(codesOf(world.try('violation', 'vio1', cora, sanction))).toEqual(['E_SEPARATION']);
  });

  test('GD-32-1 SH-26-1 SH-26-3 a department restricts its own data, and no other’s, nor the vendor altogether', () => {
    const world = heard();
    const of = (measure: Sanction['measure']) =>
      ({ type: 'sanction', measure, reason, noticeUntil: soon(world) }) as const;
    const own = of({ level: 'restrict', entries: [entry], until: soon(world) });
    expect(codesOf(world.try('violation', 'vio1', dana, own))).toEqual(['E_ROLE']);
    expect(codesOf(world.try('violation', 'vio1', dora, of({ level: 'close' })))).toEqual(['E_ROLE']);
    expect(world.do('violation', 'vio1', dora, own).state).toBe('sanctioned');
  });
});

const interim = (world: World) => ({ level: 'suspend', until: soon(world) }) as const;

describe('an interim measure', () => {
  test('GD-34-2 takes effect at once, and once per case', () => {
    const world = opened();
    const command = { type: 'impose_interim', interim: interim(world), risk: reason } as const;
    world.do('violation', 'vio1', cora, command);
    expect(world.must('sanction', 'san.vio1.interim')).toMatchObject({ state: 'in_force', interim: true });
    expect(world.must('registration', 'reg1').state).toBe('suspended');
    expect(world.must('export', 'exp1').state).toBe('suspended');
    expect(codesOf(world.try('violation', 'vio1', cora, command))).toEqual(['E_STATE']);
  });

  test('is not a closure', () => {
    const world = opened();
    const command = { type: 'impose_interim', interim: { level: 'close' }, risk: reason } as const;
    expect(codesOf(world.try('violation', 'vio1', cora, command))).toEqual(['E_INPUT']);
  });

  test('ends when nobody is found at fault', () => {
    const world = opened();
    world.do('violation', 'vio1', cora, { type: 'impose_interim', interim: interim(world), risk: reason });
    world.do('violation', 'vio1', cora, { type: 'investigate', findings: reason });
    world.do('violation', 'vio1', ana, { type: 'hear', statement: reason });
    world.do('violation', 'vio1', cora, { type: 'find_no_fault', reason });
    expect(world.must('sanction', 'san.vio1.interim').state).toBe('lifted');
  });

  test('gives way to the final one', () => {
    const world = opened();
    world.do('violation', 'vio1', cora, { type: 'impose_interim', interim: interim(world), risk: reason });
    world.do('violation', 'vio1', cora, { type: 'investigate', findings: reason });
    world.do('violation', 'vio1', ana, { type: 'hear', statement: reason });
    sanctioned(world, () => ({ level: 'close' }));
    expect(world.all('sanction').map(({ id, state }) => [id, state])).toEqual([
      ['san.vio1.interim', 'lifted'],
      ['san.vio1.final', 'in_force'],
    ]);
    expect(world.must('registration', 'reg1').state).toBe('exited');
    expect(world.must('agreement', 'agr1')).toMatchObject({ state: 'terminated', case: 'sanction' });
  });
});

describe('SH-18-3 SH-26-3 the public reads of it', () => {
  test('a restriction without a period is refused where the profile wants a notice; a warning needs none', () => {
    const world = heard();
    const measure = { level: 'restrict', entries: [entry], until: soon(world) } as const;
    expect(codesOf(world.try('violation', 'vio1', carl, { type: 'sanction', measure, reason }))).toEqual(['E_INPUT']);
    const warning = { type: 'sanction', measure: { level: 'warn' }, reason } as const;
    expect(world.do('violation', 'vio1', carl, warning).state).toBe('sanctioned');
    expect(world.all('publicNotice')).toEqual([]);
  });

  test('for its period, and no longer; and not when the sanction is lifted', () => {
    const world = sanctioned(heard(), (at) => ({ level: 'restrict', entries: [entry], until: soon(at) }));
    const [notice] = world.all('publicNotice');
    expect(notice).toMatchObject({ state: 'published', about: 'violation/vio1', until: soon(world, 10) });
    expect(codesOf(world.try('publicNotice', 'ntc.vio1', system, { type: 'end' }))).toEqual(['E_STATE']);
    world.do('sanction', 'san.vio1.final', carl, { type: 'lift', reason });
    expect(world.must('publicNotice', 'ntc.vio1').state).toBe('withdrawn');
  });

  test('a notice says until when, later than now', () => {
    const world = worldAt('released');
    const notice = { type: 'publish', heading: reason, text: reason, until: world.now } as const;
    expect(codesOf(world.try('publicNotice', 'ntc1', gus, notice))).toEqual(['E_INPUT']);
    world.do('publicNotice', 'ntc1', gus, { ...notice, until: soon(world, 1) });
    world.now = soon(world, 1);
    expect(world.do('publicNotice', 'ntc1', system, { type: 'end' }).state).toBe('ended');
  });
});

describe('GD-34-3 a sanction ends', () => {
  test('when it is lifted, also by the system on an appeal: the case ends with it, and its data is usable again', () => {
    const world = sanctioned(heard(), (at) => ({ level: 'restrict', entries: [entry], until: soon(at) }));
    expect(world.must('export', 'exp1').state).toBe('suspended');
    world.do('sanction', 'san.vio1.final', system, { type: 'lift', reason });
    expect(world.must('violation', 'vio1').state).toBe('lifted');
    expect(world.must('export', 'exp1').state).toBe('released');
  });

  test('with its term', () => {
    const world = sanctioned(heard(), (at) => ({ level: 'restrict', entries: [entry], until: soon(at) }));
    world.now = soon(world);
    world.do('sanction', 'san.vio1.final', system, { type: 'expire' });
    expect(world.must('violation', 'vio1').state).toBe('expired');
  });

  test('a closure by no term', () => {
    const world = sanctioned(heard(), () => ({ level: 'close' }));
    world.now = daysAfter(world.now, 3_000);
    expect(codesOf(world.try('sanction', 'san.vio1.final', system, { type: 'expire' }))).toEqual(['E_STATE']);
  });
});
