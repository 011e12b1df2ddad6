/**
 * Whatever takes a right away is accepted wherever the journey stands, and leaves nothing running and nothing to download. Random worlds, random
 * causes, one after the other: a consequence that is refused throws, for it would have stopped its cause.
 */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Actor } from '#policies/procedure/life.ts';
import type { CommandOf, LifeName } from '#policies/procedure/lives.ts';
import { requireProvidable } from '#policies/procedure/providable.ts';
import { requireNoStop } from '#policies/procedure/emergency-stop.ts';
import { daysAfter } from '#policies/procedure/term.ts';
import { entryId, instant, orgId, snapshotId } from '#policies/units.ts';
import { codesOf } from '../expect.ts';
import { aResult } from '../commands.ts';
import { stageNames } from '../any-command.ts';
import { requestRun, worldAt } from '../journey.ts';
import { people } from '../people.ts';
import { lookupOf, type World } from '../world.ts';

const { olga, otto, gus, cora, carl, dora, rita, ana, abe, system } = people;
const reason = '依规定';
const entry = entryId('social_insurance');
const vendor = orgId('fintech');
const until = instant('2026-06-01T00:00:00.000Z');

/** Something that ends rights, as a person or the system does it. @returns whether it could be done here */
type Cause = (world: World) => boolean;

function by<Name extends LifeName>(life: Name, id: string, actor: Actor, command: CommandOf<Name>): Cause {
  return (world) => world.try(life, id, actor, command).ok;
}

let made = 0;
const fresh = (prefix: string) => `${prefix}${++made}`;

function sanction(level: 'restrict' | 'suspend' | 'close', what: object = {}): Cause {
  return (world) => {
    const measure = { level, ...what, ...(level !== 'close' && { until }) };
    const command = { type: 'impose', violation: 'none', vendor, interim: false, measure } as const;
    return world.try('sanction', fresh('san'), system, command).ok;
  };
}

const causes: Readonly<Record<string, Cause>> = {
  'agreement suspended': by('agreement', 'agr1', olga, { type: 'suspend', reason }),
  'agreement terminated': by('agreement', 'agr1', olga, { type: 'terminate', case: 'breach', reason }),
  'agreement expired': (world) => {
    world.now = instant('2027-01-01T00:00:00.000Z');
    return by('agreement', 'agr1', system, { type: 'expire' })(world);
  },
  'vendor suspended': by('registration', 'reg1', olga, { type: 'suspend', reason }),
  'vendor gone': by('registration', 'reg1', ana, { type: 'exit', reason }),
  'sanction restricts data': sanction('restrict', { entries: [entry] }),
  'sanction suspends': sanction('suspend'),
  'sanction closes': sanction('close'),
  'entry withdrawn': by('catalogEntry', 'social_insurance', dora, { type: 'withdraw', reason }),
  'withdrawal ordered': (world) =>
    by('withdrawal', fresh('wdr'), dora, { type: 'order', entry, ground: 'leak', facts: reason })(world),
  'snapshot withdrawn': (world) => {
    const snapshot = snapshotId(aResult().sources[0]?.snapshot ?? '');
    return by('withdrawal', fresh('wdr'), olga, { type: 'order', entry, snapshot, ground: 'error', facts: reason })(
      world,
    );
  },
  'incident confirmed': (world) => {
    const id = fresh('inc');
    world.do('incident', id, olga, { type: 'warn', heading: reason, facts: reason });
    return by('incident', id, otto, { type: 'confirm', severity: 'major', atRisk: [entry] })(world);
  },
  'stop pulled': (world) => by('emergencyStop', fresh('stp'), rita, { type: 'pull', reason })(world),
  'plan activated': (world) => {
    const id = fresh('epl');
    const plan = { heading: reason, scenarioClass: reason, scenarios: ['s1_credit'], text: reason };
    world.do('emergencyPlan', id, olga, { type: 'draft', ...plan });
    world.do('emergencyPlan', id, gus, { type: 'approve', opinion: reason });
    return by('emergencyPlan', id, otto, { type: 'activate', reason })(world);
  },
};
const names = Object.keys(causes);

/** What may be under way: no agreement, no vendor to be sanctioned, no entry yet. */
const always = ['sanction restricts data', 'sanction suspends', 'sanction closes', 'stop pulled', 'plan activated'];

