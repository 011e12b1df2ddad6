/**
 * The unknowns of the linear audit. A leaf is a part of one unit that contributes the same to several cells: what is known of it in one
 * release is known of it in all. Within one table the parts of a unit are different rows, hence different leaves, so that a table is always
 * a partition; those with equal contributions are told apart by their order, which is a guess between releases.
 *
 * @see disclosure.md §2.8 (knowledge model); docs/decisions/019-the-history-guard.md
 */
import { reach, type KnownTable, type Membership } from './membership.ts';

/** Leaves by unit: a chain for each. */
export class Leaves {
  /** Newest leaf + 1 by unit. */
  #first: Int32Array = new Int32Array(1024);
  #next: Int32Array = new Int32Array(1024);
  #hash: Uint32Array = new Uint32Array(1024);
  #ordinal = new Uint16Array(1024);
  #unit: Int32Array = new Int32Array(1024);
  /** By unit: it has several parts with one contribution. */
  #guessed = new Uint8Array(1024);
  #size = 0;
  #isPlain = true;

  get size(): number {
    return this.#size;
  }

  unitOf(leaf: number): number {
    return this.#unit[leaf] ?? -1;
  }

  /** Whether another part of the unit could have been meant. */
  isGuess(leaf: number): boolean {
    return this.#guessed[this.unitOf(leaf)] === 1;
  }

  /** Every unit contributes the same everywhere, and never nothing: then the family tells nothing that the sets of units do not. */
  get isPlain(): boolean {
    return this.#isPlain;
  }

  /** A unit contributes nothing to a cell that it is in. */
  noteGap(): void {
    this.#isPlain = false;
  }

  /** The leaf of the unit's part number `ordinal` with this contribution; a new one where there was none. */
  leafOf(unit: number, hash: number, ordinal: number): number {
    if (unit >= this.#first.length) this.#growUnits(unit + 1);
    if (ordinal > 0) this.#guessed[unit] = 1;
    let leaf = (this.#first[unit] ?? 0) - 1;
    while (leaf >= 0) {
      if (this.#hash[leaf] !== hash) this.#isPlain = false;
      else if (this.#ordinal[leaf] === ordinal) return leaf;
      leaf = (this.#next[leaf] ?? 0) - 1;
    }
    return this.#add(unit, hash, ordinal);
  }

  /** Forgets the leaves from number `size` on. */
  shrink(size: number): void {
    for (let leaf = this.#size - 1; leaf >= size; leaf -= 1) this.#first[this.#unit[leaf] ?? 0] = this.#next[leaf] ?? 0;
    this.#size = size;
  }

  #growUnits(units: number): void {
    this.#first = grown(this.#first, units);
    const guessed = new Uint8Array(this.#first.length);
    guessed.set(this.#guessed);
    this.#guessed = guessed;
  }

  #add(unit: number, hash: number, ordinal: number): number {
    const leaf = this.#size;
    if (leaf === this.#next.length) {
      this.#next = grown(this.#next, leaf + 1);
      this.#hash = new Uint32Array(grown(new Int32Array(this.#hash.buffer), leaf + 1).buffer);
      this.#unit = grown(this.#unit, leaf + 1);
      const ordinals = new Uint16Array(this.#next.length);
      ordinals.set(this.#ordinal);
      this.#ordinal = ordinals;
    }
    this.#next[leaf] = this.#first[unit] ?? 0;
    this.#hash[leaf] = hash;
    this.#ordinal[leaf] = ordinal;
    this.#unit[leaf] = unit;
    this.#first[unit] = leaf + 1;
    this.#size = leaf + 1;
    return leaf;
  }
}

function grown(old: Int32Array, needed: number): Int32Array {
  const longer = new Int32Array(Math.max(needed, 2 * old.length));
  longer.set(old);
  return longer;
}

/** What a unit's part counts for: that it is there, its rows, or its contribution to one vector. */
export type Weighing = 'units' | 'rows' | { readonly vector: number };

/**
 * The table as a list by leaf: the number of its cell, or −1. Shown cells and hidden ones apart, for what is hidden is no knowledge.
 */
export interface Partition {
  readonly shown: Int32Array;
  /** By cell: how many leaves it has, where it is shown. */
  readonly leaves: Int32Array;
  /** Absent where no cell is hidden. */
  readonly hidden?: Int32Array;
}

export function partitionOf(leaves: Leaves, { cells, members }: KnownTable, weighing: Weighing): Partition {
  const value = weighed(members, weighing);
  const isShown = cells.map((cell) =>
    typeof weighing === 'object' ? cell.shown && cell.shows[weighing.vector] === true : cell.shown,
  );
  const leafOfEntry = new Int32Array(members.cell.length).fill(-1);
  const units = reach(members);
  for (let unit = 0; unit < units; unit += 1) {
    const to = members.start ? (members.start[unit + 1] ?? 0) : unit + 1;
    const from = members.start ? (members.start[unit] ?? 0) : unit;
    for (let entry = from; entry < to; entry += 1) {
      const hash = value ? (value[entry] ?? 0) : 1;
      if ((members.cell[entry] ?? -1) < 0) continue;
      if (hash === 0) {
        leaves.noteGap();
        continue;
      }
      let ordinal = 0;
      for (let earlier = from; earlier < entry; earlier += 1) if (!value || value[earlier] === hash) ordinal += 1;
      leafOfEntry[entry] = leaves.leafOf(unit, hash, Math.min(ordinal, 65_535));
    }
  }
  return spread(leafOfEntry, members.cell, { leaves: leaves.size, isShown });
}

function weighed({ rows, contributions }: Membership, weighing: Weighing): Uint32Array | undefined {
  if (weighing === 'units') return undefined;
  return weighing === 'rows' ? rows : contributions[weighing.vector];
}

function spread(
  leafOfEntry: Int32Array,
  cell: Int32Array,
  { leaves, isShown }: { readonly leaves: number; readonly isShown: readonly boolean[] },
): Partition {
  const shown = new Int32Array(leaves).fill(-1);
  const counts = new Int32Array(isShown.length);
  const hidden = isShown.includes(false) ? new Int32Array(leaves).fill(-1) : undefined;
  for (let entry = 0; entry < leafOfEntry.length; entry += 1) {
    const leaf = leafOfEntry[entry] ?? -1;
    const at = cell[entry] ?? -1;
    if (leaf < 0) continue;
    if (isShown[at] === true) {
      shown[leaf] = at;
      counts[at] = (counts[at] ?? 0) + 1;
    } else if (hidden) hidden[leaf] = at;
  }
  return { shown, leaves: counts, ...(hidden && { hidden }) };
}
