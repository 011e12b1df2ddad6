/** `sluice explain`: a refusal by its code; or what the rules say of a text, and in the private lane what it would cost, before anything is spent. */
import { readFile } from 'node:fs/promises';
import type { Explanation } from '#sandbox/door.ts';
import type { Budget } from '../budgets.ts';
import type { Client } from '../client.ts';
import type { Arguments } from './args.ts';
import { askOf } from './ask-of.ts';
import { explainCode } from './explain-code.ts';
import { printPlan } from './print-plan.ts';
import { reach } from './reach.ts';
import { told, type Answer } from './verb.ts';

export async function explain(args: Arguments): Promise<Answer> {
  const [subject = ''] = args.words;
  if (/^[Ee]_\w+$/.test(subject)) return explainCode(subject.toUpperCase());
  const sql = await readFile(subject, 'utf8');
  await using reached = await reach(args, 'offline');
  const explained = await reached.client.call('/simulate/explain', askOf(sql, args.options));
  if (!explained.ok) return { ...explained, sql };
  const explanation = explained.value as unknown as Explanation;
  const budget = explanation.kind === 'private' ? await budgetOf(reached.client, explanation.units[0]) : undefined;
  return told({ explanation, ...(budget && { budget }) }, printPlan(explanation, budget));
}

/** Of the id space; absent for a desk that may not see budgets, and beside a kit, which has none. */
async function budgetOf(client: Client, space: string | undefined): Promise<Budget | undefined> {
  const budgets = await client.call('/audit/budgets');
  if (!budgets.ok) return undefined;
  return (budgets.value['items'] as readonly Budget[]).find(({ scope }) => scope === `space/${space}`);
}
