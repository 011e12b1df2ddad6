/**
 * A history over few leaves instead of millions, in which tables for a recipe are searched for.
 *
 * Argument: let the atoms that were solved on span all columns, and let a set follow from all tables. Every other column is then a combination of
 * those, in any selection of the tables too, and the set's entry there is the same combination of its entries. So the set follows from a selection
 * over all leaves exactly if it does over one leaf of each of these atoms and of the set's own. Where they span less, a search can end with tables
 * that are too few: the proof, over all leaves, says so.
 */
import type { Block, FamilyState } from './family.ts';
import type { SignedLeaves } from './narrow.ts';
import type { Solved, Suspect } from './suspects.ts';

export interface Sample {
  readonly state: FamilyState;
  readonly set: SignedLeaves;
  /** The block that one of the sample stands for. */
  readonly whole: (block: Block) => Block | undefined;
  readonly within: (block: Block) => Block | undefined;
}

export function sampleOf(state: FamilyState, { atoms, on }: Solved, suspect: Suspect): Sample {
  const chosen = [...new Set([...on, ...suspect.atoms.keys()])];
  const leaves = Int32Array.from(chosen, (atom) => atoms.some[atom] ?? 0);
  const blocks = state.blocks.map((block): Block => ({
    ...block,
    shown: leaves.map((leaf) => block.shown[leaf] ?? -1),
  }));
  const set = new Map(
    chosen.flatMap((atom, leaf) => {
      const sign = suspect.atoms.get(atom);
      return sign === undefined ? [] : [[leaf, sign] as const];
    }),
  );
  const signatures = { high: new Uint32Array(leaves.length), low: new Uint32Array(leaves.length) };
  return {
    state: { ...state, blocks, margins: [], signatures },
    set,
    whole: (block) => state.blocks[blocks.indexOf(block)],
    within: (block) => blocks[state.blocks.indexOf(block)],
  };
}
