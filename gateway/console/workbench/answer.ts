/** The answer to a question at the workbench: what the rules say of the text, what simulation data says, what is left of the budgets. */
import { accept, type Outcome, type Refusal } from '#policies/refusal.ts';
import type { Explanation, Simulation } from '#sandbox/door.ts';
import type { Budget } from '../../budgets.ts';
import type { Client } from '../../client.ts';
import { questionOf, textOf, type Asked } from './asked.ts';

export interface Answered {
  readonly explanation: Explanation;
  /** Where it was run; `preview`: cut, because there is no agreement yet. */
  readonly simulation?: Simulation & { readonly preview?: boolean };
  /** Of the private lane, as far as the reader sees them. */
  readonly budgets: readonly Budget[];
}

/** Of what is known of a question: nothing before it is asked. */
export type Given = { readonly asked: Asked; readonly outcome?: Outcome<Answered> };

/** Checks the text, or runs it on simulation data too. Where running is refused, what the rules say of the text stays unsaid: the refusal comes first. */
export async function answerTo(api: Client, asked: Asked, deed: 'check' | 'run'): Promise<Outcome<Answered>> {
  const text = await textOf(asked);
  if (!text.ok) return text;
  const question = questionOf(text.value);
  const path = deed === 'run' ? '/simulate/query' : '/simulate/explain';
  const told = await api.call(path, question);
  if (!told.ok) return told;
  const simulation = deed === 'run' ? (told.value as unknown as Simulation) : undefined;
  const explanation = simulation?.explanation ?? (told.value as unknown as Explanation);
  const budgets = explanation.private ? await budgetsOf(api) : [];
  return accept({ explanation, budgets, ...(simulation && { simulation }) });
}

async function budgetsOf(api: Client): Promise<readonly Budget[]> {
  const told = await api.call('/audit/budgets');
  return told.ok ? (told.value['items'] as readonly Budget[]) : [];
}

export function refusalsOf({ outcome }: Given): readonly Refusal[] {
  return outcome && !outcome.ok ? outcome.refusals : [];
}
