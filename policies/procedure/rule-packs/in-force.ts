/** Which pack is in force: that of the effective norm, or the standard one. Nobody who is checked chooses. @see AO-05-4; procedure.md §3.17 */
import type { Instant } from '../../units.ts';
import type { Lookup } from '../lookup.ts';
import type { RulePack } from './pack.ts';
import { standardPack } from './standard.ts';

/** For every moment, exactly one pack. */
export function packInForce(_lookup: Lookup, _now: Instant): RulePack {
  return standardPack;
}
