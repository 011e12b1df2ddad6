/** Every report over worlds that have come this far and that far: the same record gives the same report, and its numbers are the record's. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contributionIndex } from '#policies/procedure/reports/contribution.ts';
import { isIn, type Report, type Source } from '#policies/procedure/reports/report.ts';
import { makeReport, reports } from '#policies/procedure/reports/reports.ts';
import { frequencyOf, lastPeriod } from '#policies/procedure/reports/schedule.ts';
import { profiles } from '#policies/procedure/profiles/profiles.ts';
import { instant, orgId } from '#policies/units.ts';
import { worldAt } from '../journey.ts';
import { people } from '../people.ts';
import type { World } from '../world.ts';

const year = { from: instant('2025-12-31T16:00:00.000Z'), to: instant('2026-12-31T16:00:00.000Z') };
const before = { from: instant('2020-01-01T00:00:00.000Z'), to: instant('2021-01-01T00:00:00.000Z') };

function sourceOf(world: World, period = year): Source {
  const { profile, calendar, now } = world;
  return { lookup: { get: world.get.bind(world), all: world.all.bind(world) }, period, profile, calendar, now };
}

function made(id: string, world: World, period = year): Report {
  const report = makeReport(id, sourceOf(world, period));
  if (!report) throw new Error(`no report ${id}`);
  return report;
}

const world = worldAt('released');

describe.each(Object.keys(reports))('%s', (id) => {
  test('can be made over any world, has as many cells as columns, and is the same the second time', () => {
    for (const stage of ['registered', 'operator_review', 'released', 'fit_agreed'] as const) {
      const report = made(id, worldAt(stage));
      for (const { columns, rows } of report.sections)
        for (const row of rows) expect(row, `${id} ${report.title.en}`).toHaveLength(columns.length);
      expect(made(id, worldAt(stage))).toEqual(report);
    }
  });

  test('holds no value of the data and no text of a query', () => {
    const text = JSON.stringify(made(id, world));
    expect(text).not.toContain('SELECT');
  });
});

test('AO-31-4 the operations report has all seven parts and what inspections asked for', () => {
  const titles = made('R01', world).sections.map(({ title }) => title.zh);
  for (const part of ['一', '二', '三', '四', '五', '六', '七'])
    expect(titles.some((title) => title.startsWith(part))).toBe(true);
  expect(titles.some((title) => title.startsWith('检查整改'))).toBe(true);
});

test('AO-13-1 the scenario report has every scenario with what came of it', () => {
  const [section] = made('R05', world).sections;
  expect(section?.rows).toEqual([['s1_credit', expect.any(String), 'fintech', expect.any(String), 1, 1]]);
});

test('AO-16-4 the summary of demands counts them where they stand, and names what happened to them in the period', () => {
  const asked = worldAt('published');
  const words = { scenario: 's', wanted: 'w', purpose: 'p', value: 'v', channel: 'online' } as const;
  for (const id of ['d1', 'd2']) asked.do('demand', id, people.pia, { type: 'submit', ...words });
  asked.do('demand', 'd2', people.olga, { type: 'register', department: orgId('hr_bureau') });
  const rows = (period = year) => made('R06', asked, period).sections.map((section) => section.rows);
  const [standing, happened] = rows();
  expect(standing).toEqual([
    ['registered', 1],
    ['submitted', 1],
  ]);
  expect(happened).toHaveLength(3);
  expect(rows(before)[1]).toEqual([]);
});

test('AO-11-2 metered services are of three kinds, per agreement', () => {
  expect(made('R16', world).sections[0]?.rows).toEqual([['agr1', 'fintech', 1, 1, 1]]);
});

test('GD-18-1 AO-22-3 SH-42-2 what happened outside the period is in no count', () => {
  const counts = made('R08', world, before).sections.flatMap(({ rows }) => rows);
  expect(counts).toEqual([]);
  expect(made('R19', world, before).sections[0]?.rows).toEqual([]);
});

test('AO-33-1 the index compares departments, is 0 to 100, and giving more never lowers it', () => {
  const some = fc.record({
    department: fc.uuid(),
    entries: fc.nat(20),
    uses: fc.nat(50),
    released: fc.nat(20),
    punctual: fc.constantFrom(0, 0.5, 1, 'none'),
  });
  fc.assert(
    fc.property(fc.array(some, { minLength: 1, maxLength: 6 }), (all) => {
      const indices = contributionIndex(all);
      for (const { index } of indices) expect(index >= 0 && index <= 100).toBe(true);
      const [first, ...rest] = all;
      if (!first) return;
      const own = (list: typeof all) =>
        contributionIndex(list).find(({ department }) => department === first.department)?.index ?? 0;
      expect(own([{ ...first, uses: first.uses + 1 }, ...rest])).toBeGreaterThanOrEqual(own(all));
    }),
  );
});

test('procedure.md §7: all twenty-three reports are there', () => {
  expect(Object.keys(reports)).toEqual(Array.from({ length: 23 }, (_, at) => `R${String(at + 1).padStart(2, '0')}`));
});

test('AO-32-1 AO-33-1 every index shows its formula', () => {
  for (const id of ['R11', 'R12', 'R17', 'R19'])
    expect(made(id, world).sections.some(({ formula }) => formula !== undefined)).toBe(true);
});

test('the last whole period begins and ends at midnight in Shanghai', () => {
  const now = instant('2026-03-31T16:30:00.000Z');
  expect(lastPeriod('monthly', now)).toEqual({ from: '2026-02-28T16:00:00.000Z', to: '2026-03-31T16:00:00.000Z' });
  expect(lastPeriod('monthly', instant('2026-03-31T15:59:59.000Z'))?.to).toBe('2026-02-28T16:00:00.000Z');
  expect(lastPeriod('quarterly', now)?.from).toBe('2025-12-31T16:00:00.000Z');
  expect(lastPeriod('half_yearly', now)).toEqual({ from: '2025-06-30T16:00:00.000Z', to: '2025-12-31T16:00:00.000Z' });
  expect(lastPeriod('yearly', now)?.from).toBe('2024-12-31T16:00:00.000Z');
  expect(lastPeriod('event', now)).toBeUndefined();
  expect(isIn(year, year.from)).toBe(true);
  expect(isIn(year, year.to)).toBe(false);
});

test('AO-22-3 a profile says how often a periodic report is owed', () => {
  expect(frequencyOf(profiles.guangzhou, 'R08')).toBe('quarterly');
  expect(frequencyOf(profiles.guangzhou, 'R03')).toBe('event');
});
