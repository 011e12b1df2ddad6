/** The process that makes simulation data: a request on standard input, an answer on standard output. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { epsilonOf } from '#policies/privacy/accountant.ts';
import { statedDelta } from '#policies/privacy/settings.ts';
import { fidelityOf } from '#policies/simulation/fidelity.ts';
import { costOfFit } from '#policies/simulation/fit-plan.ts';
import { fittedModel, type FittedModel } from '#policies/simulation/fitted.ts';
import { writePackage } from '../deliver/package.ts';
import { generateFitted } from '../fitted/generate-fitted.ts';
import { makeRequest, type MakeAnswer } from './request.ts';

const request = makeRequest.parse(JSON.parse(await text(process.stdin)));
const { entries, dir, seed, scale, dirty, favour, deliver } = request;
const models = await Promise.all(request.models.map(read));
const options = { dir, seed, scale, ...(dirty && { dirty }), ...(favour && { favour }) };
const files = await generateFitted(
  entries,
  models.map(({ model }) => model),
  options,
);

const statements = entries.flatMap(({ tables }) =>
  tables.map((table) => fidelityOf(table, models.find(({ model }) => covers(model, table.name))?.model)),
);
const facts = { seed, scale, dirty: dirty !== undefined, favoured: favour !== undefined, models: models.map(loss) };
const manifest =
  deliver &&
  (await writePackage({ entries, files, statements, ...deliver, facts: { ...facts, sluice: deliver.sluice } }));
const tables = files.flatMap((file) => file.tables.map(({ name, rows }) => ({ name, rows })));
const answer: MakeAnswer = { tables, ...(manifest && { manifest }) };
process.stdout.write(JSON.stringify(answer));

interface Read {
  readonly hash: string;
  readonly model: FittedModel;
}

/** @throws Error for a file that is not the one that the record names */
async function read({ path, hash }: { readonly path: string; readonly hash: string }): Promise<Read> {
  const bytes = await readFile(path);
  if (createHash('sha256').update(bytes).digest('hex') !== hash)
    throw new Error(`Cannot use the model ${hash}: its file must have this hash`);
  return { hash, model: fittedModel.parse(JSON.parse(bytes.toString('utf8'))) };
}

function loss({ hash, model }: Read) {
  const epsilon = Math.ceil(epsilonOf(costOfFit(model.plan), statedDelta) * 1e6) / 1e6;
  return { hash, method: model.method, epsilon, delta: statedDelta };
}

function covers({ tables }: FittedModel, name: string): boolean {
  return tables.some(({ table }) => table === name);
}
