/** What a decision may look up: the documents of all lives, as they stood when it was asked. A value, though it looks like a function. */
import type { Instant } from '../units.ts';
import type { Context } from './life.ts';
import type { DocOf, LifeName } from './lives.ts';
import type { Profile } from './profiles/profile.ts';
import type { WorkCalendar } from './working-days.ts';

export interface Lookup {
  get<Name extends LifeName>(life: Name, id: string): DocOf<Name> | undefined;
  all<Name extends LifeName>(life: Name): readonly DocOf<Name>[];
}

/** What the small lives decide by. */
export interface CaseContext extends Context {
  readonly lookup: Lookup;
  readonly profile: Profile;
  readonly calendar: WorkCalendar;
  /** When the operator's own authorization ends. */
  readonly authorizedUntil: Instant;
}
