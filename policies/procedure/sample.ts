/**
 * Samples that nobody can choose and everybody can draw again: the order is that of a hash of seed and id, so who knows the seed and the ids
 * gets the same sample on any machine. The seed is committed before the ids are final.
 *
 * @see AO-31-4 (spot checks), DC-13
 */
import { contentHash } from '../record/content-hash.ts';
import type { OrgId, Sha256 } from '../units.ts';
import { hasLeft } from './export-table.ts';
import type { Lookup } from './lookup.ts';

/** What a sample was drawn from: how many, and the commitment to their ids, one per line. */
export interface Population {
  readonly size: number;
  readonly hash: Sha256;
}

/** What is published of a seed before it is used: the content hash of its text. */
export function commitmentOf(seed: string): Sha256 {
  return contentHash(seed);
}

/**
 * For every seed and set of ids, returns min(n, size) of them, each at most once, in drawing order; the order and repetition in `ids` do not
 * matter, and the first n of a larger sample are the sample of n.
 */
export function sampleOf(seed: string, ids: readonly string[], n: number): readonly string[] {
  const drawn = [...new Set(ids)].map((id) => ({ id, at: contentHash([seed, id]) }));
  drawn.sort((one, other) => (one.at < other.at ? -1 : 1));
  return drawn.slice(0, n).map(({ id }) => id);
}

/** Everything that may be drawn, in order of id: finished runs, or exports that left; of one vendor where one is named. */
export function populationOf(lookup: Lookup, kind: 'runs' | 'exports', vendor?: OrgId): readonly string[] {
  const all =
    kind === 'exports'
      ? lookup.all('export').filter(hasLeft)
      : lookup.all('run').filter(({ result }) => result !== undefined);
  const own = all.filter((one) => vendor === undefined || one.vendor === vendor);
  return own.map(({ id }) => id).toSorted();
}
