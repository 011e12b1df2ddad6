/** The file of a fitted model: it is named by the hash of its bytes in the record, and whoever reads it makes sure. */
import { createHash } from 'node:crypto';
import { fittedModel, type FittedModel } from '#policies/simulation/fitted.ts';

/** @throws Error for bytes that are not the ones that the record names */
export function parseModel(bytes: Uint8Array, hash: string): FittedModel {
  if (createHash('sha256').update(bytes).digest('hex') !== hash)
    throw new Error(`Cannot use the model ${hash}: its file must have this hash`);
  return fittedModel.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
}
