/** Only the text that people have read runs on real data. */
import { describe, expect, test } from 'vitest';
import { requireRunnable } from '#policies/procedure/precheck.ts';
import { requireApprovedProgram } from '#policies/procedure/program-approval.ts';
import { orgId, sha256 } from '#policies/units.ts';
import { aContent, allPass, aVote, aResult, theClauses } from './commands.ts';
import { codesOf } from './expect.ts';
import { requestRun, worldAt, type Stage } from './journey.ts';
import { people } from './people.ts';
import { lookupOf, type World } from './world.ts';

const { ana, rival, olga, gus, dora, system } = people;
const reason = 'as the norm says';
const changed = aContent({ title: 'one word more' });
const other = sha256('12'.repeat(32));

function ask(world: World, hash = world.must('program', 'prog1').hash) {
  const parameters = [{ name: 'year', value: 2024 }];
  return world.try('run', 'run9', ana, { type: 'request', program: 'prog1', hash, scenario: 's1_credit', parameters });
}

describe('AO-21-2 a program that is not approved does not run', () => {
  test.each(['frozen', 'in_review'] as const)('when %s', (stage) => {
    expect(codesOf(ask(worldAt(stage)))).toEqual(['E_NOT_APPROVED']);
  });
  test('when revoked, superseded or returned', () => {
    const revoked = worldAt('program_approved');
    revoked.do('program', 'prog1', gus, { type: 'revoke', reason });
    const superseded = worldAt('program_approved');
    superseded.do('program', 'prog1', ana, { type: 'supersede', reason });
    const returned = worldAt('in_review');
    returned.do('program', 'prog1', olga, { type: 'return', reason });
    for (const world of [revoked, superseded, returned]) expect(codesOf(ask(world))).toEqual(['E_NOT_APPROVED']);
  });
});

describe('DC-03 a changed text loses its approval', () => {
  test('the changed hash is not approved', () => {
    const world = worldAt('program_approved');
    const before = world.must('program', 'prog1');
    const after = world.do('program', 'prog1', ana, { type: 'change', content: changed });
    expect(after).toMatchObject({ state: 'dev_tested', version: before.version + 1 });
    expect(after.hash).not.toBe(before.hash);
    expect(after.uses).toBeUndefined();
    expect(after.checklist).toBeUndefined();
    expect(codesOf(ask(world))).toEqual(['E_NOT_APPROVED']);
  });

  test('the old hash does not run on the changed program', () => {
    const world = worldAt('program_approved');
    const { hash } = world.must('program', 'prog1');
    world.do('program', 'prog1', ana, { type: 'change', content: changed });
    expect(codesOf(ask(world, hash))).toEqual(['E_NOT_APPROVED']);
  });

  test('a run that was requested before the change is not ordered after it', () => {
    const world = worldAt('program_approved');
    requestRun(world, 'run1');
    world.do('program', 'prog1', ana, { type: 'change', content: changed });
    expect(codesOf(world.try('run', 'run1', system, { type: 'precheck' }))).toEqual(['E_NOT_APPROVED']);
  });

  test('a changed text is not frozen on the test of the old one', () => {
    const world = worldAt('program_approved');
    const old = world.must('program', 'prog1').hash;
    const { hash } = world.do('program', 'prog1', ana, { type: 'change', content: changed });
    expect(codesOf(world.try('program', 'prog1', ana, { type: 'freeze' }))).toEqual(['E_STATE']);
    expect(codesOf(world.try('program', 'prog1', system, { type: 'test', hash: old }))).toEqual(['E_NOT_APPROVED']);
    world.do('program', 'prog1', system, { type: 'test', hash });
    expect(codesOf(world.try('program', 'prog1', ana, { type: 'freeze' }))).toEqual(['accepted']);
  });

  test('a text changed while in review is not approved by the hash that the reviewer read', () => {
    const world = worldAt('in_review');
    const { hash } = world.must('program', 'prog1');
    world.do('program', 'prog1', ana, { type: 'change', content: changed });
    const command = { type: 'approve', hash, checklist: allPass, combinations: 2 } as const;
    expect(codesOf(world.try('program', 'prog1', olga, command))).toEqual(['E_STATE']);
  });

  test('another hash is neither checked nor approved', () => {
    const uses = theClauses().dataScope;
    const checked = worldAt('frozen').try('program', 'prog1', system, { type: 'static_check', hash: other, uses });
    expect(codesOf(checked)).toEqual(['E_NOT_APPROVED']);
    const command = { type: 'approve', hash: other, checklist: allPass, combinations: 2 } as const;
    expect(codesOf(worldAt('in_review').try('program', 'prog1', olga, command))).toEqual(['E_NOT_APPROVED']);
  });

  test('an approved program does not run under another hash, of an older text or of none', () => {
    const world = worldAt('program_approved');
    const old = world.must('program', 'prog1').hash;
    const { hash } = world.do('program', 'prog1', ana, { type: 'change', content: changed });
    world.do('program', 'prog1', system, { type: 'test', hash });
    world.do('program', 'prog1', ana, { type: 'freeze' });
    world.do('program', 'prog1', system, { type: 'static_check', hash, uses: theClauses().dataScope });
    world.do('program', 'prog1', olga, { type: 'begin_review' });
    world.do('program', 'prog1', olga, { type: 'approve', hash, checklist: allPass, combinations: 2 });
    for (const wrong of [old, other]) expect(codesOf(ask(world, wrong))).toEqual(['E_NOT_APPROVED']);
    expect(codesOf(ask(world, hash))).toEqual(['accepted']);
  });

  test('the same text is not a change', () => {
    const command = { type: 'change', content: aContent() } as const;
    expect(codesOf(worldAt('program_approved').try('program', 'prog1', ana, command))).toEqual(['E_INPUT']);
  });
});

