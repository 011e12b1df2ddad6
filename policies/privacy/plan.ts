/**
 * The private reading of a query: every aggregate over several units becomes a release with noise, and all that the text does with its
 * cells (ratios, joins with public tables, HAVING, windows, ORDER BY, LIMIT) reads the noisy cells. Decided from text and catalog alone.
 *
 * @see query-and-privacy.md §0, §3
 */
import { freshIds, type Rel, type ResolvedQuery } from '../query/ir.ts';
import { groupsOf, refuseUnits, requireUnitLocal } from '../query/locality.ts';
import { attempt, stop } from '../query/stop.ts';
import { refuseReleasedOnly } from '../query/released-only.ts';
import { requireTypes } from '../query/types.ts';
import type { Outcome } from '../refusal.ts';
import { attoDelta, nanoRho, type AttoDelta, type NanoRho } from '../units.ts';
import { attoDeltaFor, rhoFor } from './accountant.ts';
import { withAccuracy } from './accuracy.ts';
import { mostGroups, rankBoundings, requireExactSums, sensitivityOf, shareOf } from './bounding.ts';
import type { PrivatePlan, Release, ReleaseDraft } from './plan-types.ts';
import { Releases } from './releases.ts';
import { statedDelta, type PrivacySettings } from './settings.ts';

/** For a query that reads protected tables. @returns the plan with its price; refuses with the first rule that is broken */
export function planPrivate(query: ResolvedQuery, settings: PrivacySettings): Outcome<PrivatePlan> {
  const typed = requireTypes(query.rel);
  if (!typed.ok) return typed;
  const [refused] = refuseReleasedOnly(typed.value, 'the private lane');
  if (refused) return { ok: false, refusals: [refused] };
  const fresh = freshIds(query.nextId);
  const walk = new Releases();
  const local = requireUnitLocal(typed.value, fresh, walk.lane);
  if (!local.ok) return local;
  return attempt(() => {
    if (local.value.locality.kind !== 'public') refuseRows(query.rel);
    const { rel } = local.value;
    if (walk.drafts.length === 0) throw new RangeError('Cannot plan: the query must read protected tables');
    const { releases, cost } = price(walk.drafts, settings);
    const [first, ...others] = releases;
    if (!first) throw new Error('Cannot plan: a protected query must have a release');
    for (const other of others) if (other.space !== first.space) refuseSpaces(first.space, other.space);
    return {
      kind: 'private',
      space: first.space,
      releases,
      cost,
      ...withAccuracy({ rel, columns: query.columns }, fresh),
      used: query.used,
      written: query,
    };
  });
}

/** A query is paid by one group of people: what is learned of another would be charged to nobody. */
function refuseSpaces(one: string, other: string): never {
  return stop(
    'E_TWO_UNITS',
    `Cannot release statistics of different units in one query: must be of one; got ${one} and ${other}`,
    undefined,
    'Ask for each kind of unit in a query of its own.',
  );
}

function refuseRows(rel: Rel): never {
  const groups = groupsOf(rel);
  if (groups) return refuseUnits(groups);
  return stop('E_NO_AGGREGATE', 'Cannot show rows of protected units: must be grouped and aggregated');
}

/** Splits the cost over the releases and their vectors, and takes the way of bounding for each. */
function price(drafts: readonly ReleaseDraft[], settings: PrivacySettings): Pick<PrivatePlan, 'releases' | 'cost'> {
  const found = drafts.filter(({ keys }) => keys.some((key) => !key.values)).length;
  // With groups from the data, half of the stated δ is for their selection.
  const total = rhoFor({ epsilon: settings.epsilon, delta: found > 0 ? statedDelta / 2 : statedDelta });
  const rho = nanoRho(total / BigInt(drafts.length));
  const delta = found > 0 ? attoDelta(attoDeltaFor(statedDelta / 2) / BigInt(found)) : attoDelta(0n);
  const releases = drafts.map((draft) => decide(draft, settings, { rho, delta }));
  return {
    releases,
    cost: {
      rho: nanoRho(releases.flatMap(({ vectors }) => vectors).reduce((sum, vector) => sum + vector.rho, 0n)),
      delta: attoDelta(releases.reduce((sum, { selection }) => sum + (selection?.delta ?? 0n), 0n)),
    },
  };
}

function decide(
  draft: ReleaseDraft,
  settings: PrivacySettings,
  { rho, delta }: { rho: NanoRho; delta: AttoDelta },
): Release {
  const candidates = rankBoundings(draft, settings, rho);
  const [taken] = candidates;
  if (!taken)
    return stop('E_ARGUMENTS', 'Cannot bound the contributions: must be one of the tiers that this query has');
  const { bounding } = taken;
  requireExactSums(draft, bounding);
  const share = shareOf(rho, draft.vectors);
  const vectors = draft.vectors.map((vector) => ({
    vector,
    sensitivity2: sensitivityOf(vector, bounding),
    rho: share,
  }));
  if (!draft.keys.some((key) => !key.values)) return { ...draft, bounding, candidates, vectors };
  const counted = draft.vectors.findIndex(
    (vector) => vector.kind === 'selection' || (vector.kind === 'units' && !vector.arg),
  );
  return {
    ...draft,
    bounding,
    candidates,
    vectors,
    selection: { vector: counted, delta, groups: mostGroups(bounding) },
  };
}
