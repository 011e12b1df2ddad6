/** `sluice program`: a vendor's folder, packed, explained and tried on simulation data, before anything is drafted. */
import { writeFile } from 'node:fs/promises';
import { wordsOf } from '#policies/procedure/parameters.ts';
import type { Simulation } from '#sandbox/door.ts';
import { questionOf } from '../kit/subjects.ts';
import type { Arguments } from './args.ts';
import { packProgram, type Packed } from './pack.ts';
import { readProgramFolder } from './program-folder.ts';
import { printHashes, printLeaving } from './print-program.ts';
import { printReport } from './print-report.ts';
import { reach } from './reach.ts';
import { told, type Answer, type Refused } from './verb.ts';

export async function packFolder({ words: [folder = ''], options: { out } }: Arguments): Promise<Answer> {
  const read = await readPacked(folder);
  if (!read.ok) return read;
  const { content, hashes } = read.value;
  if (out !== undefined) await writeFile(out, `${JSON.stringify(content, null, 2)}\n`);
  return told({ hashes }, printHashes(hashes));
}

export async function checkProgram({ words: [folder = ''] }: Arguments): Promise<Answer> {
  const read = await readPacked(folder);
  if (!read.ok) return read;
  const { content, script, hashes } = read.value;
  return told({ hashes, script: { ...script, bundle: undefined } }, printLeaving(content, script));
}

/** With the first value of each parameter; the gateway's own test tries them all. */
export async function testProgram(args: Arguments): Promise<Answer> {
  const read = await readPacked(args.words[0] ?? '');
  if (!read.ok) return read;
  const { content, texts } = read.value;
  await using reached = await reach(args, 'offline');
  const asked = questionOf(content);
  const simulated = await reached.client.call('/simulate/query', asked);
  if (!simulated.ok) return { ...simulated, texts, sql: asked.sql };
  const values = asked.parameters.length > 0 ? `with ${wordsOf(asked.parameters)}\n` : '';
  return told(simulated.value, `${values}${printReport(simulated.value as unknown as Simulation)}`);
}

/** A folder as it is packed, with its texts; a refusal knows in which of them its place is. */
export async function readPacked(
  folder: string,
): Promise<{ readonly ok: true; readonly value: Packed & Texts } | (Refused & Partial<Texts>)> {
  const read = await readProgramFolder(folder);
  if (!read.ok) return read;
  const texts = read.value;
  const packed = await packProgram(texts);
  return packed.ok ? { ok: true, value: { ...packed.value, texts } } : { ...packed, texts };
}

interface Texts {
  readonly texts: ReadonlyMap<string, string>;
}
