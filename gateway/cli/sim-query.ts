/** `sluice sim query`: the answer on simulation data, and beside it what the rules would leave. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Outcome } from '#policies/refusal.ts';
import type { Simulation } from '#sandbox/door.ts';
import type { Arguments } from './args.ts';
import { askOf } from './ask-of.ts';
import { printTable } from './print-table.ts';
import { printVerdicts } from './print-verdicts.ts';
import { reach } from './reach.ts';
import type { Reached } from './reached.ts';
import { told, type Answer } from './verb.ts';

export async function simQuery(args: Arguments): Promise<Answer> {
  const sql = await textOf(args.words[0] ?? '');
  await using reached = await reach(args, 'offline');
  const question = askOf(sql, args.options);
  const asked = await reached.client.call('/simulate/query', question);
  if (!asked.ok) return { ...(await withPullHint(asked, { reached, question })), sql };
  const simulation = asked.value as unknown as Simulation;
  const { table, forecast, explanation } = simulation;
  const text = [
    printTable(table, { most: args.options.rows, beside: forecast, isNoisy: explanation.kind === 'private' }),
    ...printVerdicts(simulation),
  ];
  return told(asked.value, text.join('\n'));
}

/** A file where there is one of this name; otherwise what was written is the text itself. */
async function textOf(word: string): Promise<string> {
  return existsSync(word) ? readFile(word, 'utf8') : word;
}

/** A kit knows the whole catalog, and has rows of what was pulled: a text that the rules accept may read what has none here. */
export async function withPullHint(
  refused: Refusing,
  { reached: { client, kind }, question }: { readonly reached: Reached; readonly question: object },
): Promise<Refusing> {
  const [first, ...rest] = refused.refusals;
  if (kind !== 'kit' || first.code !== 'E_UNKNOWN_TABLE') return refused;
  const explained = await client.call('/simulate/explain', question);
  if (!explained.ok) return refused;
  const { entries } = explained.value as unknown as Simulation['explanation'];
  const remedy = `The rules accept it; its rows are not in the kit: sluice sim pull ${entries.join(' ')}`;
  return { ...refused, refusals: [{ ...first, remedy }, ...rest] };
}

type Refusing = Extract<Outcome<never>, { ok: false }>;
