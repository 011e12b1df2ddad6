/** The codes of a refusal; empty for what was accepted. */
import type { Outcome } from '#policies/refusal.ts';

export function codesOf(outcome: Outcome<unknown>): readonly string[] {
  return outcome.ok ? [] : outcome.refusals.map(({ code }) => code);
}

export function detailsOf(outcome: Outcome<unknown>): string {
  return outcome.ok ? '' : outcome.refusals.map(({ detail }) => detail).join('\n');
}
