/** Short words for what a decision said. */
import type { Outcome } from '#policies/refusal.ts';

/** The codes of a refusal; `accepted` for none, so that a wrong acceptance reads as what it is. */
export function codesOf(outcome: Outcome<unknown>): readonly string[] {
  return outcome.ok ? ['accepted'] : outcome.refusals.map((refusal) => refusal.code);
}

/** All that a refusal says, for looking for words that it must not say. */
export function wordsOf(outcome: Outcome<unknown>): string {
  return outcome.ok ? '' : outcome.refusals.map(({ detail, remedy = '' }) => `${detail} ${remedy}`).join('\n');
}
