/**
 * The text of a report before its numbers are known. Every number in it is a citation of a cell of the same export, or a constant that its
 * author declares and its reviewers see in a list.
 *
 * @see procedure.md §5, data_report; docs/decisions/028-numbers-in-a-report.md
 */
import { z } from 'zod';
import { accept, refuse, type Outcome } from '../../refusal.ts';
import { requireAll, requireThat } from '../decider.ts';
import { shortText, wellFormed, type Parsed, type ProductForm } from '../fields.ts';
import type { RunResult } from '../run-commands.ts';
import { readPieces, type Citation, type Piece } from './citations.ts';
import { checkMarkdown, placeholder } from './markdown.ts';
import { findNumbers, isNumber } from './numbers.ts';

/** Markdown with citations, and the numbers in it that are none: years, articles of a law, numbers in names. */
export const reportText = z.strictObject({
  text: wellFormed.min(1).max(20_000),
  constants: z.array(z.strictObject({ value: wellFormed.min(1).max(40), meaning: shortText })).max(50),
});

/** @see reportText */
export type ReportText = Parsed<typeof reportText>;

/** Refusals for one text; more would help nobody. */
const most = 20;

/**
 * Accepts a text of allowed Markdown in which every number is a citation or a declared constant, and returns what it cites. Needs no data.
 * Refuses with E_REPORT and E_REPORT_NUMBER, each at its place in the text.
 */
export function checkReportText({ text, constants }: ReportText): Outcome<readonly Citation[]> {
  const read = readPieces(text);
  if (!read.ok) return read;
  const { masked, placeOf } = mask(read.value);
  const known = new Set(constants.map(({ value }) => value));
  const numbers = findNumbers(masked)
    .filter((number) => !known.has(number.text))
    .map(({ offset, text: number }) => {
      const place = placeOf(offset);
      const shown = text.slice(place, placeOf(offset + number.length));
      const detail = `Cannot accept the report: a number must be a cited cell by itself, or a declared constant; got ${shown}`;
      return refuse('E_REPORT_NUMBER', detail, { where: { offset: place, length: shown.length } });
    });
  const checked = requireAll(
    [...constants.map(requireConstant), ...checkMarkdown(masked, placeOf), ...numbers].slice(0, most),
  );
  return checked.ok ? accept(read.value.filter((piece) => piece.kind === 'citation')) : checked;
}

/** What of an export its report is checked against. */
interface Reporting {
  readonly form: ProductForm;
  readonly runs: readonly string[];
  readonly report?: ReportText;
}

/** What is known of a cited run outside the domain. */
interface CitedRun {
  readonly id: string;
  readonly result?: Pick<RunResult, 'columns' | 'outputs'>;
}

/**
 * The report, if there is one, is of a `data_report`, and cites columns of runs of this very export whose programs declared a report.
 * Refuses with E_REPORT and E_REPORT_NUMBER.
 */
export function requireReport(
  doing: string,
  { form, runs, report }: Reporting,
  known: readonly CitedRun[],
): Outcome<void> {
  if (!report) return accept(undefined);
  const cited = checkReportText(report);
  if (!cited.ok) return cited;
  return requireAll([
    requireThat(
      form === 'data_report',
      'E_REPORT',
      `Cannot ${doing}: a report must be of the form data_report; got ${form}`,
    ),
    ...cited.value.map((citation) =>
      requireCited(
        doing,
        citation,
        known.filter(({ id }) => runs.includes(id)),
      ),
    ),
  ]);
}

function requireCited(doing: string, { run, keys, column, at }: Citation, known: readonly CitedRun[]): Outcome<void> {
  const where = { where: { offset: at.offset, length: at.length } };
  const result = known.find(({ id }) => id === run)?.result;
  if (!result) return refuse('E_REPORT', `Cannot ${doing}: must cite a run of this export; got ${run}`, where);
  if (!result.outputs?.some(({ kind }) => kind === 'report'))
    return refuse('E_REPORT', `Cannot ${doing}: the program of ${run} must declare a report among its outputs`, where);
  const names = result.columns.map(({ name }) => name);
  const unknown = [...keys.map((key) => key.column), column].find((name) => !names.includes(name));
  if (unknown === undefined) return accept(undefined);
  const detail = `Cannot ${doing}: must cite columns of ${run} (${names.join(', ')}); got ${unknown}`;
  return refuse('E_REPORT', detail, where);
}

function requireConstant({ value }: ReportText['constants'][number]): Outcome<void> {
  const detail = `Cannot accept the report: a constant must be one number as the text writes it; got ${value}`;
  return requireThat(isNumber(value) && !value.includes(placeholder), 'E_REPORT_NUMBER', detail);
}

/** The text with one sign for each citation, and the way back to the places of the text itself. */
function mask(pieces: readonly Piece[]): { readonly masked: string; readonly placeOf: (offset: number) => number } {
  const places: number[] = [];
  let masked = '';
  for (const piece of pieces) {
    // Whoever writes the sign himself has written something that is not allowed.
    const shown = piece.kind === 'text' ? piece.text.replaceAll(placeholder, '\uFFFD') : placeholder;
    for (let unit = 0; unit < shown.length; unit++) places.push(piece.at.offset + unit);
    masked += shown;
  }
  const end = pieces.at(-1);
  places.push(end ? end.at.offset + end.at.length : 0);
  return { masked, placeOf: (offset) => places[offset] ?? 0 };
}
