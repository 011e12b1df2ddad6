/** What of a key is told: everything but the hash of its secret, which is for nobody. */
import type { DocOf } from '#policies/procedure/lives.ts';

export function viewOfKey(doc: DocOf<'apiKey'>): unknown {
  const { hash: _, ...told } = doc;
  return told;
}
