/**
 * TPC-H with the customer as the unit over plain DuckDB: the statements that we print with noise and selection, against the vendor's text
 * over the tables as they were made. One thread, as the worker runs.
 *
 * @see query-and-privacy.md §0.10, §5
 */
import { noiseRelease } from '#policies/privacy/noise-release.ts';
import { printRelease } from '#policies/privacy/print-release.ts';
import { quoted } from '#policies/query/print.ts';
import { unwrap } from '#policies/refusal.ts';
import { openRandomness } from '#sandbox/ledger/randomness.ts';
import type { PrivateAnalysis } from '#sandbox/private/analyse.ts';
import { cellsRows, cellsTable } from '#sandbox/private/cells.ts';
import type { LockedEngine } from '#sandbox/query/engine.ts';
import { scalars } from '#sandbox/query/operations.ts';
import type { Database } from '#sandbox/supervisor/worker.ts';
import { analyseText } from '../../accuracy/lane.ts';
import type { TpchGround } from '../../tpch/ground.ts';
import { expected, tpchQuery, type QueryNumber } from '../../tpch/queries.ts';
import { queryLimits } from '../../tpch/settings.ts';
import { least, median, type Timing } from '../measure.ts';
import { milliseconds, type Table } from '../table.ts';
import { peakOf, type WorkerOptions } from '../worker.ts';
import { takeTurns } from './side.ts';

export interface TpchRow {
  readonly number: QueryNumber;
  readonly tiers: string;
  readonly plain: Timing;
  readonly ours: Timing;
  /** Bytes. */
  readonly peaks: { readonly plain: number; readonly ours: number };
}

export async function timeTpch(
  ground: TpchGround,
  options: WorkerOptions & { readonly times: number },
): Promise<readonly TpchRow[]> {
  const attach = [{ name: 'plain', path: ground.plain }];
  const databases = Object.entries(ground.files).map(([name, path]) => ({ name, path }));
  const views = ground.entries.flatMap(({ tables }) =>
    tables.map(({ name }) => `CREATE TEMP VIEW ${quoted(name)} AS SELECT * FROM plain.main.${quoted(name)}`),
  );
  const rows: TpchRow[] = [];
  for (const number of expected.answered) {
    const analysis = unwrap(await analyseText(ground, tpchQuery(number), queryLimits[number]));
    const vendor = {
      setup: views.map((sql) => sql.replace('TEMP VIEW', 'OR REPLACE TEMP VIEW')),
      queries: [tpchQuery(number)],
    };
    const [plain, ours] = await takeTurns([(engine) => engine.run(vendor), (engine) => release(engine, analysis)], {
      ...options,
      attach: [...attach, ...databases],
      threads: 1,
    });
    if (!plain || !ours) throw new Error('Cannot compare: must have measured both');
    rows.push({
      number,
      tiers: tiersOf(analysis),
      plain,
      ours,
      peaks: await peaksOf(analysis, { vendor, attach, databases, options }),
    });
  }
  return rows;
}

/** As the domain does it, in this process: numbers out, noise, and the cells back for later releases. */
async function release(engine: LockedEngine, { plan, keyTypes }: PrivateAnalysis): Promise<void> {
  const random = openRandomness();
  for (const [at, one] of plan.releases.entries()) {
    const measured = [];
    for (const measurement of printRelease(one, { salt: 'bench' })) {
      const { rows } = await engine.query(measurement.sql);
      measured.push({ measurement, rows: rows.map(scalars) });
    }
    const table = cellsTable(at, one, keyTypes[at] ?? []);
    await engine.load({ ...table, rows: cellsRows(noiseRelease(one, measured, random)) });
  }
  const drop = plan.releases.map((one, at) => `DROP TABLE ${quoted(cellsTable(at, one, keyTypes[at] ?? []).name)}`);
  await engine.run({ setup: drop, queries: [] });
}

function tiersOf({ plan }: PrivateAnalysis): string {
  return plan.releases.map(({ bounding }) => bounding.tier).join(', ');
}

interface Peaking {
  readonly vendor: { readonly setup: string[]; readonly queries: string[] };
  readonly attach: readonly Database[];
  readonly databases: readonly Database[];
  readonly options: WorkerOptions;
}

/** NaN where a later release reads an earlier one: the script of one worker cannot add noise. */
async function peaksOf(
  { plan }: PrivateAnalysis,
  { vendor, attach, databases, options }: Peaking,
): Promise<TpchRow['peaks']> {
  const [first, ...others] = plan.releases;
  const queries = first && others.length === 0 ? printRelease(first, { salt: 'bench' }).map(({ sql }) => sql) : [];
  return {
    plain: await peakOf(attach, options, vendor),
    ours: queries.length === 0 ? NaN : await peakOf(databases, options, { setup: [], queries }),
  };
}

const ratioOf = ({ plain, ours }: TpchRow): number => least(ours, 'cpu') / least(plain, 'cpu');

export function tpchTable(rows: readonly TpchRow[], scale: number): Table {
  const mean = Math.exp(rows.reduce((sum, row) => sum + Math.log(ratioOf(row)), 0) / rows.length);
  return {
    title: `TPC-H ${scale} over plain DuckDB, milliseconds of processor time`,
    columns: [
      'query',
      'tier',
      'plain, least',
      'ours, least',
      'ours, median',
      'ours ÷ plain',
      'worker MiB, plain',
      'worker MiB, ours',
    ],
    rows: [
      ...rows.map((row) => [
        String(row.number),
        row.tiers,
        milliseconds(least(row.plain, 'cpu')),
        milliseconds(least(row.ours, 'cpu')),
        milliseconds(median(row.ours, 'cpu')),
        ratioOf(row).toFixed(2),
        mebibytes(row.peaks.plain),
        mebibytes(row.peaks.ours),
      ]),
      ['geometric mean', '', '', '', '', mean.toFixed(2), '', ''],
    ],
  };
}

function mebibytes(bytes: number): string {
  return Number.isNaN(bytes) ? '–' : (bytes / 2 ** 20).toFixed(0);
}
