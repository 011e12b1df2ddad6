/** The locked engine, asked directly for what it must not do. Behind it, nothing of this is ever printed. @see programs.md §B.1, §B.3 */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LockedEngine } from '#sandbox/query/engine.ts';

let folder: string;
let engine: LockedEngine;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-engine-'));
  const path = join(folder, 'data.duckdb');
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  await connection.run("CREATE TABLE t AS SELECT 'SECRET4711' AS name, 1 AS n");
  await connection.run("CREATE TABLE large AS SELECT CAST('1' || repeat('0', 37) AS HUGEINT) AS n");
  connection.closeSync();
  instance.closeSync();
  const attach = [{ name: 'snap', path }];
  engine = await LockedEngine.open({ memoryLimitMb: 256, threads: 1, temp: join(folder, 'temp') }, attach);
});

afterAll(async () => {
  engine[Symbol.dispose]();
  await rm(folder, { recursive: true, force: true });
});

test('the locked engine reads what was attached', async () => {
  expect((await engine.query('SELECT n FROM snap.main.t')).rows).toEqual([[1]]);
});

test('the locked engine computes nothing outside of TRY, also where two of them share it', async () => {
  const { rows } = await engine.query('SELECT TRY(n + 0.25), TRY(0.25 + n) FROM snap.main.large');
  expect(rows).toEqual([[null, null]]);
  await expect(engine.query('SELECT n + 0.25 FROM snap.main.large')).rejects.toThrow('Could not cast');
});

test.each([
  "SELECT * FROM read_csv('/etc/passwd')",
  "SELECT * FROM read_text('/proc/self/environ')",
  "SELECT * FROM read_blob('/etc/hostname')",
  "SELECT * FROM read_parquet('/tmp/*.parquet')",
  "SELECT * FROM glob('/*')",
  "SELECT * FROM sniff_csv('/etc/passwd')",
  "SELECT * FROM '/etc/passwd.csv'",
  "SELECT * FROM read_csv('https://example.org/x.csv')",
  "SELECT * FROM read_csv('s3://bucket/x.csv')",
  "COPY snap.main.t TO '/tmp/sluice-leak.csv'",
  "EXPORT DATABASE '/tmp/sluice-leak'",
  "ATTACH '/tmp/sluice-other.duckdb' AS other",
  'INSTALL httpfs',
  'LOAD httpfs',
  "LOAD '/tmp/x.duckdb_extension'",
  'SET enable_external_access = true',
  "SET memory_limit = '64GB'",
  'SET threads = 8',
  "SET disabled_filesystems = ''",
  "SET disabled_optimizers = ''",
  'SET lock_configuration = false',
  'RESET lock_configuration',
  "PRAGMA profiling_output = '/tmp/sluice-leak.json'",
  "INSERT INTO snap.main.t VALUES ('x', 2)",
  'UPDATE snap.main.t SET n = 2',
  'DELETE FROM snap.main.t',
  'DROP TABLE snap.main.t',
  'CREATE TABLE snap.main.x (i INT)',
])('DC-04 the locked engine fails at %s', async (sql) => {
  await expect(engine.query(sql)).rejects.toThrow(/\S/);
});

test('DC-04 the engine without a folder for spilling has no file system at all', async () => {
  using bare = await LockedEngine.open({ memoryLimitMb: 128, threads: 1 });
  await expect(bare.query("SELECT * FROM read_text('/etc/hostname')")).rejects.toThrow(/disabled/i);
  expect((await bare.query('SELECT 1')).rows).toEqual([[1]]);
});

test('load gives every value back as the type that it had', async () => {
  using bare = await LockedEngine.open({ memoryLimitMb: 128, threads: 1 });
  const columns = [
    { name: 'a', type: 'VARCHAR' },
    { name: 'b', type: 'DOUBLE' },
    { name: 'c', type: 'DECIMAL(38,2)' },
    { name: 'd', type: 'HUGEINT' },
    { name: 'e', type: 'BOOLEAN' },
    { name: 'f', type: 'TIMESTAMP' },
  ];
  const hostile = `'"\\ [c] NULL {"a": [1, null]} 域😀 \n`;
  const rows = [
    [
      hostile,
      '0.1',
      '123456789012345678901234567890.12',
      '170141183460469231731687303715884105727',
      'true',
      '2025-03-01 07:30:00',
    ],
    ['', '1e300', '-0.01', '-1', 'false', '1969-12-31 23:59:59.5'],
    ['null', null, null, null, null, null],
  ];
  await bare.load({ name: 'cells', columns, rows });
  expect((await bare.query('SELECT * FROM cells')).rows).toEqual([
    [hostile, 0.1, rows[0]?.[2], rows[0]?.[3], true, '2025-03-01 07:30:00'],
    ['', 1e300, '-0.01', '-1', false, '1969-12-31 23:59:59.5'],
    ['null', null, null, null, null, null],
  ]);
});

test('DC-04 nothing was written by any of it', async () => {
  expect((await readdir(tmpdir())).filter((name) => name.startsWith('sluice-leak'))).toEqual([]);
});
