/**
 * The statement of a program's rows on the real engine: what one unit can change, whatever lies in the tables and in whatever order. Mutants
 * last: each promise can be broken.
 *
 * @see query-and-privacy.md §3.2, §4.1; programs.md decision 4
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { printProgramRows } from '#policies/program/rows-sql.ts';
import { planRows } from '#policies/program/rows-plan.ts';
import { planUnits, type UnitsPlan } from '#policies/program/units-plan.ts';
import { quoted } from '#policies/query/print.ts';
import { unwrap } from '#policies/refusal.ts';
import { manyTables, openCrowd, publishNeighbours, type Neighbours } from '../../private/crowd.ts';
import { asPrinted, type Rewrite, type World } from '../../private/world.ts';

let world: World;
beforeAll(async () => {
  world = await openCrowd('loose');
});
afterAll(() => world[Symbol.dispose]());

const codes = `CASE g WHEN 'a' THEN 'a' WHEN 'b' THEN 'b' ELSE NULL END AS k`;
const texts = {
  'one table': `SELECT w, z, a, m, ${codes} FROM visit`,
  'a join on the unit': `SELECT p.x, p.d, v.z, v.n FROM person p JOIN visit v ON p.u = v.u`,
  'a left join': `SELECT p.y, p.b, v.a, v.m FROM person p LEFT JOIN visit v ON p.u = v.u`,
  'a public table': `SELECT v.w, v.z, a.n FROM visit v JOIN area a ON v.g = a.g`,
  'sums per unit': `SELECT s, m, c FROM (SELECT u, sum(z) AS s, avg(w) AS m, count(*) AS c FROM visit GROUP BY u)`,
  'a window per unit': `SELECT row_number() OVER (PARTITION BY u ORDER BY z) AS r, lag(z) OVER (PARTITION BY u ORDER BY w) AS z FROM visit`,
  'two parts': `SELECT x, z FROM person UNION ALL SELECT w, z FROM visit`,
} as const;

async function planOf(sql: string, maxRowsPerUnit: number): Promise<UnitsPlan> {
  return unwrap(planUnits(unwrap(await world.resolve(sql)), { maxRowsPerUnit }));
}

const segments = 3;

interface Ask {
  readonly version: string;
  readonly salt?: string;
  readonly rewrite?: Rewrite;
}

/** The rows of a version, segment by segment, as the engine orders them. */
async function read(plan: UnitsPlan, { version, salt = 'pepper', rewrite = asPrinted }: Ask): Promise<string[][]> {
  const printed = rewrite(printProgramRows(plan, { salt, segments }));
  const there = world.entries
    .filter(({ attribute }) => attribute !== 'unconditional')
    .reduce((sql, { id }) => sql.replaceAll(`${quoted(id)}.main.`, `${quoted(version)}.main.`), printed);
  const found = Array.from({ length: segments }, (): string[] => []);
  for (const [segment, rank, ...values] of await world.rows(there)) {
    found[Number(segment)]?.push(JSON.stringify([rank, ...values]));
  }
  return found;
}

/** How many rows of `all` must be cut out in one piece to give `less`; undefined where that is not possible. */
function cutOut(all: readonly string[], less: readonly string[]): number | undefined {
  const count = all.length - less.length;
  if (count < 0) return undefined;
  const from = all.findIndex((row, at) => row !== less[at]);
  const without = from < 0 ? all : all.toSpliced(from, count);
  // Equal rows may stand around the cut; any place of it will do.
  const places = from < 0 ? [without] : Array.from({ length: from + 1 }, (_, at) => all.toSpliced(at, count));
  return places.some((rest) => rest.join('\n') === less.join('\n')) ? count : undefined;
}

/** Which promises are broken between everybody and everybody but one. */
async function broken(plan: UnitsPlan, { all, others }: Neighbours, rewrite = asPrinted): Promise<readonly string[]> {
  const everybody = await read(plan, { version: all, rewrite });
  const found: string[] = [];
  for (const other of others) {
    const less = await read(plan, { version: other, rewrite });
    const changed = everybody.flatMap((rows, at) => (rows.join() === less[at]?.join() ? [] : [at]));
    if (changed.length > 1) found.push('two segments changed');
    const cut = changed.map((at) => cutOut(everybody[at] ?? [], less[at] ?? []));
    if (cut.some((count) => count === undefined)) found.push('rows of others changed');
    if (cut.some((count) => (count ?? 0) > plan.rowsPerUnit)) found.push('more than R rows went');
  }
  return found;
}

