/**
 * What follows from a move at once, in the same transaction: an ended agreement ends its runs, a withdrawn dataset suspends what was made of it.
 * Whatever is ordered here must be legal where it is ordered: a consequence that is refused would stop its cause.
 *
 * @see procedure.md §3.6 (effects), §3.15; decision 045
 */
import type { Instant } from '../units.ts';
import { interfaceEffects } from './effects/interface.ts';
import { catalogEntryEffects } from './effects/catalog-entry.ts';
import { appealEffects } from './effects/appeal.ts';
import { objectionEffects } from './effects/objection.ts';
import { agreementEnd } from './effects/agreement-end.ts';
import { agreementEffects } from './effects/agreement.ts';
import { consentEffects } from './effects/consent.ts';
import { normEffects } from './effects/norm.ts';
import { resumeEffects } from './effects/resume.ts';
import { sanctionEffects } from './effects/sanction.ts';
import { stopEffects } from './effects/stop.ts';
import { withdrawalEffects } from './effects/withdrawal.ts';
import type { CommandOf, LifeName } from './lives.ts';
import { calendarEffects } from './effects/calendar.ts';
import type { Lookup } from './lookup.ts';

/** A command that the system gives because of another. */
export type Order = {
  [Name in LifeName]: { readonly life: Name; readonly id: string; readonly command: CommandOf<Name> };
}[LifeName];

/** An event that has happened, with the documents as they are after it. */
export interface Happened {
  readonly life: LifeName;
  readonly id: string;
  /** Full name, `agreement.suspended`. */
  readonly type: string;
  readonly now: Instant;
  readonly lookup: Lookup;
}

/** What an event of this type brings about. */
export type Effects = Readonly<Record<string, (happened: Happened) => readonly Order[]>>;

/** By the name of their file in `effects/`. What stands first is ordered first. */
const all: Readonly<Record<string, Effects>> = {
  'agreement-end': agreementEnd,
  withdrawal: withdrawalEffects,
  sanction: sanctionEffects,
  stop: stopEffects,
  norm: normEffects,
  resume: resumeEffects,
  'catalog-entry': catalogEntryEffects,
  objection: objectionEffects,
  appeal: appealEffects,
  consent: consentEffects,
  agreement: agreementEffects,
  calendar: calendarEffects,
  interface: interfaceEffects,
};

/** Which events have consequences, by the file that says which. */
export const causes: readonly { readonly file: string; readonly events: readonly string[] }[] = Object.entries(all).map(
  ([file, effects]) => ({ file, events: Object.keys(effects) }),
);

/** Everything that follows from this event, in order. */
export function consequencesOf(happened: Happened): readonly Order[] {
  return Object.values(all).flatMap((effects) => effects[happened.type]?.(happened) ?? []);
}
