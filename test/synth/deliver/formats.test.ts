/** Every format, read back by an engine that did not write it, holds the rows that were made. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import * as arrow from 'apache-arrow';
import { beforeAll, expect, test } from 'vitest';
import { formats, writeTable, type Format } from '#synth/deliver/formats.ts';
import { ask, deliver, everyType, type Delivered } from './delivered.ts';

const made = new Map<Format, Delivered>();
beforeAll(async () => {
  for (const format of formats) made.set(format, await deliver([everyType], { format }));
}, 120_000);

function of(format: Format): Delivered {
  const found = made.get(format);
  if (!found) throw new Error(`must have made ${format}`);
  return found;
}

const file = (format: Format, table = 'sale') => join(of(format).dir, `SIM_${table}.${format}`);
const parquet = () => `read_parquet('${file('parquet')}')`;
const ordered = 'ORDER BY id';

test('Parquet has the types of the catalog, and rows of every kind', async () => {
  const described = await ask(`SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM ${parquet()})`);
  expect(described).toEqual(everyType.tables[0]?.columns.map(({ name, type }) => [name, type]));
  const [found] = await ask(
    `SELECT count(*), count(*) - count(small), count(*) FILTER (price < 0), count(*) FILTER (day < DATE '1970-01-01'),
       count(*) FILTER (moment < TIMESTAMP '1970-01-01'), count(*) FILTER (word = 'a,b'), count(*) FILTER (ok) FROM ${parquet()}`,
  );
  expect(found?.map(Number).every((count) => count > 0)).toBe(true);
});

test('CSV begins with a byte order mark, and read as text is the Parquet as text', async () => {
  const bytes = of('csv').files['SIM_sale.csv'] ?? new Uint8Array();
  expect(Array.from(bytes.slice(0, 5))).toEqual([0xef, 0xbb, 0xbf, 0x69, 0x64]);
  const csv = `read_csv('${file('csv')}', all_varchar = true, header = true)`;
  const head = await ask(`SELECT column_name FROM (DESCRIBE SELECT * FROM ${csv})`);
  expect(head.flat()).toEqual(everyType.tables[0]?.columns.map(({ name }) => name));
  const all = 'SELECT CAST(COLUMNS(*) AS VARCHAR) FROM';
  expect(await ask(`SELECT * FROM (${all} ${csv}) ${ordered}`)).toEqual(
    await ask(`SELECT * FROM (${all} ${parquet()}) ${ordered}`),
  );
});

test('Arrow has the same rows in the same order: NULLs, decimals, days and moments before 1970', async () => {
  const table = arrow.tableFromIPC(readFileSync(file('arrow')));
  expect(table.schema.fields.map(({ name, type, nullable }) => [name, String(type), nullable])).toEqual([
    ['id', 'Int64', false],
    ['shop', 'Utf8', false],
    ['small', 'Int16', true],
    ['whole', 'Int32', false],
    ['price', 'Decimal[18e+2]', true],
    ['ratio', 'Float64', true],
    ['word', 'Utf8', true],
    ['ok', 'Bool', true],
    ['day', 'Date32<DAY>', true],
    ['moment', 'Timestamp<MICROSECOND>', true],
  ]);
  const expected = await ask(
    `SELECT id::VARCHAR, shop, small, whole, (price * 100)::BIGINT::VARCHAR, ratio, word, ok,
       epoch_ms(day::TIMESTAMP)::VARCHAR, epoch_ms(moment)::VARCHAR FROM ${parquet()}`,
  );
  const columns = table.schema.fields.map(({ name }) => table.getChild(name));
  const read = Array.from({ length: table.numRows }, (_, row) =>
    columns.map((column, at) => plain(column?.get(row), at)),
  );
  expect(read).toEqual(expected);
  expect(table.batches.length).toBeGreaterThan(1);
});

/** As the query above prints it. */
function plain(value: unknown, column: number): unknown {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (value instanceof Uint32Array) {
    const whole = value.reduceRight((sum, word) => (sum << 32n) | BigInt(word), 0n);
    return String(BigInt.asIntN(128, whole));
  }
  return typeof value === 'bigint' || column >= 8 ? String(Number(value)) : value;
}

test('Arrow of spoilt rows calls a column nullable where a value is missing that the catalog demands', async () => {
  const { dir } = await deliver([everyType], { format: 'arrow', dirty: { missing: 0.3 } });
  const table = arrow.tableFromIPC(readFileSync(join(dir, 'SIM_sale.arrow')));
  const whole = table.schema.fields.find(({ name }) => name === 'whole');
  expect([whole?.nullable, (table.getChild('whole')?.nullCount ?? 0) > 0]).toEqual([true, true]);
  for (const { name, nullable } of table.schema.fields)
    expect(nullable || table.getChild(name)?.nullCount === 0).toBe(true);
});

test('a DuckDB file has the tables under their names', async () => {
  const path = join(of('duckdb').dir, 'SIM_every_type.duckdb');
  const difference = `(FROM d.sale EXCEPT ALL FROM ${parquet()}) UNION ALL (FROM ${parquet()} EXCEPT ALL FROM d.sale)`;
  expect(await ask(`ATTACH '${path}' AS d (READ_ONLY)`, `SELECT count(*)::INTEGER FROM (${difference})`)).toEqual([
    [0],
  ]);
  expect(await ask(`ATTACH '${path}' AS d (READ_ONLY)`, 'SELECT count(*)::INTEGER FROM d.shop')).toEqual([[300]]);
});

test('equal seeds give equal bytes of Parquet, CSV and Arrow, however many threads; another seed gives other rows', async () => {
  for (const format of ['parquet', 'csv', 'arrow'] as const) {
    const again = await deliver([everyType], { format, threads: 1 });
    expect(again.manifest.files).toEqual(of(format).manifest.files);
    const other = await deliver([everyType], { format, seed: 8 });
    expect(hashOf(other, `SIM_sale.${format}`)).not.toBe(hashOf(of(format), `SIM_sale.${format}`));
  }
}, 60_000);

function hashOf({ manifest }: Delivered, name: string): string | undefined {
  return manifest.files.find((one) => one.name === name)?.sha256;
}

test('a table without rows is a file of every format all the same', async () => {
  const [, shop] = everyType.tables;
  if (!shop) throw new Error('must have a table');
  const dir = of('parquet').dir;
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run('CREATE TABLE shop (shop VARCHAR NOT NULL, kind VARCHAR NOT NULL)');
  for (const format of ['parquet', 'csv', 'arrow'] as const)
    await writeTable(connection, format, { table: shop, source: 'shop', path: join(dir, `empty.${format}`) });
  connection.closeSync();
  instance.closeSync();
  const read = arrow.tableFromIPC(readFileSync(join(dir, 'empty.arrow')));
  expect([read.numRows, read.schema.names]).toEqual([0, ['shop', 'kind']]);
  expect(await ask(`SELECT count(*)::INTEGER FROM '${join(dir, 'empty.parquet')}'`)).toEqual([[0]]);
  expect(readFileSync(join(dir, 'empty.csv'), 'utf8')).toBe('\uFEFFshop,kind\n');
});
