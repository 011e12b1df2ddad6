/**
 * What one contributor can find in one equation: who stands alone behind a hidden cell knows its value, and takes it from the hidden rest.
 * If a single cell remains, it is found. Hence the sum of the hidden parts must not be known.
 *
 * @see disclosure.md §2.4 S, §2.5 (PS2: within one equation)
 */
import type { Table } from './table.ts';
import type { Target } from './problem.ts';
import { unionTarget } from './target.ts';

/** @param remainders hidden parts of equations whose total is published */
export function singletonTargets(table: Table, remainders: readonly (readonly number[])[]): readonly Target[] {
  return remainders.flatMap((parts) =>
    contributors(table, parts).flatMap((contributor) => {
      const others = parts.filter((part) => table.columns[part]?.singleton !== contributor);
      const found = others.length === 1 ? table.columns[others[0] ?? -1] : undefined;
      return found?.kind === 'primary' ? [unionTarget(table, parts, found.protection)] : [];
    }),
  );
}

function contributors({ columns }: Table, parts: readonly number[]): readonly number[] {
  return [...new Set(parts.flatMap((part) => columns[part]?.singleton ?? []))];
}
