/**
 * The private lane in one process, over many versions of the same tables: text → plan → printed SQL → whole numbers. Each version is
 * published with the statements of the publish step, under one numbering of units, and its rows then lie in an order of their own.
 */
import { DuckDBInstance, type DuckDBConnection, type Json } from '@duckdb/node-api';
import { privateTables } from '#policies/catalog/units.ts';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import type { Measured } from '#policies/privacy/exact-numbers.ts';
import { planPrivate } from '#policies/privacy/plan.ts';
import type { PrivatePlan, Release } from '#policies/privacy/plan-types.ts';
import { printRelease, type Measurement } from '#policies/privacy/print-release.ts';
import { privacySettings, type PrivacySettings } from '#policies/privacy/settings.ts';
import { decode } from '#policies/query/decode.ts';
import { outputIds } from '#policies/query/ir.ts';
import { columnName, printRel, quoted } from '#policies/query/print.ts';
import { resolve } from '#policies/query/resolve.ts';
import { printSchema } from '#policies/query/schema-sql.ts';
import { unwrap, type Outcome } from '#policies/refusal.ts';
import {
  codedColumns,
  countsSql,
  dictionaryOf,
  dictionarySql,
  storedSql,
  type Staged,
} from '#sandbox/private/table-sql.ts';
import { keepInsideTry } from '#sandbox/query/engine.ts';
import { fillStatements } from '../oracle/generate/tables.ts';
import type { Tables } from '../oracle/interpreter/interpret.ts';

type Row = readonly Json[];
/** What a test does to a printed statement; a mutant returns another text. */
export type Rewrite = (sql: string) => string;

export const asPrinted: Rewrite = (sql) => sql;

/** The same in every version and every run, as the key of a space is. */
const key = Buffer.alloc(32, 7);
const everyUnit = 'everyone';

export const settingsOf = (change: Partial<PrivacySettings> = {}): PrivacySettings => privacySettings.parse(change);

