/** Reviewers are blind to each other until both have voted, and neither decides alone against the other. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { outcomeOf, requireAcknowledged } from '#policies/procedure/export-votes.ts';
import { publicStateOf, viewOfExport } from '#policies/procedure/export-view.ts';
import type { ExportState } from '#policies/procedure/export-table.ts';
import { lives } from '#policies/procedure/lives.ts';
import { allPass, aProduct, aVote, aVoteFor, suppressed } from './commands.ts';
import { codesOf } from './expect.ts';
import { worldAt } from './journey.ts';
import { anActor, people } from './people.ts';
import type { World } from './world.ts';

const { ana, abe, olga, otto, gus, rita, system, mole, cousin, anaAtOperator } = people;
const third = anActor('oona', 'operator', 'operator');
const reason = 'as the norm says';
const pass = { type: 'consolidate', decision: 'pass', checklist: allPass, comment: 'we talked' } as const;
const countersign = { type: 'countersign' } as const;

/** Two reviews are needed, none is in. */
function inReview(): World {
  const world = worldAt('operator_review');
  world.reviewsNeeded = 2;
  return world;
}

/** Olga has voted to pass, Otto to reject. */
function inConflict(): World {
  const world = inReview();
  world.do('export', 'exp1', olga, aVote());
  world.do('export', 'exp1', otto, aVoteFor('reject'));
  return world;
}

describe('viewOfExport: a first vote is told to nobody but its voter', () => {
  const first = inReview();
  first.do('export', 'exp1', olga, aVoteFor('reject'));
  const doc = first.must('export', 'exp1');
  test.each([
    ['the second reviewer', otto],
    ['a third person of the operator', third],
    ['the author', ana],
    ['the agency', gus],
    ['a regulator', rita],
    ['the voter’s own account at another desk', people.olgaAtAgency],
    ['somebody else of the same name of role', { ...otto, person: ana.person }],
  ])('%s', (_, viewer) => {
    const seen = JSON.stringify(viewOfExport(doc, viewer));
    expect(seen).not.toMatch(/SECRET|reject|please/);
  });
  test('the view is the same for every direction of the vote', () => {
    for (const viewer of [otto, third, ana, gus, rita]) {
      const views = [aVote(), aVoteFor('change'), aVoteFor('reject')].map((vote) => {
        const world = inReview();
        world.do('export', 'exp1', olga, vote);
        return viewOfExport(world.must('export', 'exp1'), viewer);
      });
      expect(new Set(views.map((view) => JSON.stringify(view))).size).toBe(1);
    }
  });
  test('the type of its event, which stands in the log in the clear, neither', () => {
    const types = [aVote(), aVoteFor('change'), aVoteFor('reject')].map((vote) => {
      const world = inReview();
      world.do('export', 'exp1', olga, vote);
      return world.events('export', 'exp1').at(-1)?.type;
    });
    expect(new Set(types)).toEqual(new Set(['export.voted']));
  });
  test('its voter reads it again', () => expect(JSON.stringify(viewOfExport(doc, olga))).toContain('SECRET'));
});

test('viewOfExport: when both are in, checkers read both, the vendor reads neither', () => {
  const doc = inConflict().must('export', 'exp1');
  for (const viewer of [olga, otto, rita]) expect(viewOfExport(doc, viewer)).toMatchObject({ votes: doc.votes });
  const seen = viewOfExport(doc, ana);
  expect(JSON.stringify(seen)).not.toMatch(/SECRET|reject|conflict|votes|findings/);
  expect(seen).toMatchObject({ state: 'operator_review', outcome: 'moved_to_review' });
});

test('viewOfExport: in every state and turn of a conflict a vendor sees one and the same review', () => {
  const world = inConflict();
  const before = viewOfExport(world.must('export', 'exp1'), ana);
  world.do('export', 'exp1', olga, pass);
  expect(viewOfExport(world.must('export', 'exp1'), ana)).toEqual(before);
  world.do('export', 'exp1', otto, { type: 'contest', reason: 'SECRET of a reviewer' });
  expect(viewOfExport(world.must('export', 'exp1'), ana)).toEqual(before);
});

test('publicStateOf keeps every state that does not tell of reviewers', () => {
  const told = (Object.keys(lives.export.states) as ExportState[]).filter((state) => publicStateOf(state) === state);
  expect(told).not.toContain('conflicted');
  expect(told).not.toContain('consolidating');
  expect(told).toContain('passed');
});

