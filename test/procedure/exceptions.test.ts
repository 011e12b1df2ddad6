/** What people pass against a check needs a reason, an end and somebody higher; what history says is never excepted. */
import { describe, expect, test } from 'vitest';
import { viewOfExport } from '#policies/procedure/export-view.ts';
import { exceptionReasons } from '#policies/procedure/exception-request.ts';
import type { Finding } from '#policies/procedure/export-votes.ts';
import { lives } from '#policies/procedure/lives.ts';
import { instant } from '#policies/units.ts';
import { aFile, aProduct, aVote, suppressed } from './commands.ts';
import { codesOf } from './expect.ts';
import { worldAt } from './journey.ts';
import { anActor, people } from './people.ts';
import type { World } from './world.ts';

const { ana, olga, otto, gus, dora, system, olgaAtAgency, agencyInOperator } = people;
const grace = anActor('grace', 'agency', 'data_agency');
const reason = 'as the norm says';
const review = { run: 'run1', code: 'negative', verdict: 'review' } as const;
const covers = [{ run: 'run1', code: 'negative' }];
const until = instant('2026-06-01T00:00:00.000Z');
const request = {
  type: 'request_exception',
  covers,
  code: 'structural',
  justification: 'refunds are negative by definition',
  until,
} as const;
const grant = { type: 'grant_exception' } as const;
const release = { type: 'release', files: [aFile], certificate: aFile.sha256, askedBy: 'olga' } as const;

/** Automatically checked, with these findings beside the suppressed one. */
function checked(...findings: readonly Finding[]): World {
  const world = worldAt('quarantined');
  world.reviewsNeeded = 2;
  world.do('export', 'exp1', ana, { type: 'draft', agreement: 'agr1', product: aProduct() });
  world.do('export', 'exp1', ana, { type: 'submit' });
  world.do('export', 'exp1', system, { type: 'begin_auto_check' });
  world.do('export', 'exp1', system, { type: 'clear', findings: [suppressed, ...findings] });
  return world;
}

/** Both have passed what a check asked a person about. */
function excepting(finding: Finding = review): World {
  const world = checked(finding);
  const vote = aVote({ acknowledged: [suppressed, finding].map(({ run, code }) => ({ run, code })) });
  world.do('export', 'exp1', olga, vote);
  world.do('export', 'exp1', otto, vote);
  return world;
}

function requested(): World {
  const world = excepting();
  world.do('export', 'exp1', olga, request);
  return world;
}

describe('without an exception that is granted', () => {
  test.each([review, { ...review, code: 'leverage', verdict: 'fail' }] as const)(
    'two passes pass nothing: $verdict',
    (finding) => {
      const world = excepting(finding);
      expect(world.must('export', 'exp1').state).toBe('excepting');
      expect(codesOf(world.try('export', 'exp1', olga, { type: 'submit_filing', filing: 'F' }))).toEqual(['E_STATE']);
      expect(codesOf(world.try('export', 'exp1', system, release))).not.toEqual(['accepted']);
    },
  );
  test('what the rules settled by suppression needs none', () => {
    const world = checked();
    world.do('export', 'exp1', olga, aVote());
    expect(world.do('export', 'exp1', otto, aVote()).state).toBe('passed');
  });
  test('history, and what could not be checked, never comes to people', () => {
    for (const code of ['E_HISTORY', 'E_QUARANTINE', 'E_DOMAIN_DOWN']) {
      const world = worldAt('quarantined');
      world.do('export', 'exp1', ana, { type: 'draft', agreement: 'agr1', product: aProduct() });
      world.do('export', 'exp1', ana, { type: 'submit' });
      world.do('export', 'exp1', system, { type: 'begin_auto_check' });
      const findings = [{ run: 'run1', code, verdict: 'fail' }] as const;
      expect(codesOf(world.try('export', 'exp1', system, { type: 'clear', findings }))).toEqual(['E_EXCEPTION']);
    }
  });
  test('one signature of a conflict about it is none either', () => {
    const world = checked(review);
    const acknowledged = [suppressed, review].map(({ run, code }) => ({ run, code }));
    world.do('export', 'exp1', olga, aVote({ acknowledged }));
    world.do('export', 'exp1', otto, aVote({ acknowledged, decision: 'reject', toVendor: 'no' }));
    const { type: _, acknowledged: _named, ...judgement } = aVote();
    world.do('export', 'exp1', olga, { type: 'consolidate', ...judgement });
    expect(world.do('export', 'exp1', otto, { type: 'countersign' }).state).toBe('excepting');
  });
});

