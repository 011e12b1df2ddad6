/** Deadlines of real documents: when a clock starts, stands still, ends, and who owes the move. */
import { expect, test } from 'vitest';
import { clocksOf, type Deadline } from '#policies/procedure/deadlines.ts';
import type { Act, ActedDoc } from '#policies/procedure/decider.ts';
import type { Actor } from '#policies/procedure/life.ts';
import { lives, type LifeName } from '#policies/procedure/lives.ts';
import type { Profile } from '#policies/procedure/profiles/profile.ts';
import { profiles } from '#policies/procedure/profiles/profiles.ts';
import { seedCalendar } from '#policies/procedure/working-days.ts';
import { instant } from '#policies/units.ts';
import { people } from '../people.ts';

type Move = readonly [type: string, to: string, day: string, by?: Actor];

/** @param moves days may carry an hour of Asia/Shanghai's morning in UTC; 02:00 otherwise */
function docOf(moves: readonly Move[], more: object = {}): ActedDoc {
  const acts = moves.map(([type, to, day, by = people.olga]): Act => ({
    type,
    to,
    at: instant(day.includes('T') ? day : `${day}T02:00:00.000Z`),
    by,
  }));
  return { id: 'x1', state: acts.at(-1)?.to ?? '', acts, vendor: 'fintech', ...more } as ActedDoc;
}

function deadlines(
  life: LifeName,
  doc: ActedDoc,
  now: string,
  profile: Profile = profiles.guangzhou,
): readonly Deadline[] {
  const at = instant(now.includes('T') ? now : `${now}T02:00:00.000Z`);
  return clocksOf(lives[life], doc, { profile, calendar: seedCalendar, now: at });
}

const of = (found: readonly Deadline[], clock: string) => found.filter((one) => one.clock === clock);

const applied: readonly Move[] = [
  ['application.drafted', 'draft', '2026-03-02', people.ana],
  ['application.submitted', 'submitted', '2026-03-03', people.ana],
  ['application.check_begun', 'operator_checking', '2026-03-04'],
];

test('AO-14-3 registration is to be decided within five working days of acceptance, not of submission', () => {
  const doc = docOf([
    ['registration.drafted', 'draft', '2026-02-10', people.ana],
    ['registration.submitted', 'submitted', '2026-02-11', people.ana],
    ['registration.accepted', 'accepted', '2026-02-13'],
  ]);
  const [decide] = of(deadlines('registration', doc, '2026-02-14'), 'decide');
  expect(decide).toMatchObject({ lastDay: '2026-02-27', state: 'running', counted: 1, days: 5, basis: 'text' });
  expect(decide).toMatchObject({ source: '003-14(2)', duty: { role: 'operator' }, from: 'acceptance' });
  expect(of(deadlines('registration', doc, '2026-02-14'), 'accept')[0]).toMatchObject({ state: 'met', counted: 2 });
});

test('DC-17 the last moment is the end of the last day in Asia/Shanghai', () => {
  const doc = docOf([['registration.accepted', 'accepted', '2026-02-13']]);
  const state = (now: string) => of(deadlines('registration', doc, now), 'decide')[0]?.state;
  expect(state('2026-02-27T15:59:59.999Z')).toBe('running');
  expect(state('2026-02-27T16:00:00.000Z')).toBe('overdue');
});

test('DC-17 late in the evening in Greenwich is the next day in Guangzhou', () => {
  const doc = docOf([['registration.accepted', 'accepted', '2026-03-02T17:00:00.000Z']]);
  expect(of(deadlines('registration', doc, '2026-03-04'), 'decide')[0]?.lastDay).toBe('2026-03-10');
});

const decided = (day: string) =>
  docOf([
    ['registration.accepted', 'accepted', '2026-03-02'],
    ['registration.registered', 'registered', day],
  ]);

test('a move in time is met, one after the end is late, whatever day it is now', () => {
  expect(of(deadlines('registration', decided('2026-03-09'), '2026-12-01'), 'decide')[0]?.state).toBe('met');
  expect(of(deadlines('registration', decided('2026-03-10'), '2026-12-01'), 'decide')[0]?.state).toBe('late');
});

test('AO-14-5 a refusal that the agency sends back is a new period for the operator', () => {
  const doc = docOf([
    ['registration.accepted', 'accepted', '2026-03-02'],
    ['registration.refused', 'refused', '2026-03-03'],
    ['registration.refusal_returned', 'checking', '2026-03-05', people.gus],
  ]);
  const found = deadlines('registration', doc, '2026-03-06');
  expect(of(found, 'decide').map(({ state, lastDay }) => [state, lastDay])).toEqual([
    ['met', '2026-03-09'],
    ['running', '2026-03-12'],
  ]);
  expect(of(found, 'review_refusal')).toMatchObject([{ state: 'met', duty: { role: 'data_agency' } }]);
});

