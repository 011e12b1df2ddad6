/**
 * Cells that the rules of a table treat alike. Where only such cells are merged, bins are impossible together exactly where their cells
 * are: then cells can be drawn within bins one attribute at a time, and no row breaks a rule.
 */
import type { ModelledTable } from '#policies/simulation/fit-plan.ts';
import { cellCount } from '#policies/simulation/attribute.ts';
import { type Merge, mergeOf } from './merge.ts';

/** For each attribute, the class of each of its cells, from 0. Attributes that no rule names have one. */
export function cellClasses({ attributes, impossible }: ModelledTable): number[][] {
  return attributes.map(({ cells }, attribute) => {
    const signatures = Array.from({ length: cellCount(cells) }, () => new Set<string>());
    impossible.forEach((rule, number) => {
      const place = rule.attributes.indexOf(attribute);
      if (place === -1) return;
      for (const those of rule.cells)
        signatures[those[place] ?? -1]?.add(`${number}:${those.toSpliced(place, 1).join()}`);
    });
    return numbered(signatures.map((signature) => [...signature].sort().join(' ')));
  });
}

/** The same bins, each split into its classes. */
export function splitByClass({ bins, mass }: Merge, classes: readonly number[]): Merge {
  return mergeOf(numbered(bins.map((bin, cell) => `${bin} ${classes[cell] ?? 0}`)), mass);
}

/** Equal names get equal numbers, in the order in which they appear. */
function numbered(names: readonly string[]): number[] {
  const numbers = new Map<string, number>();
  return names.map((name) => {
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    return number;
  });
}
