/** Under what a check is made: the pack in force and the switches of the jurisdiction. Given by the gateway; no command names either. */
import type { Profile } from '../profiles/profile.ts';
import type { RulePack } from './pack.ts';

/** @see AO-05-4 */
export interface Standard {
  readonly pack: RulePack;
  readonly switches: Profile['switches'];
}
