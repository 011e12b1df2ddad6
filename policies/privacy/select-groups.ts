/**
 * Which groups of a release are shown. Public keys: all of their values, whether a row has them or not. Private keys: those whose noisy
 * number of units is above the threshold. Both: every public value beside every private one that is kept.
 *
 * @see query-and-privacy.md §3.6
 */
import type { NoisyInteger } from './noise.ts';
import { groupName, type ExactNumbers } from './exact-numbers.ts';
import type { Release } from './plan-types.ts';
import type { PublicValues } from './public-values.ts';
import { minUnitsPerKey } from './settings.ts';
import { keepsKey, selectionThreshold, type SelectionThreshold } from './threshold.ts';

type Keys = readonly (string | null)[];

export interface SelectedGroups {
  readonly shown: readonly Keys[];
  /** Noisy numbers of units by group, where the selection has drawn them. */
  readonly drawn: ReadonlyMap<string, NoisyInteger>;
}

/** Undefined where all keys are public. */
export function thresholdOf({
  vectors,
  selection,
}: Pick<Release, 'vectors' | 'selection'>): SelectionThreshold | undefined {
  const measured = selection && vectors[selection.vector];
  if (!selection || !measured) return undefined;
  return selectionThreshold({
    rho: measured.rho,
    delta: selection.delta,
    maxGroups: BigInt(selection.groups),
    minUnits: minUnitsPerKey,
  });
}

export function settledBy(
  release: Release,
  exact: ExactNumbers,
  draw: (exact: bigint, vector: number) => NoisyInteger,
): SelectedGroups {
  const { keys, selection } = release;
  const threshold = thresholdOf(release);
  if (!selection || !threshold) return { shown: product(keys.map(({ values }) => values ?? [])), drawn: new Map() };
  const drawn = new Map<string, NoisyInteger>();
  const isMixed = keys.some((key) => key.values);
  const candidates = isMixed
    ? exact.selected
    : exact.groups.map((own) => ({ keys: own, units: exact.number(groupName(own), selection.vector) }));
  const kept = candidates.filter(({ keys: own, units }) => {
    const noisyUnits = draw(units, selection.vector);
    drawn.set(groupName(own), noisyUnits);
    return keepsKey({ units, noisyUnits }, threshold);
  });
  if (!isMixed) return { shown: kept.map((group) => group.keys), drawn };
  return { shown: kept.flatMap((group) => product(completed(release, group.keys))), drawn: new Map() };
}

/** The private values of one group in their places, all public ones in theirs. */
function completed({ keys }: Release, own: Keys): readonly PublicValues[] {
  let next = 0;
  return keys.map(({ values }) => values ?? [own[next++] ?? null]);
}

/** Every combination; of no keys, the one empty combination: a global aggregate always has its row. */
function product(lists: readonly PublicValues[]): readonly Keys[] {
  return lists.reduce<readonly Keys[]>(
    (done, values) => done.flatMap((keys) => values.map((value) => [...keys, value])),
    [[]],
  );
}
