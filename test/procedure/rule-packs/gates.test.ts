/** The three gates in the lives: what does not pass, what stands in the record, and who may choose nothing. */
import { describe, expect, test } from 'vitest';
import { aChecklist as checklistSchema, domains, type Checklist } from '#policies/procedure/checklist.ts';
import { fold } from '#policies/procedure/decider.ts';
import { viewOfExport } from '#policies/procedure/export-view.ts';
import { lives } from '#policies/procedure/lives.ts';
import { packHash, type RulePack } from '#policies/procedure/rule-packs/pack.ts';
import type { CheckRecord } from '#policies/procedure/rule-packs/record.ts';
import { standardPack } from '#policies/procedure/rule-packs/standard.ts';
import { aProduct, aRequest, aResult, aVote, aVoteFor, allPass, suppressed } from '../commands.ts';
import { codesOf, wordsOf } from '../expect.ts';
import { worldAt } from '../journey.ts';
import { people } from '../people.ts';
import type { World } from '../world.ts';
import { aChecklist } from './builders.ts';

const { ana, olga, otto, system } = people;
const rowsItem = 'export.data_security.rows_bounded';

/** The pack of a later day: one item less, and another number. */
const later: RulePack = {
  ...standardPack,
  version: 2,
  items: standardPack.items
    .filter(({ id }) => id !== 'export.data_security.not_probing')
    .map((item) => (item.id === rowsItem ? ({ ...item, params: { rows: 5 } } as RulePack['items'][number]) : item)),
};

function atCheck(world = worldAt('published')): World {
  world.do('application', 'app1', ana, { type: 'draft', request: aRequest() });
  world.do('application', 'app1', ana, { type: 'submit' });
  world.do('application', 'app1', olga, { type: 'begin_check' });
  return world;
}

function atAutoCheck(result = aResult(), pack = standardPack): World {
  const world = worldAt('running');
  world.pack = pack;
  world.do('run', 'run1', system, { type: 'finish', result });
  world.do('export', 'exp1', ana, { type: 'draft', agreement: 'agr1', product: aProduct() });
  world.do('export', 'exp1', ana, { type: 'submit' });
  world.do('export', 'exp1', system, { type: 'begin_auto_check' });
  return world;
}

function large(): World {
  const world = atAutoCheck(aResult({ rows: 20_000 }));
  world.do('export', 'exp1', system, { type: 'clear', findings: [suppressed] });
  return world;
}

function verdictOf(check: CheckRecord | undefined, id: string): string | undefined {
  return check?.items.find((item) => item.id === id)?.verdict;
}

const forward = (world: World, checklist: Checklist) =>
  world.try('application', 'app1', olga, { type: 'forward', checklist });

describe('AO-15-2 a section without an answer is not passed', () => {
  test.each(domains)('without %s there is no check at any gate', (domain) => {
    const { [domain]: _, ...rest } = allPass;
    expect(checklistSchema.safeParse(rest).success).toBe(false);
    const approve = { type: 'approve', hash: '0'.repeat(64), checklist: rest };
    expect(lives.application.command.safeParse({ type: 'forward', checklist: rest }).success).toBe(false);
    expect(lives.program.command.safeParse(approve).success).toBe(false);
    expect(lives.export.command.safeParse({ ...aVote(), checklist: rest }).success).toBe(false);
  });

  test.each(domains)('a failure in %s refuses at all three gates', (domain) => {
    const checklist = aChecklist(domain, { verdict: 'fail' });
    expect(codesOf(forward(atCheck(), checklist))).toEqual(['E_INPUT']);
    const review = worldAt('in_review');
    const { hash } = review.must('program', 'prog1');
    const approve = { type: 'approve', hash, checklist, combinations: 2 } as const;
    expect(codesOf(review.try('program', 'prog1', olga, approve))).toEqual(['E_INPUT']);
    expect(codesOf(worldAt('operator_review').try('export', 'exp1', olga, aVote({ checklist })))).toEqual(['E_INPUT']);
  });
});

describe('AO-15-2 answers to single items', () => {
  const necessity = 'application.data_security.necessity';
  const no = { verdict: 'fail', note: 'district is not needed' } as const;

  test('a failed item fails its section: nobody passes the section over it', () => {
    const checklist = aChecklist('data_security', { items: { [necessity]: no } });
    expect(codesOf(forward(atCheck(), checklist))).toEqual(['E_INPUT']);
  });

  test.each([
    ['an item that there is not', 'application.data_security.friendly'],
    ['an item of another section', 'application.trade_secret.fair_use'],
    ['an item of another gate', 'export.data_security.scope_kept'],
  ])('%s is not answered', (_, id) => {
    const checklist = aChecklist('data_security', { items: { [id]: { verdict: 'pass', note: 'seen' } } });
    expect(wordsOf(forward(atCheck(), checklist))).toContain(id);
  });

  test('stand in the record with the others, each item of the gate once', () => {
    const world = atCheck();
    const checklist = aChecklist('data_security', { items: { [necessity]: { verdict: 'pass', note: 'each one' } } });
    expect(codesOf(forward(world, checklist))).toEqual(['accepted']);
    const { check } = world.must('application', 'app1');
    expect(check?.items.map(({ id }) => id)).toEqual(
      standardPack.items.filter(({ gate }) => gate === 'application').map(({ id }) => id),
    );
    expect(new Set(check?.items.map(({ verdict }) => verdict))).toEqual(new Set(['pass']));
  });
});