const pending = ['requested', 'prechecked', 'queued', 'running'];

function requireNothingGoesOn(world: World, cause: string): void {
  for (const run of world.all('run'))
    expect([cause, run.id, pending.includes(run.state)]).toEqual([cause, run.id, false]);
  for (const doc of world.all('export')) {
    const stopped = !requireNoStop('give', lookupOf(world), doc.product.scenario).ok;
    expect([cause, doc.id, doc.state === 'released' && !stopped]).toEqual([cause, doc.id, false]);
  }
  for (const one of world.all('standingApproval')) {
    const isStopped = !requireNoStop('pass', lookupOf(world), 's1_credit').ok;
    expect([cause, one.id, one.state === 'active' && !isStopped]).toEqual([cause, one.id, false]);
  }
}

/** A second run beside the first, so that there is something to kill also late in the journey. */
function withRun(world: World): World {
  if (world.get('program', 'prog1')?.state === 'approved') {
    requestRun(world, 'run2');
    world.do('run', 'run2', system, { type: 'precheck' });
    world.do('run', 'run2', system, { type: 'queue' });
    world.do('run', 'run2', system, { type: 'start' });
  }
  return world;
}

test('AO-20-5 AO-20-6 SH-27-2 GD-34-2 DC-19 AO-28-2 every cause is accepted at every stage, alone and after others, and nothing runs or is given after it', () => {
  const done = new Map<string, number>();
  const world = fc.record({
    stage: fc.constantFrom(...stageNames),
    running: fc.boolean(),
    order: fc.shuffledSubarray(names, { minLength: 1 }),
  });
  fc.assert(
    fc.property(world, ({ stage, running, order }) => {
      const at = running ? withRun(worldAt(stage)) : worldAt(stage);
      for (const name of order) {
        const happened = causes[name]?.(at) === true;
        if (always.includes(name)) expect([name, happened]).toEqual([name, true]);
        if (!happened) continue;
        done.set(name, (done.get(name) ?? 0) + 1);
        requireNothingGoesOn(at, name);
      }
    }),
    { numRuns: 300 },
  );
  for (const name of names) expect([name, (done.get(name) ?? 0) > 10]).toEqual([name, true]);
}, 120_000);

test('a vendor that declares the system its affiliate does not keep its runs from being killed', () => {
  const world = withRun(worldAt('released'));
  for (const run of ['run1', 'run2'])
    world.change('run', run, (doc) => ({ ...doc, affiliates: [orgId('sluice'), orgId('operator.system')] }));
  world.change('agreement', 'agr1', (doc) => ({ ...doc, affiliates: [orgId('sluice')] }));
  world.do('withdrawal', 'wdr1', dora, { type: 'order', entry, ground: 'leak', facts: reason });
  expect(world.must('run', 'run2').state).toBe('killed');
  expect(world.must('export', 'exp1').state).toBe('suspended');
});

const lift = (world: World) => world.do('sanction', 'san1', carl, { type: 'lift', reason });

