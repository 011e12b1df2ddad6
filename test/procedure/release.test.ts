/** Nothing leaves that was not checked by people and accepted for filing. */
import { describe, expect, test } from 'vitest';
import { requireSameResults } from '#policies/procedure/export-guards.ts';
import { profiles } from '#policies/procedure/profiles/profiles.ts';
import { standardPack } from '#policies/procedure/rule-packs/standard.ts';
import { sha256 } from '#policies/units.ts';
import { aFile, aProduct, aResult, aVote, suppressed, theClauses } from './commands.ts';
import { codesOf } from './expect.ts';
import { worldAt } from './journey.ts';
import { people } from './people.ts';
import { lookupOf, type World } from './world.ts';

const { ana, olga, otto, gus, dora, system } = people;
const reason = 'as the norm says';
const release = { type: 'release', files: [aFile], certificate: aFile.sha256, askedBy: 'olga' } as const;
const releasing = (world: World, actor = system) => codesOf(world.try('export', 'exp1', actor, release));

describe('AO-22-2 release is refused before the filing is accepted', () => {
  test.each(['operator_review', 'passed', 'filing_submitted'] as const)('when %s', (stage) => {
    expect(releasing(worldAt(stage))).toEqual(['E_NOT_FILED']);
  });
  test('when the filing was returned', () => {
    const world = worldAt('filing_submitted');
    world.do('export', 'exp1', gus, { type: 'return_filing', reason });
    expect(releasing(world)).toEqual(['E_NOT_FILED']);
  });
  test('when it was filed once, returned to the vendor and edited', () => {
    const world = worldAt('filing_submitted');
    world.do('export', 'exp1', gus, { type: 'return_filing', reason });
    world.do('export', 'exp1', olga, { type: 'return', reason });
    const doc = world.do('export', 'exp1', ana, { type: 'edit', product: aProduct({ title: 'another' }) });
    expect(doc).toMatchObject({ state: 'draft', votes: [], findings: [], results: [] });
    expect(doc.filing).toBeUndefined();
    expect(releasing(world)).toEqual(['E_NOT_FILED']);
  });
  test('filing and its acceptance name what was submitted last, and nothing else', () => {
    const world = worldAt('filing_submitted');
    const { results } = world.must('export', 'exp1');
    expect(results).toHaveLength(1);
    const named = { filing: 'F-1', results };
    expect(world.events('export', 'exp1').at(-1)).toMatchObject({ type: 'export.filing_submitted', data: named });
    world.do('export', 'exp1', gus, { type: 'accept_filing', receipt: 'R-1' });
    expect(world.events('export', 'exp1').at(-1)).toMatchObject({
      type: 'export.filed',
      data: { receipt: 'R-1', results },
    });
    expect(world.must('export', 'exp1')).toMatchObject({ filing: 'F-1', receipt: 'R-1', results });
  });
  test('by anybody but the system', () => {
    for (const actor of [ana, olga, gus, people.cora]) expect(releasing(worldAt('filed'), actor)).toEqual(['E_ROLE']);
  });
  test('filing is not submitted before the check has passed', () => {
    const command = { type: 'submit_filing', filing: 'F-1' } as const;
    expect(codesOf(worldAt('operator_review').try('export', 'exp1', olga, command))).toEqual(['E_STATE']);
  });
  test('the operator does not accept its own filing', () => {
    const command = { type: 'accept_filing', receipt: 'R-1' } as const;
    expect(codesOf(worldAt('filing_submitted').try('export', 'exp1', otto, command))).toEqual(['E_ROLE']);
  });
  test('it happens once', () => {
    expect(releasing(worldAt('filed'))).toEqual(['accepted']);
    expect(releasing(worldAt('released'))).toEqual(['E_STATE']);
  });
});

describe('AO-22-2 release looks at the world of now, not of the check', () => {
  test('an agreement suspended since', () => {
    const world = worldAt('filed');
    world.do('agreement', 'agr1', olga, { type: 'suspend', reason });
    expect(releasing(world)).toContain('E_NO_RIGHTS');
  });
  test('an agreement past its term', () => {
    const world = worldAt('filed');
    world.now = world.must('agreement', 'agr1').clauses.term.to;
    expect(releasing(world)).toContain('E_NO_RIGHTS');
  });
  test('a dataset withdrawn since', () => {
    const world = worldAt('filed');
    world.do('catalogEntry', 'social_insurance', dora, { type: 'withdraw', reason });
    expect(releasing(world)).toContain('E_NO_RIGHTS');
  });
  test('a result purged since', () => {
    const world = worldAt('filed');
    world.do('run', 'run1', olga, { type: 'purge', reason });
    expect(releasing(world)).toContain('E_STATE');
  });
});