describe('AO-15-1 a critical item that fails refuses, by name, place and remedy', () => {
  test('at the application: data that was shared is not granted on', () => {
    const world = atCheck();
    world.change('catalogEntry', 'social_insurance', (doc) => ({ ...doc, entry: { ...doc.entry, origin: 'shared' } }));
    const refused = forward(world, allPass);
    expect(codesOf(refused)).toEqual(['E_CHECK_ITEM']);
    expect(wordsOf(refused)).toMatch(/origin_collected must pass at request\.datasets.*social_insurance/);
    expect(wordsOf(refused)).toMatch(/Ask the department that collected the data/);
  });

  test('and no person can answer it away', () => {
    const world = atCheck();
    world.change('catalogEntry', 'social_insurance', (doc) => ({ ...doc, entry: { ...doc.entry, origin: 'shared' } }));
    const items = { 'application.data_security.origin_collected': { verdict: 'pass', note: 'never mind' } } as const;
    expect(codesOf(forward(world, aChecklist('data_security', { items })))).toEqual(['E_CHECK_ITEM']);
  });

  test('at the use: a dataset that was withdrawn while the program was in review', () => {
    const world = worldAt('in_review');
    world.change('catalogEntry', 'social_insurance', (doc) => ({ ...doc, state: 'withdrawn' }));
    const { hash } = world.must('program', 'prog1');
    const approve = { type: 'approve', hash, checklist: allPass, combinations: 2 } as const;
    expect(wordsOf(world.try('program', 'prog1', olga, approve))).toContain('use.data_security.datasets_published');
  });

  test('AO-22-1 AO-28-4 at the export: what was judged by no rule does not come to people, and the block names the item', () => {
    const { decision: _, ...unjudged } = aResult();
    const world = atAutoCheck();
    world.change('run', 'run1', (run) => ({ ...run, result: unjudged }));
    const findings = [suppressed];
    expect(wordsOf(world.try('export', 'exp1', system, { type: 'clear', findings }))).toContain('nothing_raw');
    const { check, reason } = world.do('export', 'exp1', system, { type: 'block', findings });
    expect(verdictOf(check, 'export.data_security.nothing_raw')).toBe('fail');
    expect(reason).toMatch(/every number was judged.*\n?/);
  });

  test('AO-22-1 at the export: the vendor is told at once what documents show', () => {
    const world = worldAt('quarantined');
    world.do('export', 'exp1', ana, {
      type: 'draft',
      agreement: 'agr1',
      product: aProduct({ purpose: '联系 13800138000' }),
    });
    const refused = world.try('export', 'exp1', ana, { type: 'submit' });
    expect(codesOf(refused)).toEqual(['E_CHECK_ITEM']);
    expect(wordsOf(refused)).toMatch(/texts_clean must pass at product; got phone/);
  });

  test('a block for what the data says tells the vendor nothing of it', () => {
    const world = atAutoCheck();
    const findings = [{ run: 'run1', code: 'E_HISTORY', verdict: 'fail' }] as const;
    const blocked = world.do('export', 'exp1', system, { type: 'block', findings });
    expect(verdictOf(blocked.check, 'export.data_security.earlier_releases')).toBe('fail');
    expect(blocked.reason).toBeUndefined();
    expect(JSON.stringify(viewOfExport(blocked, ana))).not.toMatch(/earlier_releases|E_HISTORY/);
  });
});

describe('AO-15-2 a warning passes only with a word about that very item', () => {
  test('not with the section alone', () => {
    const refused = large().try('export', 'exp1', olga, aVote());
    expect(codesOf(refused)).toEqual(['E_CHECK_ITEM']);
    expect(wordsOf(refused)).toContain(rowsItem);
  });

  test('with an answer, which stands in the vote', () => {
    const world = large();
    const items = { [rowsItem]: { verdict: 'pass', note: 'one row per street' } } as const;
    const doc = world.do('export', 'exp1', olga, aVote({ checklist: aChecklist('data_security', { items }) }));
    expect(doc.state).toBe('passed');
    expect(verdictOf(doc.votes[0]?.check, rowsItem)).toBe('pass');
    expect(verdictOf(doc.check, rowsItem)).toBe('fail');
  });

  test('a vote against the product may fail the section instead', () => {
    const checklist = aChecklist('data_security', { verdict: 'fail' });
    const doc = large().do('export', 'exp1', olga, aVoteFor('change', { checklist }));
    expect(doc.state).toBe('returned');
  });
});