describe('DC-12 who votes', () => {
  test.each([
    ['an operator’s account in the vendor’s organization', mole],
    ['an operator’s account in an affiliate', cousin],
    ['the author with an operator’s account', anaAtOperator],
  ])('%s does not', (_, actor) => {
    expect(codesOf(inReview().try('export', 'exp1', actor, aVote()))).toContain('E_SEPARATION');
  });
  test('who wrote the program or asked for the run does not, though a colleague drafted the export', () => {
    const world = worldAt('quarantined');
    world.reviewsNeeded = 2;
    world.do('export', 'exp1', abe, { type: 'draft', agreement: 'agr1', product: aProduct() });
    world.do('export', 'exp1', abe, { type: 'submit' });
    world.do('export', 'exp1', system, { type: 'begin_auto_check' });
    world.do('export', 'exp1', system, { type: 'clear', findings: [suppressed] });
    expect(codesOf(world.try('export', 'exp1', anaAtOperator, aVote()))).toEqual(['E_SEPARATION']);
  });
  test('nobody votes twice in a round, nor after it', () => {
    const world = inReview();
    world.do('export', 'exp1', olga, aVote());
    expect(codesOf(world.try('export', 'exp1', olga, aVoteFor('reject')))).toEqual(['E_SEPARATION']);
    expect(world.do('export', 'exp1', otto, aVote()).state).toBe('passed');
    expect(codesOf(world.try('export', 'exp1', third, aVoteFor('reject')))).toEqual(['E_STATE']);
  });
  test('where one review is enough, the first vote decides', () => {
    for (const [vote, state] of [
      [aVote(), 'passed'],
      [aVoteFor('change'), 'returned'],
      [aVoteFor('reject'), 'rejected'],
    ] as const) {
      expect(worldAt('operator_review').do('export', 'exp1', olga, vote).state).toBe(state);
    }
  });
});

describe('a vote has its grounds', () => {
  test('against the product: what the vendor is told', () => {
    const { toVendor: _, ...silent } = aVoteFor('change');
    expect(codesOf(inReview().try('export', 'exp1', olga, silent))).toEqual(['E_INPUT']);
  });
  test('no comment is not well-formed', () => {
    expect(lives.export.command.safeParse({ ...aVote(), comment: ' ' }).success).toBe(false);
  });
  test.each([
    ['a finding not acknowledged', []],
    ['a finding of another run', [{ run: 'run2', code: 'freq' }]],
    ['one that there is not', [suppressed, { run: 'run1', code: 'dominance' }].map(({ run, code }) => ({ run, code }))],
  ])('%s', (_, acknowledged) => {
    expect(codesOf(inReview().try('export', 'exp1', olga, aVote({ acknowledged })))).toContain('E_INPUT');
  });
  test('requireAcknowledged accepts exactly the findings, in any order', () => {
    const finding = fc.record({ run: fc.constantFrom('a', 'b'), code: fc.constantFrom('x', 'y', 'z') });
    const all = fc.uniqueArray(finding, { selector: ({ run, code }) => run + code });
    fc.assert(
      fc.property(all, all, (there, named) => {
        const same = (one: typeof there) => JSON.stringify(one.map(({ run, code }) => run + code).sort());
        expect(requireAcknowledged('vote', there, named).ok).toBe(same(there) === same(named));
      }),
    );
  });
});

test('outcomeOf is what all say, or a conflict', () => {
  const decisions = ['pass', 'change', 'reject'] as const;
  for (const one of decisions)
    for (const other of decisions)
      expect(outcomeOf([{ decision: one }, { decision: other }])).toBe(one === other ? one : 'conflict');
});

describe('agreement of both', () => {
  test('what the vendor is told is of both', () => {
    const world = inReview();
    world.do('export', 'exp1', olga, aVoteFor('change', { toVendor: 'merge towns' }));
    const doc = world.do('export', 'exp1', otto, aVoteFor('change', { toVendor: 'drop 2024' }));
    expect(doc).toMatchObject({ state: 'returned', reason: 'merge towns\ndrop 2024' });
  });
  test('an agreement suspended between the votes keeps the second from passing it', () => {
    const world = inReview();
    world.do('export', 'exp1', olga, aVote());
    world.do('agreement', 'agr1', olga, { type: 'suspend', reason });
    expect(codesOf(world.try('export', 'exp1', otto, aVote()))).toContain('E_NO_RIGHTS');
    expect(world.do('export', 'exp1', otto, aVoteFor('reject')).state).toBe('conflicted');
  });
});

