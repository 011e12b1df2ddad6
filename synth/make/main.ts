/** The process that makes simulation data: a request on standard input, an answer on standard output. */
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { epsilonOf } from '#policies/privacy/accountant.ts';
import { statedDelta } from '#policies/privacy/settings.ts';
import { fidelityOf, type FidelityStatement } from '#policies/simulation/fidelity.ts';
import { costOfFit } from '#policies/simulation/fit-plan.ts';
import type { FittedModel } from '#policies/simulation/fitted.ts';
import { asDrawn } from '../deliver/as-drawn.ts';
import { writePackage } from '../deliver/package.ts';
import { generateFitted } from '../fitted/generate-fitted.ts';
import { parseModel } from './model-file.ts';
import { makeRequest, type MakeAnswer } from './request.ts';

process.once('disconnect', () => process.exit(1));
process.channel?.unref();

const request = makeRequest.parse(JSON.parse(await text(process.stdin)));
const { entries, dir, seed, scale, dirty, favour, deliver } = request;
const tablesOf = new Map(entries.flatMap(({ tables }) => tables.map((table) => [table.name, table])));
const all = await Promise.all(request.models.map(read));
const used = all.filter(({ model }) => model.tables.some(({ table }) => tablesOf.has(table)));
const models = used.map(({ model }) => model);
const asked = { ...(dirty && { dirty }), ...(favour && { favour }) };
const files = await generateFitted(entries, models, { dir, seed, scale, ...asked });

const statements = files.flatMap((file) =>
  file.tables.flatMap((made): readonly FidelityStatement[] => {
    const table = tablesOf.get(made.name);
    return table
      ? [
          asDrawn(
            fidelityOf(
              table,
              models.find((model) => covers(model, made.name)),
            ),
            made,
          ),
        ]
      : [];
  }),
);
const manifest =
  deliver &&
  (await writePackage({
    entries,
    files,
    statements,
    format: deliver.format,
    path: deliver.path,
    facts: { seed, scale, ...asked, models: used.map(loss), sluice: deliver.sluice },
  }));
const tables = files.flatMap((file) => file.tables.map(({ name, rows }) => ({ name, rows })));
const answer: MakeAnswer = { tables, ...(manifest && { manifest }) };
process.stdout.write(JSON.stringify(answer));

interface Read {
  readonly hash: string;
  readonly model: FittedModel;
}

async function read({ path, hash }: { readonly path: string; readonly hash: string }): Promise<Read> {
  return { hash, model: parseModel(await readFile(path), hash) };
}

function loss({ hash, model }: Read) {
  const epsilon = Math.ceil(epsilonOf(costOfFit(model.plan), statedDelta) * 1e6) / 1e6;
  return { hash, method: model.method, epsilon, delta: statedDelta };
}

function covers({ tables: fitted }: FittedModel, name: string): boolean {
  return fitted.some(({ table }) => table === name);
}
