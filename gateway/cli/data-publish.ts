/** `sluice data publish`: an entry of a department, as a file, on its way into the catalog. The bodies that decide do so at their desks. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { entrySchema } from '#policies/catalog/entry-schema.ts';
import { refuse, type Outcome } from '#policies/refusal.ts';
import type { Client, Json } from '../client.ts';
import type { Arguments } from './args.ts';
import { reach } from './reach.ts';
import { told, type Answer } from './verb.ts';

const entryDoc = z.looseObject({ state: z.string() });

/** Which command the file needs, by where the entry stands. */
const commandOf: Readonly<Record<string, string>> = {
  draft: 'edit',
  published: 'revise',
  revising: 'revise',
  reworking: 'edit',
};

export async function publish(args: Arguments): Promise<Answer> {
  const entry = readEntry(await readFile(args.words[0] ?? '', 'utf8'));
  if (!entry.ok) return entry;
  await using reached = await reach(args);
  const { client } = reached;
  const path = `/catalog/entries/${encodeURIComponent(entry.value.id)}`;
  const written = await write(client, path, entry.value);
  if (!written.ok) return written;
  const { evidence, risk } = args.options;
  if (evidence === undefined || risk === undefined) return drafted(entry.value, entryDoc.parse(written.value).state);
  const submitted = await client.call(`${path}/submit`, { evidence, riskAssessment: risk });
  if (!submitted.ok) return submitted;
  const { state } = entryDoc.parse(submitted.value);
  return told(
    { id: entry.value.id, version: entry.value.version, state },
    `${entry.value.id} ${entry.value.version}: ${state}. Next: the competent authority reviews it, the data agency publishes it; then announce a batch, and sluice data ingest.`,
  );
}

function drafted({ id, version }: { readonly id: string; readonly version: number }, state: string): Answer {
  return told({ id, version, state }, `${id} ${version}: ${state}. To hand it in, add --evidence and --risk.`);
}

/** A draft where there is none, else the change that its state allows; E_STATE says which it does not. */
async function write(client: Client, path: string, entry: Json): Promise<Outcome<Json>> {
  const found = await client.call(path);
  if (!found.ok && found.refusals[0].code === 'E_NOT_FOUND') return client.call('/catalog/entries', { entry });
  if (!found.ok) return found;
  const { state } = entryDoc.parse(found.value);
  const command = commandOf[state];
  if (command) return client.call(`${path}/${command}`, { entry });
  return refuse('E_STATE', `Cannot publish the entry: must be new, a draft or published; got ${state}`);
}

function readEntry(text: string): Outcome<Json & { readonly id: string; readonly version: number }> {
  const parsed = entrySchema.safeParse(jsonOf(text));
  return parsed.success
    ? { ok: true, value: { ...parsed.data } }
    : refuse('E_ENTRY', `Cannot read the entry: ${z.prettifyError(parsed.error)}`);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
