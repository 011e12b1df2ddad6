/**
 * How much one unit can move each vector under each way of bounding contributions, and which way is taken: by noise first, then by cost.
 *
 * @see query-and-privacy.md §3.3, §3.4
 */
import { nanoRho, type NanoRho } from '../units.ts';
import { rowBound } from './grid.ts';
import { stop } from '../query/stop.ts';
import { gaussianVariance } from './noise.ts';
import type { Bounding, Candidate, ReleaseDraft, ReleaseKey, Vector } from './plan-types.ts';
import { sigmaOf } from './gaussian-tail.ts';
import { defaultGroupsPerUnit, defaultRowsPerGroup, worthItsCost, type PrivacySettings } from './settings.ts';
import { treeShape } from './tree.ts';

/** Most groups that the text and the catalog allow a unit to be in; undefined where they say nothing. */
export function groupsPerUnit(keys: readonly ReleaseKey[]): number | undefined {
  return keys.reduce<number | undefined>((product, { fixed, values }) => {
    const factor = fixed ? 1 : values?.length;
    return product === undefined || factor === undefined ? undefined : product * factor;
  }, 1);
}

/** The ways that are sound for this release. T0 needs a bound on rows, T1 the position of a row among its unit's. */
export function boundings(draft: ReleaseDraft, settings: PrivacySettings): readonly Bounding[] {
  const groups = groupsPerUnit(draft.keys);
  const { rows } = draft;
  const ways: Bounding[] = [];
  const first = settings.maxRowsPerUnit;
  const isAsked = settings.maxGroupsPerUnit !== undefined || settings.maxRowsPerGroup !== undefined;
  if (first !== undefined) {
    if (draft.rank === undefined || rows === undefined) return [];
    const read = Math.min(first, rows);
    const rowsPerGroup = Math.min(read, settings.maxRowsPerGroup ?? read);
    return [{ tier: 'T1', rows: read, groups, rowsPerGroup }];
  }
  if (rows !== undefined && !isAsked) {
    ways.push({ tier: 'T0', rows, groups, rowsPerGroup: rows });
  }
  const kept = Math.min(groups ?? Number.POSITIVE_INFINITY, settings.maxGroupsPerUnit ?? defaultGroupsPerUnit);
  const perGroup = Math.min(rows ?? Number.POSITIVE_INFINITY, settings.maxRowsPerGroup ?? rows ?? defaultRowsPerGroup);
  const limit = groups === undefined || settings.maxGroupsPerUnit !== undefined ? kept : groups;
  ways.push({ tier: 'T2', rows, groups: limit, rowsPerGroup: perGroup });
  return ways;
}

/**
 * Δ₂² of a vector: over every table and every unit of it, the largest sum of squares by which the groups' numbers can change when the unit
 * is removed. At most `rows` rows fall into at most `groups` groups, at most `rowsPerGroup` into each; their squares are largest
 * when few groups are full.
 */
export function sensitivityOf(vector: Vector, bounding: Bounding): bigint {
  if (vector.kind === 'units' || vector.kind === 'selection') return BigInt(mostGroups(bounding));
  return boundOf(vector) ** 2n * spread(bounding);
}

/** Sums of one unit stay below this, and those over all units, of fewer than 2⁶⁴, below what 128 bits hold. */
const largestSum = 2n ** 62n;

/** Stops with E_BOUNDS_OVERFLOW where what one unit adds to a group could leave 64 bits. @see query-and-privacy.md §2.5 */
export function requireExactSums({ statistics, vectors }: ReleaseDraft, { rowsPerGroup }: Bounding): void {
  const most = vectors.map(boundOf).reduce((a, b) => (a > b ? a : b), 0n) * BigInt(rowsPerGroup);
  if (most < largestSum) return;
  const [first] = statistics.flatMap(({ measure }) => measure.at ?? []);
  stop(
    'E_BOUNDS_OVERFLOW',
    `Cannot add up the rows of a unit: their bounds must need fewer than 62 bits; got ${most.toString(2).length}`,
    first,
    'Let fewer rows of a unit count in a group, or declare a coarser step.',
  );
}

/** The most that one row adds. */
function boundOf(vector: Vector): bigint {
  if (vector.kind !== 'sum' && vector.kind !== 'centred' && vector.kind !== 'square') return 1n;
  const bound = rowBound(vector.kind, vector.grid);
  return bound > 0n ? bound : 1n;
}

/** K, also where only rows are bounded: a unit is in no more groups than it has rows. */
export function mostGroups({ rows, groups }: Bounding): number {
  const most = Math.min(rows ?? Number.POSITIVE_INFINITY, groups ?? Number.POSITIVE_INFINITY);
  if (!Number.isSafeInteger(most)) throw new Error('Cannot bound the groups of a unit: must have rows or groups');
  return most;
}

function spread(bounding: Bounding): bigint {
  const perGroup = BigInt(bounding.rowsPerGroup);
  const groups = BigInt(mostGroups(bounding));
  if (bounding.rows === undefined) return groups * perGroup ** 2n;
  const rows = BigInt(bounding.rows);
  const full = rows / perGroup;
  return full >= groups ? groups * perGroup ** 2n : full * perGroup ** 2n + (rows % perGroup) ** 2n;
}

/** Levels of noise that a vector needs. */
export function levelsOf(vector: Vector): number {
  return vector.kind === 'tree' ? treeShape(leavesOf(vector)).levels : 1;
}

export function leavesOf({ grid }: Extract<Vector, { readonly kind: 'tree' }>): number {
  return Number(grid.hi - grid.lo) + 1;
}

/** ρ of a release in equal parts over its vectors, rounded down. */
export function shareOf(rho: NanoRho, vectors: readonly Vector[]): NanoRho {
  return nanoRho(rho / BigInt(Math.max(1, vectors.length)));
}

/** Relative costs of the statements, from measurements of 10 million rows. @see query-and-privacy.md §5 */
const weights: Readonly<Record<Bounding['tier'], number>> = { T0: 1, T1: 10, T2: 50 };

/** @returns every way with its noise, the one to take first */
export function rankBoundings(draft: ReleaseDraft, settings: PrivacySettings, rho: NanoRho): readonly Candidate[] {
  const share = shareOf(rho, draft.vectors);
  const all = boundings(draft, settings).map((bounding): Candidate => ({
    bounding,
    noise: meanNoise(draft.vectors, bounding, share),
    weight: weights[bounding.tier],
  }));
  const least = Math.min(...all.map(({ noise }) => noise));
  const good = all.filter(({ noise }) => noise <= least * worthItsCost);
  const [taken] = good.toSorted((a, b) => a.weight - b.weight);
  return taken ? [taken, ...all.filter((other) => other !== taken)] : [];
}

function meanNoise(vectors: readonly Vector[], bounding: Bounding, rho: NanoRho): number {
  const logs = vectors.map((vector) =>
    Math.log(sigmaOf(gaussianVariance({ sensitivity2: sensitivityOf(vector, bounding), rho }))),
  );
  return Math.exp(logs.reduce((total, log) => total + log, 0) / Math.max(1, logs.length));
}
