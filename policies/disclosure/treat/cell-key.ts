/**
 * Cell-key perturbation: every unit has a record key, a cell has the sum of the keys of its units, and what is added to its count is looked
 * up by that sum. The same units get the same noise in every table, so asking again tells nothing, and no budget is spent.
 *
 * The sum is hashed once more before it is looked up: of a total and its parts the sums add up, and whoever knew the noise of the parts
 * would otherwise know that of the total.
 *
 * @see disclosure.md §2.6; SDC Handbook §5.4, §5.7; Fraser & Wooton, UNECE 2005
 */
import type { ProfileName } from '../profile.ts';
import { makePTable, noiseOf, type NoiseParameters, type PTable } from './p-table.ts';

/** HMAC-SHA256 under a secret that only the domain has. */
export type KeyedHash = (message: Uint8Array) => Uint8Array;

/** The units that a count stands for. */
export interface KeyedCount {
  readonly units: number;
  /** Σ of their record keys, modulo 2³². */
  readonly keys: number;
}

/**
 * Noise by profile: how far, how wide, and which counts are never released. Like the parameters of dominance they are not shown. `standard` is
 * the example of the R package ptable, close to what the European census recommends; the others are engineering choices around it.
 */
const noiseByProfile = {
  open: { largest: 3, variance: 1.5, floor: 1 },
  standard: { largest: 5, variance: 3, floor: 2 },
  sensitive: { largest: 10, variance: 7, floor: 4 },
} as const satisfies Record<ProfileName, NoiseParameters>;

export function noiseParameters(profile: ProfileName): NoiseParameters {
  return noiseByProfile[profile];
}

/** Perturbs counts of units; for every set of units the same number, whatever table it stands in. */
export type PerturbCount = (count: KeyedCount) => number;

export function perturbCounts(profile: ProfileName, hash: KeyedHash): PerturbCount {
  return perturbBy(makePTable(noiseParameters(profile)), hash);
}

/** @see perturbCounts */
export function perturbBy(table: PTable, hash: KeyedHash): PerturbCount {
  return ({ units, keys }) => units + noiseOf(table, { count: units, key: lookupKey(hash, keys) });
}

/**
 * The mean that may stand beside perturbed counts: the sum over the perturbed count. The mean itself never, for its fraction tells which
 * counts are possible. NULL where the perturbed count is 0.
 *
 * @see SDC Handbook §5.7
 */
export function perturbedMean(sum: number, count: number): number | null {
  return count > 0 ? sum / count : null;
}

/** A whole number below 2³²: the first four bytes of the hash of the sum's eight. */
function lookupKey(hash: KeyedHash, keys: number): number {
  const message = new DataView(new ArrayBuffer(8));
  message.setBigUint64(0, BigInt(keys));
  const digest = hash(new Uint8Array(message.buffer));
  return new DataView(digest.buffer, digest.byteOffset, digest.byteLength).getUint32(0);
}
