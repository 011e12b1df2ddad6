/** `sluice explain`: what the rules say of a text, and in the private lane what it would cost, before anything is spent. */
import { readFile } from 'node:fs/promises';
import type { Outcome } from '#policies/refusal.ts';
import type { Explanation } from '#sandbox/door.ts';
import type { Budget } from '../budgets.ts';
import type { Client, Json } from '../client.ts';
import type { Arguments, CommonOptions } from './args.ts';
import { printPlan } from './print-plan.ts';
import { printRefusal } from './print-refusal.ts';
import { reach } from './reach.ts';

export async function explain({ words: [file, ...others], options }: Arguments): Promise<number> {
  if (file === undefined || others.length > 0) {
    console.error('Cannot explain: must be given one file, e.g. sluice explain query.sql --lane private --epsilon 1');
    return 2;
  }
  const sql = await readFile(file, 'utf8');
  await using reached = await reach(options);
  const explained = await reached.client.call('/simulate/explain', askOf(sql, options));
  if (!explained.ok) return refused(explained, sql, options.json);
  const explanation = explained.value as unknown as Explanation;
  const budget = explanation.kind === 'private' ? await budgetOf(reached.client, explanation.units[0]) : undefined;
  console.log(
    options.json ? JSON.stringify({ explanation, ...(budget && { budget }) }) : printPlan(explanation, budget),
  );
  return 0;
}

/** A price makes no sense in the exact lane, so that naming one asks for the private. */
function askOf(sql: string, { lane, epsilon }: CommonOptions): Json {
  const asked = lane ?? (epsilon === undefined ? undefined : 'private');
  return { sql, ...(asked && { lane: asked }), ...(epsilon !== undefined && { privacy: { epsilon } }) };
}

function refused({ refusals }: Extract<Outcome<never>, { ok: false }>, sql: string, json: boolean): number {
  if (json) console.log(JSON.stringify({ refusals }));
  for (const refusal of refusals) console.error(printRefusal(refusal, sql));
  return 1;
}

/** Of the id space; absent for a desk that may not see budgets. */
async function budgetOf(client: Client, space: string | undefined): Promise<Budget | undefined> {
  const budgets = await client.call('/audit/budgets');
  if (!budgets.ok) return undefined;
  return (budgets.value['items'] as readonly Budget[]).find(({ scope }) => scope === `space/${space}`);
}
