/**
 * The definition of differential privacy, tried on the released cells themselves: over many thousand releases of two databases that
 * differ by one person, every event is at most e^ε times as frequent in one as in the other, but for δ and for chance. The random stream is
 * known, so the test passes always or never.
 *
 * @see query-and-privacy.md §4.5; Ding, Wang, Wang, Zhang, Kifer 2018, Detecting violations of differential privacy (StatDP)
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { noiseRelease, type PrivateCell } from '#policies/privacy/noise-release.ts';
import type { PrivacySettings } from '#policies/privacy/settings.ts';
import type { Release } from '#policies/privacy/plan-types.ts';
import { statedDelta } from '#policies/privacy/settings.ts';
import { nanoRho } from '#policies/units.ts';
import { thresholdOf } from '#policies/privacy/select-groups.ts';
import { knownStream } from '../privacy/known-stream.ts';
import { entriesOf } from './catalog.ts';
import { World } from './world.ts';

const people = Array.from({ length: 120 }, (_, at) => `p${at}`);
/** Of each database; set SLUICE_RUNS for more. */
const releases = Number(process.env['SLUICE_RUNS'] ?? 10_000);
let world: World;

beforeAll(async () => {
  world = await World.open(entriesOf('tight'));
  await world.number(people);
});

afterAll(() => {
  world[Symbol.dispose]();
});

interface Case {
  readonly name: string;
  readonly sql: string;
  readonly settings: Partial<PrivacySettings>;
  /** Rows of `visit` of everybody but the person, and of the person. */
  readonly others: (threshold: number) => readonly string[];
  readonly person: readonly string[];
}

const visit = (unit: number, group: string, w: string): string => `('p${unit}', '${group}', 1, ${w}, 1, 1, NULL)`;
const byText = 'SELECT lower(g) AS k, count(*) AS n FROM visit GROUP BY 1';
const one = { maxGroupsPerUnit: 1, maxRowsPerGroup: 1, epsilon: 1 };

const cases: readonly Case[] = [
  {
    name: 'a count of nobody',
    sql: 'SELECT count(*) AS n FROM visit',
    settings: one,
    others: () => [],
    person: [visit(0, 'a', '1')],
  },
  {
    name: 'a sum at the clip',
    sql: 'SELECT sum(least(greatest(w, 0), 2)) AS s FROM visit',
    settings: one,
    others: () => [visit(1, 'a', '1')],
    person: [visit(0, 'a', '1000000'), visit(0, 'a', '1000000')],
  },
  {
    name: 'a group at the threshold',
    sql: byText,
    settings: one,
    others: (threshold) => Array.from({ length: threshold - 1 }, (_, at) => visit(at + 1, 'edge', '1')),
    person: [visit(0, 'edge', '1')],
  },
  { name: 'a group of one', sql: byText, settings: one, others: () => [], person: [visit(0, 'edge', '1')] },
  {
    name: 'every row of a person in a group of its own, read as stored',
    sql: byText,
    settings: { epsilon: 1 },
    others: (threshold) =>
      ['a', 'b', 'c'].flatMap((group) => Array.from({ length: threshold }, (_, at) => visit(at + 1, group, '1'))),
    person: ['a', 'b', 'c'].map((group) => visit(0, group, '1')),
  },
];

async function publish(version: string, rows: readonly string[]): Promise<void> {
  await world.run('DELETE FROM source.main.visit');
  if (rows.length > 0) await world.run(`INSERT INTO source.main.visit VALUES ${rows.join(', ')}`);
  await world.publishSource(version);
}

/** How often each value of each thing that an attacker may look at was seen. */
type Histograms = ReadonlyMap<string, ReadonlyMap<number, number>>;

async function look(release: Release, version: string, stream: string): Promise<Histograms> {
  const measured = await world.measure(release, version);
  const random = knownStream(stream);
  const seen = new Map<string, Map<number, number>>();
  const count = (name: string, place: number): void => {
    const of = seen.get(name) ?? seen.set(name, new Map()).get(name);
    of?.set(place, (of.get(place) ?? 0) + 1);
  };
  for (let time = 0; time < releases; time++) {
    for (const [name, place] of views(noiseRelease(release, measured, random))) count(name, place);
  }
  return seen;
}

/** Which groups are there; how large each statistic is, in quarters of its σ; and how large all are together. */
function views(cells: readonly PrivateCell[]): readonly (readonly [name: string, place: number])[] {
  const sizes = cells.flatMap(({ keys, values }) =>
    values.map(({ text, sigma }, at) => [`${keys.join()} ${at}`, (Number(text) / sigma) * 4] as const),
  );
  const all = sizes.reduce((sum, [, size]) => sum + size, 0) / Math.sqrt(Math.max(1, sizes.length));
  return [
    [`groups ${cells.map(({ keys }) => keys.join()).join(' ')}`, 0],
    ...sizes.map(([name, size]) => [name, Math.floor(size)] as const),
    ['all together', Math.floor(all)],
  ];
}

/** How often each event was seen: that a value is at a place, from it on, or below it. */
function eventsOf(seen: Histograms): ReadonlyMap<string, number> {
  const events = new Map<string, number>();
  for (const [name, places] of seen) {
    let below = 0;
    const all = [...places.values()].reduce((sum, times) => sum + times, 0);
    for (let place = -60; place <= 200; place++) {
      const times = places.get(place) ?? 0;
      for (const [what, value] of [
        ['at', times],
        ['below', below],
        ['from', all - below],
      ] as const)
        events.set(`${name} ${what} ${place}`, value);
      below += times;
    }
  }
  return events;
}

/** The events that are more frequent than they may be, by more than five standard deviations of either count. */
function excess(left: Histograms, right: Histograms, epsilon: number): readonly string[] {
  const [a, b] = [eventsOf(left), eventsOf(right)];
  const factor = Math.exp(epsilon);
  return [...a].flatMap(([event, times]) => {
    const [p, q] = [times / releases, (b.get(event) ?? 0) / releases];
    const deviation = Math.sqrt((p * (1 - p) + factor ** 2 * q * (1 - q) + 1 / releases) / releases);
    return p > factor * q + statedDelta + 5 * deviation ? [`${event}: ${p} against ${q}`] : [];
  });
}

async function found({ sql, settings, others, person }: Case, change: (release: Release) => Release) {
  const release = change(await world.release(sql, settings));
  const threshold = Number(thresholdOf(await world.release(sql, settings))?.threshold ?? 0);
  await publish('with', [...others(threshold), ...person]);
  await publish('without', others(threshold));
  const [a, b] = [await look(release, 'with', 'one'), await look(release, 'without', 'two')];
  return [...excess(a, b, 1), ...excess(b, a, 1)];
}

test.each(cases)(
  'noiseRelease hides one person within ε: $name',
  async (one) => {
    expect(await found(one, (release) => release)).toEqual([]);
  },
  600_000,
);

/** The noise of a plan that took sensitivity for an eighth. */
function tooQuiet(release: Release): Release {
  const vectors = release.vectors.map((measured) => ({
    ...measured,
    rho: nanoRho(measured.rho * 64n),
  }));
  return { ...release, vectors };
}

// The threshold would move with the noise, so its case is left out.
test.each(cases.filter(({ name }) => !name.includes('group of one')))(
  'an eighth of the noise is found out: $name',
  async (one) => {
    expect((await found(one, tooQuiet)).length).toBeGreaterThan(0);
  },
  600_000,
);