describe('who asks, who grants', () => {
  test('it is passed by the agency, and asked by the operator', () => {
    const world = excepting();
    for (const actor of [ana, gus, dora, system])
      expect(codesOf(world.try('export', 'exp1', actor, request))).toEqual(['E_ROLE']);
    expect(world.do('export', 'exp1', olga, request)).toMatchObject({ state: 'exception_requested' });
    for (const actor of [olga, otto, ana, system])
      expect(codesOf(world.try('export', 'exp1', actor, grant))).toEqual(['E_ROLE']);
    expect(world.do('export', 'exp1', grace, grant)).toMatchObject({
      state: 'passed',
      exception: { grantedBy: grace },
    });
  });
  test.each([
    ['who asked for it, with an account of the agency', olgaAtAgency],
    ['who voted, with an account of the agency', { ...grace, person: otto.person }],
    ['the author, with an account of the agency', { ...grace, person: ana.person }],
    ['an account of the agency in the operator’s organization', agencyInOperator],
    ['an account of the agency in the vendor’s organization', { ...grace, org: ana.org }],
  ])('%s does not grant it', (_, actor) => {
    expect(codesOf(requested().try('export', 'exp1', actor, grant))).toContain('E_SEPARATION');
  });
  test('who granted it does not accept the filing; a colleague does', () => {
    const world = requested();
    world.do('export', 'exp1', grace, grant);
    world.do('export', 'exp1', olga, { type: 'submit_filing', filing: 'F' });
    const accept = { type: 'accept_filing', receipt: 'R' } as const;
    expect(codesOf(world.try('export', 'exp1', grace, accept))).toEqual(['E_SEPARATION']);
    expect(world.do('export', 'exp1', gus, accept).state).toBe('filed');
    expect(world.do('export', 'exp1', system, release).state).toBe('released');
  });
  test('refused, it goes back to the vendor, and nothing of it is left', () => {
    const world = requested();
    const doc = world.do('export', 'exp1', grace, { type: 'refuse_exception', reason });
    expect(doc).toMatchObject({ state: 'returned', votes: [], reason });
    expect(doc.exception).toBeUndefined();
  });
});

describe('what it says', () => {
  test('all that is open, and nothing else', () => {
    for (const wrong of [
      [{ run: 'run1', code: 'freq' }],
      [...covers, { run: 'run1', code: 'freq' }],
      [{ run: 'run2', code: 'negative' }],
    ]) {
      expect(codesOf(excepting().try('export', 'exp1', olga, { ...request, covers: wrong }))).toContain('E_INPUT');
    }
  });
  test.each([
    ['no end', { until: undefined }],
    ['no reason', { code: undefined }],
    ['a reason that is not in the list', { code: 'urgent' }],
    ['no justification', { justification: '' }],
  ])('%s is not well-formed', (_, change) => {
    expect(lives.export.command.safeParse({ ...request, ...change }).success).toBe(false);
  });
  test('every reason of the list has both titles', () => {
    for (const { zh, en } of Object.values(exceptionReasons)) expect(zh.length * en.length).toBeGreaterThan(0);
  });
});

describe('until when', () => {
  test('not in the past', () => {
    const world = excepting();
    expect(codesOf(world.try('export', 'exp1', olga, { ...request, until: world.now }))).toEqual(['E_INPUT']);
  });
  test('ended, it is neither granted, nor filed under, nor released under', () => {
    const world = requested();
    const before = world.now;
    world.now = until;
    expect(codesOf(world.try('export', 'exp1', grace, grant))).toEqual(['E_EXCEPTION']);
    world.now = before;
    world.do('export', 'exp1', grace, grant);
    world.now = until;
    expect(codesOf(world.try('export', 'exp1', olga, { type: 'submit_filing', filing: 'F' }))).toEqual(['E_EXCEPTION']);
    world.now = before;
    world.do('export', 'exp1', olga, { type: 'submit_filing', filing: 'F' });
    world.do('export', 'exp1', gus, { type: 'accept_filing', receipt: 'R' });
    world.now = until;
    expect(codesOf(world.try('export', 'exp1', system, release))).toEqual(['E_EXCEPTION']);
  });
});

test('viewOfExport tells the vendor nothing of an exception', () => {
  const waiting = viewOfExport(requested().must('export', 'exp1'), ana);
  expect(waiting).toMatchObject({ state: 'operator_review', outcome: 'moved_to_review' });
  const world = requested();
  world.do('export', 'exp1', grace, grant);
  for (const view of [waiting, viewOfExport(world.must('export', 'exp1'), ana)])
    expect(JSON.stringify(view)).not.toMatch(/exception|negative|refunds/);
});
