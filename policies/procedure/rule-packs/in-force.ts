/** Which pack is in force: that of the effective norm, or the standard one. Nobody who is checked chooses. @see AO-05-4; procedure.md §3.17 */
import type { Instant, Sha256 } from '../../units.ts';
import type { Lookup } from '../lookup.ts';
import { effectiveNorm } from '../norms.ts';
import { packHash, type RulePack } from './pack.ts';
import { standardPack } from './standard.ts';

/** Every pack that the product knows. A norm names one of them by its hash: rules that nobody can read are none. */
export const packs: readonly RulePack[] = [standardPack];

/** The pack of this hash; undefined for one that the product does not know. */
export function packOf(hash: Sha256, known: readonly RulePack[] = packs): RulePack | undefined {
  return known.find((pack) => packHash(pack) === hash);
}

/**
 * For every moment, exactly one pack: that of the newest effective norm of rules, or the standard one where there is none.
 *
 * @throws Error where a norm counts whose rules this version of the product does not have: nothing is checked by older ones instead
 */
export function packInForce(lookup: Lookup, now: Instant, known: readonly RulePack[] = packs): RulePack {
  const hash = effectiveNorm(lookup, 'rule_pack', now)?.data;
  if (hash === undefined) return standardPack;
  const found = packOf(hash, known);
  if (!found) throw new Error(`Cannot check: the product must have the rule pack in force; got ${hash}`);
  return found;
}
