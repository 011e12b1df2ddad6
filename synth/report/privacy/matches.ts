/**
 * Rows that occur again: identical ones, unique ones, and keys that tell a target. All over cells: two amounts of one cell are the same here,
 * so these shares are higher than those of values.
 *
 * @see SDNist (unique exact match); mostlyai-qa (identical match share); Raab et al. 2024 (DiSCO, repU)
 */
import type { Attribute } from '#policies/simulation/attribute.ts';
import type { CodeColumns } from '../../fit/types.ts';
import { fmix32 } from '../../hash.ts';
import { rowCount } from '../input.ts';
import type { Matches } from '../schema.ts';
import type { Targets } from './targets.ts';

const keyLength = 5;

/** @param target what an attacker wants to learn in DiSCO; the keys are the first five other attributes */
export function matchesOf(attributes: readonly Attribute[], targets: Targets, target: string | undefined): Matches {
  const drawn = countKeys(rowKeys(targets.drawn));
  const identical = (columns: CodeColumns): number => {
    const known = new Set(rowKeys(columns));
    return share(rowKeys(targets.drawn), (key) => known.has(key));
  };
  const unique = (columns: CodeColumns): number => {
    const keys = rowKeys(columns);
    const counts = countKeys(keys);
    return share(
      keys.filter((key) => counts.get(key) === 1),
      (key) => drawn.has(key),
    );
  };
  return {
    identical: { members: identical(targets.members), strangers: identical(targets.strangers) },
    uniqueDrawn: { members: unique(targets.members), strangers: unique(targets.strangers) },
    ...disclosureOf(attributes, targets, target),
  };
}

function disclosureOf(
  attributes: readonly Attribute[],
  { members, strangers, drawn }: Targets,
  target: string | undefined,
): Pick<Matches, 'disclosive' | 'replicatedUniques'> {
  const at = attributes.findIndex(({ name }) => name === target);
  if (at < 0 || attributes.length < 2) return { disclosive: null, replicatedUniques: null };
  const keys = attributes.flatMap((_, key) => (key === at ? [] : [key])).slice(0, keyLength);
  const only = (columns: CodeColumns): CodeColumns => columns.filter((_, column) => keys.includes(column));
  const drawnKeys = rowKeys(only(drawn));
  const told = tellers(drawnKeys, drawn[at] ?? new Uint16Array(0));
  const drawnCounts = countKeys(drawnKeys);
  const disclosive = (columns: CodeColumns): number =>
    share(rowKeys(only(columns)), (key, row) => told.get(key) === columns[at]?.[row]);
  const replicated = (columns: CodeColumns): number => {
    const own = rowKeys(only(columns));
    const counts = countKeys(own);
    return share(own, (key) => counts.get(key) === 1 && drawnCounts.get(key) === 1);
  };
  const names = keys.map((key) => attributes[key]?.name ?? '');
  return {
    disclosive: {
      target: attributes[at]?.name ?? '',
      keys: names,
      share: { members: disclosive(members), strangers: disclosive(strangers) },
    },
    replicatedUniques: { members: replicated(members), strangers: replicated(strangers) },
  };
}

/** The value that all rows of a key have, or −1 where they differ. */
function tellers(keys: Float64Array, values: Uint16Array): ReadonlyMap<number, number> {
  const told = new Map<number, number>();
  keys.forEach((key, row) => {
    const value = values[row] ?? 0;
    told.set(key, (told.get(key) ?? value) === value ? value : -1);
  });
  return told;
}

/** A number for every row, the same for rows that are the same; of 52 bits, so that others do not meet by chance. */
function rowKeys(columns: CodeColumns): Float64Array {
  return Float64Array.from({ length: rowCount(columns) }, (_, row) => {
    let [high, low] = [1, 2];
    for (const column of columns) {
      high = fmix32(high ^ (column[row] ?? 0));
      low = fmix32((low + 0x9e3779b9) ^ (column[row] ?? 0));
    }
    return high * 2 ** 20 + (low & 0xfffff);
  });
}

function countKeys(keys: Float64Array): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

function share(keys: Float64Array, holds: (key: number, row: number) => boolean): number {
  return keys.length === 0 ? 0 : keys.filter((key, row) => holds(key, row)).length / keys.length;
}
