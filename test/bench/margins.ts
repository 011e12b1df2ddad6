/** Tables with margins through the whole exact lane: evidence, rules, secondary suppression and post-processing, beside plain DuckDB's CUBE. */
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { unwrap } from '#policies/refusal.ts';
import { limits } from '#sandbox/supervisor/config.ts';
import { textOf, type Hierarchical } from '../margins/hierarchical.ts';
import { madeEntry } from '../margins/made.ts';
import { Runner } from '../oracle/runner.ts';
import { median, repeat } from './measure.ts';
import { milliseconds, percent, type Benched } from './table.ts';

const rows = 1_000_000;

/** Values of a, b and c: with their margins about 1,500 cells. The later a value, the rarer it is, so that a part of the cells is small. */
const shapes: readonly {
  readonly name: string;
  readonly sizes: readonly [number, number, number];
  readonly skew: number;
}[] = [
  { name: '25 × 9 × 5, even: nothing to hide', sizes: [24, 8, 4], skew: 1 },
  { name: '25 × 9 × 7, skewed', sizes: [24, 8, 6], skew: 3 },
  { name: '25 × 9 × 7, very skewed', sizes: [24, 8, 6], skew: 6 },
];

const table: Hierarchical = {
  name: 'CUBE (a, b, c)',
  rows: 'SELECT person, a, b, c, x FROM made',
  unit: 'person',
  keys: ['a', 'b', 'c'],
  groupBy: 'CUBE (a, b, c)',
  measures: [
    { name: 'persons', kind: 'persons' },
    { name: 'n', kind: 'rows' },
    { name: 'total', kind: 'sum', of: 'x' },
  ],
};

export async function benchMargins({
  times,
  scratch,
}: {
  readonly times: number;
  readonly scratch: string;
}): Promise<Benched> {
  using runner = new Runner([madeEntry]);
  const measured: (readonly string[])[] = [];
  for (const [at, shape] of shapes.entries()) {
    const path = join(scratch, `made${at}.duckdb`);
    const plain = await timePlain(path, shape, times);
    const run = async () => unwrap(await runner.run(textOf(table), () => path));
    const { judgement } = await run();
    const ours = median(await repeat(times, run), 'wall');
    const cells = judgement?.table.judged ?? [];
    const hidden = cells.filter((cell) => cell.hidden.includes(true));
    const secondary = hidden.filter(({ whole }) => whole.length === 1 && whole[0] === 'secondary');
    measured.push([
      shape.name,
      String(cells.length),
      percent((hidden.length - secondary.length) / cells.length),
      percent(secondary.length / cells.length),
      String(judgement?.programs ?? 0),
      milliseconds(ours),
      milliseconds(plain),
      (ours / plain).toFixed(1),
    ]);
  }
  const columns = ['table', 'cells', 'by a rule', 'besides', 'programs', 'whole run ms', 'plain CUBE ms', 'times'];
  return {
    tables: [
      {
        title: `Margins over ${rows / 1e6} M rows, ${table.measures.length} statistics, by wall clock`,
        columns,
        rows: measured,
      },
    ],
    faults: [],
  };
}

/** Makes the rows, and asks the vendor's text of plain DuckDB with as many threads as a query worker has. */
async function timePlain(path: string, { sizes, skew }: (typeof shapes)[number], times: number): Promise<number> {
  const instance = await DuckDBInstance.create(path, { threads: String(limits.threads) });
  const connection = await instance.connect();
  try {
    const code = (name: string, count: number): string =>
      `'${name}' || CAST(floor(${count} * pow(random(), ${skew})) AS INTEGER)`;
    const [a, b, c] = sizes;
    await connection.run('SELECT setseed(0.42)');
    await connection.run(`CREATE TABLE made AS SELECT i // 3 AS person, ${code('a', a)} AS a, ${code('b', b)} AS b, ${code('c', c)} AS c,
      CAST(20 + i % 60 AS SMALLINT) AS age, CAST(1000 * random() AS DECIMAL(12,2)) AS x FROM range(${rows}) r(i)`);
    await connection.run('CHECKPOINT');
    return median(await repeat(times, () => connection.runAndReadAll(textOf(table))), 'wall');
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
