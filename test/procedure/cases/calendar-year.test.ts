import { describe, expect, test } from 'vitest';
import { dayNumber } from '#policies/calendar.ts';
import type { CommandOf } from '#policies/procedure/lives.ts';
import { recordedCalendar } from '#policies/procedure/working-days-record.ts';
import { isKnownDay, isWorkingDay, seedCalendar } from '#policies/procedure/working-days.ts';
import { instant } from '#policies/units.ts';
import { codesOf, wordsOf } from '../expect.ts';
import { anActor, people } from '../people.ts';
import { World } from '../world.ts';
import { anOffList } from './clock.samples.ts';

const second = anActor('gwen', 'agency', 'data_agency');

function aYear(more: Partial<CommandOf<'calendarYear'> & { readonly type: 'enter' }> = {}) {
  const off = anOffList(2027);
  const notice = { notice: '国办发明电〔2026〕1号', issued: '2026-11-04' };
  return { type: 'enter', year: 2027, ...notice, off, work: ['2027-02-13'], ...more } as const;
}

function entered(world: World, id: string, more = {}) {
  return world.do('calendarYear', id, people.gus, aYear(more));
}

test('DC-17 two persons of the agency enter a year: nobody confirms what he typed', () => {
  const world = new World();
  entered(world, 'calendar-1');
  expect(codesOf(world.try('calendarYear', 'calendar-1', people.gus, { type: 'confirm' }))).toEqual(['E_SEPARATION']);
  expect(codesOf(world.try('calendarYear', 'calendar-1', people.olga, { type: 'confirm' }))).toEqual(['E_ROLE']);
  expect(world.do('calendarYear', 'calendar-1', second, { type: 'confirm' }).state).toBe('confirmed');
});

describe('DC-17 a year that no notice can mean is refused, and the days are named', () => {
  test.each([
    ['a day of another year', { off: [...anOffList(2027), '2028-01-01'] }, '2028-01-01'],
    ['a day of the autumn before', { off: [...anOffList(2027), '2026-10-01'] }, '2026-10-01'],
    ['a day twice', { off: [...anOffList(2027), '2027-05-01'] }, '2027-05-01'],
    ['a day off and worked', { off: [...anOffList(2027), '2027-02-13'] }, '2027-02-13'],
    ['a make-up day on a Friday', { work: ['2027-02-12'] }, '2027-02-12'],
    ['a year without 1 October off', { off: anOffList(2027).filter((day) => day !== '2027-10-01') }, '2027-10-01'],
    ['days of the wrong year', { year: 2028 }, '2027-01-01'],
  ])('%s', (_, more, named) => {
    const outcome = new World().try('calendarYear', 'calendar-1', people.gus, aYear(more));
    expect([...new Set(codesOf(outcome))]).toEqual(['E_INPUT']);
    expect(wordsOf(outcome)).toContain(named);
  });

  test('days of the last week before are those of a notice, too', () => {
    const off = ['2026-12-31', ...anOffList(2027)];
    expect(codesOf(new World().try('calendarYear', 'c1', people.gus, aYear({ off })))).toEqual(['accepted']);
  });
});

test('DC-17 what is only entered counts for nothing; once confirmed its days hold, and the version changes', () => {
  const world = new World();
  const newYear = dayNumber('2027-01-01');
  entered(world, 'calendar-1');
  expect(recordedCalendar(world.all('calendarYear'))).toBe(seedCalendar);
  world.do('calendarYear', 'calendar-1', second, { type: 'confirm' });
  const calendar = recordedCalendar(world.all('calendarYear'));
  expect([isKnownDay(seedCalendar, newYear), isWorkingDay(seedCalendar, newYear)]).toEqual([false, true]);
  expect([isKnownDay(calendar, newYear), isWorkingDay(calendar, newYear)]).toEqual([true, false]);
  expect(isWorkingDay(calendar, dayNumber('2027-02-13'))).toBe(true);
  expect(calendar.version).toMatch(/^[0-9a-f]{16}$/);
  expect(calendar.version).not.toBe(seedCalendar.version);
});

test('DC-17 a year that is confirmed again holds instead, and the record says which was superseded', () => {
  const world = new World();
  for (const [id, work] of [
    ['calendar-1', []],
    ['calendar-2', ['2027-02-13']],
  ] as const) {
    world.now = instant(id === 'calendar-1' ? '2026-11-05T02:00:00.000Z' : '2026-12-01T02:00:00.000Z');
    entered(world, id, { work });
    world.do('calendarYear', id, second, { type: 'confirm' });
  }
  expect(isWorkingDay(recordedCalendar(world.all('calendarYear')), dayNumber('2027-02-13'))).toBe(true);
  expect(world.must('calendarYear', 'calendar-1').state).toBe('superseded');
});
