/** Membership and comparison without processes: the same SQL on the same engine, for many small cases. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HistoryFinding } from '#policies/disclosure/history.ts';
import { riskProfile } from '#policies/disclosure/profile.ts';
import { askedGroupings, readCells } from '#policies/disclosure/read-evidence.ts';
import { statisticsOf } from '#policies/disclosure/statistic-of.ts';
import { releaseCells, type ReleasedCell } from '#policies/disclosure/release-cells.ts';
import { decode } from '#policies/query/decode.ts';
import { printEvidence } from '#policies/query/evidence.ts';
import { planExact, type ExactPlan } from '#policies/query/plan.ts';
import { resolve } from '#policies/query/resolve.ts';
import { printSchema } from '#policies/query/schema-sql.ts';
import { unwrap } from '#policies/refusal.ts';
import { unitCount } from '#policies/units.ts';
import { HistoryState } from '#sandbox/history/state.ts';
import { membershipName, printMembership } from '#sandbox/history/membership.ts';
import { noteOf, type RunNote } from '#sandbox/history/note.ts';
import { LockedEngine } from '#sandbox/query/engine.ts';
import { minutesOf, trips, type Trip } from './world.ts';

const limits = { memoryLimitMb: 512, threads: 1, temp: tmpdir() };
const parser = await LockedEngine.open(limits);

export interface Remembered {
  readonly note: RunNote;
  readonly path: string;
}

export async function planOf(sql: string): Promise<ExactPlan> {
  const parsed = await parser.query('SELECT json_serialize_sql($1::VARCHAR)', [sql]);
  const plan = unwrap(
    planExact(unwrap(resolve(unwrap(decode(String(parsed.rows[0]?.[0]), sql)), [trips])), 'standard'),
  );
  if (plan.kind !== 'exact') throw new Error('the query reads public data only');
  return plan;
}

/** A folder of membership files, disposed of at its end. */
export class Memory implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), 'sluice-member-'));
  #count = 0;

  /** @param k in place of the plan's, with every cell shown; absent: the rules decide what is shown */
  async remember(plan: ExactPlan, rows: readonly Trip[], k?: number): Promise<Remembered> {
    const run = `run-${this.#count++}`;
    const path = join(this.#folder, `${run}.duckdb`);
    const data = { name: trips.id, ddl: [...printSchema(trips), ...insert(rows)] };
    using engine = await LockedEngine.open(limits, [data, { name: membershipName, path, create: true }]);
    const { setup, cells, units, margins } = printEvidence(plan);
    const tables = await engine.run({
      setup: [...setup],
      queries: [cells, ...units, ...margins.map(({ sql }) => sql)],
    });
    const read = readCells(plan, {
      cells: tables[0]?.rows ?? [],
      units: tables.slice(1, 1 + units.length).map((table) => table.rows),
      margins: margins.map(({ key, unit }, index) => ({
        key,
        unit,
        rows: tables[1 + units.length + index]?.rows ?? [],
      })),
    });
    const thresholds = { k: plan.k, profile: riskProfile(plan.profile) };
    const table = { cells: read, groupings: askedGroupings(plan), statistics: statisticsOf(plan) };
    const everything = read.map((cell): ReleasedCell => ({ ...cell, hidden: cell.values.map(() => false) }));
    const released = k === undefined ? releaseCells(table, thresholds).cells : everything;
    const membership = printMembership(plan, { cells: read, released });
    await engine.load(membership.cells);
    await engine.run({ setup: [...membership.sql], queries: [] });
    const note = noteOf({ run, plan, snapshots: [], table: { columns: [], rows: [], hidden: [] } });
    return { note: k === undefined ? note : { ...note, k: unitCount(k) }, path };
  }

  async audit(release: Remembered, earlier: readonly Remembered[] = []): Promise<HistoryFinding> {
    return new HistoryState(limits).audit({ run: release, beside: [], released: earlier });
  }

  /** The second query after the first, on the same rows; the rules decide what is shown. */
  async after(rows: readonly Trip[], first: string, second: string): Promise<HistoryFinding> {
    const earlier = await this.remember(await planOf(first), rows);
    return this.audit(await this.remember(await planOf(second), rows), [earlier]);
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function insert(rows: readonly Trip[]): readonly string[] {
  if (rows.length === 0) return [];
  const values = rows.map(
    (trip, id) =>
      `(${id}, 'card-${trip.card}', '${trip.line}', DATE '2025-03-01' + ${trip.day - 1}, ${minutesOf(trip) ?? 'NULL'})`,
  );
  return [`INSERT INTO "${trips.id}".main.trips VALUES ${values.join(', ')}`];
}
