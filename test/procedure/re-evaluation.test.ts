/** The yearly look at what is not open to everybody. */
import { expect, test } from 'vitest';
import { evaluationsDue } from '#policies/procedure/re-evaluation.ts';
import { makeReport } from '#policies/procedure/reports/reports.ts';
import { instant } from '#policies/units.ts';
import { worldAt } from './journey.ts';
import { people } from './people.ts';
import { lookupOf } from './world.ts';

const { dora } = people;
const due = (world: ReturnType<typeof worldAt>, now: string) =>
  evaluationsDue(world.all('catalogEntry'), instant(now)).map(({ entry, since }) => [entry, since]);

test('GD-13-3 GD-15-4 SH-07-3 evaluationsDue: a year after it was published, and again a year after it was evaluated', () => {
  const world = worldAt('published');
  expect(due(world, '2027-03-02T01:29:59.999Z')).toEqual([]);
  expect(due(world, '2027-03-02T01:30:00.000Z')).toEqual([['social_insurance', '2027-03-02T01:30:00.000Z']]);
  world.now = instant('2027-03-05T00:00:00.000Z');
  world.do('catalogEntry', 'social_insurance', dora, { type: 'evaluate', outcome: 'keep', finding: 'still so' });
  expect(due(world, '2028-03-04T00:00:00.000Z')).toEqual([]);
  expect(due(world, '2028-03-05T00:00:00.000Z')).toHaveLength(1);
});

test('GD-13-3 evaluationsDue leaves out what is open to everybody, and what is not published', () => {
  const open = worldAt('published');
  open.change('catalogEntry', 'social_insurance', (doc) => ({
    ...doc,
    entry: { ...doc.entry, attribute: 'unconditional' },
  }));
  expect(due(open, '2030-01-01T00:00:00.000Z')).toEqual([]);
  const gone = worldAt('published');
  gone.do('catalogEntry', 'social_insurance', dora, { type: 'withdraw', reason: 'r' });
  expect(due(gone, '2030-01-01T00:00:00.000Z')).toEqual([]);
});

test('GD-13-3 GD-15-4 SH-07-3 what is due stands in the yearly plan', () => {
  const world = worldAt('published');
  const plannedAt = (now: string) => {
    const { profile, calendar } = world;
    const source = { lookup: lookupOf(world), profile, calendar, now: instant(now) };
    return makeReport('R17', { ...source, period: { from: world.now, to: instant(now) } })?.sections[1]?.rows;
  };
  expect(plannedAt('2027-03-02T01:29:59.999Z')).toEqual([]);
  expect(plannedAt('2027-03-02T01:30:00.000Z')).toEqual([
    ['social_insurance', 'hr_bureau', '2027-03-02T01:30:00.000Z'],
  ]);
});
