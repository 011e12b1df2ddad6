/**
 * Printing is injection-proof: whatever text a vendor writes into constants and names comes back as that text, and the printed statements
 * stay what they are. @see query-and-privacy.md §0.1, §2.15; DC-06
 */
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { printEvidence } from '#policies/query/evidence.ts';
import { printPost } from '#policies/query/post.ts';
import { unwrap } from '#policies/refusal.ts';
import { Pipeline } from './pipeline.ts';

let pipeline: Pipeline;

beforeAll(async () => {
  pipeline = await Pipeline.open();
});

afterAll(() => pipeline[Symbol.dispose]());

const nasty = [
  "'",
  "''",
  '"',
  '""',
  '\\',
  '--',
  '/*',
  '*/',
  ';',
  '$$',
  '$1',
  '?',
  ')',
  '%',
  '_',
  '\n',
  "E'",
  '域',
  '😀',
  '\u202e',
  'c1',
  'DROP TABLE t',
  "'; ATTACH 'x'; --",
];

/** Texts of hostile pieces and of any characters that DuckDB can hold. */
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...nasty), fc.string({ unit: 'grapheme' })), { minLength: 1, maxLength: 6 })
  .map((parts) => parts.join(''))
  .filter((text) => !text.includes('\0') && text.isWellFormed());

const constant = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const name = (text: string): string => `"${text.replaceAll('"', '""')}"`;

test('print gives a text constant back as it was written', async () => {
  await fc.assert(
    fc.asyncProperty(hostile, async (text) => {
      const sql = `SELECT ${constant(text)} AS k, count(*) AS n, sum(CASE WHEN g = ${constant(text)} THEN 1 ELSE 0 END) FROM t WHERE g <> ${constant(text)} GROUP BY k HAVING k = ${constant(text)}`;
      const { rows } = await pipeline.answer(sql);
      expect(rows.map((row) => row[0])).toEqual([text]);
    }),
    { numRuns: 60, seed: 1 },
  );
});

test('print never holds a name of the vendor, and columns keep theirs', async () => {
  await fc.assert(
    fc.asyncProperty(hostile, hostile, async (alias, relation) => {
      fc.pre(alias !== '' && relation !== '');
      const sql = `WITH ${name(relation)} AS (SELECT g AS ${name(alias)}, u FROM t AS ${name(relation)}) SELECT r.${name(alias)} AS k, count(*) FROM ${name(relation)} AS r GROUP BY ALL`;
      const plan = unwrap(await pipeline.plan(sql));
      if (plan.kind !== 'exact') throw new Error('must be exact');
      expect(plan.post.columns.map((column) => column.name)).toEqual(['k', 'count_star']);
      const { setup, cells, units } = printEvidence(plan);
      const printed = [...setup, cells, ...units, printPost(plan)].join('\n');
      expect(printed).toMatch(/^[\x20-\x7e\n]*$/);
      expect(printed).not.toMatch(/;|--|\/\*|'/);
    }),
    { numRuns: 60, seed: 2 },
  );
});

test('print gives each statement as one statement of the parser', async () => {
  const sql = `SELECT k, n FROM (SELECT g AS "x; DROP TABLE t", g AS k, count(*) AS n FROM t WHERE g <> 'a''; DROP TABLE t; --' GROUP BY ALL)`;
  const plan = unwrap(await pipeline.plan(sql));
  if (plan.kind !== 'exact') throw new Error('must be exact');
  const { setup, cells, units } = printEvidence(plan);
  const selects = [
    ...setup.map((text) => text.replace(/^CREATE TEMP \w+ \w+ AS /, '')),
    cells,
    ...units,
    printPost(plan),
  ];
  for (const text of selects) {
    const tree = JSON.parse(await pipeline.ast(text)) as { error: boolean; statements: unknown[] };
    expect(tree.error).toBe(false);
    expect(tree.statements).toHaveLength(1);
  }
});
