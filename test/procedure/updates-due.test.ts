/** Which data should have come and has not. */
import { expect, test } from 'vitest';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { makeReport } from '#policies/procedure/reports/reports.ts';
import { updatesDue } from '#policies/procedure/updates-due.ts';
import { entryId, instant, sha256, snapshotId } from '#policies/units.ts';
import { worldAt } from './journey.ts';
import { people } from './people.ts';
import { lookupOf, type World } from './world.ts';

const { dora, gus, system } = people;
const id = 'social_insurance';
const due = (world: World, now: string) =>
  updatesDue(lookupOf(world), instant(now)).map(({ entry, department, since }) => [entry, department, since]);

function provide(world: World, batch: string): void {
  const announced = { entry: entryId(id), batch, schemaVersion: 1, path: 'city', magnitude: 4 } as const;
  world.do('provision', batch, dora, { type: 'announce', ...announced });
  world.do('provision', batch, gus, { type: 'authorize', authorization: 'A-1' });
  const received = { snapshot: snapshotId(`${id}.${batch}`), checksum: sha256('ab'.repeat(32)) };
  world.do('provision', batch, system, { type: 'receive', ...received });
}

test('GD-16-3 SH-22-1 updatesDue: a month after it was published, and a month after the newest batch', () => {
  const world = worldAt('published');
  expect(due(world, '2026-04-02T01:29:59.999Z')).toEqual([]);
  expect(due(world, '2026-04-02T01:30:00.000Z')).toEqual([[id, 'hr_bureau', '2026-04-02T01:30:00.000Z']]);
  world.now = instant('2026-04-05T00:00:00.000Z');
  provide(world, 'april');
  world.now = instant('2026-04-20T00:00:00.000Z');
  provide(world, 'more');
  expect(due(world, '2026-05-19T23:59:59.999Z')).toEqual([]);
  expect(due(world, '2026-05-20T00:00:00.000Z')).toHaveLength(1);
});

test('GD-16-3 SH-22-1 a batch that was announced and not received brings nothing up to date', () => {
  const world = worldAt('published');
  world.now = instant('2026-04-01T00:00:00.000Z');
  const announced = { entry: entryId(id), batch: 'b', schemaVersion: 1, path: 'city', magnitude: 4 } as const;
  world.do('provision', 'b', dora, { type: 'announce', ...announced });
  expect(due(world, '2026-04-02T01:30:00.000Z')).toHaveLength(1);
});

test.each<[CatalogEntry['updateCycle'], string | undefined]>([
  ['once', undefined],
  ['realtime', '2026-03-03T01:30:00.000Z'],
  ['daily', '2026-03-03T01:30:00.000Z'],
  ['yearly', '2027-03-02T01:30:00.000Z'],
])('GD-16-3 SH-22-1 %s: due since %s', (updateCycle, since) => {
  const world = worldAt('published');
  world.change('catalogEntry', id, (doc) => ({ ...doc, entry: { ...doc.entry, updateCycle } }));
  expect(due(world, '2040-01-01T00:00:00.000Z')).toEqual(since === undefined ? [] : [[id, 'hr_bureau', since]]);
});

test('GD-16-3 SH-22-1 what is late is flagged in the report on data quality, and what is withdrawn is not', () => {
  const world = worldAt('published');
  world.now = instant('2026-06-01T00:00:00.000Z');
  const flagged = () => {
    const { profile, calendar, now } = world;
    const period = { from: instant('2026-01-01T00:00:00.000Z'), to: now };
    return makeReport('R19', { lookup: lookupOf(world), period, profile, calendar, now })?.sections.at(-1)?.rows;
  };
  expect(flagged()).toEqual([[id, 'hr_bureau', '2026-04-02T01:30:00.000Z']]);
  world.do('catalogEntry', id, dora, { type: 'withdraw', reason: 'wrong' });
  expect(flagged()).toEqual([]);
});
