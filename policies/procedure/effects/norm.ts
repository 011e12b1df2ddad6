/** A norm that replaces another ends it when it begins itself. @see procedure.md §3.17 */
import type { Effects, Happened, Order } from '../consequences.ts';

/** @see module */
export const normEffects: Effects = { 'norm.consented': supersede, 'norm.issued': supersede };

function supersede({ id, lookup }: Happened): readonly Order[] {
  const { replaces, effectiveFrom } = lookup.get('norm', id) ?? {};
  if (replaces === undefined || effectiveFrom === undefined) return [];
  if (lookup.get('norm', replaces)?.state !== 'effective') return [];
  return [{ life: 'norm', id: replaces, command: { type: 'supersede', successor: id, until: effectiveFrom } }];
}
