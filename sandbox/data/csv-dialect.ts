/** Finds out how a CSV file is written: its delimiter, and whether its first record names the columns. */
import { open } from 'node:fs/promises';

export const delimiters = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof delimiters)[number];

/** What the file says of itself; `names` are the columns in file order. */
export interface CsvHead {
  readonly delimiter: Delimiter;
  readonly names: readonly string[];
  readonly header: boolean;
}

/** What is known before the file is opened. */
export interface CsvExpectation {
  /** Names that a header may hold, lower case. */
  readonly expected: ReadonlySet<string>;
  /** Columns in file order, for a file without header. */
  readonly columns?: readonly string[];
  readonly delimiter?: Delimiter;
}

const headBytes = 1 << 16;

/**
 * The delimiter is the one under which the first record names most expected columns, or has as many fields as `columns`.
 * With `columns` a first record equal to them is a header; without, the first record must name at least one expected column,
 * so that a file without header is never read as if its first row were names. `undefined` where nothing fits.
 */
export async function readCsvHead(path: string, known: CsvExpectation): Promise<CsvHead | undefined> {
  const text = await readHead(path);
  const choices = known.delimiter === undefined ? delimiters : [known.delimiter];
  let best: { readonly head: CsvHead; readonly score: number } | undefined;
  for (const delimiter of choices) {
    const fields = parseFirstRecord(text, delimiter);
    if (fields === undefined) continue;
    const found = known.columns === undefined ? asHeader(fields, known.expected) : asGiven(fields, known.columns);
    if (found === undefined || (best !== undefined && best.score >= found.score)) continue;
    best = { head: { delimiter, names: found.names, header: found.header }, score: found.score };
  }
  return best?.head;
}

interface Reading {
  readonly names: readonly string[];
  readonly header: boolean;
  readonly score: number;
}

function asHeader(fields: readonly string[], expected: ReadonlySet<string>): Reading | undefined {
  const names = fields.map((field) => field.trim());
  const score = names.filter((name) => expected.has(name.toLowerCase())).length;
  return score === 0 ? undefined : { names, header: true, score };
}

function asGiven(fields: readonly string[], columns: readonly string[]): Reading | undefined {
  if (fields.length !== columns.length) return undefined;
  const header = columns.every((name, i) => name.toLowerCase() === fields[i]?.trim().toLowerCase());
  return { names: columns, header, score: 1 };
}

async function readHead(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(headBytes) });
    return new TextDecoder().decode(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

/** Fields of the first record; `undefined` where it does not end within the head or its quotes are not closed. */
export function parseFirstRecord(text: string, delimiter: Delimiter): readonly string[] | undefined {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    const field = text[at] === '"' ? parseQuoted(text, at) : parsePlain(text, at, delimiter);
    if (field === undefined) return undefined;
    fields.push(field.value);
    at = field.end;
    if (text[at] !== delimiter) break;
    at += 1;
  }
  const end = text.startsWith('\r\n', at) || text[at] === '\n' || at >= text.length;
  return end ? fields : undefined;
}

interface Field {
  readonly value: string;
  readonly end: number;
}

function parseQuoted(text: string, at: number): Field | undefined {
  let end = at + 1;
  for (;;) {
    end = text.indexOf('"', end);
    if (end === -1) return undefined;
    if (text[end + 1] !== '"') break;
    end += 2;
  }
  return { value: text.slice(at + 1, end).replaceAll('""', '"'), end: end + 1 };
}

function parsePlain(text: string, at: number, delimiter: Delimiter): Field {
  let end = at;
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n') end += 1;
  if (text[end] === '\n' && text[end - 1] === '\r' && end > at) end -= 1;
  return { value: text.slice(at, end), end };
}
