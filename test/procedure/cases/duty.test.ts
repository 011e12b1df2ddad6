import { expect, test } from 'vitest';
import { dueOrders } from '#policies/procedure/deadlines-due.ts';
import { instant } from '#policies/units.ts';
import { worldAt } from '../journey.ts';
import { codesOf } from '../expect.ts';
import { anActor, people } from '../people.ts';
import type { World } from '../world.ts';

/** The orders of this moment, given. */
function pass(world: World, day: string): readonly string[] {
  world.now = instant(`${day}T02:00:00.000Z`);
  const shelf = {
    docsIn: (life: Parameters<World['all']>[0], states: readonly string[]) =>
      world.all(life).filter(({ state }) => states.includes(state)),
    get: world.get.bind(world),
  };
  const orders = dueOrders(shelf, { profile: world.profile, calendar: world.calendar, now: world.now });
  for (const { life, id, command } of orders) world.try(life, id, people.system, command);
  return orders.map(({ life, command }) => `${life}.${command.type}`);
}

/** The agency has not answered the filing in time. */
function overdue(): { readonly world: World; readonly id: string } {
  const world = worldAt('filing_submitted');
  pass(world, '2026-03-20');
  const found = world.all('duty').find(({ clock }) => clock === 'filing');
  if (!found) throw new Error('the filing must be overdue');
  return { world, id: found.id };
}

test('SH-43-1 SH-45-1 a filing that nobody answered is a duty of the agency, escalated to the authority, and stays unanswered', () => {
  const { world, id } = overdue();
  const duty = world.must('duty', id);
  expect(duty).toMatchObject({ state: 'open', life: 'export', subject: 'exp1', owedBy: 'data_agency' });
  expect(duty).toMatchObject({ escalatedTo: 'competent_authority', days: 5, basis: 'default', provisional: false });
  expect(world.must('export', 'exp1').state).toBe('filing_submitted');
  expect(pass(world, '2026-03-21').filter((order) => order === 'duty.raise')).toEqual([]);
});

test('SH-43-1 a duty is discharged when the move has come, late', () => {
  const { world, id } = overdue();
  world.do('export', 'exp1', people.gus, { type: 'accept_filing', receipt: 'R-1' });
  expect(pass(world, '2026-03-23')).toContain('duty.discharge');
  expect(world.must('duty', id)).toMatchObject({ state: 'discharged', because: 'done' });
});

test('DC-17 a duty is taken back when the calendar shows that its time is not over', () => {
  const { world, id } = overdue();
  const off = ['2026-03-03', '2026-03-04', '2026-03-05', '2026-03-06', '2026-03-09', '2026-03-10', '2026-03-11'];
  const year = {
    off: [...off, '2026-03-12', '2026-03-13', '2026-03-16', '2026-03-17', '2026-03-18'],
    work: [],
    notice: '更正',
  };
  world.calendar = { version: 'x', years: { ...world.calendar.years, 2026: year } };
  pass(world, '2026-03-20');
  expect(world.must('duty', id)).toMatchObject({ state: 'discharged', because: 'recomputed' });
});

test('AO-35-2 the body that owes the move explains it, nobody else, and extends only what is "in principle"', () => {
  const { world, id } = overdue();
  const explain = { type: 'explain', reason: '材料需要补充' } as const;
  expect(codesOf(world.try('duty', id, people.olga, explain))).toEqual(['E_ROLE']);
  expect(codesOf(world.try('duty', id, people.rita, explain))).toEqual(['E_ROLE']);
  const until = instant('2026-03-30T02:00:00.000Z');
  expect(codesOf(world.try('duty', id, people.gus, { ...explain, until }))).toEqual(['E_INPUT']);
  expect(world.do('duty', id, people.gus, explain).state).toBe('explained');
});

test('AO-35-2 an extension that is over opens the duty again', () => {
  const { world, id } = overdue();
  world.change('duty', id, (doc) => ({ ...doc, extendable: true }));
  const until = instant('2026-03-30T02:00:00.000Z');
  world.do('duty', id, people.gus, { type: 'explain', reason: '案情复杂', until });
  expect(pass(world, '2026-03-29')).not.toContain('duty.reopen');
  expect(pass(world, '2026-03-30')).toContain('duty.reopen');
});

test('SH-43-1 a duty of one department is explained by nobody of another', () => {
  const world = worldAt('forwarded');
  pass(world, '2026-04-20');
  const found = world
    .all('duty')
    .find(({ owedBy, clock }) => owedBy === 'source_department' && clock.endsWith('_review'));
  expect(found?.org).toBe('hr_bureau');
  const stranger = anActor('sam', 'other_bureau', 'source_department');
  const explain = { type: 'explain', reason: '人员变动' } as const;
  expect(codesOf(world.try('duty', found?.id ?? '', stranger, explain))).toEqual(['E_NOT_FOUND']);
  expect(world.do('duty', found?.id ?? '', people.dora, explain).state).toBe('explained');
});
