/** The programs of a project, under the agreement of its scenario: drafted, brought up to date, tried, and on request frozen for review. */
import { z } from 'zod';
import { contentHash } from '#policies/record/content-hash.ts';
import { accept, type Outcome } from '#policies/refusal.ts';
import type { Client, Json } from '../client.ts';
import type { Done, Proposal, Proposed } from './propose.ts';
import type { Subject } from './subjects.ts';

const doc = z.looseObject({
  id: z.string(),
  state: z.string(),
  agreement: z.string(),
  content: z.looseObject({ title: z.string() }),
});
type Doc = z.output<typeof doc>;
const list = z.looseObject({ items: z.array(doc) });

const gone: readonly string[] = ['superseded', 'revoked'];
/** By which a changed text is brought in. What is before a reviewer, or approved, would lose that: it is left alone. */
const commandOf: Readonly<Record<string, string>> = { draft: 'edit', dev_tested: 'change', returned: 'change' };
const unfrozen: readonly string[] = ['draft', 'dev_tested'];

export async function proposePrograms(
  client: Client,
  { subjects, submit, agreement }: Proposal & { readonly agreement: string },
): Promise<Outcome<Proposed>> {
  const listed = await client.call('/propose/programs');
  if (!listed.ok) return listed;
  const own = list.parse(listed.value).items.filter((one) => one.agreement === agreement && !gone.includes(one.state));
  const done: Done[] = [];
  const missing: string[] = [];
  for (const subject of subjects) {
    const before = own.findLast(({ content }) => content.title === subject.content.title);
    const drafted = await draft(client, subject, { before, agreement });
    if (!drafted.ok) return drafted;
    const ended = submit ? await handIn(client, drafted.value) : drafted;
    if (!ended.ok) return ended;
    const { id, state } = ended.value;
    done.push({ what: `program ${subject.name}`, id, state });
    if (unfrozen.includes(state))
      missing.push(`${subject.name}: a test on simulation data, and the freeze; --submit does both`);
    else if (contentHash(ended.value.content) !== contentHash(subject.content))
      missing.push(`${subject.name}: it is ${state} with another text; a new title makes a new program of this one`);
  }
  return accept({ done, missing });
}

/** The text as it is now; what stands already, or is before a reviewer, is left as it is. */
async function draft(
  client: Client,
  { content }: Subject,
  { before, agreement }: { readonly before: Doc | undefined; readonly agreement: string },
): Promise<Outcome<Doc>> {
  if (!before) return asDoc(await client.call('/propose/programs', { agreement, content }));
  const command = commandOf[before.state];
  if (!command || contentHash(before.content) === contentHash(content)) return accept(before);
  return asDoc(await client.call(`/propose/programs/${before.id}/${command}`, { content }));
}

/** Tried by the system first: only what was tried can be frozen. */
async function handIn(client: Client, program: Doc): Promise<Outcome<Doc>> {
  if (!unfrozen.includes(program.state)) return accept(program);
  const path = `/propose/programs/${program.id}`;
  const tested = await client.call(`${path}/test`, {});
  if (!tested.ok) return tested;
  return asDoc(await client.call(`${path}/freeze`, {}));
}

function asDoc(answered: Outcome<Json>): Outcome<Doc> {
  return answered.ok ? accept(doc.parse(answered.value)) : answered;
}
