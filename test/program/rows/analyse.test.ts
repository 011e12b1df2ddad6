/** The analysis of a program's rows with the real parser process: what is bound over empty tables, and what is said of it. */
import { openSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { unwrap } from '#policies/refusal.ts';
import { analyseRows, analyseUnits } from '#sandbox/program/analyse-rows.ts';
import { limits } from '#sandbox/supervisor/config.ts';
import { resolveText } from '#sandbox/supervisor/analyse.ts';
import { Parser } from '#sandbox/supervisor/parser.ts';
import { kindsEntry } from './entries.ts';

let parser: Parser;
beforeAll(() => {
  parser = new Parser(openSync('/dev/null', 'a'), limits);
});
afterAll(() => parser[Symbol.dispose]());

async function resolved(sql: string, entry: CatalogEntry = kindsEntry) {
  return unwrap(await resolveText({ parser, entries: [entry] }, sql));
}

const every = `SELECT x, n, m, b, d, t, g, CASE w WHEN 'it''s' THEN 'it''s' ELSE 'é' END AS c FROM`;

test('analyseRows binds every kind of column, and says what is read of whom', async () => {
  const query = await resolved(`${every} kind WHERE g = 'b'`);
  const { entries, explanation } = unwrap(await analyseRows(query, { profile: 'standard' }, parser));
  expect(entries.map(({ id }) => id)).toEqual(['kinds']);
  expect(explanation).toMatchObject({ kind: 'exact', k: 10, units: ['person'], entries: ['kinds'], tables: ['kind'] });
  expect(explanation.used).toContain('kind.g');
  expect(explanation.lineage.filters).toEqual(['kind.g']);
});

test('analyseUnits binds the private form, and has no price', async () => {
  const query = await resolved(`${every} visit_of`);
  const { plan, explanation } = unwrap(await analyseUnits(query, { maxRowsPerUnit: 2 }, parser));
  expect(plan.rowsPerUnit).toBe(2);
  expect(explanation).toMatchObject({ kind: 'private', k: 0, units: ['person'], tables: ['visit_of'] });
  expect(explanation).not.toHaveProperty('private');
});

test('what is declared to be too much is refused before anything is bound', async () => {
  const tables = kindsEntry.tables.map((table) => ({ ...table, volume: 20_000_001 }));
  const [one, other] = ['kind', 'visit_of'].map((table) =>
    resolved(`SELECT x, n FROM ${table}`, { ...kindsEntry, tables }),
  );
  if (!one || !other) throw new Error('two queries expected');
  const refusals = [
    await analyseRows(await one, { profile: 'standard' }, parser),
    await analyseUnits(await other, {}, parser),
  ];
  expect(refusals.map((outcome) => (outcome.ok ? 'accepted' : outcome.refusals[0].code))).toEqual([
    'E_COST_CLASS',
    'E_COST_CLASS',
  ]);
});
