/** What must stay hidden: primaries, and sums over hidden cells that would tell of one. */
import type { Target } from './problem.ts';
import { keyOf, rangeOfLeaf, type Table } from './table.ts';

/** Columns that are not published. Only grows. */
export type Hidden = ReadonlySet<number>;

export function primaryTargets({ columns }: Table): readonly Target[] {
  return columns
    .filter(({ kind }) => kind === 'primary')
    .map(({ leaves, protection, cells }) => ({ leaves, ...protection, cells }));
}

/** Columns that are hidden before anything is protected. */
export function initiallyHidden({ columns }: Table): Hidden {
  return new Set([...columns.keys()].filter((index) => ['primary', 'absent'].includes(columns[index]?.kind ?? '')));
}

/** The union of columns as one target, which needs no more room than the priors leave. */
export function unionTarget(
  table: Table,
  parts: readonly number[],
  protection: { readonly lower: number; readonly upper: number },
): Target {
  const united = parts.flatMap((part) => table.columns[part] ?? []);
  const leaves = united.flatMap((column) => column.leaves).sort((a, b) => a - b);
  const ranges = leaves.map((leaf) => rangeOfLeaf(table, leaf));
  return {
    leaves,
    lower: Math.min(protection.lower, -ranges.reduce((sum, { lower }) => sum + lower, 0)),
    upper: Math.min(
      protection.upper,
      ranges.reduce((sum, { upper }) => sum + upper, 0),
    ),
    cells: united.flatMap(({ cells }) => cells).sort((a, b) => a - b),
  };
}

/** Those of `more` that are about other leaves than all of `targets`, each once. */
export function newTargets(targets: readonly Target[], more: readonly Target[]): readonly Target[] {
  const known = new Set(targets.map(({ leaves }) => keyOf(leaves)));
  return more.filter(({ leaves }) => {
    const key = keyOf(leaves);
    if (known.has(key)) return false;
    known.add(key);
    return true;
  });
}

/** Leaves that an attacker does not know: not published alone, and possible in more than one way. */
export function isUnknown(table: Table, hidden: Hidden, leaf: number): boolean {
  const { lower, upper } = rangeOfLeaf(table, leaf);
  return hidden.has(table.leafColumn[leaf] ?? -1) && lower < upper;
}
