/**
 * Pairs of atoms whose sum or difference is known: their null vectors are equal but for the sign. Among a million atoms these are found by
 * narrow classes of the first vector, of which few are taken twice.
 *
 * @see disclosure.md §2.8 (G3)
 */
import { isZero, nothing, type Solved, type Suspect } from './suspects.ts';

/** Two atoms of together fewer than k units whose sum or difference is known, neither of which is known alone. */
export function pairs(solved: Solved, k: number): readonly Suspect[] {
  const { sizes } = solved.atoms;
  const magnitude = (atom: number): number => Math.abs(solved.sums[2 * atom] ?? 0);
  const isOpen = (atom: number): boolean => (sizes[atom] ?? 0) + 1 < k && !isZero(solved, atom);
  const atoms = nearAtoms(solved).filter(isOpen);
  const sorted = Float64Array.from(atoms, magnitude).sort();
  const near = new Set<number>();
  for (let at = 1; at < sorted.length; at += 1) {
    if ((sorted[at] ?? 0) - (sorted[at - 1] ?? 0) >= nothing) continue;
    near.add(sorted[at - 1] ?? 0);
    near.add(sorted[at] ?? 0);
  }
  if (near.size === 0) return [];
  const equal = atoms.filter((atom) => near.has(magnitude(atom)));
  equal.sort((a, b) => magnitude(a) - magnitude(b) || a - b);
  const found = equal.flatMap((atom, at) =>
    partners(solved, { atom, after: equal.slice(at + 1, at + 1 + maxPartners), k }),
  );
  return found.sort((a, b) => firstOf(a) - firstOf(b));
}

function firstOf({ atoms }: Suspect): number {
  return Math.min(...atoms.keys());
}

/** Classes are counted modulo a power of two, so that of so many at most one is marked. */
const sparseness = 256;

/**
 * The atoms that were solved on, and the others that could be equal to one of them. Of a pair that has become known one at least was
 * solved on. Equal numbers are in one class or in neighbours.
 */
function nearAtoms({ sums, on, atoms: { sizes } }: Solved): readonly number[] {
  const classes = 2 ** Math.ceil(Math.log2(sparseness * on.length + 32));
  const marks = new Uint32Array(classes / 32);
  const classOf = (atom: number): number => (Math.abs(sums[2 * atom] ?? 0) / nothing) & (classes - 1);
  const isMarked = (at: number): boolean => (((marks[(at & (classes - 1)) >>> 5] ?? 0) >>> (at & 31)) & 1) === 1;
  const isOn = new Uint8Array(sizes.length);
  for (const atom of on) {
    const at = classOf(atom);
    isOn[atom] = 1;
    marks[at >>> 5] = (marks[at >>> 5] ?? 0) | (1 << (at & 31));
  }
  const found: number[] = [];
  for (let atom = 0; atom < sizes.length; atom += 1) {
    const at = classOf(atom);
    if (isOn[atom] === 1 || isMarked(at) || isMarked(at - 1) || isMarked(at + 1)) found.push(atom);
  }
  return found;
}

/** Where many atoms are equal, one recipe is enough. */
const maxPartners = 16;

function partners(
  { atoms: { sizes }, sums }: Solved,
  { atom, after, k }: { readonly atom: number; readonly after: readonly number[]; readonly k: number },
): readonly Suspect[] {
  const found: Suspect[] = [];
  const [x, y] = [sums[2 * atom] ?? 0, sums[2 * atom + 1] ?? 0];
  for (const other of after) {
    const [u, v] = [sums[2 * other] ?? 0, sums[2 * other + 1] ?? 0];
    if (Math.abs(u) - Math.abs(x) >= nothing) break;
    if ((sizes[atom] ?? 0) + (sizes[other] ?? 0) >= k) continue;
    const sign = [1, -1].find((s) => Math.abs(x + s * u) < nothing && Math.abs(y + s * v) < nothing);
    if (sign !== undefined) found.push({ how: 'pair', atoms: pairOf(atom, other, sign) });
  }
  return found;
}

/** The lower atom has +1. */
function pairOf(a: number, b: number, sign: number): ReadonlyMap<number, number> {
  return new Map([
    [Math.min(a, b), 1],
    [Math.max(a, b), sign],
  ]);
}
