/**
 * One family of statistics that can be subtracted from each other, over all releases: rows of M by release, cell and vector; leaves; and the
 * null vectors as they stood after the last release. Families are solved apart: a count says nothing about a sum of incomes.
 *
 * @see disclosure.md §2.8 (G2–G4)
 */
import { addSignatures, extendSignatures, groupAtoms, type Atoms, type Signatures } from './atoms.ts';
import { Leaves, partitionOf, type Weighing } from './leaves.ts';
import { marginDifferences, type MarginDifference } from './margins.ts';
import type { KnownRelease, KnownTable } from './membership.ts';
import type { NullVectors } from './null-vector.ts';

/** A table as this family sees it; its cells are the rows from `first` on. */
export interface Block {
  readonly release: KnownRelease;
  readonly table: KnownTable;
  readonly first: number;
  readonly shown: Int32Array;
  readonly leaves: Int32Array;
  readonly hidden?: Int32Array;
  readonly weighing: Weighing;
  /** Vectors of the release that the rows stand for. */
  readonly vectors: readonly number[];
}

/** The difference of two margins, as a row of its own: it follows from the rows of both blocks. */
export interface MarginRow extends MarginDifference {
  readonly a: Block;
  readonly b: Block;
}

/** Everything that is known of a family after some releases. */
export interface FamilyState {
  readonly blocks: readonly Block[];
  readonly margins: readonly MarginRow[];
  /** The blocks before this one have been compared for margins. */
  readonly compared: number;
  readonly signatures: Signatures;
  readonly rowCount: number;
  /** Absent before the first audit, and where it was not needed. */
  readonly solved?: NullVectors & { readonly atoms: Atoms };
}

/** Together at most so many leaves in differences of margins; the others only cost time. */
const maxMarginLeaves = 1 << 22;

export class Family {
  readonly name: string;
  readonly leaves = new Leaves();
  readonly #choose: (release: KnownRelease) => readonly FamilyVector[];
  state: FamilyState = {
    blocks: [],
    margins: [],
    compared: 0,
    signatures: { high: new Uint32Array(0), low: new Uint32Array(0) },
    rowCount: 0,
  };

  /** @param choose what of a release belongs to the family: each a partition of its own */
  constructor(name: string, choose: (release: KnownRelease) => readonly FamilyVector[]) {
    this.name = name;
    this.#choose = choose;
  }

  /** The state with these releases in addition; this one stays. */
  with(releases: readonly KnownRelease[]): FamilyState {
    let state = this.state;
    for (const release of releases) {
      for (const { weighing, vectors } of this.#choose(release)) {
        for (const table of release.tables) {
          if (!table.isSum) state = this.#add(state, { release, table, weighing, vectors });
        }
      }
    }
    return state === this.state ? state : this.#sign(state);
  }

  #add(state: FamilyState, { release, table, weighing, vectors }: NewBlock): FamilyState {
    const partition = partitionOf(this.leaves, table, weighing);
    const block: Block = { release, table, first: state.rowCount, ...partition, weighing, vectors };
    const blocks = [...state.blocks, block];
    return { ...state, blocks, rowCount: state.rowCount + table.cells.length };
  }

  /** Signatures of the blocks that are new in this state. */
  #sign(state: FamilyState): FamilyState {
    const signatures = extendSignatures(state.signatures, this.leaves.size);
    for (const { shown, first } of state.blocks.slice(this.state.blocks.length))
      addSignatures(signatures, shown, first);
    return { ...state, signatures };
  }
}

/** The state with the differences of margins of all its blocks. */
export function withMargins(state: FamilyState): FamilyState {
  const margins = [...state.margins];
  let room = maxMarginLeaves - margins.reduce((sum, { leaves }) => sum + leaves.length, 0);
  state.blocks.forEach((a, index) => {
    if (index < state.compared) return;
    for (const b of state.blocks.slice(0, index)) {
      const size = { lefts: a.table.cells.length, rights: b.table.cells.length };
      for (const difference of marginDifferences(a.shown, b.shown, size)) {
        room -= difference.leaves.length;
        if (room >= 0) margins.push({ ...difference, a, b });
      }
    }
  });
  return { ...state, margins, compared: state.blocks.length };
}

export interface FamilyVector {
  readonly weighing: Weighing;
  readonly vectors: readonly number[];
}

interface NewBlock extends FamilyVector {
  readonly release: KnownRelease;
  readonly table: KnownTable;
}

/** @param coarse the atoms before the newest releases */
export function atomsOf({ signatures }: FamilyState, coarse?: Atoms): Atoms {
  return groupAtoms(signatures, coarse);
}
