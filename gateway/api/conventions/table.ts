/** A table in the form that its reader asks for: pandas, Polars, DuckDB and R read three of them without knowing of us. */
import type { Context } from 'hono';
import { treatmentWords } from '#policies/disclosure/treat/label.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { columnsOf, type Shown } from './columns.ts';
import { toCsv } from './csv.ts';
import { negotiate } from './negotiate.ts';

export const tableForms = {
  'application/json': 'json',
  'application/vnd.apache.arrow.stream': 'arrows',
  'application/vnd.apache.parquet': 'parquet',
  'text/csv': 'csv',
} as const;

export type TableForm = keyof typeof tableForms;

const offers = Object.keys(tableForms) as [TableForm, ...TableForm[]];

/** The form that is wanted; JSON where nothing is said. Refuses E_ACCEPT. */
export function wantedForm(c: Context): Outcome<TableForm> {
  const wanted = negotiate(c.req.header('accept'), offers);
  return wanted ? accept(wanted) : refuse('E_ACCEPT', `Cannot answer: must accept one of ${offers.join(', ')}`);
}

/** What a file says of itself: texts under names of ours. */
export type Facts = Readonly<Record<string, string>>;

/** The bytes of the table; libraries are loaded by whoever asks for them first. */
export async function encodeTable(
  shown: Shown,
  form: Exclude<TableForm, 'application/json'>,
  facts: Facts,
): Promise<Uint8Array> {
  const columns = columnsOf(shown);
  const told = { ...facts, ...treatmentFacts(shown) };
  switch (form) {
    case 'text/csv':
      return new TextEncoder().encode(toCsv(columns));
    case 'application/vnd.apache.arrow.stream':
      return (await import('./arrow.ts')).toArrow(columns, told);
    case 'application/vnd.apache.parquet':
      return (await import('./parquet.ts')).toParquet(columns, told);
  }
}

/** That numbers are not exact stays with them wherever they go. */
function treatmentFacts({ treatment }: Shown): Facts {
  if (!treatment) return {};
  return { 'sluice.treatment': JSON.stringify({ ...treatment, ...treatmentWords(treatment) }) };
}

/** @param name of the file, without its ending */
export function sendTable(c: Context, bytes: Uint8Array, file: { readonly form: TableForm; readonly name: string }) {
  const { form, name } = file;
  return c.body(Uint8Array.from(bytes), 200, {
    'content-type': form === 'text/csv' ? 'text/csv; charset=utf-8' : form,
    'content-disposition': `attachment; filename="${name}.${tableForms[form]}"`,
    vary: 'accept',
  });
}
