/** `sluice program`: a vendor's folder, packed, explained and tried on simulation data, before anything is drafted. */
import { writeFile } from 'node:fs/promises';
import { combinationsOf, wordsOf } from '#policies/procedure/parameters.ts';
import type { Outcome } from '#policies/refusal.ts';
import type { Simulation } from '#sandbox/door.ts';
import type { Json } from '../client.ts';
import type { Arguments, CommonOptions } from './args.ts';
import { packProgram, type Packed } from './pack.ts';
import { readProgramFolder } from './program-folder.ts';
import { printHashes, printLeaving } from './print-program.ts';
import { printReport } from './print-report.ts';
import { printSourceRefusal } from './print-refusal.ts';
import { reach } from './reach.ts';

const verbs = { pack, check, test } as const;

export async function program({ words: [verb, folder, ...others], options }: Arguments): Promise<number> {
  if (!isVerb(verb) || folder === undefined || others.length > 0) {
    console.error(
      'Cannot work on a program: must be pack, check or test and a folder, e.g. sluice program pack score/',
    );
    return 2;
  }
  const read = await readProgramFolder(folder);
  if (!read.ok) return refused(read, { texts: new Map() }, options.json);
  const packed = await packProgram(read.value);
  if (!packed.ok) return refused(packed, { texts: read.value }, options.json);
  const done = await verbs[verb](packed.value, options);
  const sql = packed.value.content.queries[0]?.sql ?? '';
  return done.ok ? 0 : refused(done, { texts: read.value, sql }, options.json);
}

function isVerb(word: string | undefined): word is keyof typeof verbs {
  return word !== undefined && Object.hasOwn(verbs, word);
}

async function pack({ content, hashes }: Packed, { out, json }: CommonOptions): Promise<Outcome<void>> {
  if (out !== undefined) await writeFile(out, `${JSON.stringify(content, null, 2)}\n`);
  console.log(json ? JSON.stringify({ hashes }) : printHashes(hashes));
  return done;
}

async function check({ content, script, hashes }: Packed, { json }: CommonOptions): Promise<Outcome<void>> {
  console.log(
    json ? JSON.stringify({ hashes, script: { ...script, bundle: undefined } }) : printLeaving(content, script),
  );
  return done;
}

/** With the first value of each parameter; the gateway's own test tries them all. */
async function test({ content, script }: Packed, options: CommonOptions): Promise<Outcome<void>> {
  await using reached = await reach(options);
  const { queries, lane, privacy, release, parameters } = content;
  const given = combinationsOf(parameters)[0] ?? [];
  const asked: Json = {
    sql: queries[0]?.sql ?? '',
    script,
    parameters: given,
    ...(lane && { lane }),
    ...(privacy && { privacy }),
    ...(release && { release }),
  };
  const simulated = await reached.client.call('/simulate/query', asked);
  if (!simulated.ok) return simulated;
  const values = given.length > 0 ? `with ${wordsOf(given)}\n` : '';
  const simulation = simulated.value as unknown as Simulation;
  console.log(options.json ? JSON.stringify(simulation) : `${values}${printReport(simulation)}`);
  return done;
}

const done = { ok: true, value: undefined } as const;

interface Texts {
  readonly texts: ReadonlyMap<string, string>;
  readonly sql?: string;
}

function refused({ refusals }: Extract<Outcome<never>, { ok: false }>, { texts, sql }: Texts, json: boolean): number {
  if (json) console.log(JSON.stringify({ refusals }));
  for (const refusal of refusals) console.error(printSourceRefusal(refusal, texts, sql));
  return 1;
}
