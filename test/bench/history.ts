/**
 * The history guard: what one more release costs. Writes real membership files, loads them, audits, and catches planted attacks among twenty
 * releases over a million units.
 */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { KnownRelease } from '#policies/disclosure/history/membership.ts';
import { SpaceHistory } from '#policies/disclosure/history/space-history.ts';
import { UnitNumbers } from '#policies/disclosure/history/unit-numbers.ts';
import { readCells } from '#policies/disclosure/read-evidence.ts';
import type { ReleasedCell } from '#policies/disclosure/release-cells.ts';
import { printEvidence } from '#policies/query/evidence.ts';
import { printSchema } from '#policies/query/schema-sql.ts';
import { loadReleases } from '#sandbox/history/load.ts';
import { membershipName, printMembership } from '#sandbox/history/membership.ts';
import { noteOf } from '#sandbox/history/note.ts';
import { LockedEngine } from '#sandbox/query/engine.ts';
import { aCity, harmless, planted } from '../history/attacks.ts';
import { planOf } from '../history/in-process.ts';
import { aRelease } from '../history/population.ts';
import { trips } from '../history/world.ts';
import { timeOf } from './measure.ts';
import type { Benched } from './table.ts';

const units = 1_000_000;

/** Seconds of processor that an audit may take. */
const mostFull = 6;
const mostMore = 2;

type Row = readonly string[];

/** Every figure is of one run: nothing here is worth repeating, and all of it takes long. */
export async function benchHistory(scratch: string): Promise<Benched> {
  const clock = new Clock();
  await benchFiles(clock, scratch);
  const faults = await benchAudits(clock);
  const columns = ['what', 'processor s', 'wall s', 'resident MiB'];
  const title = `The history guard over ${units.toLocaleString('en-US')} units`;
  return { tables: [{ title, columns, rows: clock.rows }], faults };
}

class Clock {
  readonly rows: Row[] = [];

  async time<T>(what: string, work: () => Promise<T> | T): Promise<{ readonly result: T; readonly cpu: number }> {
    const results: T[] = [];
    const { wall, cpu } = await timeOf(async () => void results.push(await work()));
    this.rows.push([what, (cpu / 1000).toFixed(2), (wall / 1000).toFixed(2), resident()]);
    const [result] = results;
    if (result === undefined) throw new Error('no result');
    return { result, cpu: cpu / 1000 };
  }

  note(what: string): void {
    this.rows.push([what, '', '', resident()]);
  }
}

function resident(): string {
  return (process.memoryUsage().rss / 2 ** 20).toFixed(0);
}

/** One row of each of so many cards: the file of one run. */
async function benchFiles(clock: Clock, folder: string): Promise<void> {
  const limits = { memoryLimitMb: 3072, threads: 1, temp: folder };
  const path = join(folder, 'run.duckdb');
  const plan = await planOf(
    'SELECT line, day, count(*) AS n, sum(minutes) AS s, avg(minutes) AS a, count(DISTINCT card) AS c FROM trips GROUP BY line, day',
  );
  const insert = `INSERT INTO "${trips.id}".main.trips SELECT i, 'card-' || i, chr(65 + CAST(i % 3 AS INTEGER)),
    DATE '2025-03-01' + CAST(hash(i) % 31 AS INTEGER), 10 + i % 50 FROM range(${units}) AS t(i)`;
  {
    const data = { name: trips.id, ddl: [...printSchema(trips), insert] };
    using engine = await LockedEngine.open(limits, [data, { name: membershipName, path, create: true }]);
    const { setup, cells, units: byUnit, margins } = printEvidence(plan);
    const queries = [cells, ...byUnit, ...margins.map(({ sql }) => sql)];
    const { result: tables } = await clock.time('evidence of one row each', () =>
      engine.run({ setup: [...setup], queries }),
    );
    const read = readCells(plan, {
      cells: tables[0]?.rows ?? [],
      units: byUnit.map((_, unit) => tables[1 + unit]?.rows ?? []),
      margins: [],
    });
    const shown = read.map((cell): ReleasedCell => ({ ...cell, hidden: cell.values.map(() => false) }));
    const written = printMembership(plan, { cells: read, released: shown });
    await clock.time('write its membership file', async () => {
      await engine.load(written.cells);
      return engine.run({ setup: [...written.sql], queries: [] });
    });
  }
  const { size } = await stat(path);
  clock.note(`size of the file: ${(size / 2 ** 20).toFixed(0)} MiB`);
  const note = noteOf({ run: 'run', plan, snapshots: [], table: { columns: [], rows: [], hidden: [] } });
  const numbers = new UnitNumbers();
  await clock.time('load it, units that are new', () => loadReleases({ note, path }, limits, () => numbers));
  await clock.time('load another, units that are known', () => loadReleases({ note, path }, limits, () => numbers));
}

async function benchAudits(clock: Clock): Promise<readonly string[]> {
  const city = aCity(units);
  const clean = harmless(city);
  const cells = clean.reduce((sum, { tables }) => sum + (tables[0]?.cells.length ?? 0), 0);
  const history = new SpaceHistory();
  clock.note(`memberships of ${clean.length} tables, ${cells.toLocaleString('en-US')} cells`);
  await clock.time('take up all but one', () => {
    history.add(clean.slice(0, -1));
    return true;
  });
  const full = await clock.time('audit the last: nothing is solved yet', () => history.audit(clean.slice(-1)));
  full.result.commit();
  const next = aRelease(city, { run: 'next', by: [0, 1, 3] });
  const more = await clock.time(`audit one more, of ${next.tables[0]?.cells.length} cells`, () =>
    history.audit([next]),
  );
  for (const { result } of [full, more]) if (result.finding.verdict !== 'pass') throw new Error('a false alarm');
  for (const attack of planted(city)) await catchAttack(clock, attack, clean);
  const most = (process.resourceUsage().maxRSS / 1024).toFixed(0);
  clock.rows.push(['the most that was resident', '', '', most]);
  return [
    ...(full.cpu > mostFull ? [`full audit: must take at most ${mostFull} s; took ${full.cpu.toFixed(2)}`] : []),
    ...(more.cpu > mostMore ? [`one more audit: must take at most ${mostMore} s; took ${more.cpu.toFixed(2)}`] : []),
  ];
}

/** Nothing is solved before: the whole audit and the recipe. */
async function catchAttack(
  clock: Clock,
  { name, releases, recipe }: ReturnType<typeof planted>[number],
  clean: readonly KnownRelease[],
): Promise<void> {
  const history = new SpaceHistory();
  history.add([...clean, ...releases.slice(0, -1)]);
  const { result } = await clock.time(`catch ${name}`, () => history.audit(releases.slice(-1)));
  if (result.finding.verdict !== 'fail') throw new Error(`missed: ${name}`);
  if (!result.finding.recipes.some((text) => recipe.test(text)))
    throw new Error(`no recipe: ${name}: ${result.finding.recipes.join('; ')}`);
}