test('DC-03 requireApprovedProgram refuses another vendor’s program in the words of a missing one', () => {
  const program = worldAt('program_approved').must('program', 'prog1');
  const asked = { vendor: orgId('rival_inc'), hash: program.hash };
  expect(requireApprovedProgram('run', program, asked)).toEqual(requireApprovedProgram('run', undefined, asked));
  expect(codesOf(requireApprovedProgram('run', program, asked))).toEqual(['E_NOT_APPROVED']);
});

describe('DC-03 parameters take declared values only', () => {
  test.each([
    ['none', []],
    ['an undeclared value', [{ name: 'year', value: 2025 }]],
    ['the value as text', [{ name: 'year', value: '2024' }]],
    [
      'an undeclared name',
      [
        { name: 'year', value: 2024 },
        { name: 'month', value: 1 },
      ],
    ],
    [
      'a name twice',
      [
        { name: 'year', value: 2024 },
        { name: 'year', value: 2023 },
      ],
    ],
  ])('%s', (_, parameters) => {
    const world = worldAt('program_approved');
    const { hash } = world.must('program', 'prog1');
    const command = { type: 'request', program: 'prog1', hash, scenario: 's1_credit', parameters } as const;
    expect(codesOf(world.try('run', 'run1', ana, command))).toEqual(['E_INPUT']);
  });
});

test('AO-04-1 requireRunnable refuses a program under another agreement, even of the same vendor and scenario', () => {
  const world = worldAt('program_approved');
  const program = world.must('program', 'prog1');
  const agreement = { ...world.must('agreement', 'agr1'), id: 'agr2' };
  const parameters = [{ name: 'year', value: 2024 }];
  const order = { vendor: program.vendor, program: 'prog1', hash: program.hash, scenario: 's1_credit', parameters };
  const known = { registration: world.must('registration', 'reg1'), program, entries: world.all('catalogEntry') };
  const context = {
    id: 'run1',
    actor: ana,
    now: world.now,
    ...known,
    agreement,
    runsUsed: 0,
    consents: [],
    profile: world.profile,
    tier: 'T2' as const,
    acceptances: [],
    lookup: lookupOf(world),
  };
  expect(codesOf(requireRunnable('run', order, context))).toEqual(['E_SCOPE']);
  expect(codesOf(requireRunnable('run', order, { ...context, agreement: world.must('agreement', 'agr1') }))).toEqual([
    'accepted',
  ]);
});

describe('procedure.md §3.8 the other prechecks', () => {
  test('a vendor suspended since', () => {
    const world = worldAt('program_approved');
    world.do('registration', 'reg1', olga, { type: 'suspend', reason });
    expect(codesOf(ask(world))).toEqual(['E_NO_RIGHTS', 'E_NO_RIGHTS']);
  });
  test('a dataset withdrawn since', () => {
    const world = worldAt('program_approved');
    world.do('catalogEntry', 'social_insurance', dora, { type: 'withdraw', reason });
    expect(codesOf(ask(world))).toEqual(['E_NO_RIGHTS']);
  });
  test('all refusals come in one answer', () => {
    const world = worldAt('program_approved');
    // Suspends the agreement too.
    world.do('registration', 'reg1', olga, { type: 'suspend', reason });
    world.do('program', 'prog1', olga, { type: 'revoke', reason });
    expect(codesOf(ask(world))).toEqual(['E_NO_RIGHTS', 'E_NO_RIGHTS', 'E_NOT_APPROVED']);
  });
});

describe('AO-15-2 a check with a failed domain passes nothing', () => {
  const failed = { ...allPass, personal_info: { verdict: 'fail', note: 'names in the output' } } as const;
  test('program, application, export', () => {
    const inReview = worldAt('in_review');
    const { hash } = inReview.must('program', 'prog1');
    expect(
      codesOf(inReview.try('program', 'prog1', olga, { type: 'approve', hash, checklist: failed, combinations: 2 })),
    ).toEqual(['E_INPUT']);
    const vote = aVote({ checklist: failed });
    expect(codesOf(worldAt('operator_review').try('export', 'exp1', olga, vote))).toEqual(['E_INPUT']);
  });
});

test('DC-10 only the system reports a result, and only of a running run', () => {
  const finish = { type: 'finish', result: aResult() } as const;
  for (const actor of [ana, olga, gus, people.rita]) {
    expect(codesOf(worldAt('running').try('run', 'run1', actor, finish))).toEqual(['E_ROLE']);
  }
  expect(codesOf(worldAt('running').try('run', 'run1', rival, finish))).toEqual(['E_NOT_FOUND']);
  for (const stage of ['quarantined', 'released'] satisfies Stage[]) {
    expect(codesOf(worldAt(stage).try('run', 'run1', system, finish))).toEqual(['E_STATE']);
  }
});
