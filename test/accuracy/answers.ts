/** Answers as numbers by what they are about, so that a noisy one can be laid beside the true one. */
import type { PrivateAnalysis } from '#sandbox/private/analyse.ts';

type Columns = PrivateAnalysis['explanation']['columns'];
export type Answer = ReadonlyMap<string, readonly number[]>;

/** Positions of the columns of a role. */
export function columnsOf(columns: Columns, role: Columns[number]['role']): readonly number[] {
  return columns.flatMap((column, at) => (column.role === role ? [at] : []));
}

/** The statistics of each row by its keys. */
export function answerOf(columns: Columns, rows: readonly (readonly unknown[])[]): Answer {
  const [keys, statistics] = [columnsOf(columns, 'key'), columnsOf(columns, 'statistic')];
  return new Map(
    rows.map((row) => [
      JSON.stringify(keys.map((at) => textOf(row[at]))),
      statistics.map((at) => Number(row[at] ?? Number.NaN)),
    ]),
  );
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}

export function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2;
}
