/** A district's own rules: where the text above is silent it may set a period, where the text speaks it may only be quicker. */
import { accept, refuse, type Outcome } from '../../refusal.ts';
import { requireAll } from '../decider.ts';
import type { DayKey, Profile } from './profile.ts';

/** What a district sets, and where it wrote it down. */
export interface DistrictRules {
  readonly days: Readonly<Partial<Record<DayKey, number>>>;
  readonly source: string;
}

/**
 * The profile as it holds in the district. Refuses with E_INPUT a period that the text does not allow.
 *
 * @see requirement AO-36-2; 003-36(2)
 */
export function districtProfile(profile: Profile, { days, source }: DistrictRules): Outcome<Profile> {
  const set = Object.entries(days) as [DayKey, number][];
  const allowed = requireAll(set.map(([key, value]) => requireWithin(profile, key, value)));
  if (!allowed.ok) return allowed;
  const own = Object.fromEntries(set.map(([key, value]) => [key, { value, basis: 'text', source }] as const));
  return accept({ ...profile, days: { ...profile.days, ...own } });
}

function requireWithin({ days }: Profile, key: DayKey, value: number): Outcome<void> {
  const { value: city, basis } = days[key];
  const most = basis === 'text' ? city : 365;
  if (Number.isInteger(value) && value >= 1 && value <= most) return accept(undefined);
  return refuse('E_INPUT', `Cannot set ${key}: must be 1 to ${most} working days; got ${value}`);
}
