/** Attacks planted among harmless releases. Each is a list of releases of which no two differ in 1 to k − 1 units. */
import type { KnownRelease } from '#policies/disclosure/history/membership.ts';
import { mix } from '#policies/disclosure/history/atoms.ts';
import { aPopulation, aRelease, type Population } from './population.ts';

/** So many attributes that nearly everybody has a combination of his own; every table of two or three of them has large cells. */
export function aCity(units: number, seed = 1): Population {
  return aPopulation(units, units >= 500_000 ? [17, 13, 12, 12, 14, 16, 10, 9] : [7, 5, 4, 6, 3, 5, 4, 3], seed);
}

const groupings = [
  [0, 1],
  [2, 3],
  [4, 5],
  [6, 7],
  [0, 2, 4],
  [1, 3, 5],
  [0, 5, 7],
  [2, 6],
  [1, 4, 6],
  [3, 7],
  [0, 3, 6],
  [2, 5, 7],
  [1, 2],
  [4, 7],
  [0, 6],
  [3, 5],
  [1, 2, 7],
  [3, 4, 6],
  [1, 5],
] as const;

/** Nineteen tables of three vendors, each over everybody. */
export function harmless(city: Population): readonly KnownRelease[] {
  return groupings.map((by, index) => aRelease(city, { run: `vendor-${index % 3}-${index}`, by }));
}

export interface Planted {
  readonly name: string;
  readonly releases: readonly KnownRelease[];
  /** The end of one recipe. */
  readonly recipe: RegExp;
}

const target = 17;
const two: readonly number[] = [17, 4242];

/** The first three of one cell of attributes 0 and 4. */
function threeOf({ attributes }: Population): readonly number[] {
  const found: number[] = [];
  for (let unit = 0; found.length < 3; unit += 1)
    if (attributes[0]?.[unit] === 0 && attributes[4]?.[unit] === 0) found.push(unit);
  return found;
}

/** Facts that no other table speaks of. */
const fact =
  (number: number) =>
  (unit: number): boolean =>
    mix(unit, 7000 + number) % 2 === 0;

/** The last release of each is the one to stop. */
export function planted(city: Population): readonly Planted[] {
  const [p, q] = [fact(1), fact(2)];
  const three = threeOf(city);
  const tracked: readonly number[] = [101, 20_202, 30_303];
  const total = (run: string, where: (unit: number) => boolean): KnownRelease => aRelease(city, { run, by: [], where });
  return [
    {
      name: 'single: a margin and the table below it, without one person',
      releases: [aRelease(city, { run: 'inner', by: [0, 4], where: (unit) => unit !== target })],
      recipe: /cell .* = 1 person \(fewer than 10\)$/,
    },
    {
      name: 'margin: the table below it without three persons of one cell, whom other tables tell apart',
      releases: [aRelease(city, { run: 'inner', by: [0, 4], where: (unit) => !three.includes(unit) })],
      recipe: /cell .* = 3 person \(fewer than 10\)$/,
    },
    {
      name: 'three vendors: A − B − C leaves one person',
      releases: [
        total('A', (unit) => p(unit) || unit === target),
        total('B', (unit) => p(unit) && q(unit) && unit !== target),
        total('C', (unit) => p(unit) && !q(unit) && unit !== target),
      ],
      recipe: /^cell 1 of run A − cell 1 of this release − cell 1 of run B = 1 person \(fewer than 10\)$/,
    },
    {
      name: 'pair: A − B − C leaves two persons whom other tables tell apart',
      releases: [
        total('A', (unit) => p(unit) || two.includes(unit)),
        total('B', (unit) => p(unit) && q(unit) && !two.includes(unit)),
        total('C', (unit) => p(unit) && !q(unit) && !two.includes(unit)),
      ],
      recipe: /^cell 1 of run A − cell 1 of this release − cell 1 of run B = 2 person \(fewer than 10\)$/,
    },
    {
      name: 'tracker: (C or T) + (C or not T) − (both)',
      releases: [
        total('both', (unit) => p(unit) || tracked.includes(unit)),
        total('with', (unit) => tracked.includes(unit) || (p(unit) && q(unit))),
        total('without', (unit) => tracked.includes(unit) || (p(unit) && !q(unit))),
      ],
      recipe: /^cell 1 of this release \+ cell 1 of run with − cell 1 of run both = 3 person \(fewer than 10\)$/,
    },
    {
      name: 'snapshot: two persons join one cell between two snapshots',
      releases: [
        aRelease(city, { run: 'before', by: [0, 1], where: (unit) => !two.includes(unit), plan: 'weekly' }),
        aRelease(city, { run: 'after', by: [0, 1], plan: 'weekly' }),
      ],
      recipe: /of this release \u2212 cell \d+ of run before = 1 person \(fewer than 10\)$/,
    },
  ];
}