describe('AO-22-1 an export is of the vendor’s own quarantined runs', () => {
  test('a run that has not finished, or does not exist', () => {
    const draft = { type: 'draft', agreement: 'agr1', product: aProduct() } as const;
    expect(codesOf(worldAt('running').try('export', 'exp1', ana, draft))).toEqual(['E_STATE']);
    expect(codesOf(worldAt('program_approved').try('export', 'exp1', ana, draft))).toEqual(['E_NOT_FOUND']);
  });
  test('a blocked export goes nowhere', () => {
    const world = worldAt('quarantined');
    world.do('export', 'exp1', ana, { type: 'draft', agreement: 'agr1', product: aProduct() });
    world.do('export', 'exp1', ana, { type: 'submit' });
    world.do('export', 'exp1', system, { type: 'begin_auto_check' });
    world.do('export', 'exp1', system, {
      type: 'block',
      findings: [{ run: 'run1', code: 'E_HISTORY', verdict: 'fail' }],
    });
    expect(codesOf(world.try('export', 'exp1', olga, aVote()))).toEqual(['E_STATE']);
    expect(codesOf(world.try('export', 'exp1', ana, { type: 'submit' }))).toEqual(['E_STATE']);
  });
});

describe('DC-12 four eyes', () => {
  const pass = aVote();
  test('the second review is by another person, and only then is it passed', () => {
    const world = worldAt('operator_review');
    world.reviewsNeeded = 2;
    expect(world.do('export', 'exp1', olga, pass)).toMatchObject({ state: 'operator_review' });
    expect(codesOf(world.try('export', 'exp1', olga, pass))).toEqual(['E_SEPARATION']);
    expect(releasing(world)).toEqual(['E_NOT_FILED']);
    expect(world.do('export', 'exp1', otto, pass)).toMatchObject({ state: 'passed' });
  });
  test('a returned export may be reviewed by the same two again', () => {
    const world = worldAt('operator_review');
    world.reviewsNeeded = 2;
    world.do('export', 'exp1', olga, pass);
    world.do('export', 'exp1', otto, { type: 'return', reason });
    world.do('export', 'exp1', ana, { type: 'edit', product: aProduct() });
    world.do('export', 'exp1', ana, { type: 'submit' });
    world.do('export', 'exp1', system, { type: 'begin_auto_check' });
    world.do('export', 'exp1', system, { type: 'clear', findings: [suppressed] });
    world.do('export', 'exp1', olga, pass);
    expect(world.do('export', 'exp1', otto, pass).votes).toHaveLength(2);
  });
});

test('AO-04-1 a result of an ended agreement does not leave under its successor', () => {
  const world = worldAt('quarantined');
  world.do('agreement', 'agr1', olga, { type: 'terminate', case: 'mutual', reason });
  const { hash } = world.do('agreement', 'agr2', olga, { type: 'draft', application: 'app1', clauses: theClauses() });
  world.do('agreement', 'agr2', ana, { type: 'sign_vendor', hash });
  world.do('agreement', 'agr2', olga, { type: 'sign_operator', hash });
  const drafted = world.try('export', 'exp1', ana, { type: 'draft', agreement: 'agr2', product: aProduct() });
  // The result was purged when its agreement ended.
  expect(codesOf(drafted)).toEqual(['E_SCOPE', 'E_STATE']);
});

test('AO-22-2 requireSameResults refuses a result that is not the one that was checked', () => {
  const world = worldAt('filed');
  const doc = world.must('export', 'exp1');
  const run = world.must('run', 'run1');
  const other = { ...run, result: aResult({ resultHash: sha256('01'.repeat(32)) }) };
  const base = {
    id: 'exp1',
    actor: system,
    now: world.now,
    agreement: undefined,
    programs: [],
    denials: { denials: [], resets: [] },
    standing: undefined,
    standingUses: 0,
    entries: [],
    reviewsNeeded: 1,
    profile: profiles.guangzhou,
    standard: { pack: standardPack, switches: profiles.guangzhou.switches },
    parts: [],
    lookup: lookupOf(world),
  } as const;
  expect(codesOf(requireSameResults('release', doc, { ...base, runs: [run] }))).toEqual(['accepted']);
  for (const runs of [[other], []]) {
    expect(codesOf(requireSameResults('release', doc, { ...base, runs }))).toEqual(['E_STATE']);
  }
});

test('001-27 a release is recalled by the operator or the agency, not by the vendor', () => {
  const recall = { type: 'recall', reason } as const;
  expect(codesOf(worldAt('released').try('export', 'exp1', ana, recall))).toEqual(['E_ROLE']);
  expect(worldAt('released').do('export', 'exp1', gus, recall).state).toBe('recalled');
});

test('AO-22-2 the released event names files by hash', () => {
  const world = worldAt('filed');
  const files = [{ name: 'a.csv', sha256: sha256('01'.repeat(32)) }];
  world.do('export', 'exp1', system, { type: 'release', files, certificate: aFile.sha256, askedBy: 'olga' });
  expect(world.events('export', 'exp1').at(-1)).toMatchObject({ type: 'export.released', data: { files } });
});