describe('AO-05-4 every check cites the pack that was in force', () => {
  const cited = { gate: 'export', pack: 'sluice.standard', version: 1, hash: packHash(standardPack) };

  test('by id, version and hash, at each gate', () => {
    const world = worldAt('passed');
    expect(world.must('application', 'app1').check).toMatchObject({ ...cited, gate: 'application' });
    expect(world.must('program', 'prog1').check).toMatchObject({ ...cited, gate: 'use' });
    const { check, votes } = world.must('export', 'exp1');
    expect(check).toMatchObject(cited);
    expect(votes[0]?.check).toMatchObject(cited);
  });

  test('the pack of a later day is cited from then on', () => {
    const world = atAutoCheck(aResult({ rows: 5 }), later);
    const { check } = world.do('export', 'exp1', system, { type: 'clear', findings: [suppressed] });
    expect(check).toMatchObject({ version: 2, hash: packHash(later) });
    expect(verdictOf(check, 'export.data_security.not_probing')).toBeUndefined();
  });

  test('AO-15-1 a pack that is edited after a check changes nothing of it', () => {
    const world = worldAt('operator_review');
    const before = world.must('export', 'exp1').check;
    world.pack = later;
    const after = world.do('export', 'exp1', olga, aVote());
    expect(after.check).toEqual(before);
    expect(after.votes[0]?.check).toMatchObject(cited);
    expect(fold(lives.export.evolve, world.events('export', 'exp1'))?.check).toEqual(before);
  });

  test('AO-15-1 a vote changes nothing of the automatic check, nor does the second vote of the first', () => {
    const world = worldAt('operator_review');
    world.reviewsNeeded = 2;
    const before = world.must('export', 'exp1').check;
    const one = world.do('export', 'exp1', olga, aVote());
    const both = world.do('export', 'exp1', otto, aVote());
    expect([one.check, both.check]).toEqual([before, before]);
    expect(both.votes[0]).toEqual(one.votes[0]);
  });

  test('another product is checked anew: the old check is not its own', () => {
    const world = worldAt('operator_review');
    world.do('export', 'exp1', olga, aVoteFor('change'));
    expect(world.do('export', 'exp1', ana, { type: 'edit', product: aProduct() }).check).toBeUndefined();
  });

  test('a changed program has no check', () => {
    const world = worldAt('program_approved');
    const { content } = world.must('program', 'prog1');
    const changed = world.do('program', 'prog1', ana, { type: 'change', content: { ...content, title: 'x' } });
    expect(changed.check).toBeUndefined();
  });
});

describe('AO-05-4 nobody who is checked chooses the pack', () => {
  const pack = { ...standardPack, items: [] };
  test.each([
    ['application', { type: 'submit', pack }],
    ['application', { type: 'forward', checklist: allPass, pack }],
    ['program', { type: 'freeze', pack: 'mine/1' }],
    ['export', { type: 'submit', pack }],
    ['export', { type: 'draft', agreement: 'agr1', product: { ...aProduct(), pack } }],
    ['export', { ...aVote(), check: { gate: 'export', items: [] } }],
    ['export', { type: 'clear', findings: [], check: { gate: 'export', items: [] } }],
  ] as const)('%s: a command that names one is not well-formed', (life, command) => {
    expect(lives[life].command.safeParse(command).success).toBe(false);
  });
});

test('AO-15-2 what people are asked is open after the automatic check, and answered in each vote', () => {
  const world = worldAt('operator_review');
  const { check } = world.must('export', 'exp1');
  const open = (check?.items ?? []).filter(({ verdict }) => verdict === 'open').map(({ id }) => id);
  expect(new Set(open.map((id) => id.split('.')[1]))).toEqual(new Set(domains));
  const [vote] = world.do('export', 'exp1', olga, aVote()).votes;
  expect(vote?.check?.items).toEqual(open.map((id) => ({ id, verdict: 'pass' })));
});

test('DC-12 the vendor reads by which pack it was checked, and no verdict', () => {
  const view = viewOfExport(worldAt('operator_review').must('export', 'exp1'), ana);
  expect(view.check).toEqual({ gate: 'export', pack: 'sluice.standard', version: 1, hash: packHash(standardPack) });
});

test('a standing approval passes nothing that a person would have to answer for', () => {
  const world = worldAt('standing');
  const { hash } = world.must('program', 'prog1');
  const parameters = [{ name: 'year', value: 2024 }];
  world.do('run', 'run2', ana, { type: 'request', program: 'prog1', hash, scenario: 's1_credit', parameters });
  for (const type of ['precheck', 'queue', 'start'] as const) world.do('run', 'run2', system, { type });
  world.do('run', 'run2', system, { type: 'finish', result: aResult() });
  world.do('export', 'exp2', ana, { type: 'draft', agreement: 'agr1', product: aProduct({ runs: ['run2'] }) });
  world.do('export', 'exp2', ana, { type: 'submit' });
  world.do('export', 'exp2', system, { type: 'begin_auto_check' });
  world.pack = later;
  const pass = { type: 'pass_standing', standing: 'std1', findings: [suppressed] } as const;
  expect(codesOf(world.try('export', 'exp2', system, pass))).toEqual(['E_CHECK_ITEM']);
  world.pack = standardPack;
  const passed = world.do('export', 'exp2', system, pass);
  expect(passed.check).toMatchObject({ hash: packHash(standardPack) });
});
