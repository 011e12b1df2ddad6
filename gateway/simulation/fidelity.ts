/** The fidelity statement of one table, as the published models make it. */
import { readFileSync } from 'node:fs';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { fidelityOf, type FidelityStatement } from '#policies/simulation/fidelity.ts';
import type { FittedModel } from '#policies/simulation/fitted.ts';
import { parseModel } from '#synth/make/model-file.ts';
import type { Office } from '../office.ts';
import { publishedModels } from './models.ts';
import { publishedEntries } from './refresh.ts';

/** Refuses E_UNKNOWN_TABLE for what no published entry has. */
export function fidelityOfTable(office: Office, name: string): Outcome<FidelityStatement> {
  const table = publishedEntries(office)
    .flatMap(({ tables }) => tables)
    .find((candidate) => candidate.name === name);
  if (!table) return refuse('E_UNKNOWN_TABLE', `Cannot tell the fidelity of ${name}: must be a published table`);
  return accept(fidelityOf(table, modelOf(modelsNow(office), name)));
}

/** The model that the rows of a table are drawn from. */
export function modelOf(models: readonly FittedModel[], name: string): FittedModel | undefined {
  return models.find(({ tables }) => tables.some((one) => one.table === name));
}

/** Models are written once, under their hash; so each is read once. */
const read = new Map<string, FittedModel>();

/** @throws Error for a file that is not the one that the record names */
export function modelsNow(office: Pick<Office, 'record' | 'domainRoot'>): readonly FittedModel[] {
  return publishedModels(office).map(({ path, hash }) => {
    const known = read.get(hash) ?? parseModel(readFileSync(path), hash);
    read.set(hash, known);
    return known;
  });
}
