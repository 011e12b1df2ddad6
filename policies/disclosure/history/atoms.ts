/**
 * G2: the coarsest sets that all releases are made of. Leaves that are in the same cells everywhere form one atom, and whatever is computed
 * from the releases, by whomever, is a function of sums over atoms. If every atom has k units or more, nobody can be isolated.
 *
 * @see disclosure.md §2.8 (G2)
 */

/** Of each leaf: the sum of the hashes of the rows that it is in, in two words of 32 bits. 0, 0: in none. */
export interface Signatures {
  readonly high: Uint32Array;
  readonly low: Uint32Array;
}

export interface Atoms {
  /** By leaf; −1 for a leaf in no shown cell. */
  readonly of: Int32Array;
  /** By atom: how many leaves, all of different units. */
  readonly sizes: Int32Array;
  /** By atom: one of its leaves. */
  readonly some: Int32Array;
}

/** The same signatures, for more leaves. */
export function extendSignatures({ high, low }: Signatures, leaves: number): Signatures {
  const longer = { high: new Uint32Array(leaves), low: new Uint32Array(leaves) };
  longer.high.set(high);
  longer.low.set(low);
  return longer;
}

/**
 * Adds to each leaf the hash of its row. The sum does not depend on the order of releases.
 *
 * @param cells by leaf: its cell or −1
 * @param first number of the row of cell 0
 */
export function addSignatures({ high, low }: Signatures, cells: Int32Array, first: number): void {
  for (let leaf = 0; leaf < cells.length; leaf += 1) {
    const cell = cells[leaf] ?? -1;
    if (cell < 0) continue;
    high[leaf] = (high[leaf] ?? 0) + mix(first + cell, 0x51ed270b);
    low[leaf] = (low[leaf] ?? 0) + mix(first + cell, 0x2545f491);
  }
}

/** Whole numbers to 32 bits that look random. */
export function mix(value: number, seed: number): number {
  let hash = Math.imul(value ^ seed, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13) ^ seed, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 16), 0x27d4eb2f);
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** Groups the leaves by signature. Atoms are numbered in the order of their first leaf. */
export function groupAtoms({ high, low }: Signatures): Atoms {
  const of = new Int32Array(high.length).fill(-1);
  let slots: Int32Array = new Int32Array(1 << 12);
  let some: Int32Array = new Int32Array(1 << 11);
  let sizes: Int32Array = new Int32Array(1 << 11);
  let count = 0;
  for (let leaf = 0; leaf < high.length; leaf += 1) {
    const [h, l] = [high[leaf] ?? 0, low[leaf] ?? 0];
    if (h === 0 && l === 0) continue;
    const mask = slots.length - 1;
    let slot = (l ^ (h << 7)) & mask;
    let atom = (slots[slot] ?? 0) - 1;
    while (atom >= 0 && !(low[some[atom] ?? 0] === l && high[some[atom] ?? 0] === h)) {
      slot = (slot + 1) & mask;
      atom = (slots[slot] ?? 0) - 1;
    }
    if (atom < 0) {
      atom = count;
      count += 1;
      slots[slot] = count;
      some[atom] = leaf;
      if (count === some.length) {
        [some, sizes] = [doubled(some), doubled(sizes)];
        slots = rehashed({ high, low }, some, count);
      }
    }
    sizes[atom] = (sizes[atom] ?? 0) + 1;
    of[leaf] = atom;
  }
  return { of, sizes: sizes.slice(0, count), some: some.slice(0, count) };
}

function doubled(old: Int32Array): Int32Array {
  const longer = new Int32Array(2 * old.length);
  longer.set(old);
  return longer;
}

function rehashed({ high, low }: Signatures, some: Int32Array, count: number): Int32Array {
  const slots = new Int32Array(2 * some.length);
  const mask = slots.length - 1;
  for (let atom = 0; atom < count; atom += 1) {
    const leaf = some[atom] ?? 0;
    let slot = ((low[leaf] ?? 0) ^ ((high[leaf] ?? 0) << 7)) & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = atom + 1;
  }
  return slots;
}

/** Whether some atom has fewer than k units: only then can a combination of releases isolate anybody. */
export function hasSmallAtom({ sizes }: Atoms, k: number): boolean {
  return sizes.some((size) => size < k);
}
