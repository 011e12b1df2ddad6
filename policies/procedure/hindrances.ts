/** All that stands against a use of data which is otherwise granted: asked for every run, every export, every release. */
import type { Outcome } from '../refusal.ts';
import { requireAll } from './decider.ts';
import { requireNoStop } from './emergency-stop.ts';
import { requireNotSanctioned, type Known, type Use } from './sanctions.ts';
import { requireNotWithdrawn, type Data } from './withdrawn.ts';

/** A use, for which scenario, of which snapshots where they are known. */
export type PlannedUse = Use & Data & { readonly scenario: string };

/** Refuses with E_STOPPED, E_SANCTIONED and E_WITHDRAWN, whatever of them stands against it. */
export function requireUnhindered(doing: string, use: PlannedUse, known: Known): Outcome<void> {
  return requireAll([
    requireNoStop(doing, known.lookup, use.scenario),
    requireNotSanctioned(doing, use, known),
    requireNotWithdrawn(doing, use, known.lookup),
  ]);
}