describe('consolidation', () => {
  test('a conflict is not filed, and nothing is filed that one signed', () => {
    const world = inConflict();
    const filing = { type: 'submit_filing', filing: 'F' } as const;
    expect(codesOf(world.try('export', 'exp1', olga, filing))).toEqual(['E_STATE']);
    world.do('export', 'exp1', olga, pass);
    expect(codesOf(world.try('export', 'exp1', olga, filing))).toEqual(['E_STATE']);
  });
  test('nobody signs for both: neither the one who consolidated, nor a third, nor his own other account', () => {
    const world = inConflict();
    world.do('export', 'exp1', olga, pass);
    for (const actor of [olga, third, mole]) {
      expect(codesOf(world.try('export', 'exp1', actor, countersign))).toContain('E_SEPARATION');
    }
    expect(codesOf(world.try('export', 'exp1', people.olgaAtAgency, countersign))).toEqual(['E_ROLE']);
    expect(world.do('export', 'exp1', otto, countersign)).toMatchObject({ state: 'passed' });
  });
  test('a third person does not consolidate, and ends it by giving it back only', () => {
    const world = inConflict();
    expect(codesOf(world.try('export', 'exp1', third, pass))).toEqual(['E_SEPARATION']);
    for (const actor of [olga, otto]) {
      expect(codesOf(world.try('export', 'exp1', actor, { type: 'return', reason }))).toEqual(['E_SEPARATION']);
    }
    expect(world.do('export', 'exp1', third, { type: 'return', reason })).toMatchObject({
      state: 'returned',
      votes: [],
    });
  });
  test('contested, it is a conflict again, and what was written is no longer there to sign', () => {
    const world = inConflict();
    world.do('export', 'exp1', olga, pass);
    expect(codesOf(world.try('export', 'exp1', olga, { type: 'contest', reason }))).toContain('E_SEPARATION');
    const doc = world.do('export', 'exp1', otto, { type: 'contest', reason });
    expect([doc.state, doc.consolidation]).toEqual(['conflicted', undefined]);
    expect(codesOf(world.try('export', 'exp1', otto, countersign))).toEqual(['E_STATE']);
  });
  test('it may end against the product, and then says why', () => {
    for (const [decision, state] of [
      ['change', 'returned'],
      ['reject', 'rejected'],
    ] as const) {
      const world = inConflict();
      const against = { ...pass, decision } as const;
      expect(codesOf(world.try('export', 'exp1', otto, against))).toEqual(['E_INPUT']);
      world.do('export', 'exp1', otto, { ...against, toVendor: 'too fine' });
      expect(world.do('export', 'exp1', olga, countersign)).toMatchObject({ state, reason: 'too fine' });
    }
  });
  test('a pass needs the rights of now', () => {
    const world = inConflict();
    world.do('export', 'exp1', otto, pass);
    world.do('agreement', 'agr1', otto, { type: 'suspend', reason });
    expect(codesOf(world.try('export', 'exp1', olga, countersign))).toContain('E_NO_RIGHTS');
  });
});

describe('an early return resets the turn', () => {
  test('votes are forgotten, told to nobody, and needed anew', () => {
    const world = inReview();
    world.do('export', 'exp1', olga, aVoteFor('reject'));
    const doc = world.do('export', 'exp1', otto, { type: 'return', reason });
    expect(JSON.stringify(viewOfExport(doc, otto))).not.toMatch(/SECRET|reject/);
    world.do('export', 'exp1', ana, { type: 'edit', product: aProduct() });
    world.do('export', 'exp1', ana, { type: 'submit' });
    world.do('export', 'exp1', system, { type: 'begin_auto_check' });
    world.do('export', 'exp1', system, { type: 'clear', findings: [suppressed] });
    expect(world.do('export', 'exp1', otto, aVote()).state).toBe('operator_review');
    expect(world.do('export', 'exp1', olga, aVote()).state).toBe('passed');
  });
});
