/** What a measure against a vendor must be. @see procedure.md §3.14; GD-34-1, SH-26-4 */
import { accept, refuse, type Outcome } from '../../refusal.ts';
import type { Instant } from '../../units.ts';
import { requireThat, type Act } from '../decider.ts';
import type { CaseContext } from '../lookup.ts';
import type { Profile } from '../profiles/profile.ts';
import type { Measure } from '../sanctions.ts';
import { isBefore } from '../term.ts';
import { dayAt, workingDaysBetween } from '../working-days.ts';

/** One of the grounds of this place; refuses with E_INPUT. */
export function requireGround(doing: string, ground: string, { violationGrounds: known }: Profile): Outcome<void> {
  const holds = known.length === 0 || known.includes(ground);
  return requireThat(holds, 'E_INPUT', `Cannot ${doing}: the ground must be ${known.join(', ')}; got ${ground}`);
}

/** Once per case, and nothing that lasts: what is for good comes after the hearing. */
export function requireInterim(doing: string, { level }: Measure, before: unknown): readonly Outcome<unknown>[] {
  const isMild = level !== 'warn' && level !== 'close';
  return [
    requireThat(before === undefined, 'E_STATE', `Cannot ${doing}: must be the first of its case; got another`),
    requireThat(isMild, 'E_INPUT', `Cannot ${doing}: must be throttle, restrict or suspend; got ${level}`),
  ];
}

/** It says what it takes away, until when, and a department takes away its own data alone. */
export function requireMeasure(
  doing: string,
  measure: Measure,
  { now, ...context }: CaseContext,
): readonly Outcome<unknown>[] {
  const { level, entries, forms, runsPerDay, until } = measure;
  const ends = level === 'throttle' || level === 'restrict' || level === 'suspend';
  const fits = [
    ['restrict', entries !== undefined || forms !== undefined],
    ['throttle', runsPerDay !== undefined],
  ] as const;
  return [
    ...fits.map(([which, says]) =>
      requireThat(level !== which || says, 'E_INPUT', `Cannot ${doing}: a measure to ${which} must say what; got none`),
    ),
    requireThat(
      ends ? until !== undefined && isBefore(now, until) : until === undefined,
      'E_INPUT',
      `Cannot ${doing}: must end ${ends ? 'later than now' : 'at no moment'}; got ${until ?? 'none'}`,
    ),
    requireOwnData(doing, measure, context),
  ];
}

function requireOwnData(
  doing: string,
  { level, entries, forms }: Measure,
  { actor, lookup }: Omit<CaseContext, 'now'>,
): Outcome<void> {
  if (actor.role !== 'source_department' || level === 'warn') return accept(undefined);
  const own = (entries ?? []).every((id) => lookup.get('catalogEntry', id)?.entry.department === actor.org);
  if (level === 'restrict' && forms === undefined && own) return accept(undefined);
  return refuse('E_ROLE', `Cannot ${doing}: a department must restrict its own data alone; got ${level}`);
}

/** The vendor did not come: it had the working days of a rectification to say something. */
export function requireHeard(
  doing: string,
  acts: readonly Act[],
  { now, calendar, profile }: CaseContext,
): Outcome<void> {
  const asked = acts.findLast(({ to }) => to === 'investigating')?.at ?? now;
  const had = workingDaysBetween(calendar, dayAt(asked), dayAt(now));
  const { value: days } = profile.days.rectification_days;
  return requireThat(
    had > days,
    'E_STATE',
    `Cannot ${doing}: the vendor must have had ${days} working days; got ${had}`,
  );
}

/** Where the profile wants the public to know of a restriction, it says until when. @see SH-18-3 */
export function requireNoticePeriod(
  doing: string,
  { measure: { level }, noticeUntil }: { readonly measure: Measure; readonly noticeUntil?: Instant | undefined },
  { profile, now }: CaseContext,
): Outcome<void> {
  const isPublic = level === 'restrict' || level === 'suspend' || level === 'close';
  const wanted = isPublic && profile.switches.sanctionPublicNotice.value;
  const got = noticeUntil === undefined ? undefined : isBefore(now, noticeUntil);
  const holds = got === undefined ? !wanted : got;
  return requireThat(
    holds,
    'E_INPUT',
    `Cannot ${doing}: must say until when the public reads of it; got ${noticeUntil ?? 'none'}`,
  );
}
