/**
 * The SQL that compares two membership files: for each pair of cells with common units, in how many units they differ. Cells without a
 * common unit differ in at least 2k, so the join leaves them out.
 *
 * @see disclosure.md §2.8 (G1)
 */
import { isComparable } from '#policies/disclosure/history-vectors.ts';
import { maxRecipes } from '#policies/disclosure/history.ts';
import { quoted } from '#policies/query/print.ts';
import type { RunNote } from './note.ts';

/** One side: a run, the name under which its file is attached, and one of its unit columns. */
export interface Side {
  readonly note: RunNote;
  readonly name: string;
  readonly unit: number;
}

export interface Comparison {
  readonly left: Side;
  readonly right: Side;
  readonly k: number;
  /** Both sides are one release: a cell is compared with itself, one statistic with another. */
  readonly within?: boolean;
}

type Pair = readonly [left: number, right: number];

/** Vectors of both sides that can be subtracted. */
export function comparablePairs({ left, right, within = false }: Omit<Comparison, 'k'>): readonly Pair[] {
  return left.note.vectors.flatMap((a, i) =>
    right.note.vectors.flatMap((b, j): readonly Pair[] => (isComparable(a, b) && !(within && j <= i) ? [[i, j]] : [])),
  );
}

/**
 * Columns: label, other label, units that differ, list of contributions that differ. Only pairs that isolate somebody are returned:
 * the condition spares the transport, the decision is made on the numbers.
 */
export function printComparison(comparison: Comparison): string {
  const { left, right, k, within = false } = comparison;
  const pairs = comparablePairs(comparison);
  const same = within ? ' AND a.cell = b.cell' : '';
  // With a statistic in common, the rows behind it count too: they show a condition that a rescaled statistic would hide.
  const rows = pairs.length > 0 && !within ? ['rows'] : [];
  const counted = [
    'count(*) AS common',
    'count(*) FILTER (a.r <> b.r) AS changed',
    ...pairs.map(([i, j]) => `count(*) FILTER (a.v${i} <> b.v${j}) AS d${i}_${j}`),
    ...distinct(pairs.map(([i]) => i)).map((i) => `count(*) FILTER (a.v${i} <> 0) AS x${i}`),
    ...distinct(pairs.map(([, j]) => j)).map((j) => `count(*) FILTER (b.v${j} <> 0) AS y${j}`),
  ];
  const parts = [
    ...rows.map(() => 'units + changed'),
    ...pairs.map(
      ([i, j]) => `CASE WHEN l.s${i} AND r.s${j} THEN d${i}_${j} + (l.z${i} - x${i}) + (r.z${j} - y${j}) ELSE 0 END`,
    ),
  ];
  return `WITH pair AS (
      SELECT a.cell AS a, b.cell AS b, ${counted.join(', ')}
      FROM ${member(left)} AS a JOIN ${member(right)} AS b ON a.u = b.u${same}
      WHERE a.unit = ${left.unit} AND b.unit = ${right.unit} GROUP BY a.cell, b.cell),
    sized AS (
      SELECT a, b, l.label AS label, r.label AS other, l.units + r.units - 2 * common AS units, pair.* EXCLUDE (a, b), l, r
      FROM pair JOIN ${cell(left)} AS l ON l.unit = ${left.unit} AND l.cell = a
      JOIN ${cell(right)} AS r ON r.unit = ${right.unit} AND r.cell = b),
    judged AS (SELECT a, b, label, other, units, CAST([${parts.join(', ')}] AS INTEGER[]) AS parts FROM sized)
    SELECT label, other, CAST(units AS INTEGER), parts FROM judged
    WHERE len(list_filter(list_append(parts, CAST(units AS INTEGER)), lambda x: x BETWEEN 1 AND ${k - 1})) > 0
    ORDER BY a, b LIMIT ${maxRecipes}`;
}

const member = ({ name }: Side): string => `${quoted(name)}.member`;
const cell = ({ name }: Side): string => `${quoted(name)}.cell`;

function distinct(list: readonly number[]): readonly number[] {
  return [...new Set(list)];
}
