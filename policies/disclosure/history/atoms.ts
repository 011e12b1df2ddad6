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

/**
 * Groups the leaves by signature. Atoms are numbered in the order of their first leaf.
 *
 * @param coarse atoms of some of these leaves, over fewer rows: who was alone there is alone here
 */
export function groupAtoms({ high, low }: Signatures, coarse?: Atoms): Atoms {
  const wasAlone = (leaf: number): boolean => {
    const atom = coarse?.of[leaf] ?? -1;
    return atom >= 0 && coarse?.sizes[atom] === 1;
  };
  const of = new Int32Array(high.length).fill(-1);
  const some = new Int32Array(high.length);
  const sizes = new Int32Array(high.length);
  const slots = new Int32Array(roomFor(high.length - countAlone(coarse)));
  const mask = slots.length - 1;
  let count = 0;
  for (let leaf = 0; leaf < high.length; leaf += 1) {
    const [h, l] = [high[leaf] ?? 0, low[leaf] ?? 0];
    if (h === 0 && l === 0) continue;
    let atom = -1;
    if (!wasAlone(leaf)) {
      let slot = (l ^ (h << 7)) & mask;
      atom = (slots[slot] ?? 0) - 1;
      while (atom >= 0 && !(low[some[atom] ?? 0] === l && high[some[atom] ?? 0] === h)) {
        slot = (slot + 1) & mask;
        atom = (slots[slot] ?? 0) - 1;
      }
      if (atom < 0) slots[slot] = count + 1;
    }
    if (atom < 0) {
      atom = count;
      some[atom] = leaf;
      count += 1;
    }
    sizes[atom] = (sizes[atom] ?? 0) + 1;
    of[leaf] = atom;
  }
  return { of, sizes: sizes.slice(0, count), some: some.slice(0, count) };
}

function countAlone(atoms: Atoms | undefined): number {
  let count = 0;
  for (const size of atoms?.sizes ?? []) if (size === 1) count += 1;
  return count;
}

/** A power of two, more than twice as many. */
function roomFor(count: number): number {
  return 2 ** Math.ceil(Math.log2(2 * count + 2));
}

/** Whether some atom has fewer than k units: only then can a combination of releases isolate anybody. */
export function hasSmallAtom({ sizes }: Atoms, k: number): boolean {
  return sizes.some((size) => size < k);
}
