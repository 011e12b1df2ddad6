/** Without people only what people have passed: the same text, product, rules and schema, receipts that lie near, and only so often. */
import { describe, expect, test } from 'vitest';
import type { Finding } from '#policies/procedure/export-votes.ts';
import { policyHash } from '#policies/procedure/standing-doc.ts';
import { lives } from '#policies/procedure/lives.ts';
import { instant, sha256 } from '#policies/units.ts';
import { aFile, aProduct, aResult, aVote, suppressed } from './commands.ts';
import { codesOf, wordsOf } from './expect.ts';
import { requestRun, worldAt } from './journey.ts';
import { anActor, people } from './people.ts';
import type { World } from './world.ts';

const { ana, olga, otto, gus, dora, mole, anaAtOperator, olgaAtAgency, agencyInOperator, system } = people;
const grace = anActor('grace', 'agency', 'data_agency');
const reason = 'as the norm says';
const until = instant('2026-12-01T00:00:00.000Z');
const drift = { rows: 2, suppressedCells: 1 };
const request = { type: 'request', export: 'exp1', until, uses: 2, drift } as const;
const grant = { type: 'grant' } as const;

/** One product is released, and has a standing approval. */
function granted(): World {
  const world = worldAt('released');
  world.do('standingApproval', 'std1', olga, request);
  world.do('standingApproval', 'std1', grace, grant);
  return world;
}

/** The next month's run of the same program, and an export of it that is being checked. */
function nextMonth(world: World, { rows = 11, suppressedCells = 2, id = 'exp2', run = 'run2' } = {}): void {
  requestRun(world, run);
  for (const type of ['precheck', 'queue', 'start'] as const) world.do('run', run, system, { type });
  world.do('run', run, system, { type: 'finish', result: aResult({ rows, suppressedCells }) });
  world.do('export', id, ana, { type: 'draft', agreement: 'agr1', product: aProduct({ runs: [run] }) });
  submit(world, id);
}

function submit(world: World, id: string): void {
  world.do('export', id, ana, { type: 'submit' });
  world.do('export', id, system, { type: 'begin_auto_check' });
}

const passing = (world: World, findings: readonly Finding[] = [], id = 'exp2') =>
  world.try('export', id, system, { type: 'pass_standing', standing: 'std1', findings });

test('the same program on refreshed data passes, is filed by people, and leaves', () => {
  const world = granted();
  nextMonth(world, { rows: 13, suppressedCells: 1 });
  expect(codesOf(passing(world, [{ ...suppressed, run: 'run2' }]))).toEqual(['accepted']);
  expect(world.must('export', 'exp2')).toMatchObject({ state: 'passed', standing: 'std1', votes: [] });
  const release = { type: 'release', files: [aFile], certificate: aFile.sha256, askedBy: 'olga' } as const;
  expect(codesOf(world.try('export', 'exp2', system, release))).toEqual(['E_NOT_FILED']);
  world.do('export', 'exp2', olga, { type: 'submit_filing', filing: 'F-2' });
  const accept = { type: 'accept_filing', receipt: 'R-2' } as const;
  expect(codesOf(world.try('export', 'exp2', system, accept))).toEqual(['E_ROLE']);
  expect(codesOf(world.try('export', 'exp2', grace, accept))).toEqual(['E_SEPARATION']);
  world.do('export', 'exp2', gus, accept);
  expect(world.do('export', 'exp2', system, release).state).toBe('released');
});

describe('a brake holds', () => {
  const brakes: readonly (readonly [string, string, (world: World) => void])[] = [
    ['two more rows than stated', 'rows', (world) => nextMonth(world, { rows: 14 })],
    ['fewer rows than stated', 'rows', (world) => nextMonth(world, { rows: 8 })],
    ['more suppressed cells', 'suppressed cells', (world) => nextMonth(world, { suppressedCells: 4 })],
    [
      'another text, approved since',
      'hash',
      (world) => {
        nextMonth(world);
        world.change('run', 'run2', (run) => ({ ...run, hash: sha256('12'.repeat(32)) }));
      },
    ],
    [
      'another value of a parameter',
      'product',
      (world) => {
        nextMonth(world);
        world.change('run', 'run2', (run) => ({ ...run, parameters: [{ name: 'year', value: 2023 }] }));
      },
    ],
    [
      'a column of the entry of another grade',
      'schema',
      (world) => {
        nextMonth(world);
        world.change('catalogEntry', 'social_insurance', (doc) => {
          const tables = doc.entry.tables.map((table) => ({
            ...table,
            columns: table.columns.map((column) => ({ ...column, grade: 'L3' as const })),
          }));
          return { ...doc, entry: { ...doc.entry, tables } };
        });
      },
    ],
    [
      'other rules',
      'policy',
      (world) => {
        nextMonth(world);
        world.change('standingApproval', 'std1', (doc) => ({ ...doc, policy: sha256('12'.repeat(32)) }));
      },
    ],
  ];
  test.each(brakes)('%s', (_, brake, prepare) => {
    const world = granted();
    prepare(world);
    const refused = passing(world);
    expect(codesOf(refused)).toEqual(['E_STANDING']);
    expect(wordsOf(refused)).toContain(`: ${brake} must be as approved`);
  });
  test.each([
    ['recipients', { recipients: ['another bank'] }],
    ['purpose', { purpose: 'marketing' }],
    ['two runs', { runs: ['run1', 'run2'] }],
  ])('%s of the product', (_, change) => {
    const world = granted();
    nextMonth(world);
    world.do('export', 'exp3', ana, {
      type: 'draft',
      agreement: 'agr1',
      product: aProduct({ runs: ['run2'], ...change }),
    });
    submit(world, 'exp3');
    expect(codesOf(passing(world, [], 'exp3'))).toEqual(['E_STANDING']);
  });
  test.each([
    [{ run: 'run2', code: 'negative', verdict: 'review' }],
    [{ run: 'run2', code: 'probing', verdict: 'notice' }],
  ] as const)('a finding that is not settled: $code', (finding) => {
    const world = granted();
    nextMonth(world);
    expect(codesOf(passing(world, [finding]))).toEqual(['E_STANDING']);
  });
  test('history above all', () => {
    const world = granted();
    nextMonth(world);
    expect(codesOf(passing(world, [{ run: 'run2', code: 'E_HISTORY', verdict: 'fail' }]))).toContain('E_EXCEPTION');
  });
});

