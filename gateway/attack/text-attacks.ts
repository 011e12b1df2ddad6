/**
 * What an attacker would try beside the release of a text: the classic attacks, made of that very text and a person who stands out in the
 * pulled rows.
 *
 * @see Denning & Denning (1979), trackers; disclosure.md §2.8
 */
import type { Title } from '#policies/catalog/entry.ts';
import type { Adversary, Given, Question, ReleasedTable } from './adversary.ts';
import { askAll, type Attempt } from './pack.ts';
import { restricted, type Target } from './text-target.ts';

export interface TextArena {
  readonly vendors: readonly [Adversary, Adversary];
  /** The vendor's own. */
  readonly question: Question;
  readonly target: Target;
}

export interface TextAttack {
  readonly id: string;
  readonly title: Title;
  readonly tells: string;
  /** Undefined where the text leaves no room for it. */
  readonly run: (arena: TextArena) => Promise<Attempt | undefined>;
}

type Asked = readonly [Adversary, Question];

export const textAttacks: readonly TextAttack[] = [
  {
    id: 'rows',
    title: { zh: '直接取数', en: 'The rows behind it' },
    tells: 'every row that the text reads',
    run: async ({ vendors: [a], target }) => {
      const given = await askAll([[a, { sql: `SELECT * FROM ${target.table}` }]]);
      return attempt(given, given[0]?.kind === 'released' ? 'rows' : undefined);
    },
  },
  {
    id: 'one unit',
    title: { zh: '限定单个主体', en: 'The same of one unit by its id' },
    tells: 'the answer of one unit',
    run: async ({ vendors: [a], question, target }) => {
      const sql = restricted(question.sql, target, `${target.unit.column} = ${target.unit.literal}`);
      if (sql === undefined) return undefined;
      const given = await askAll([[a, { ...question, sql }]]);
      return attempt(given, shownIn(given[0], question), heldBy(question));
    },
  },
  {
    id: 'few units',
    title: { zh: '限定少数主体', en: 'The same of the few units that known attributes single out' },
    tells: 'the answer of fewer units than any answer may be about',
    run: async ({ vendors: [a], question, target }) => {
      const sql = restricted(question.sql, target, target.condition);
      if (sql === undefined) return undefined;
      const given = await askAll([[a, { ...question, sql }]]);
      return attempt(given, shownIn(given[0], question), heldBy(question));
    },
  },
  difference('difference', { zh: '差分', en: 'The text, and the same without those units' }, ([a]) => [a, a]),
  difference('collusion', { zh: '合谋差分', en: 'The same difference by two vendors' }, ([a, b]) => [a, b]),
  {
    id: 'finer',
    title: { zh: '细分', en: 'The same split further, and what the total leaves' },
    tells: 'a hidden cell, as a total less the cells that are shown',
    run: async ({ vendors: [a], question, target }) => {
      const sql = split(question.sql, target);
      if (sql === undefined || question.lane === 'private') return undefined;
      const given = await askAll([
        [a, question],
        [a, { ...question, sql }],
      ]);
      return attempt(given, given.length === 2 ? left(given[0], given[1]) : undefined);
    },
  },
  {
    id: 'again',
    title: { zh: '重复提问', en: 'The same three times' },
    tells: 'the value without its noise, as a mean of several answers',
    run: async ({ vendors: [a], question }) => {
      const given = await askAll([question, question, question].map((one): Asked => [a, one]));
      const tables = given.flatMap((one) => (one.kind === 'released' ? [JSON.stringify(one.table.rows)] : []));
      const held = 'every answer is the same: what was answered once is not drawn again';
      return new Set(tables).size > 1 ? { given, learned: `${tables.length} different answers` } : { given, held };
    },
  },
];

function difference(
  id: string,
  title: Title,
  who: (vendors: TextArena['vendors']) => readonly [Adversary, Adversary],
): TextAttack {
  return {
    id,
    title,
    tells: 'the answer of those units, as one table less the other',
    run: async ({ vendors, question, target }) => {
      const sql = restricted(question.sql, target, `NOT (${target.condition})`);
      if (sql === undefined) return undefined;
      const [first, second] = who(vendors);
      const given = await askAll([
        [first, question],
        [second, { ...question, sql }],
      ]);
      const found = question.lane === 'private' ? undefined : differing(given[0], given[1], target);
      return attempt(given, found, heldBy(question));
    },
  };
}

/** Where an answer was given, and tells nothing. */
function heldBy({ lane }: Question): string | undefined {
  return lane === 'private' ? 'every answer has noise of its own, which hides any one unit' : undefined;
}

function attempt(given: readonly Given[], learned: string | undefined, held?: string): Attempt {
  return { given, ...(learned !== undefined && { learned }), ...(held !== undefined && { held }) };
}

/** A value of few that was shown; noise protects whoever it is about. */
function shownIn(given: Given | undefined, { lane }: Question): string | undefined {
  if (given?.kind !== 'released' || lane === 'private') return undefined;
  const { table } = given;
  const at = table.rows.findIndex((row, index) =>
    row.some((value, column) => typeof value === 'number' && !isHidden(table, index, column)),
  );
  return at < 0 ? undefined : `a row about them: ${JSON.stringify(table.rows[at])}`;
}

function isHidden({ suppressed }: ReleasedTable, row: number, column: number): boolean {
  return suppressed.some(([r, c]) => r === row && c === column);
}

/** By their texts; rows of several tables that have them in common are about the same group. */
function keyOf(row: ReleasedTable['rows'][number]): string {
  return row.filter((value) => typeof value !== 'number').join('|');
}

function differing(one: Given | undefined, other: Given | undefined, { units }: Target): string | undefined {
  if (one?.kind !== 'released' || other?.kind !== 'released') return undefined;
  for (const [at, row] of one.table.rows.entries()) {
    const match = other.table.rows.findIndex((candidate) => keyOf(candidate) === keyOf(row));
    const column = row.findIndex(
      (value, index) => typeof value === 'number' && value !== other.table.rows[match]?.[index],
    );
    if (match < 0 || column < 0 || isHidden(one.table, at, column) || isHidden(other.table, match, column)) continue;
    return `${one.table.columns[column] ?? ''} of ${units}: ${Number(row[column]) - Number(other.table.rows[match]?.[column])}`;
  }
  return undefined;
}

/** Of a plain text that groups by all keys, the same with one more; undefined for another. */
function split(sql: string, { splitBy, table }: Target): string | undefined {
  const isPlain = (sql.match(/\bSELECT\b/gi) ?? []).length === 1 && /\bGROUP\s+BY\s+ALL\b/i.test(sql);
  if (!isPlain || splitBy === undefined || new RegExp(`\\b${splitBy}\\b`).test(sql)) return undefined;
  return sql.replace(/\bSELECT\b/i, `SELECT ${table}.${splitBy},`);
}

/** A total that is shown, all of whose parts but one are. */
function left(whole: Given | undefined, parts: Given | undefined): string | undefined {
  if (whole?.kind !== 'released' || parts?.kind !== 'released') return undefined;
  const { table } = parts;
  for (const row of whole.table.rows) {
    const own = table.rows.flatMap((part, at) => (keyOf(part.slice(1)) === keyOf(row) ? [at] : []));
    for (const [column] of row.entries()) {
      const hidden = own.filter((at) => isHidden(table, at, column + 1));
      if (hidden.length === 1 && typeof row[column] === 'number') return `the one hidden part of ${keyOf(row)}`;
    }
  }
  return undefined;
}
