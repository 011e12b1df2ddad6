/** What an evaluator is: a pure function over the evidence of its gate. It finds one thing that is wrong, or nothing. */
import type { Outcome } from '../../refusal.ts';
import type { Gate, RuleName } from './rule-names.ts';

/** Where in the document, and what stands there; never a value of the data. */
export interface Found {
  readonly at: string;
  readonly got: string;
}

/** The numbers of an item. */
export type Params = Readonly<Record<string, number>>;
/** Returns what is wrong, or nothing. */
export type Rule<Evidence> = (evidence: Evidence, params: Params) => Found | undefined;
/** An evaluator for every name of a gate: a name without one does not compile. */
export type RulesOf<G extends Gate, Evidence> = { readonly [Name in RuleName<G>]: Rule<Evidence> };

/** Where what the domain has found stands. It is for reviewers: a vendor is told nothing that was found in the data. */
export const inFindings = 'findings';

/** Something is wrong unless `holds`. */
export function foundUnless(holds: boolean, at: string, got: string): Found | undefined {
  return holds ? undefined : { at, got };
}

/** The first of these things, if there is one. */
export function foundAny(things: readonly string[], at: string): Found | undefined {
  return foundUnless(things.length === 0, at, things.join(', '));
}

/** What a guard that exists already says. */
export function foundBy(outcome: Outcome<unknown>, at: string): Found | undefined {
  return outcome.ok ? undefined : { at, got: outcome.refusals[0].detail };
}

/** @throws Error where a pack that was not looked at (`requirePack`) is used */
export function numberOf(params: Params, name: string): number {
  const value = params[name];
  if (value === undefined) throw new Error(`Cannot judge: must have the parameter ${name}`);
  return value;
}