describe('what was suspended comes back when nothing stands against it', () => {
  const restrict = { level: 'restrict', forms: ['data_metric'], until } as const;
  const impose = { type: 'impose', violation: 'none', vendor, interim: false, measure: restrict } as const;

  test('AO-20-6 one cause lifted does not lift the other', () => {
    const world = worldAt('released');
    world.do('sanction', 'san1', system, impose);
    expect(world.must('export', 'exp1')).toMatchObject({ state: 'suspended', cause: 'sanction/san1' });
    world.do('agreement', 'agr1', olga, { type: 'suspend', reason });
    lift(world);
    expect(world.must('export', 'exp1').state).toBe('suspended');
    world.do('agreement', 'agr1', olga, { type: 'reinstate', reason });
    expect(world.must('export', 'exp1').state).toBe('released');
  });

  test('GD-34-2 the end of a sanction by its term lifts it too, and nobody earlier', () => {
    const world = worldAt('released');
    world.do('sanction', 'san1', system, impose);
    expect(codesOf(world.try('sanction', 'san1', system, { type: 'expire' }))).toEqual(['E_STATE']);
    world.now = until;
    world.do('sanction', 'san1', system, { type: 'expire' });
    expect(world.must('export', 'exp1').state).toBe('released');
  });

  test('no person resumes, and the system not before its time', () => {
    const world = worldAt('released');
    world.do('agreement', 'agr1', olga, { type: 'suspend', reason });
    expect(codesOf(world.try('export', 'exp1', olga, { type: 'resume' }))).toEqual(['E_ROLE']);
    expect(codesOf(world.try('export', 'exp1', system, { type: 'resume' }))).toEqual(['E_NO_RIGHTS']);
    expect(codesOf(world.try('export', 'exp1', system, { type: 'expire' }))).toEqual(['E_STATE']);
  });

  test('AO-20-5 the end of the term expires what was released, and what was suspended; results of which nothing left are purged', () => {
    const world = worldAt('released');
    requestRun(world, 'run2');
    for (const type of ['precheck', 'queue', 'start'] as const) world.do('run', 'run2', system, { type });
    world.do('run', 'run2', system, { type: 'finish', result: aResult() });
    world.do('agreement', 'agr1', olga, { type: 'suspend', reason });
    world.now = instant('2027-01-01T00:00:00.000Z');
    world.do('agreement', 'agr1', system, { type: 'expire' });
    expect(world.must('export', 'exp1').state).toBe('expired');
    expect(world.must('run', 'run1').state).toBe('quarantined');
    expect(world.must('run', 'run2').state).toBe('purged');
  });

  test('a terminated agreement’s product stays suspended, and can be recalled', () => {
    const world = worldAt('standing');
    world.do('agreement', 'agr1', olga, { type: 'terminate', case: 'breach', reason });
    expect(
      requireProvidable('give', world.must('export', 'exp1'), { lookup: lookupOf(world), now: world.now }).ok,
    ).toBe(false);
    expect(world.must('standingApproval', 'std1').state).toBe('ended');
    expect(world.do('export', 'exp1', gus, { type: 'recall', reason }).state).toBe('recalled');
  });
});

describe('SH-27-3 withdrawn data comes back with a new snapshot and a new review', () => {
  const old = snapshotId(aResult().sources[0]?.snapshot ?? '');
  const reopen = { type: 'reopen', treatment: reason, review: reason } as const;
  const withdrawn = () => {
    const world = worldAt('released');
    world.do('withdrawal', 'wdr1', dora, { type: 'order', entry, snapshot: old, ground: 'leak', facts: reason });
    world.do('withdrawal', 'wdr1', dora, { type: 'evaluate', evaluation: reason });
    return world;
  };

  test('never as the snapshot that was withdrawn', () => {
    const again = withdrawn().try('withdrawal', 'wdr1', gus, { ...reopen, newSnapshot: old });
    expect(codesOf(again)).toEqual(['E_INPUT']);
  });

  test('while one snapshot is withdrawn the dataset rests; afterwards it runs, and what was made of the old one never leaves', () => {
    const world = withdrawn();
    const { hash } = world.must('program', 'prog1');
    const parameters = [{ name: 'year', value: 2024 }];
    const order = { type: 'request', program: 'prog1', hash, scenario: 's1_credit', parameters } as const;
    expect(codesOf(world.try('run', 'run3', ana, order))).toEqual(['E_WITHDRAWN']);
    world.do('withdrawal', 'wdr1', gus, { ...reopen, newSnapshot: snapshotId('snap9') });
    expect(codesOf(world.try('run', 'run3', ana, order))).toEqual(['accepted']);
    expect(world.must('export', 'exp1').state).toBe('suspended');
    expect(codesOf(world.try('export', 'exp1', system, { type: 'resume' }))).toEqual(['E_WITHDRAWN']);
  });

  test('a whole dataset not before its entry was reviewed again and published', () => {
    const world = worldAt('released');
    world.do('withdrawal', 'wdr1', dora, { type: 'order', entry, ground: 'leak', facts: reason });
    expect(world.must('catalogEntry', 'social_insurance').state).toBe('withdrawn');
    world.do('withdrawal', 'wdr1', dora, { type: 'evaluate', evaluation: reason });
    const early = world.try('withdrawal', 'wdr1', gus, { ...reopen, newSnapshot: snapshotId('snap9') });
    expect(codesOf(early)).toEqual(['E_STATE']);
  });

  test('a department withdraws what is its own alone, and who withdrew does not reopen', () => {
    const world = worldAt('released');
    const order = { type: 'order', entry, ground: 'leak', facts: reason } as const;
    expect(codesOf(world.try('withdrawal', 'wdr1', people.dana, order))).toEqual(['E_NOT_FOUND']);
    world.do('withdrawal', 'wdr2', gus, { ...order, snapshot: old });
    world.do('withdrawal', 'wdr2', dora, { type: 'evaluate', evaluation: reason });
    const own = world.try('withdrawal', 'wdr2', gus, { ...reopen, newSnapshot: snapshotId('snap9') });
    expect(codesOf(own)).toEqual(['E_SEPARATION']);
  });
});

