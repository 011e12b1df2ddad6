/**
 * Two tables that share keys have margins in common: cells that are linked by common units add up to the same people, except those that one
 * table hides or leaves out. The difference of two such sums follows from the releases; it must be nobody, or k. The same differences make
 * near-dependent rows of M, which a solver needs long to see; given as rows of their own, they cost nothing.
 *
 * @see disclosure.md §2.8 (G1: margin differences)
 */

/** Σ cells of the left − Σ cells of the right: the leaves that are in one only. */
export interface MarginDifference {
  readonly left: readonly number[];
  readonly right: readonly number[];
  /** Leaves with sign: +1 for the left. */
  readonly leaves: Int32Array;
  readonly signs: Int8Array;
}

/** Larger shares of a margin are no near-dependency. */
const maxShare = 0.25;

/**
 * @param left by leaf: its cell or −1
 * @returns of each set of linked cells the difference, where it is not empty and small against the set
 */
export function marginDifferences(
  left: Int32Array,
  right: Int32Array,
  { lefts, rights }: { readonly lefts: number; readonly rights: number },
): readonly MarginDifference[] {
  if (haveSameLeaves(left, right)) return [];
  const root = linked(left, right, lefts, lefts + rights);
  const sizes = new Int32Array(root.length);
  const apart = new Int32Array(root.length);
  const leaves = Math.max(left.length, right.length);
  for (let leaf = 0; leaf < leaves; leaf += 1) {
    const a = left[leaf] ?? -1;
    const b = right[leaf] ?? -1;
    const set = a >= 0 ? root[a] : b >= 0 ? root[lefts + b] : undefined;
    if (set === undefined) continue;
    sizes[set] = (sizes[set] ?? 0) + 1;
    if (a < 0 || b < 0) apart[set] = (apart[set] ?? 0) + 1;
  }
  const isSmall = (set: number): boolean => (apart[set] ?? 0) > 0 && (apart[set] ?? 0) <= maxShare * (sizes[set] ?? 0);
  return gather({ left, right, lefts, root, isSmall });
}

function haveSameLeaves(left: Int32Array, right: Int32Array): boolean {
  const leaves = Math.max(left.length, right.length);
  for (let leaf = 0; leaf < leaves; leaf += 1) if ((left[leaf] ?? -1) < 0 !== (right[leaf] ?? -1) < 0) return false;
  return true;
}

/** Cells of both tables, numbered one after the other → the smallest that each is linked with. */
function linked(left: Int32Array, right: Int32Array, lefts: number, cells: number): Int32Array {
  const parent = Int32Array.from({ length: cells }, (_, cell) => cell);
  const find = (cell: number): number => {
    let at = cell;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at] ?? 0] ?? 0;
      at = parent[at] ?? 0;
    }
    return at;
  };
  const leaves = Math.max(left.length, right.length);
  for (let leaf = 0; leaf < leaves; leaf += 1) {
    const a = left[leaf] ?? -1;
    const b = right[leaf] ?? -1;
    if (a < 0 || b < 0) continue;
    if (parent[a] === parent[lefts + b]) continue;
    const x = find(a);
    const y = find(lefts + b);
    if (x < y) parent[y] = x;
    else parent[x] = y;
  }
  return parent.map((_, cell) => find(cell));
}

interface Linked {
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly lefts: number;
  readonly root: Int32Array;
  readonly isSmall: (set: number) => boolean;
}

function gather({ left, right, lefts, root, isSmall }: Linked): readonly MarginDifference[] {
  const sets = new Map<number, { left: number[]; right: number[]; leaves: number[]; signs: number[] }>();
  root.forEach((set, cell) => {
    if (!isSmall(set)) return;
    const found = sets.get(set) ?? { left: [], right: [], leaves: [], signs: [] };
    if (cell < lefts) found.left.push(cell);
    else found.right.push(cell - lefts);
    sets.set(set, found);
  });
  if (sets.size === 0) return [];
  const leaves = Math.max(left.length, right.length);
  for (let leaf = 0; leaf < leaves; leaf += 1) {
    const [a, b] = [left[leaf] ?? -1, right[leaf] ?? -1];
    if (a < 0 === b < 0) continue;
    const found = sets.get(root[a >= 0 ? a : lefts + b] ?? -1);
    if (!found) continue;
    found.leaves.push(leaf);
    found.signs.push(a >= 0 ? 1 : -1);
  }
  return [...sets.values()].map((set) => ({
    ...set,
    leaves: Int32Array.from(set.leaves),
    signs: Int8Array.from(set.signs),
  }));
}
