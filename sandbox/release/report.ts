/**
 * A report with its numbers: each citation becomes the one shown cell that it names, and the marker where there is none: hidden, left out,
 * or more than one row. So a report says of a cell what its table says, and a refusal says nothing of the data.
 *
 * @see procedure.md §5, data_report
 */
import type { Scalar } from '#policies/disclosure/cell.ts';
import { suppressionMarker } from '#policies/disclosure/marker.ts';
import { treatmentWords } from '#policies/disclosure/treat/label.ts';
import { checkReportText, type ReportText } from '#policies/procedure/report/report.ts';
import { readPieces, type Citation } from '#policies/procedure/report/citations.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import type { ResultTable } from '../operations.ts';
import { file, type ExportFile } from './files.ts';

/** One in an export; no run's file is called so. */
export const reportName = 'report.md';

/** Refuses with E_REPORT and E_REPORT_NUMBER for what the text or the columns say, and for a run that is not in `tables`. */
export function renderReport(report: ReportText, tables: ReadonlyMap<string, ResultTable>): Outcome<ExportFile> {
  const cited = checkReportText(report);
  if (!cited.ok) return cited;
  const unknown = cited.value.find((citation) => !isOf(citation, tables.get(citation.run)));
  if (unknown) {
    const { run, column, at } = unknown;
    const detail = `Cannot write the report: must cite a column of a run of this export; got ${run}, ${column}`;
    return refuse('E_REPORT', detail, { where: at });
  }
  const pieces = readPieces(report.text);
  if (!pieces.ok) return pieces;
  const text = pieces.value.map((piece) => {
    const table = piece.kind === 'citation' ? tables.get(piece.run) : undefined;
    return piece.kind === 'text' ? piece.text : table ? cellOf(piece, table) : suppressionMarker;
  });
  const notes = [...tables].filter(([run]) => cited.value.some((citation) => citation.run === run)).flatMap(noteOf);
  return accept(file(reportName, `${[text.join('').trimEnd(), ...notes].join('\n\n')}\n`));
}

const noisyWords = {
  zh: '数值含噪声（差分隐私），并非精确值。',
  en: 'The numbers are noisy (differential privacy), and not exact.',
};

/** That numbers are not exact goes with them into every text. */
function noteOf([run, { columns, treatment }]: readonly [string, ResultTable]): readonly string[] {
  const isNoisy = columns.some(({ role }) => role === 'accuracy');
  const words = treatment ? treatmentWords(treatment) : isNoisy ? noisyWords : undefined;
  return words ? [`${run}：${words.zh} ${words.en}`] : [];
}

function isOf({ keys, column }: Citation, table: ResultTable | undefined): boolean {
  const names = new Set(table?.columns.map(({ name }) => name));
  return [...keys.map((key) => key.column), column].every((name) => names.has(name));
}

/** A row is found by its shown keys alone: one that is hidden is not there to be compared. */
function cellOf({ keys, column }: Citation, { columns, rows, hidden }: ResultTable): string {
  const placeOf = (name: string) => columns.findIndex((candidate) => candidate.name === name);
  const wanted = keys.map((key) => ({ at: placeOf(key.column), value: key.value }));
  const found = rows.flatMap((row, index) =>
    wanted.every(({ at, value }) => hidden[index]?.[at] === false && textOf(row[at]) === value) ? [index] : [],
  );
  const [index, ...others] = found;
  const value = index === undefined ? null : textOf(rows[index]?.[placeOf(column)]);
  const isShown = index !== undefined && others.length === 0 && hidden[index]?.[placeOf(column)] === false;
  return isShown && value !== null ? escaped(value) : suppressionMarker;
}

function textOf(value: Scalar | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}

/** A key of the data is a text of somebody else: it must not become a link or an end of a row. @see CommonMark 0.31 §2.4 */
function escaped(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>()#!|&~]/g, String.raw`\$&`).replaceAll(/\s+/g, ' ');
}
