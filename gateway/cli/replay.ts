/** `sluice replay`: a supervising body has what was released computed once more in the domain. A run is replayed with the export that it left in. */
import { z } from 'zod';
import { refuse, type Outcome } from '#policies/refusal.ts';
import type { Client } from '../client.ts';
import { styled, type Arguments } from './args.ts';
import { reach } from './reach.ts';
import { UsageError, type Answer } from './verb.ts';

const replayed = z.looseObject({
  runs: z.array(z.object({ run: z.string(), equal: z.boolean(), noise: z.enum(['none', 'kept']) })),
});
const exports = z.looseObject({
  items: z.array(z.looseObject({ id: z.string(), product: z.looseObject({ runs: z.array(z.string()) }) })),
});

export async function replay(args: Arguments): Promise<Answer> {
  const { reason } = args.options;
  if (reason === undefined) throw new UsageError('Cannot replay: must have a --reason; it stands in the record');
  await using reached = await reach(args);
  const id = await exportOf(reached.client, args.words[0] ?? '');
  if (!id.ok) return id;
  const answered = await reached.client.call(`/audit/exports/${encodeURIComponent(id.value)}/replay`, { reason });
  if (!answered.ok) return answered;
  const { runs } = replayed.parse(answered.value);
  const lines = runs.map(({ run, equal, noise }) => {
    const mark = equal ? styled('green', '✓') : styled('red', '✗');
    const said = equal ? 'the same bytes' : 'OTHER BYTES than those that left';
    return `${mark} ${run}: ${said}${noise === 'kept' ? '; the noise was kept, everything after it computed again' : ''}`;
  });
  return {
    ok: true,
    value: { export: id.value, runs },
    text: lines.join('\n'),
    isNo: runs.some(({ equal }) => !equal),
  };
}

async function exportOf(client: Client, word: string): Promise<Outcome<string>> {
  const listed = await client.call('/export/exports');
  if (!listed.ok) return listed;
  const { items } = exports.parse(listed.value);
  const found = items.find(({ id, product }) => id === word || product.runs.includes(word));
  return found
    ? { ok: true, value: found.id }
    : refuse('E_NOT_FOUND', `Cannot replay ${word}: must be an export, or a run of one; got none`);
}