export class World implements Disposable {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  readonly entries: readonly CatalogEntry[];
  readonly #versions = new Set<string>();

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection, entries: readonly CatalogEntry[]) {
    this.#instance = instance;
    this.#connection = connection;
    this.entries = entries;
  }

  /** Two threads, so that the engine may put rows together in any order. */
  static async open(entries: readonly CatalogEntry[]): Promise<World> {
    const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
    const connection = await instance.connect();
    const world = new World(instance, connection, entries);
    await connection.run(keepInsideTry);
    await connection.run(`ATTACH ':memory:' AS source`);
    for (const entry of entries) {
      const isOpen = entry.attribute === 'unconditional';
      if (isOpen) await connection.run(`ATTACH ':memory:' AS ${quoted(entry.id)}`);
      for (const sql of printSchema(entry)) {
        await connection.run(isOpen ? sql : sql.replaceAll(`${quoted(entry.id)}.`, 'source.'));
      }
    }
    return world;
  }

  /** Numbers of units that all later versions share. */
  async number(units: readonly string[]): Promise<void> {
    const rows = units.map((unit, at) => `('${unit}', ${at + 1}::UINTEGER)`).join(', ');
    await this.run(`CREATE OR REPLACE TABLE ${everyUnit} AS SELECT * FROM (VALUES ${rows}) AS t(id, u)`);
  }

  async run(sql: string): Promise<void> {
    await this.#connection.run(sql);
  }

  async rows(sql: string): Promise<readonly Row[]> {
    return (await this.#connection.runAndReadAll(sql)).getRowsJson();
  }

  /** Publishes the tables as database `version`. @param order decides in which physical order the rows lie */
  async publish(version: string, tables: Tables, order = 0): Promise<void> {
    await this.fill(tables);
    await this.publishSource(version, order);
  }

  async fill(tables: Tables): Promise<void> {
    for (const sql of fillStatements(tables, (table) => this.#sourceOf(table))) await this.run(sql);
  }

  #sourceOf(table: string): string {
    const entry = this.entries.find(({ tables }) => tables.some(({ name }) => name === table));
    const database = entry?.attribute === 'unconditional' ? quoted(entry.id) : 'source';
    return `${database}.main.${quoted(table)}`;
  }

  /** As it is now in `source`. */
  async publishSource(version: string, order = 0): Promise<void> {
    if (!this.#versions.has(version)) await this.run(`ATTACH ':memory:' AS ${quoted(version)}`);
    this.#versions.add(version);
    const there = (sql: string): string => sql.replaceAll('target.main.', `${quoted(version)}.main.`);
    for (const entry of this.entries) {
      for (const table of privateTables(entry)) {
        const staged: Staged = { ...table, counts: 'counts', numbers: everyUnit };
        await this.run(`CREATE OR REPLACE TEMP TABLE counts AS ${countsSql(table)}`);
        for (const column of codedColumns(staged)) {
          const dictionary = there(dictionaryOf(staged, column));
          await this.run(`CREATE OR REPLACE TABLE ${dictionary} AS ${dictionarySql(staged, column)}`);
        }
        const shuffled = `SELECT * FROM (${there(storedSql(staged, key))}) AS s ORDER BY hash(__u, __rk, ${order})`;
        await this.run(`CREATE OR REPLACE TABLE ${there(`target.main.${quoted(table.table.name)}`)} AS ${shuffled}`);
      }
    }
  }

  async resolve(sql: string): Promise<ReturnType<typeof resolve>> {
    const reader = await this.#connection.runAndReadAll('SELECT json_serialize_sql($1::VARCHAR)', [sql]);
    const tree = reader.getRowsJson()[0]?.[0];
    const syntax = decode(typeof tree === 'string' ? tree : '', sql);
    return syntax.ok ? resolve(syntax.value, this.entries) : syntax;
  }

  async plan(sql: string, settings: Partial<PrivacySettings> = {}): Promise<Outcome<PrivatePlan>> {
    const query = await this.resolve(sql);
    return query.ok ? planPrivate(query.value, settingsOf(settings)) : query;
  }

  /** The one release of a text that must have one. */
  async release(sql: string, settings: Partial<PrivacySettings> = {}): Promise<Release> {
    const [release] = unwrap(await this.plan(sql, settings)).releases;
    if (!release) throw new Error('no release');
    return release;
  }

  /** Unit-local rows below a release, of one unit, in a version. Codes are left out: a dictionary is of one version. */
  async inputOf({ input, unit, stored }: Release, version: string, at: number, rewrite = asPrinted): Promise<string[]> {
    const codes = new Set([...stored.values()].flatMap(({ code }) => (code ? [code.id] : [])));
    const columns = outputIds(input).filter((id) => !codes.has(id));
    const sql = `SELECT ${columns.map(columnName).join(', ')} FROM (${rewrite(printRel(input))}) WHERE ${columnName(unit)} = ${at}`;
    return (await this.rows(this.#in(version, sql))).map((row) => JSON.stringify(row)).sort();
  }

  /** What the statements of a release give in a version. */
  async measure(release: Release, version: string, rewrite = asPrinted): Promise<readonly Measured[]> {
    return this.measureAll(printRelease(release, { salt: 'pepper' }), version, rewrite);
  }

  async measureAll(
    statements: readonly Measurement[],
    version: string,
    rewrite = asPrinted,
  ): Promise<readonly Measured[]> {
    const measured: Measured[] = [];
    for (const measurement of statements) {
      const rows = await this.rows(this.#in(version, rewrite(measurement.sql)));
      measured.push({ measurement, rows: rows.map((row) => row.map(scalar)) });
    }
    return measured;
  }

  /** The rows lie anyhow, but a statement that counts on the order of the publication gets it. */
  #in(version: string, sql: string): string {
    const needsOrder = sql.includes('rows out of order');
    return this.entries
      .filter(({ attribute }) => attribute !== 'unconditional')
      .reduce((text, { id }) => {
        const there = text.replaceAll(`${quoted(id)}.main.`, `${quoted(version)}.main.`);
        const scan = new RegExp(`FROM (${quoted(version)}\\.main\\."[a-z]+")\\)`, 'g');
        return needsOrder ? there.replaceAll(scan, 'FROM (FROM $1 ORDER BY __u, __rk))') : there;
      }, sql);
  }

  [Symbol.dispose](): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
  }
}

function scalar(value: Json): string | number | boolean | null {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  throw new Error('not a scalar');
}