describe('how long, how often', () => {
  test('not after its term', () => {
    const world = granted();
    nextMonth(world);
    world.now = until;
    expect(codesOf(passing(world))).toEqual(['E_STANDING']);
  });
  test('not more often than granted, and an edited export does not give a use back', () => {
    const world = granted();
    nextMonth(world);
    for (let use = 1; use <= request.uses; use++) {
      expect(codesOf(passing(world))).toEqual(['accepted']);
      world.do('export', 'exp2', olga, { type: 'submit_filing', filing: 'F' });
      world.do('export', 'exp2', gus, { type: 'return_filing', reason });
      world.do('export', 'exp2', otto, { type: 'return', reason });
      world.do('export', 'exp2', ana, { type: 'edit', product: aProduct({ runs: ['run2'] }) });
      submit(world, 'exp2');
    }
    expect(wordsOf(passing(world))).toContain('uses must be as approved');
  });
  test('anybody of the operator stops it at once, also for what it has passed already; the operator alone does not resume it', () => {
    const world = granted();
    nextMonth(world);
    expect(codesOf(passing(world))).toEqual(['accepted']);
    world.do('standingApproval', 'std1', otto, { type: 'suspend', reason });
    const filing = { type: 'submit_filing', filing: 'F' } as const;
    expect(codesOf(world.try('export', 'exp2', olga, filing))).toEqual(['E_STANDING']);
    nextMonth(world, { id: 'exp3', run: 'run3' });
    expect(codesOf(passing(world, [], 'exp3'))).toEqual(['E_STANDING']);
    expect(codesOf(world.try('standingApproval', 'std1', olga, { type: 'resume', reason }))).toEqual(['E_ROLE']);
    world.do('standingApproval', 'std1', gus, { type: 'resume', reason });
    expect(codesOf(world.try('export', 'exp2', olga, filing))).toEqual(['accepted']);
  });
});

describe('who gives it, and for what', () => {
  test.each([
    ['the vendor', ana, 'E_ROLE'],
    ['the agency itself', gus, 'E_ROLE'],
    ['an operator’s account in the vendor’s organization', mole, 'E_SEPARATION'],
    ['the author with an operator’s account', anaAtOperator, 'E_SEPARATION'],
  ] as const)('%s does not ask for it', (_, actor, code) => {
    expect(codesOf(worldAt('released').try('standingApproval', 'std1', actor, request))).toContain(code);
  });
  test.each([
    ['who asked, with an account of the agency', olgaAtAgency, 'E_SEPARATION'],
    ['an account of the agency in the operator’s organization', agencyInOperator, 'E_SEPARATION'],
    ['the operator', otto, 'E_ROLE'],
    ['a department', dora, 'E_ROLE'],
  ] as const)('%s does not grant it', (_, actor, code) => {
    const world = worldAt('released');
    world.do('standingApproval', 'std1', olga, request);
    expect(codesOf(world.try('standingApproval', 'std1', actor, grant))).toContain(code);
    nextMonth(world);
    expect(codesOf(passing(world))).toEqual(['E_STANDING']);
  });
  test('not before the release, not after a recall, not beyond the agreement', () => {
    expect(codesOf(worldAt('filed').try('standingApproval', 'std1', olga, request))).toEqual(['E_STANDING']);
    const world = worldAt('released');
    const late = { ...request, until: instant('2027-01-01T00:00:00.001Z') };
    expect(codesOf(world.try('standingApproval', 'std1', olga, late))).toEqual(['E_SCOPE']);
    world.do('standingApproval', 'std1', olga, request);
    world.do('export', 'exp1', olga, { type: 'recall', reason });
    expect(codesOf(world.try('standingApproval', 'std1', grace, grant))).toEqual(['E_STANDING']);
  });
  test('not for what it passed itself: people come before each chain', () => {
    const world = granted();
    nextMonth(world);
    passing(world);
    world.do('export', 'exp2', olga, { type: 'submit_filing', filing: 'F' });
    world.do('export', 'exp2', gus, { type: 'accept_filing', receipt: 'R' });
    world.do('export', 'exp2', system, { type: 'release', files: [aFile], certificate: aFile.sha256, askedBy: 'olga' });
    const again = world.try('standingApproval', 'std2', olga, { ...request, export: 'exp2' });
    expect(codesOf(again)).toEqual(['E_STANDING']);
  });
  test('no more than two years of uses', () => {
    expect(lives.standingApproval.command.safeParse({ ...request, uses: 25 }).success).toBe(false);
  });
});

test('without it, the export goes to people', () => {
  const world = granted();
  nextMonth(world, { rows: 40 });
  world.do('export', 'exp2', system, { type: 'clear', findings: [{ run: 'run2', code: 'drift', verdict: 'notice' }] });
  const acknowledged = [{ run: 'run2', code: 'drift' }];
  expect(world.do('export', 'exp2', otto, aVote({ acknowledged })).state).toBe('passed');
});

test('policyHash is one name for all rules', () => expect(policyHash()).toMatch(/^[0-9a-f]{64}$/));