test('printProgramRows: a unit is R rows or fewer in one piece of one segment, and nothing else changes with it', async () => {
  let rows = 0;
  for (const [at, tables] of manyTables('loose', { seed: 711, count: 4 }).entries()) {
    const neighbours = await publishNeighbours(world, tables, { order: at * 10 });
    for (const [name, sql] of Object.entries(texts)) {
      for (const rowsPerUnit of [1, 3]) {
        const plan = await planOf(sql, rowsPerUnit);
        expect(await broken(plan, neighbours), `${name}, R ${rowsPerUnit}`).toEqual([]);
        rows += (await read(plan, { version: neighbours.all })).flat().length;
      }
    }
  }
  expect(rows).toBeGreaterThan(100);
}, 120_000);

test('printProgramRows: the same rows lying in another order are read in the same order', async () => {
  for (const tables of manyTables('loose', { seed: 712, count: 3 })) {
    await world.publish('one', tables, 1);
    await world.publish('two', tables, 2);
    for (const sql of Object.values(texts)) {
      const plan = await planOf(sql, 2);
      expect(await read(plan, { version: 'two' })).toEqual(await read(plan, { version: 'one' }));
    }
  }
}, 60_000);

test('printProgramRows: another salt makes other segments, and keeps other rows', async () => {
  const plan = await planOf(texts['one table'], 1);
  const seen = new Set<string>();
  for (const tables of manyTables('loose', { seed: 713, count: 2 })) {
    await world.publish('one', tables, 1);
    for (const salt of ['a', 'b', 'c', 'd']) seen.add(JSON.stringify(await read(plan, { version: 'one', salt })));
  }
  expect(seen.size).toBeGreaterThan(4);
});

test('printProgramRows: no order of names is left, exact rows keep every row and number those of a unit', async () => {
  const query = unwrap(await world.resolve('SELECT count(*) AS c, max(n) AS n FROM visit GROUP BY u'));
  const exact = unwrap(planRows(query, { profile: 'standard' }));
  const sql = printProgramRows(exact, { salt: 'pepper', segments });
  expect(sql).not.toMatch(/WHERE rk/);
  expect(sql).toMatch(/ORDER BY h % 3, h, u, rk$/);
});

const mutants: Readonly<Record<string, Rewrite>> = {
  'rows of a unit are kept as they lie': (sql) =>
    sql.replace(/ORDER BY hash\('pepper'.*?\) AS rk/, 'ORDER BY 1) AS rk'),
  'rows are numbered over all units': (sql) => sql.replace('PARTITION BY u ORDER BY', 'ORDER BY'),
  'rows are not capped': (sql) => sql.replace(/ WHERE rk <= \d+/, ''),
  'segments by the row': (sql) => sql.replaceAll('h % 3', 'hash(x1, x2) % 3'),
  'no order between units': (sql) => sql.replace(/ORDER BY h % 3, h, u, rk$/, 'ORDER BY h % 3, rk'),
};

test.each(Object.entries(mutants))(
  'mutant: %s',
  async (_, rewrite) => {
    const found: string[] = [];
    for (const [at, tables] of manyTables('loose', { seed: 714, count: 8 }).entries()) {
      const neighbours = await publishNeighbours(world, tables, { order: at * 10 });
      const plan = await planOf(texts['one table'], 1);
      const sql = printProgramRows(plan, { salt: 'pepper', segments });
      expect(rewrite(sql)).not.toBe(sql);
      found.push(...(await broken(plan, neighbours, rewrite)));
      const two = await planOf(texts['a join on the unit'], 3);
      found.push(...(await broken(two, neighbours, rewrite)));
    }
    expect(found.length).toBeGreaterThan(0);
  },
  60_000,
);
