/**
 * Which statistics are solved together. Counts of units and of rows are taken of every shown cell; sums by the columns whose values they
 * add up. What a recipe joins must be one statistic: otherwise a person decides.
 *
 * @see disclosure.md §2.8 (knowledge model)
 */
import { isAdditive, isComparable, type Vector } from '../history-vectors.ts';
import { Family, type Block, type FamilyVector } from './family.ts';
import type { KnownRelease } from './membership.ts';

/** Of units and of rows first: the others may tell no more than these. */
export function familiesOf(releases: readonly KnownRelease[]): readonly string[] {
  return [...new Set(['units', 'rows', ...releases.flatMap(({ vectors }) => vectors.flatMap(familyOf))])];
}

export function makeFamily(name: string): Family {
  return new Family(name, (release) => {
    const all = release.vectors.map((_, index) => index);
    if (name === 'units' || name === 'rows') return [{ weighing: name, vectors: all }];
    return release.vectors.flatMap((vector, index): readonly FamilyVector[] => {
      if (familyOf(vector)[0] !== name) return [];
      return [{ weighing: isPlainCount(vector) ? 'rows' : { vector: index }, vectors: [index] }];
    });
  });
}

function familyOf(vector: Vector): readonly string[] {
  if (!isAdditive(vector.kind)) return [];
  return [`${vector.kind === 'terms' ? 'terms' : 'sum'} ${vector.value.join(' ')}`];
}

function isPlainCount({ kind, condition }: Vector): boolean {
  return kind === 'count' && condition.length === 0;
}

/** Whether another family finds everything that this one could. */
export function isRedundant({ name, leaves }: Family, blocks: readonly Block[]): boolean {
  if (name === 'units') return false;
  return leaves.isPlain || (name !== 'rows' && blocks.every(({ weighing }) => weighing === 'rows'));
}

export interface ShownCell {
  readonly block: Block;
  readonly cell: number;
}

/** Whether some statistic that the first cell shows can be subtracted from one of each other cell. */
export function shareStatistic(cells: readonly ShownCell[]): boolean {
  const [first, ...rest] = cells.map(shownVectors);
  return (
    first !== undefined && first.some((mine) => rest.every((other) => other.some((its) => isComparable(mine, its))))
  );
}

function shownVectors({ block, cell }: ShownCell): readonly Vector[] {
  return block.vectors.flatMap((vector) => {
    const found = block.release.vectors[vector];
    return found && block.table.cells[cell]?.shows[vector] === true ? [found] : [];
  });
}
