/**
 * Which sanctions a vendor is under, and what they keep it from. They count from the moment they stand in the record to the moment they end,
 * whatever else has been moved by then.
 *
 * @see procedure.md §3.14, GD-34-2, SH-26-3
 */
import { z } from 'zod';
import { refuse, accept, type Outcome } from '../refusal.ts';
import type { EntryId, Instant, OrgId } from '../units.ts';
import { anEntryId, anInstant, aProductForm, type Parsed, type ProductForm } from './fields.ts';
import type { DocOf } from './lives.ts';
import type { Lookup } from './lookup.ts';
import { daysAfter, isBefore } from './term.ts';

/** From light to heavy. */
export const sanctionLevels = ['warn', 'throttle', 'restrict', 'suspend', 'close'] as const;

/** `entries`, `forms`: what a restriction takes away; `runsPerDay`: what a throttle leaves; `until`: its end, of all but a warning and a closure. */
export const aMeasure = z.strictObject({
  level: z.enum(sanctionLevels),
  entries: z.array(anEntryId).min(1).max(200).exactOptional(),
  forms: z.array(aProductForm).min(1).max(7).exactOptional(),
  runsPerDay: z.int().min(0).max(1_000).exactOptional(),
  until: anInstant.exactOptional(),
});
/** @see aMeasure */
export type Measure = Parsed<typeof aMeasure>;

/** What somebody wants to do with which data, in which form; a run has no form. */
export interface Use {
  readonly vendor: OrgId;
  readonly entries: readonly EntryId[];
  readonly form?: ProductForm;
}

/** The moment and what is known. */
export interface Known {
  readonly lookup: Lookup;
  readonly now: Instant;
  /** Of the thing that is decided about: a run does not count itself. */
  readonly id?: string;
}

/** Sanctions of this vendor that are in force. */
export function sanctionsOf(vendor: OrgId, { lookup, now }: Known): readonly DocOf<'sanction'>[] {
  return lookup
    .all('sanction')
    .filter((one) => one.vendor === vendor && one.state === 'in_force' && !hasEnded(one.measure, now));
}

/** Does this measure keep its vendor from this use altogether? A restriction names datasets or forms, and either suffices. */
export function keepsFrom({ level, entries = [], forms = [] }: Measure, use: Omit<Use, 'vendor'>): boolean {
  if (level === 'suspend' || level === 'close') return true;
  if (level !== 'restrict') return false;
  return use.entries.some((entry) => entries.includes(entry)) || (use.form !== undefined && forms.includes(use.form));
}

/** For every use that a sanction in force keeps its vendor from, or that a throttle leaves no room for, refuses with E_SANCTIONED. */
export function requireNotSanctioned(doing: string, use: Use, known: Known): Outcome<void> {
  const inForce = sanctionsOf(use.vendor, known);
  const kept = inForce.find(({ measure }) => keepsFrom(measure, use));
  if (kept)
    return refuse('E_SANCTIONED', `Cannot ${doing}: must be outside the sanctions of the vendor; got ${kept.id}`);
  const most = Math.min(
    ...inForce.map(({ measure: { level, runsPerDay } }) => (level === 'throttle' ? (runsPerDay ?? 0) : Infinity)),
  );
  // Only what is run is counted; an export costs nothing of it.
  if (use.form !== undefined || most === Infinity || runsOfToday(use.vendor, known) < most) return accept(undefined);
  return refuse('E_SANCTIONED', `Cannot ${doing}: must be one of the ${most} runs a day that the sanction leaves`);
}

function hasEnded({ until }: Measure, now: Instant): boolean {
  return until !== undefined && !isBefore(now, until);
}

/** Requested within the last 24 hours. */
function runsOfToday(vendor: OrgId, { lookup, now, id }: Known): number {
  return lookup
    .all('run')
    .filter((run) => run.vendor === vendor && run.id !== id)
    .filter(({ acts: [first] }) => first !== undefined && isBefore(now, daysAfter(first.at, 1))).length;
}
