/**
 * A report's text as pieces: what its author wrote, and citations of cells, which are filled in the domain. A row is named by its keys and
 * not by its place, because nobody knows the rows before the release: `{{run-3[district=东城, year="2024"].persons}}`. `NULL` without quotes
 * is the missing key, which stands for a total; a table of one row needs no keys.
 *
 * @see procedure.md §5, data_report
 */
import { accept, refuse, type Outcome, type Position } from '../../refusal.ts';

/** The value that a key must have in the row. */
export interface CitedKey {
  readonly column: string;
  readonly value: string | null;
}

/** One cell of one run's table. */
export interface Citation {
  readonly kind: 'citation';
  readonly at: Required<Position>;
  readonly run: string;
  readonly keys: readonly CitedKey[];
  readonly column: string;
}

/** A stretch of the text as it was written. */
export interface Written {
  readonly kind: 'text';
  readonly at: Required<Position>;
  readonly text: string;
}

/** @see Citation; @see Written */
export type Piece = Written | Citation;

const token = /\{\{([^{}]*)\}\}/gu;
const citation = /^([a-zA-Z][a-zA-Z0-9_.@-]{0,127}?)(?:\[(.*)\])?\.([\p{L}_][\p{L}\p{N}_]{0,70})$/su;
const key = /\s*([\p{L}_][\p{L}\p{N}_]{0,70})\s*=\s*(?:"((?:[^"\n]|"")*)"|([^"\n,[\]{}]+?))\s*(?:,|$)/uy;

/** The pieces in order, which together are the whole text. Refuses with E_REPORT at the first token that cites nothing. */
export function readPieces(text: string): Outcome<readonly Piece[]> {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(token)) {
    const at = { offset: match.index, length: match[0].length };
    const cited = readCitation(match[1] ?? '', at);
    if (!cited) return notCited(at);
    pieces.push(written(text, end, at.offset), cited);
    end = at.offset + at.length;
  }
  const all = [...pieces, written(text, end, text.length)].filter(({ at }) => at.length > 0);
  const stray = all.find((piece) => piece.kind === 'text' && /[{}]/.test(piece.text));
  return stray ? notCited(stray.at) : accept(all);
}

function written(text: string, from: number, to: number): Written {
  return { kind: 'text', at: { offset: from, length: to - from }, text: text.slice(from, to) };
}

function readCitation(inner: string, at: Required<Position>): Citation | undefined {
  const [, run, list, column] = citation.exec(inner) ?? [];
  if (run === undefined || column === undefined) return undefined;
  const keys = list === undefined ? [] : readKeys(list);
  return keys && { kind: 'citation', at, run, keys, column };
}

/** @returns undefined for what is no list of different columns with a value each */
function readKeys(list: string): readonly CitedKey[] | undefined {
  const keys: CitedKey[] = [];
  key.lastIndex = 0;
  while (key.lastIndex < list.length) {
    const [, column, quoted, bare] = key.exec(list) ?? [];
    if (column === undefined) return undefined;
    const value = quoted === undefined ? (bare ?? '') : quoted.replaceAll('""', '"');
    keys.push({ column, value: bare === 'NULL' ? null : value });
  }
  const isOnce = new Set(keys.map(({ column }) => column)).size === keys.length;
  return isOnce && keys.length > 0 ? keys : undefined;
}

function notCited(where: Position): Outcome<never> {
  return refuse('E_REPORT', 'Cannot read the report: braces must hold a citation, {{run[key=value].column}}', {
    where,
  });
}
