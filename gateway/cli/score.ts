/** `sluice score`: what a released model says of one's own rows, offline. Nothing but the two files is read. */
import { readFile } from 'node:fs/promises';
import { trainedCard, type TrainedCard } from '#policies/disclosure/model/forms.ts';
import { scoreRow, type Score } from '#policies/program/models/score.ts';
import type { ModelRow } from '#policies/privacy/train/model.ts';
import type { Arguments } from './args.ts';
import { parseCsv, type CsvRows } from './csv.ts';
import { told, type Answer } from './verb.ts';

export async function score({ words: [card = '', rows = ''] }: Arguments): Promise<Answer> {
  const scores = scoresOf(readCard(await readFile(card, 'utf8')), parseCsv(await readFile(rows, 'utf8')));
  return told(
    scores.map((one) => one ?? null),
    printScores(scores),
  );
}

function readCard(text: string): TrainedCard {
  const read = trainedCard.safeParse(parseJson(text));
  if (read.success) return read.data;
  throw new Error('Cannot score: the model must be the JSON card of a released one; got something else');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** One for each row, in order; undefined where the model says nothing of it. @throws Error where a feature has no column */
function scoresOf(card: TrainedCard, { head, rows }: CsvRows): readonly (Score | undefined)[] {
  const missing = card.features.filter(({ name }) => !head.includes(name));
  if (missing.length > 0)
    throw new Error(
      `Cannot score: the rows must have the columns ${missing.map(({ name }) => name).join(', ')}; got ${head.join(', ')}`,
    );
  return rows.map((row) => scoreRow(card, rowOf(card, head, row)));
}

/** An empty field is a missing value. */
function rowOf({ features }: TrainedCard, head: readonly string[], row: readonly string[]): ModelRow {
  return Object.fromEntries(
    features.map(({ kind, name }) => {
      const text = row[head.indexOf(name)] ?? '';
      if (text.trim() === '') return [name, null];
      return [name, kind === 'number' ? Number(text) : text];
    }),
  );
}

/** A line for each row, empty fields where there is no score. */
function printScores(scores: readonly (Score | undefined)[]): string {
  const first = scores.find((one) => one !== undefined);
  const hasPoints = first !== undefined && 'points' in first;
  const head = [first?.kind ?? 'score', ...(hasPoints ? ['points'] : [])];
  const lines = scores.map((one) => [
    one?.value ?? '',
    ...(hasPoints ? [one && 'points' in one ? (one.points ?? '') : ''] : []),
  ]);
  return [head, ...lines].map((line) => line.join(',')).join('\n');
}
