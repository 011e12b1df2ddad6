/** A fit spends privacy of people: it is ordered only when every department whose rows it reads has agreed. */
import { expect, test } from 'vitest';
import { entryId, orgId } from '#policies/units.ts';
import { anEntry } from '../catalog/builders.ts';
import { aFit, aFitResult } from './commands.ts';
import { codesOf } from './expect.ts';
import { worldAt } from './journey.ts';
import { people } from './people.ts';
import type { World } from './world.ts';

const { ana, olga, otto, dora, dana, gus, cora, carl, rita, system } = people;
const reason = 'it tells too much';
const agree = { type: 'agree' } as const;

/** Two departments whose rows are asked for. */
function asked(): World {
  const world = worldAt('published');
  const [id, department] = [entryId('tax_credit'), orgId('tax_bureau')];
  world.do('catalogEntry', id, dana, { type: 'draft', entry: anEntry({ id, department }) });
  world.do('catalogEntry', id, dana, { type: 'submit', evidence: '002-11', riskAssessment: 'low' });
  world.do('catalogEntry', id, cora, { type: 'begin_level_review' });
  world.do('catalogEntry', id, cora, { type: 'pass_level_review', reason });
  world.do('catalogEntry', id, carl, { type: 'approve', reason });
  world.do('catalogEntry', id, carl, { type: 'consent', consentId: 'C-2026-2' });
  world.do('catalogEntry', id, gus, { type: 'publish' });
  world.do('fit', 'fit1', olga, aFit({ entries: [entryId('social_insurance'), entryId('tax_credit')] }));
  return world;
}

test('a fit is ordered only after the last department has agreed, each once', () => {
  const world = asked();
  expect(codesOf(world.try('fit', 'fit1', system, { type: 'order' }))).toEqual(['E_STATE']);
  world.do('fit', 'fit1', dora, agree);
  expect(world.must('fit', 'fit1').state).toBe('requested');
  expect(codesOf(world.try('fit', 'fit1', dora, agree))).toEqual(['E_STATE']);
  expect(codesOf(world.try('fit', 'fit1', system, { type: 'order' }))).toEqual(['E_STATE']);
  world.do('fit', 'fit1', dana, agree);
  expect(world.must('fit', 'fit1').state).toBe('agreed');
  world.do('fit', 'fit1', system, { type: 'order' });
  const ordered = world.events('fit', 'fit1').at(-1);
  expect(ordered).toMatchObject({ type: 'fit.ordered', data: { order: { epsilon: 1 }, agreedBy: [dora, dana] } });
});

test('a department whose rows are not read neither agrees nor refuses nor withdraws', () => {
  const world = worldAt('published');
  world.do('fit', 'fit1', olga, aFit());
  for (const command of [agree, { type: 'refuse', reason }, { type: 'withdraw', reason }] as const) {
    expect(codesOf(world.try('fit', 'fit1', dana, command)), command.type).toEqual(['E_ROLE']);
  }
});

test.each([ana, dora, gus, cora, rita])('a fit is asked for by the operator alone, not by $role', (actor) => {
  expect(codesOf(worldAt('published').try('fit', 'fit1', actor, aFit()))).toEqual(['E_ROLE']);
});

test('a fit names published entries only, when it is asked for and again when it is ordered', () => {
  const world = worldAt('published');
  expect(codesOf(world.try('fit', 'fit1', olga, aFit({ entries: [entryId('tax_credit')] })))).toEqual(['E_NO_RIGHTS']);
  world.do('fit', 'fit1', olga, aFit());
  world.do('fit', 'fit1', dora, agree);
  world.change('catalogEntry', 'social_insurance', (doc) => ({ ...doc, state: 'withdrawn' }));
  expect(codesOf(world.try('fit', 'fit1', system, { type: 'order' }))).toEqual(['E_NO_RIGHTS']);
});

test('a model is published after it was fitted, and whoever answers for the data takes it back', () => {
  const world = worldAt('fit_agreed');
  world.do('fit', 'fit1', system, { type: 'order' });
  expect(codesOf(world.try('fit', 'fit1', otto, { type: 'publish' }))).toEqual(['E_STATE']);
  world.do('fit', 'fit1', system, { type: 'finish', result: aFitResult() });
  world.do('fit', 'fit1', otto, { type: 'publish' });
  world.do('fit', 'fit1', dora, { type: 'withdraw', reason });
  expect(world.must('fit', 'fit1')).toMatchObject({ state: 'withdrawn', reason });
});

test('an ordered fit can be taken back too; what the domain answers afterwards is not written', () => {
  const world = worldAt('fit_agreed');
  world.do('fit', 'fit1', system, { type: 'order' });
  for (const actor of [dana, ana, rita])
    expect(codesOf(world.try('fit', 'fit1', actor, { type: 'withdraw', reason }))).toEqual(['E_ROLE']);
  world.do('fit', 'fit1', dora, { type: 'withdraw', reason });
  for (const command of [
    { type: 'finish', result: aFitResult() },
    { type: 'fail', code: 'E_EXEC' },
  ] as const)
    expect(codesOf(world.try('fit', 'fit1', system, command)), command.type).toEqual(['E_STATE']);
  expect(codesOf(world.try('fit', 'fit1', otto, { type: 'publish' }))).toEqual(['E_STATE']);
  expect(world.must('fit', 'fit1').state).toBe('withdrawn');
});
