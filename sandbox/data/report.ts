/**
 * Words for what is wrong with a source file. A report names table, place, column and reason, never a value:
 * it may be shown outside the domain. It also never names more than `listed` places.
 */
import type { SqlType } from '#policies/catalog/entry.ts';
import { refuse, type Outcome, type Refusal } from '#policies/refusal.ts';
import type { CsvFaultKind, CsvStructure } from './csv-scan.ts';

/** Places named in one report; the rest is only counted. */
export const listed = 20;

export type ProblemKind = 'missing' | 'type' | 'domain' | 'duplicate' | 'orphan';

/** One bad cell or row of one table. */
export interface Problem {
  /** From 0, in file order. */
  readonly record: number;
  readonly column: string;
  readonly kind: ProblemKind;
  /** What is asked of the column: its type, or the table it refers to. */
  readonly asked: string;
}

export interface TableReport {
  readonly table: string;
  readonly placeKind: 'line' | 'row';
  /** The first problems in file order; `total` counts all. */
  readonly problems: readonly Problem[];
  readonly total: number;
  readonly places: ReadonlyMap<number, number>;
}

/** At least one report must have a problem. */
export function refuseProblems(reports: readonly TableReport[]): Outcome<never> {
  const details = reports.flatMap((report) => report.problems.map((problem) => describe(report, problem)));
  return refuseAll(
    details,
    reports.reduce((sum, report) => sum + report.total, 0),
  );
}

/** At least one fault must be there. */
export function refuseStructure(table: string, structure: CsvStructure): Outcome<never> {
  const details = structure.faults.map(({ line, kind }) => `Cannot ingest ${table}, line ${line}: ${faultWords[kind]}`);
  return refuseAll(details, structure.faultCount);
}

function refuseAll(details: readonly string[], total: number): Outcome<never> {
  const shown = details.slice(0, listed).map((detail): Refusal => ({ code: 'E_INGEST', detail }));
  const [first, ...more] = shown;
  if (first === undefined) throw new RangeError('Cannot report: must have at least one problem; got none');
  const count = `Cannot ingest: every row must fit the entry; got ${total} bad places, of which ${shown.length} are listed`;
  return { ok: false, refusals: [first, ...more, { code: 'E_INGEST', detail: count }] };
}

function describe(report: TableReport, problem: Problem): string {
  const place = report.places.get(problem.record) ?? problem.record + 1;
  return `Cannot ingest ${report.table}, ${report.placeKind} ${place}, column ${problem.column}: ${problemWords[problem.kind](problem.asked)}`;
}

const problemWords: Record<ProblemKind, (asked: string) => string> = {
  missing: () => 'must have a value; got none',
  type: (asked) => `must be ${asked} without loss; got another value`,
  domain: () => 'must lie in the declared domain; got another value',
  duplicate: () => 'the primary key must be unique; got the key of an earlier row',
  orphan: (asked) => `must refer to a row of ${asked}; got none`,
};

const faultWords: Record<CsvFaultKind, string> = {
  fields: 'must have as many fields as the first record; got another number',
  quote: 'a quoted value must fill its field; got more text around it',
  unclosed: 'a quoted value must end; got the end of the file',
  return: 'a line must end with LF or CR LF; got a lone CR',
  nul: 'must be text; got a NUL byte',
  long: 'a record must be under 1 MB; got a longer one',
  encoding: 'must be UTF-8 text, or the option encoding be given; got other bytes',
  ending: 'all lines must end alike, with LF or with CR LF; got another end than that of the first line',
  blank: 'must hold the first record; got an empty line',
};

/** A declared type in words that follow "must be". */
export function typeWords(type: SqlType, format: string | undefined): string {
  if (format !== undefined) return `a ${type} in the format ${format}`;
  return `of type ${type}`;
}

export function refuseIngest(what: string, must: string, got: string): Outcome<never> {
  return refuse('E_INGEST', `Cannot ingest ${what}: ${must}; got ${got}`);
}
