/** Which outputs each of the seven forms may be made of, and what a run hands out. @see AO-04-4; procedure.md §5 (payloads) */
import type { ProductForm } from '../fields.ts';
import type { Output } from '../output-contract.ts';
import type { Run } from '../run.ts';

type Kind = Output['kind'];

/** A row-level set is made by no program of the platform: its form is there, and nothing fits it. */
export const payloads: Readonly<Record<ProductForm, readonly Kind[]>> = {
  desensitized_dataset: [],
  data_api: ['api'],
  data_metric: ['table', 'api'],
  data_report: ['table', 'api', 'model'],
  data_model: ['model'],
  data_application: ['table', 'api', 'model'],
  data_service: ['table', 'api', 'model'],
};

/** What a run made, without the report that quotes it. A receipt of old that names no output is of a table. */
export function madeBy({ result }: Pick<Run, 'result'>): readonly Kind[] {
  const kinds = (result?.outputs ?? [{ kind: 'table' as const }]).map(({ kind }) => kind);
  return kinds.filter((kind) => kind !== 'report');
}

/** The kinds of these runs that do not fit the form. */
export function misfits(form: ProductForm, runs: readonly Pick<Run, 'result'>[]): readonly Kind[] {
  return [...new Set(runs.flatMap(madeBy))].filter((kind) => !payloads[form].includes(kind));
}
