/**
 * The exact lane against plain DuckDB, in one process: the same engine, settings, threads and files, taking turns. Each side is measured
 * from statement to rows in JavaScript, on an engine that has read the files before.
 *
 * @see query-and-privacy.md §5 (how to measure fairly)
 */
import { askedGroupings, readCells } from '#policies/disclosure/read-evidence.ts';
import { statisticsOf } from '#policies/disclosure/statistic-of.ts';
import { riskProfile } from '#policies/disclosure/profile.ts';
import { releaseCells } from '#policies/disclosure/release-cells.ts';
import { printEvidence } from '#policies/query/evidence.ts';
import type { ExactPlan } from '#policies/query/plan.ts';
import { printOpen, printPost } from '#policies/query/post.ts';
import { quoted } from '#policies/query/print.ts';
import { LockedEngine } from '#sandbox/query/engine.ts';
import { cellsInput } from '#sandbox/supervisor/analyse.ts';
import { limits } from '#sandbox/supervisor/config.ts';
import type { Database } from '#sandbox/supervisor/worker.ts';
import { timeOf, type Sample, type Timing } from './measure.ts';
import type { Analysed } from './plans.ts';

export interface LaneTimes {
  /** The vendor's text, with `count(*)` in place of each count of distinct units. */
  readonly plain: Timing;
  /** The vendor's text: every scenario over protected data counts distinct units in every cell. */
  readonly counting: Timing;
  /** Statements of the evidence; of public data, of the rows. */
  readonly evidence: Timing;
  /** Evidence, rules and post-processing. */
  readonly lane: Timing;
}

export async function timeLane(
  scenario: Analysed,
  databases: readonly Database[],
  options: { readonly times: number; readonly temp: string },
): Promise<LaneTimes> {
  const engineLimits = { memoryLimitMb: limits.queryEngineMb, threads: limits.threads, temp: options.temp };
  using engine = await LockedEngine.open(engineLimits, databases);
  await engine.run({ setup: viewsOf(scenario), queries: [] });
  const sides = sidesOf(scenario, engine);
  const samples: Record<keyof LaneTimes, Sample[]> = { plain: [], counting: [], evidence: [], lane: [] };
  for (let round = 0; round <= options.times; round += 1) {
    for (const [name, side] of sides) {
      const sample = await timeOf(side);
      await forget(engine);
      if (round > 0) samples[name].push(sample);
    }
  }
  return {
    plain: { samples: samples.plain },
    counting: { samples: samples.counting },
    evidence: { samples: samples.evidence },
    lane: { samples: samples.lane },
  };
}

type Side = readonly [name: keyof LaneTimes, run: () => Promise<unknown>];

function sidesOf({ sql, analysis }: Analysed, engine: LockedEngine): readonly Side[] {
  const { plan } = analysis;
  const vendor: readonly Side[] = [
    ['plain', () => engine.query(withoutDistinct(sql))],
    ['counting', () => engine.query(sql)],
  ];
  if (plan.kind === 'open') {
    const rows = () => engine.query(printOpen(plan, limits.resultRows));
    return [...vendor, ['evidence', rows], ['lane', rows]];
  }
  return [
    ...vendor,
    ['evidence', () => evidenceOf(plan, engine)],
    ['lane', () => release(plan, analysis.cellTypes, engine)],
  ];
}

/** The tables under the names that the vendor knows. */
export function viewsOf({ entries }: Pick<Analysed, 'entries'>): string[] {
  return entries.flatMap(({ id, tables }) =>
    tables.map(({ name }) => `CREATE TEMP VIEW ${quoted(name)} AS SELECT * FROM ${quoted(id)}.main.${quoted(name)}`),
  );
}

export function withoutDistinct(sql: string): string {
  return sql.replaceAll(/count\(DISTINCT [\w.]+\)/g, 'count(*)');
}

async function evidenceOf(plan: ExactPlan, engine: LockedEngine) {
  const { setup, cells, units, margins } = printEvidence(plan);
  const queries = [cells, ...units, ...margins.map(({ sql }) => sql)];
  const [first, ...rest] = await engine.run({ setup: [...setup], queries });
  return {
    cells: first?.rows ?? [],
    units: units.map((_, unit) => rest[unit]?.rows ?? []),
    margins: margins.map(({ key, unit }, index) => ({ key, unit, rows: rest[units.length + index]?.rows ?? [] })),
  };
}

/** As `sandbox/supervisor/execute.ts` does it, without processes. */
async function release(plan: ExactPlan, types: readonly string[], engine: LockedEngine): Promise<unknown> {
  const cells = readCells(plan, await evidenceOf(plan, engine));
  const thresholds = { k: plan.k, profile: riskProfile(plan.profile) };
  const released = releaseCells({ cells, groupings: askedGroupings(plan), statistics: statisticsOf(plan) }, thresholds);
  const rows = released.cells.map(({ grouping, keys, values, hidden }) =>
    [grouping, ...keys, ...values, ...hidden].map((value) => (value === null ? null : String(value))),
  );
  using scratch = await LockedEngine.open({ memoryLimitMb: 512, threads: 1 });
  await scratch.load(cellsInput(plan, types, rows));
  // Awaited here: leaving this scope closes the engine.
  return await scratch.query(printPost(plan));
}

/** Drops what a run leaves, so that the next begins like the first. The vendor's names stay. */
async function forget(engine: LockedEngine): Promise<void> {
  const { rows } = await engine.query(`SELECT 'DROP VIEW ' || view_name FROM duckdb_views() WHERE temporary
    AND NOT internal AND view_name = 'rows_in' UNION ALL SELECT 'DROP TABLE ' || table_name FROM duckdb_tables() WHERE temporary`);
  await engine.run({ setup: rows.flat().map(String), queries: [] });
}
