/**
 * The files of a released result, and only of declared outputs: a table as CSV and JSON, an interface's answer as JSON, a model as its
 * coefficients and its card, as JSON, as PMML, and as a page for people. Equal results give equal bytes. A hidden value is `[c]` in CSV (the UK
 * government's shorthand for "confidential") and null with a mark in JSON, so that nobody reads it as zero.
 *
 * @see GSS guidance on symbols in tables
 */
import { createHash } from 'node:crypto';
import { suppressionMarker } from '#policies/disclosure/marker.ts';
import { treatmentWords } from '#policies/disclosure/treat/label.ts';
import type { TrainedCard } from '#policies/disclosure/model/forms.ts';
import { printPmml } from '#policies/privacy/train/pmml.ts';
import { printProgramPmml } from '#policies/program/models/pmml.ts';
import type { Output } from '#policies/procedure/output-contract.ts';
import type { ResultTable } from '../operations.ts';
import type { Made } from './fit-contract.ts';
import { printModelCard, type ModelFacts } from './model-card.ts';

export interface ExportFile {
  readonly name: string;
  readonly bytes: Buffer;
  readonly sha256: string;
}

interface Product extends Made, ModelFacts {
  readonly outputs?: readonly Output[];
}

/**
 * A result of before programs declared their outputs has the files of what it is.
 *
 * @param run names the files, so that an export of several runs holds each
 */
export function exportFiles(run: string, product: Product): readonly ExportFile[] {
  const { table, model, outputs } = product;
  const kinds = outputs?.map(({ kind }) => kind) ?? (model ? ['model'] : ['table']);
  const json = file(`data-${run}.json`, toJson(table));
  const tables = [file(`data-${run}.csv`, toCsv(table)), json];
  if (kinds.includes('model') && model) return [...tables, ...modelFiles(run, model, product)];
  if (kinds.includes('table')) return tables;
  return kinds.includes('api') ? [json] : [];
}

function modelFiles(run: string, model: TrainedCard, product: Product): readonly ExportFile[] {
  const card = `${JSON.stringify(model, undefined, 2)}\n`;
  const pmml = 'maker' in model ? printProgramPmml(model) : printPmml(model);
  return [
    file(`model-${run}.json`, card),
    file(`model-${run}.pmml`, pmml),
    file(`model-card-${run}.md`, printModelCard(run, { ...product, model })),
  ];
}

/** A file by its text. */
export function file(name: string, text: string): ExportFile {
  const bytes = Buffer.from(text, 'utf8');
  return { name, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** RFC 4180 with LF line ends. */
export function toCsv({ columns, rows, hidden }: ResultTable): string {
  const head = columns.map((column) => field(column.name));
  const body = rows.map((row, at) =>
    row.map((value, column) => (hidden[at]?.[column] ? suppressionMarker : value === null ? '' : field(String(value)))),
  );
  return `${[head, ...body].map((line) => line.join(',')).join('\n')}\n`;
}

function field(text: string): string {
  return /[",\n\r]|^\[c\]$/.test(text) || text === '' ? `"${text.replaceAll('"', '""')}"` : text;
}

/** `rows` as arrays in column order; `suppressed` lists [row, column] of every hidden value; `treatment` says why numbers are not exact. */
function toJson({ columns, rows, hidden, treatment }: ResultTable): string {
  const suppressed = hidden.flatMap((marks, row) => marks.flatMap((mark, column) => (mark ? [[row, column]] : [])));
  const label = treatment && { treatment: { ...treatment, ...treatmentWords(treatment) } };
  const heads = columns.map(({ name, type }) => ({ name, type }));
  return `${JSON.stringify({ columns: heads, rows, suppressed, ...label })}\n`;
}
