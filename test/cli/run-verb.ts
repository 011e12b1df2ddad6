/** A verb as a function: read, run, and what it answers, without a process of its own. */
import { findVerb, readArguments } from '#gateway/cli/args.ts';
import { verbs } from '#gateway/cli/sluice.ts';
import type { Answer } from '#gateway/cli/verb.ts';

/** @throws Error where the verb prints itself */
export async function runVerb(...argv: readonly string[]): Promise<Answer> {
  const found = findVerb(verbs, argv);
  const answer = await found.verb.run(readArguments(found), verbs);
  if (typeof answer === 'number') throw new Error(`sluice ${found.name} prints itself`);
  return answer;
}

/** What it answers. @throws Error with what was refused */
export async function valueOf(...argv: readonly string[]): Promise<unknown> {
  const answer = await runVerb(...argv);
  if (answer.ok) return answer.value;
  throw new Error(answer.refusals.map(({ code, detail }) => `${code}: ${detail}`).join('; '));
}
