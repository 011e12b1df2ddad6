/**
 * Where the results of a fit lie. The model is noisy and public: beside the simulation data, under its hash. What compares it with rows is
 * the owner's alone.
 *
 *   <simulation>/models/<hash>.json     the model; the hash is that of these bytes
 *   <reports>/<hash>.json, <hash>.html  the owner's report on it
 *   <reports>/<fit>.progress            how far a fit is
 */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { digestHex, toUtf8 } from '#policies/record/hash.ts';
import { fittedModel, type FittedModel } from '#policies/simulation/fitted.ts';
import { sha256, type Sha256 } from '#policies/units.ts';
import { writeWholeText } from '../whole-file.ts';

export const modelsFolder = 'models';

/** @returns the hash of the model, when its file is on disk */
export async function keepModelFile(simulation: string, model: FittedModel): Promise<Sha256> {
  const text = JSON.stringify(model);
  const hash = digestHex(toUtf8(text));
  const folder = join(simulation, modelsFolder);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeWholeText(join(folder, `${hash}.json`), text);
  return hash;
}

/** @throws Error when the file is missing or is not the one that the hash names */
export async function readModelFile(simulation: string, hash: Sha256): Promise<FittedModel> {
  const text = await readFile(join(simulation, modelsFolder, `${sha256(hash)}.json`), 'utf8');
  if (digestHex(toUtf8(text)) !== hash) throw new Error(`Cannot use the model ${hash}: its file must have this hash`);
  return fittedModel.parse(JSON.parse(text));
}

export function progressFile(reports: string, fit: string): string {
  return join(reports, `${fit}.progress`);
}
