/**
 * The history guard: what one more release costs. Writes real membership files, loads them, audits, and catches planted attacks among twenty
 * releases over a million units. `node test/bench/history.ts [units] [attacks]`.
 */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
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
import { describeMachine } from './machine.ts';
import { timeOf } from './measure.ts';
import { printTable } from './table.ts';

const units = Number(process.argv[2] ?? 1_000_000);
const rows: string[][] = [];
const seconds = (ms: number): string => (ms / 1000).toFixed(2);
const memory = (): string => `${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MiB`;

async function time<T>(what: string, work: () => Promise<T> | T): Promise<T> {
  const results: T[] = [];
  const { wall, cpu } = await timeOf(async () => void results.push(await work()));
  rows.push([what, seconds(wall), seconds(cpu), memory()]);
  const [result] = results;
  if (result === undefined) throw new Error('no result');
  return result;
}

await benchFiles();
await benchAudits();
console.log(
  [
    describeMachine(),
    printTable({
      title: `The history guard, ${units} units`,
      columns: ['what', 'seconds', 'of processor', 'resident'],
      rows,
    }),
  ].join('\n\n'),
);

/** One row of each of so many cards: the file of one run. */
async function benchFiles(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-history-bench-'));
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
    const tables = await time(`evidence of ${units} rows`, () => engine.run({ setup: [...setup], queries }));
    const read = readCells(plan, {
      cells: tables[0]?.rows ?? [],
      units: byUnit.map((_, unit) => tables[1 + unit]?.rows ?? []),
      margins: [],
    });
    const shown = read.map((cell): ReleasedCell => ({ ...cell, hidden: cell.values.map(() => false) }));
    const written = printMembership(plan, { cells: read, released: shown });
    await time('write its membership file', async () => {
      await engine.load(written.cells);
      return engine.run({ setup: [...written.sql], queries: [] });
    });
  }
  const { size } = await stat(path);
  rows.push([`size of the file: ${(size / 2 ** 20).toFixed(0)} MiB`, '', '', '']);
  const note = noteOf({ run: 'run', plan, snapshots: [], table: { columns: [], rows: [], hidden: [] } });
  const numbers = new UnitNumbers();
  await time('load it, units that are new', () => loadReleases({ note, path }, limits, () => numbers));
  await time('load another, units that are known', () => loadReleases({ note, path }, limits, () => numbers));
  await rm(folder, { recursive: true });
}

async function benchAudits(): Promise<void> {
  const city = aCity(units);
  const clean = harmless(city);
  const cells = clean.reduce((sum, { tables }) => sum + (tables[0]?.cells.length ?? 0), 0);
  const last = clean.slice(-1);
  const history = new SpaceHistory();
  rows.push([`${clean.length} tables, ${cells} cells`, '', '', memory()]);
  await time('take up all but one', () => {
    history.add(clean.slice(0, -1));
    return true;
  });
  const full = await time('audit the last: nothing is solved yet', () => history.audit(last));
  full.commit();
  const next = aRelease(city, { run: 'next', by: [0, 1, 3] });
  const more = await time('audit one more: the rest is solved', () => history.audit([next]));
  for (const { finding } of [full, more]) if (finding.verdict !== 'pass') throw new Error('a false alarm');
  if (process.argv[3] !== undefined) for (const attack of planted(city)) await catchAttack(attack, clean);
}

async function catchAttack(
  { name, releases, recipe }: ReturnType<typeof planted>[number],
  clean: readonly KnownRelease[],
): Promise<void> {
  const history = new SpaceHistory();
  history.add([...clean, ...releases.slice(0, -1)]);
  const { finding } = await time(`catch ${name}`, () => history.audit(releases.slice(-1)));
  if (finding.verdict !== 'fail') throw new Error(`missed: ${name}`);
  if (!finding.recipes.some((text) => recipe.test(text)))
    throw new Error(`no recipe: ${name}: ${finding.recipes.join('; ')}`);
}
