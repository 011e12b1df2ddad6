/** `sluice runs`: where runs on real data are, and their receipts. Of real data only coarse states are told. */
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { runTable } from '#policies/procedure/run-table.ts';
import type { Outcome } from '#policies/refusal.ts';
import type { Client } from '../client.ts';
import { styled, type Arguments } from './args.ts';
import { printCells } from './print-table.ts';
import { showProgress } from './progress.ts';
import { reach } from './reach.ts';
import { told, type Answer } from './verb.ts';

const state = z.enum(Object.keys(runTable.states) as [keyof typeof runTable.states]);
const result = z.looseObject({
  rows: z.number(),
  suppressedCells: z.number(),
  verdicts: z.array(z.string()),
  tier: z.string(),
  resultHash: z.string(),
});
const run = z.looseObject({
  id: z.string(),
  state,
  program: z.string(),
  scenario: z.string(),
  code: z.string().optional(),
  result: result.optional(),
  acts: z.array(z.looseObject({ type: z.string(), at: z.string() })),
});
type Run = z.output<typeof run>;
const list = z.looseObject({ items: z.array(run) });

const pending: readonly Run['state'][] = ['requested', 'prechecked', 'queued', 'running'];

export async function listRuns(args: Arguments): Promise<Answer> {
  await using reached = await reach(args);
  const listed = await reached.client.call('/run/runs');
  if (!listed.ok) return listed;
  const { items } = list.parse(listed.value);
  const rows = items.map((one) => [one.id, one.state, one.acts[0]?.at ?? '', one.program, one.scenario]);
  return told(items, rows.length > 0 ? printCells(rows).join('\n') : 'There are no runs.');
}

/** No for a run that has ended without a result. */
export async function showRun(args: Arguments): Promise<Answer> {
  const { watch, json } = args.options;
  await using reached = await reach(args);
  using progress = showProgress({ json });
  const id = args.words[0] ?? '';
  const shown = watch
    ? await watched(reached.client, id, (now) => progress.step(now))
    : await reached.client.call(pathOf(id));
  progress[Symbol.dispose]();
  if (!shown.ok) return shown;
  const found = run.parse(shown.value);
  return {
    ok: true,
    value: shown.value,
    text: printRun(found),
    isNo: ['failed', 'blocked', 'killed'].includes(found.state),
  };
}

/** Tells every state as it comes, until the run has ended. */
async function watched(client: Client, id: string, tell: (state: string) => void): Promise<Outcome<unknown>> {
  for (let last = ''; ;) {
    const shown = await client.call(pathOf(id));
    if (!shown.ok) return shown;
    const now = run.parse(shown.value).state;
    if (now !== last) tell(`${id}: ${runTable.states[now].en}`);
    if (!pending.includes(now)) return shown;
    last = now;
    await wait(300);
  }
}

function pathOf(id: string): string {
  return `/run/runs/${encodeURIComponent(id)}`;
}

function printRun({ id, state: now, program, scenario, code, result: receipt, acts }: Run): string {
  const title = runTable.states[now];
  return [
    `${styled('bold', id)}  ${title.en} ${title.zh}${code === undefined ? '' : ` (${code})`}`,
    `  program    ${program}`,
    `  scenario   ${scenario}`,
    ...(receipt
      ? [
          `  receipt    ${receipt.rows} rows, ${receipt.suppressedCells} values hidden${receipt.verdicts.length > 0 ? ` by ${receipt.verdicts.join(', ')}` : ''}, tier ${receipt.tier}`,
          `  result     sha256 ${receipt.resultHash}`,
        ]
      : []),
    ...acts.map(({ type, at }) => `  ${styled('dim', `${at}  ${type}`)}`),
  ].join('\n');
}
