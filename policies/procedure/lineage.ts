/** An amended agreement and what it took the place of are one relation between two sides: what was made under the old one lives on under the new. */
import type { DocOf } from './lives.ts';
import type { Lookup } from './lookup.ts';

type Agreement = DocOf<'agreement'>;

/** The agreement and every one that it took the place of, the newest first. A cycle, which nobody can draft, would end where it began. */
export function lineageOf(id: string, lookup: Lookup): readonly string[] {
  const ids: string[] = [];
  let next: string | undefined = id;
  while (next !== undefined && !ids.includes(next)) {
    ids.push(next);
    next = lookup.get('agreement', next)?.supersedes;
  }
  return ids;
}

/** The newest agreement that took its place; itself where none did. */
export function heirOf(id: string, lookup: Lookup): Agreement | undefined {
  const found = lookup.get('agreement', id);
  if (found?.state !== 'amended') return found;
  return lookup
    .all('agreement')
    .find((one) => one.state !== 'amended' && hasSigned(one) && lineageOf(one.id, lookup).includes(id));
}

/** A draft takes nothing over. */
function hasSigned({ grants }: Agreement): boolean {
  return grants.length > 0;
}