describe('SH-27-4 a trace report', () => {
  test('is opened by the withdrawal, with what it touched, completed and sent', () => {
    const world = withRun(worldAt('released'));
    world.do('withdrawal', 'wdr1', dora, { type: 'order', entry, ground: 'leak', facts: reason });
    const [report, ...others] = world.all('traceReport');
    expect(others).toEqual([]);
    const counts = { agreements: 1, runs: 2, exports: 1, recipients: 1, fits: 0 };
    expect(report).toMatchObject({ state: 'opened', cause: `catalogEntry/${entry}`, counts });
    const id = report?.id ?? '';
    expect(codesOf(world.try('traceReport', id, olga, { type: 'send', number: '1' }))).toEqual(['E_STATE']);
    world.do('traceReport', id, olga, { type: 'complete', findings: reason, notified: reason });
    expect(world.do('traceReport', id, olga, { type: 'send', number: '1' }).state).toBe('sent');
  });

  test('is opened by nobody by hand', () => {
    const world = worldAt('released');
    const nothing = { agreements: 0, runs: 0, exports: 0, recipients: 0, fits: 0 };
    const command = { type: 'open', cause: 'x', event: 'x', counts: nothing, impact: aResult().resultHash } as const;
    expect(codesOf(world.try('traceReport', 'trc1', olga, command))).toEqual(['E_ROLE']);
  });
});

test('GD-31-1 AO-28-2 an incident goes through its phases, and is reviewed by somebody who did not handle it', () => {
  const world = worldAt('released');
  world.do('incident', 'inc1', olga, { type: 'warn', heading: reason, facts: reason });
  const foreign = { type: 'confirm', severity: 'large', atRisk: [entry] } as const;
  expect(codesOf(world.try('incident', 'inc1', people.dana, foreign))).toEqual(['E_NOT_FOUND']);
  world.do('incident', 'inc1', olga, foreign);
  expect(world.must('withdrawal', `wdr.inc1.${entry}`)).toMatchObject({ state: 'effective', ground: 'leak_risk' });
  expect(world.must('export', 'exp1').state).toBe('suspended');
  world.do('incident', 'inc1', olga, { type: 'contain', measures: reason });
  world.do('incident', 'inc1', gus, { type: 'handle', handling: reason });
  world.do('incident', 'inc1', olga, { type: 'recover', recovery: reason });
  expect(codesOf(world.try('incident', 'inc1', gus, { type: 'review', lessons: reason }))).toEqual(['E_SEPARATION']);
  expect(world.do('incident', 'inc1', cora, { type: 'review', lessons: reason }).state).toBe('reviewed');
});

test('requireNotSanctioned a throttle leaves so many runs in 24 hours, and a restriction on forms none of these exports', () => {
  const world = worldAt('program_approved');
  const throttle = { level: 'throttle', runsPerDay: 1, until } as const;
  world.do('sanction', 'san1', system, { type: 'impose', violation: 'none', vendor, interim: true, measure: throttle });
  requestRun(world, 'run1');
  const { hash } = world.must('program', 'prog1');
  const parameters = [{ name: 'year', value: 2024 }];
  const order = { type: 'request', program: 'prog1', hash, scenario: 's1_credit', parameters } as const;
  expect(codesOf(world.try('run', 'run2', abe, order))).toEqual(['E_SANCTIONED']);
  for (const type of ['precheck', 'queue', 'start'] as const) world.do('run', 'run1', system, { type });
  world.now = daysAfter(world.now, 1);
  expect(codesOf(world.try('run', 'run2', abe, order))).toEqual(['accepted']);
});
