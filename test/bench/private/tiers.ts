/**
 * The three ways of bounding contributions over plain DuckDB, in one engine: what we print for `count(*), sum(x)` by group, against the
 * vendor's text over the rows as the department gave them, texts and floating-point numbers.
 *
 * @see query-and-privacy.md §5
 */
import type { PrivacySettings } from '#policies/privacy/settings.ts';
import { printRelease } from '#policies/privacy/print-release.ts';
import { unwrap } from '#policies/refusal.ts';
import type { Parser } from '#sandbox/supervisor/parser.ts';
import { analyseText } from '../../accuracy/lane.ts';
import { least, median, type Timing } from '../measure.ts';
import { milliseconds, type Table } from '../table.ts';
import { rideEntry, type RideSizes } from './rides.ts';
import { takeTurns, type Side, type Turns } from './side.ts';

export interface Rides {
  readonly sizes: RideSizes;
  readonly plain: string;
  readonly published: string;
}

/** What the vendor chooses, and how many times plain DuckDB it may cost by 100 public and by 10,000 private groups. */
export const tiers: readonly {
  readonly name: string;
  readonly settings: Partial<PrivacySettings>;
  readonly most?: Readonly<Record<Key, number>>;
}[] = [
  { name: 'T0', settings: {}, most: { g100: 2, g10k: 1.4 } },
  { name: 'T1, first 3 rows', settings: { maxRowsPerUnit: 3 }, most: { g100: 15, g10k: 7 } },
  {
    name: 'T1, first 3 rows, 1 in a group',
    settings: { maxRowsPerUnit: 3, maxRowsPerGroup: 1 },
    most: { g100: 15, g10k: 7 },
  },
  { name: 'T2, 3 groups, 1 row in each', settings: { maxGroupsPerUnit: 3, maxRowsPerGroup: 1 } },
];

export type Key = 'g100' | 'g10k';

export interface TierRow {
  readonly key: Key;
  readonly name: string;
  readonly threads: number;
  readonly plain: Timing;
  readonly codes: Timing;
  readonly ours: Timing;
  readonly most?: number;
}

export const rideQuery = (key: Key): string => `SELECT ${key}, count(*) AS n, sum(x) AS s FROM ride GROUP BY ${key}`;

export async function timeTiers(
  { sizes, plain, published }: Rides,
  parser: Parser,
  options: Pick<Turns, 'temp' | 'times'>,
): Promise<readonly TierRow[]> {
  const attach = [
    { name: 'plain', path: plain },
    { name: 'rides', path: published },
  ];
  const rows: TierRow[] = [];
  for (const key of ['g100', 'g10k'] as const) {
    const printed = await Promise.all(tiers.map(({ settings }) => statementsOf(key, settings, { sizes, parser })));
    const texts = [
      [`SELECT ${key}, count(*), sum(x) FROM plain.main.ride GROUP BY ${key}`],
      [`SELECT ${key}__d, count(*), sum(x__q) FROM rides.main.ride GROUP BY ${key}__d`],
      ...printed,
    ];
    for (const threads of [1, 2]) {
      const sides = texts.map(
        (queries): Side =>
          (engine) =>
            engine.run({ setup: [], queries }),
      );
      const [vendor, codes, ...ours] = await takeTurns(sides, { ...options, attach, threads });
      if (!vendor || !codes) throw new Error('Cannot compare: must have measured plain DuckDB');
      for (const [at, { name, most }] of tiers.entries()) {
        const timing = ours[at] ?? { samples: [] };
        rows.push({ key, name, threads, plain: vendor, codes, ours: timing, ...(most && { most: most[key] }) });
      }
    }
  }
  return rows;
}

async function statementsOf(
  key: Key,
  settings: Partial<PrivacySettings>,
  { sizes, parser }: { readonly sizes: RideSizes; readonly parser: Parser },
): Promise<string[]> {
  const { plan } = unwrap(await analyseText({ entries: [rideEntry(sizes)], parser }, rideQuery(key), settings));
  return plan.releases.flatMap((release) => printRelease(release, { salt: 'bench' }).map(({ sql }) => sql));
}

/** By minima: what is left of the noise of a shared machine. */
export function tierRatio({ plain, ours }: TierRow): number {
  return least(ours, 'cpu') / least(plain, 'cpu');
}

/** @returns the rows above their bound, as the worker runs: on one thread */
export function aboveMost(rows: readonly TierRow[]): readonly TierRow[] {
  return rows.filter((row) => row.threads === 1 && row.most !== undefined && !(tierRatio(row) <= row.most));
}

export function tierTable(rows: readonly TierRow[]): Table {
  return {
    title: 'Bounding contributions over plain DuckDB, milliseconds of processor time',
    columns: [
      'groups, tier, threads',
      'plain, least',
      'the same over codes and whole numbers',
      'ours, least',
      'ours, median',
      'ours ÷ plain',
      'the same by medians',
      'at most',
    ],
    rows: rows.map((row) => [
      `${row.key}, ${row.name}, ${row.threads}`,
      milliseconds(least(row.plain, 'cpu')),
      milliseconds(least(row.codes, 'cpu')),
      milliseconds(least(row.ours, 'cpu')),
      milliseconds(median(row.ours, 'cpu')),
      tierRatio(row).toFixed(2),
      (median(row.ours, 'cpu') / median(row.plain, 'cpu')).toFixed(2),
      row.most === undefined ? '–' : String(row.most),
    ]),
  };
}
