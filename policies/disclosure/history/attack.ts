/**
 * An attack in words: released cells with signs, and how many units that leaves. For reviewers; it names cells and runs, and never a unit.
 *
 * @see disclosure.md §2.8 (G4)
 */
import { explain, type Term } from './certificate.ts';
import type { Block, FamilyState } from './family.ts';
import { shareStatistic, type ShownCell } from './families.ts';
import type { Leaves } from './leaves.ts';
import type { KnownRelease } from './membership.ts';
import { knownOver, narrow, type Narrowed } from './narrow.ts';
import { sampleOf } from './sample.ts';
import type { Solved, Suspect } from './suspects.ts';

export interface Attack {
  readonly verdict: 'fail' | 'review';
  /** The units, so that one attack that several levels find is told once. It stays in the domain. */
  readonly units: string;
  readonly recipe: string;
  /** The tables of the recipe, which is proved in whole numbers; none where no recipe was found. */
  readonly blocks: readonly Block[];
}

export interface Found {
  readonly suspect: Suspect;
  readonly solved: Solved;
  readonly state: FamilyState;
  readonly leaves: Leaves;
  readonly added: readonly KnownRelease[];
  readonly k: number;
  /** Tables that explained other attacks: tried first. */
  readonly tried: readonly (readonly Block[])[];
  /** Whether tables may be searched for, which takes seconds where there are millions of units. */
  readonly search: boolean;
}

/** Nothing where the set is large enough for the releases that the recipe needs. */
export function describeAttack(found: Found): readonly Attack[] {
  const { suspect, state, k } = found;
  const sides = unitsOf(found);
  const count = new Set([...sides.with, ...sides.without]).size;
  if (count === 0 || (count >= k && suspect.how !== 'hidden')) return [];
  const units = [...sides.with, ...sides.without].sort((a, b) => a - b).join();
  const narrowed = tablesOf(found);
  const terms = narrowed && explain(narrowed);
  if (!terms) {
    // A pair may be equal by chance; anything else is zero twice for a reason.
    const verdict = suspect.how === 'pair' || count >= k ? 'review' : 'fail';
    const recipe = `many cells together = ${printUnits(found, sides)} (fewer than ${k})`;
    return [{ verdict, units, recipe, blocks: [] }];
  }
  const cells = terms.map((term) => ({ ...cellOf(state.blocks, term.row), term }));
  const needed = Math.max(...cells.map(({ block }) => block.release.k));
  if (count >= needed && suspect.how !== 'hidden') return [];
  const isOne = shareStatistic(cells) && !isGuessed(found, cells);
  const small = count < needed ? `fewer than ${needed}` : 'hidden';
  return [
    {
      verdict: isOne && count < needed ? 'fail' : 'review',
      units,
      recipe: `${printTerms(cells, found.added)} = ${printUnits(found, sides)} (${small})`,
      blocks: narrowed.blocks,
    },
  ];
}

/** Tables are searched for over few leaves; what is found is looked at over all. */
function tablesOf({ suspect, solved, state, added, tried, search }: Found): Narrowed | undefined {
  const few = sampleOf(state, solved, suspect);
  const isKnown = (blocks: readonly Block[]): boolean =>
    knownOver(
      blocks.flatMap((block) => few.within(block) ?? []),
      few.set,
      few.state,
    ) !== undefined;
  const known = tried.find(isKnown);
  const set = new Map<number, number>();
  solved.atoms.of.forEach((atom, leaf) => {
    const sign = suspect.atoms.get(atom);
    if (sign !== undefined) set.set(leaf, sign);
  });
  if (known) return knownOver(known, set, state);
  if (!search) return undefined;
  const keep = few.state.blocks.filter(({ release }) => added.includes(release));
  const found = narrow(few.state, few.set, keep)?.blocks;
  return (
    found &&
    knownOver(
      found.flatMap((block) => few.whole(block) ?? []),
      set,
      state,
    )
  );
}

interface Sides {
  readonly with: readonly number[];
  readonly without: readonly number[];
}

function unitsOf({ suspect, solved: { atoms }, leaves }: Found): Sides {
  const plus = new Set<number>();
  const minus = new Set<number>();
  atoms.of.forEach((atom, leaf) => {
    const sign = suspect.atoms.get(atom);
    if (sign !== undefined) (sign > 0 ? plus : minus).add(leaves.unitOf(leaf));
  });
  return { with: [...plus], without: [...minus] };
}

function printUnits({ state }: Found, sides: Sides): string {
  const space = state.blocks[0]?.release.space ?? '';
  const more = sides.without.length > 0 ? ` \u2212 ${sides.without.length} ${space}` : '';
  return `${sides.with.length} ${space}${more}`;
}

function cellOf(blocks: readonly Block[], row: number): ShownCell {
  const block = blocks.findLast(({ first }) => first <= row);
  if (!block) throw new Error('Cannot name a cell: must be of a known release');
  return { block, cell: row - block.first };
}

/** A unit with several equal parts may have been matched wrongly between releases: a person decides. */
function isGuessed({ leaves }: Found, cells: readonly ShownCell[]): boolean {
  return cells.some(({ block: { shown }, cell }) => shown.some((at, leaf) => at === cell && leaves.isGuess(leaf)));
}

type NamedTerm = ShownCell & { readonly term: Term };

/** More terms than these are counted, not named. */
const maxTerms = 8;

function printTerms(cells: readonly NamedTerm[], added: readonly KnownRelease[]): string {
  const isNew = ({ block: { release } }: NamedTerm): boolean => added[added.length - 1]?.run === release.run;
  // When not all are named, those of this release are.
  const chosen = [...cells].sort((a, b) => Number(isNew(b)) - Number(isNew(a))).slice(0, maxTerms);
  const ordered = chosen.sort(
    (a, b) => Number(b.term.factor.top > 0) - Number(a.term.factor.top > 0) || Number(isNew(b)) - Number(isNew(a)),
  );
  const named = ordered.map((cell, at) => {
    const { top, bottom } = cell.term.factor;
    const sign = top < 0 ? '\u2212 ' : at > 0 ? '+ ' : '';
    const size = Math.abs(top) === bottom ? '' : `${Math.abs(top)}${bottom === 1 ? '' : `/${bottom}`} \u00d7 `;
    const where = isNew(cell) ? 'this release' : `run ${cell.block.release.run}`;
    return `${sign}${size}${cell.block.table.cells[cell.cell]?.label ?? ''} of ${where}`;
  });
  const rest = cells.length - named.length;
  return [...named, ...(rest > 0 ? [`and ${rest} more cells`] : [])].join(' ');
}
