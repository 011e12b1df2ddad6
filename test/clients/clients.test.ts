/**
 * A client without our code: the script of docs/examples/clients by Python, pandas and pyarrow, against a server; and an engine that we did
 * not write, over the files that it brought home. Skipped where there is no Python, or not its packages.
 */
import { spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAccounts } from '#gateway/accounts.ts';
import { walk, type Walked } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import { ownersOf } from '#gateway/city/set-up.ts';
import { copyOfCity } from '../fixtures/installation.ts';
import { serve, stop, type Running } from '../gateway/server.ts';

const script = join(import.meta.dirname, '../../docs/examples/clients/client.py');
const duck = join(import.meta.dirname, '../../docs/examples/clients/duck.py');

/** Why not, in one line; undefined where it can be tried. */
function missing(packages: string): string | undefined {
  const tried = spawnSync('python3', ['-c', `import ${packages}`], { encoding: 'utf8' });
  if (tried.error) return 'no python3';
  return tried.status === 0 ? undefined : (tried.stderr.trim().split('\n').at(-1) ?? 'no packages');
}

const why = missing('pandas, pyarrow.parquet');
const whyNoDuck = missing('duckdb');
if (why) console.log(`the clients without our code are skipped: ${why}`);
else if (whyNoDuck) console.log(`Python has no duckdb (${whyNoDuck}): the files are read by DuckDB for Node alone`);

const scenario = { id: 'scn.clients', title: '客户端' };
const sql = 'SELECT district_code, count(DISTINCT uscc) AS firms FROM ent_registration GROUP BY ALL ORDER BY 1';
const wide = `SELECT district_code, count(DISTINCT uscc) AS firms, sum(1.25) AS money, avg(0.1) AS share,
  count(*) > 10 AS many, DATE '2026-03-02' AS day FROM ent_registration GROUP BY ALL ORDER BY 1`;

const folder = mkdtempSync(join(tmpdir(), 'clients-'));
const servers: ChildProcess[] = [];
let server: Running;
let walked: Walked;
let token: string;
beforeAll(async () => {
  if (why) return;
  server = await serve(await copyOfCity(), servers);
  token = openAccounts(join(server.dir, 'accounts.json')).byPerson(people.vendor.person)?.token ?? '';
  walked = await walk(server.as, {
    scenario,
    purpose: '行业统计',
    legalBasis: '公共数据授权运营管理办法',
    sql,
    recipients: ['某银行'],
    sourceStatement: '数据来源:登记机关',
    departments: ownersOf(sql),
  });
}, 240_000);
afterAll(async () => {
  if (server) await stop(server);
  servers.forEach((one) => one.kill('SIGKILL'));
  rmSync(folder, { recursive: true, force: true });
});

interface Told {
  readonly entries: readonly string[];
  readonly types: Readonly<Record<string, string>>;
  readonly json: readonly (readonly (string | number | boolean | null)[])[];
  readonly arrow: readonly (readonly (string | null)[])[];
  readonly csv: readonly (readonly (string | null)[])[];
  readonly pandas: Readonly<Record<string, string>>;
  readonly states: readonly { readonly state: string; readonly at: string }[];
  readonly files: readonly string[];
}

function python(...args: readonly string[]): {
  readonly status: number | null;
  readonly out: string;
  readonly error: string;
} {
  const env = { ...process.env, SLUICE_URL: server.url, SLUICE_TOKEN: token };
  const ran = spawnSync('python3', args, { encoding: 'utf8', env });
  return { status: ran.status, out: ran.stdout, error: ran.stderr };
}

test.skipIf(why !== undefined)(
  'DC-11 pandas and pyarrow read what JSON says: lists, a query in four forms, a run by its states, a release as Parquet',
  async () => {
    const ran = python(script, wide, walked.program, scenario.id, walked.export, folder);
    expect([ran.status, ran.error]).toEqual([0, '']);
    const told = JSON.parse(ran.out) as Told;
    expect(new Set(told.entries).size).toBe(told.entries.length);
    expect(told.entries.length).toBeGreaterThan(4);
    expect(told.types).toMatchObject({ district_code: 'string', firms: 'int64', share: 'double', day: 'date32[day]' });
    expect(told.types['money']).toMatch(/^decimal128\(\d+, 2\)$/);
    expect(told.types['many']).toBe('bool');
    expect(told.pandas).toMatchObject({ firms: 'int64', share: 'float64', many: 'bool' });
    expect(told.json.length).toBeGreaterThan(3);
    const texts = told.json.map((row) => row.map((value) => (value === null ? null : String(value))));
    expect(told.csv).toEqual(texts);
    const asPython = { true: 'True', false: 'False' } as Readonly<Record<string, string>>;
    expect(told.arrow).toEqual(
      texts.map((row) => row.map((value) => (value === null ? null : (asPython[value] ?? value)))),
    );
    expect(told.states.map(({ state }) => state)).toEqual([
      'requested',
      'prechecked',
      'queued',
      'running',
      'quarantined',
    ]);
    for (const { at } of told.states) expect(at).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(told.files).toEqual([join(folder, `data-${walked.run}.parquet`)]);
    await sameForDuckDb(told.files[0] ?? '');
  },
);

test.skipIf(why !== undefined)('a refusal is told in words, and with what helps', () => {
  const ran = python(script, 'SELECT ent_name FROM ent_registration', 'p', 's', 'e', folder);
  expect(ran.status).toBe(1);
  expect(ran.error).toMatch(/^E_COLUMN_RULE: Cannot .+\. .+/);
});

/** The released table, by an engine for Node, and by one for Python where there is one. */
async function sameForDuckDb(file: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const read = await connection.runAndReadAll(`SELECT * FROM read_parquet('${file}')`);
  const [names, types, count] = [read.columnNames(), read.columnTypes().map(String), read.currentRowCount];
  connection.closeSync();
  instance.closeSync();
  expect(names.slice(0, 2)).toEqual(['district_code', 'firms']);
  expect(types.slice(0, 2)).toEqual(['VARCHAR', 'BIGINT']);
  expect(count).toBeGreaterThan(3);
  if (whyNoDuck) return;
  const ran = python(duck, file);
  expect(JSON.parse(ran.out)).toEqual({ columns: names, types, rows: count });
}
