/**
 * Where the results of a fit lie. The model is noisy and public: beside the simulation data, under its hash. What compares it with rows is
 * the owner's alone.
 *
 *   <simulation>/models/<hash>.json     the model; the hash is that of these bytes
 *   <reports>/<hash>.json, <hash>.html  the owner's report on it
 *   <reports>/<fit>.progress            how far a fit is
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { digestHex, toUtf8 } from '#policies/record/hash.ts';
import type { FittedModel } from '#policies/simulation/fitted.ts';
import { sha256, type Sha256 } from '#policies/units.ts';
import { writeWholeText } from '../whole-file.ts';

const modelsFolder = 'models';

/** @returns the hash of the model, when its file is on disk */
export async function keepModelFile(simulation: string, model: FittedModel): Promise<Sha256> {
  const text = JSON.stringify(model);
  const hash = digestHex(toUtf8(text));
  await mkdir(join(simulation, modelsFolder), { recursive: true, mode: 0o700 });
  await writeWholeText(modelPath(simulation, hash), text);
  return hash;
}

export function modelPath(simulation: string, hash: string): string {
  return join(simulation, modelsFolder, `${sha256(hash)}.json`);
}