test('AO-14-5 a confirmed refusal is reviewed, though the registration stays refused', () => {
  const moves: Move[] = [
    ['registration.refused', 'refused', '2026-03-03'],
    ['registration.refusal_confirmed', 'refused', '2026-03-05', people.gus],
  ];
  const [review, ...others] = of(deadlines('registration', docOf(moves), '2026-06-01'), 'review_refusal');
  expect(review).toMatchObject({ state: 'met' });
  expect(others).toEqual([]);
});

test('the clock of an application stands still while it is with the applicant', () => {
  const away = docOf([...applied, ['application.returned', 'returned', '2026-03-05']]);
  const [still] = of(deadlines('application', away, '2026-06-01'), 'operator_check');
  expect(still).toMatchObject({ state: 'stopped', counted: 2, days: 3 });
  expect(still).not.toHaveProperty('due');
  const back = docOf([
    ...applied,
    ['application.returned', 'returned', '2026-03-05'],
    ['application.edited', 'draft', '2026-03-10', people.ana],
    ['application.submitted', 'submitted', '2026-03-12', people.ana],
  ]);
  expect(of(deadlines('application', back, '2026-03-12'), 'operator_check')).toMatchObject([
    { state: 'running', counted: 2, lastDay: '2026-03-13' },
  ]);
});

test('AO-19-2 AO-19-3 AO-19-4 each reviewer owes a decision of its own, by name', () => {
  const seats = [
    { role: 'source_department', org: 'hr_bureau' },
    { role: 'source_department', org: 'tax_bureau' },
    { role: 'district_authority', org: 'tianhe' },
    { role: 'data_agency' },
  ];
  const doc = docOf(
    [
      ...applied,
      ['application.forwarded', 'forwarded', '2026-03-05'],
      ['application.routed', 'reviewing', '2026-03-05', people.system],
      ['application.review_passed', 'reviewing', '2026-03-09', people.dora],
    ],
    { seats },
  );
  const found = deadlines('application', doc, '2026-03-13');
  const rows = found
    .filter(({ clock }) => clock.endsWith('_review'))
    .map(({ duty, state, lastDay }) => [duty.org ?? duty.role, state, lastDay]);
  expect(rows).toEqual([
    ['hr_bureau', 'met', '2026-03-12'],
    ['tax_bureau', 'overdue', '2026-03-12'],
    ['tianhe', 'overdue', '2026-03-12'],
    ['data_agency', 'overdue', '2026-03-12'],
  ]);
});

const reply = (profile: Profile) => of(deadlines('application', docOf(applied), '2026-03-05', profile), 'reply')[0];

test('GD-21-2 SH-12-3 the whole reply has 20 working days in Guangdong and 10 in Shanghai', () => {
  expect(reply(profiles.guangdong)).toMatchObject({
    days: 20,
    basis: 'text',
    source: '002-21(2)',
    lastDay: '2026-03-31',
  });
  expect(reply(profiles.shanghai)).toMatchObject({
    days: 10,
    basis: 'text',
    source: '001-12(2)',
    lastDay: '2026-03-17',
  });
  expect(reply(profiles.guangzhou)).toMatchObject({ days: 20, basis: 'default', source: '002-21(2), 001-12(2)' });
});

test('a period that a place does not know has no deadline there', () => {
  const found = deadlines('application', docOf(applied), '2026-06-01', profiles.guangdong);
  expect(of(found, 'operator_check')).toEqual([]);
});

test('each department owes its own agreement to a fit', () => {
  const doc = docOf(
    [
      ['fit.requested', 'requested', '2026-03-02'],
      ['fit.department_agreed', 'requested', '2026-03-03', people.dora],
    ],
    { departments: ['hr_bureau', 'tax_bureau'], requestedBy: people.olga },
  );
  expect(deadlines('fit', doc, '2026-03-04').map(({ duty, state }) => [duty.org, state])).toEqual([
    ['hr_bureau', 'met'],
    ['tax_bureau', 'running'],
  ]);
});

test('a vendor owes its signature by name', () => {
  const doc = docOf([['agreement.drafted', 'drafted', '2026-03-02']]);
  expect(deadlines('agreement', doc, '2026-03-04')[0]?.duty).toEqual({ role: 'vendor', org: 'fintech' });
});
