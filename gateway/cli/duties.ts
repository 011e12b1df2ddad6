/** `sluice duties`: what a person owes and until when, as the API tells it. */
import { z } from 'zod';
import type { Arguments } from './args.ts';
import { styled } from './args.ts';
import { reach } from './reach.ts';
import { told, type Answer } from './verb.ts';

const title = z.object({ zh: z.string(), en: z.string() });
const answer = z.object({
  profile: z.string(),
  warnings: z.array(title),
  items: z.array(
    z.object({
      life: z.string(),
      id: z.string(),
      title,
      state: z.string(),
      lastDay: z.string().optional(),
      days: z.number(),
      counted: z.number(),
      provisional: z.boolean(),
      basis: z.string(),
      source: z.string(),
    }),
  ),
});

export async function duties(args: Arguments): Promise<Answer> {
  await using reached = await reach(args);
  const answered = await reached.client.call('/deadlines');
  if (!answered.ok) return answered;
  return told(answered.value, printDuties(answer.parse(answered.value)));
}

/** A line for each deadline, the most pressing first. */
export function printDuties({ profile, warnings, items }: z.output<typeof answer>): string {
  const under = `Profile ${profile}${warnings.map(({ en }) => `; ${en}`).join('')}`;
  if (items.length === 0) return `Nothing is owed.\n${under}`;
  const lines = items.map((item) => {
    const until = item.lastDay ?? 'stands still: it waits for somebody else';
    const said = `${item.provisional ? ', provisional' : ''}${item.state === 'overdue' ? ', overdue' : ''}`;
    const basis = item.basis === 'text' ? item.source : `${item.source}, no number in the text`;
    const line = `${until}${said}  ${item.title.en} ${item.title.zh}  ${item.life} ${item.id}  day ${item.counted} of ${item.days} (${basis})`;
    return item.state === 'overdue' ? styled('red', line) : line;
  });
  return [...lines, under].join('\n');
}
