/** What of accounts and tokens goes to whom: a person sees his own, who lets people in or watches sees all; hashes are for nobody. */
import { holderOf } from '#policies/procedure/cases/access-token.ts';
import type { DocOf, LifeName } from '#policies/procedure/lives.ts';
import { supervising } from '#policies/procedure/roles.ts';
import type { Caller } from '../accounts.ts';

/** Whether `caller` learns at all that there is this one; of other lives he may. */
export function isToldOf(life: LifeName, doc: DocOf<LifeName>, caller: Caller): boolean {
  if (life !== 'account' && life !== 'accessToken') return true;
  const person = life === 'account' ? (doc as DocOf<'account'>).person : holderOf(doc);
  return person === caller.person || isKeeper(caller);
}

export function viewOfAccount({ invitation, takenUp, ...told }: DocOf<'account'>): unknown {
  return { ...told, isAwaited: invitation !== undefined && invitation !== takenUp };
}

export function viewOfToken(doc: DocOf<'accessToken'>): unknown {
  const { hash: _, ...told } = doc;
  return told;
}

function isKeeper({ role }: Caller): boolean {
  return role === 'operator' || supervising.includes(role);
}
