/**
 * Which few tables an attack needs. Among twenty tables one sum can be written in thousands of ways, and the solver mixes them all; with the
 * tables left out one after the other that are not needed, what remains is a recipe that a person can read.
 */
import { addSignatures, groupAtoms, type Atoms } from './atoms.ts';
import type { Block, FamilyState } from './family.ts';
import { combineRows, type LinearSystem } from './null-vector.ts';
import { systemOf } from './system.ts';

/** A set of leaves with signs. */
export type SignedLeaves = ReadonlyMap<number, number>;

/** The system of some tables; rows keep their numbers. */
export interface Narrowed {
  readonly blocks: readonly Block[];
  readonly system: LinearSystem;
  readonly atoms: ReadonlyMap<number, number>;
  /** How much each row takes part. */
  readonly weights: Float64Array;
}

/** The tables of `among` over which the set is known, or undefined where it is not. */
export function knownOver(among: readonly Block[], set: SignedLeaves, state: FamilyState): Narrowed | undefined {
  const leaves = state.signatures.high.length;
  const signatures = { high: new Uint32Array(leaves), low: new Uint32Array(leaves) };
  for (const { shown, first } of among) addSignatures(signatures, shown, first);
  const grouped = groupAtoms(signatures);
  const atoms = wholeAtoms(grouped, set);
  if (!atoms) return undefined;
  const system = systemOf({ ...state, blocks: among, margins: [] }, grouped);
  const weights = combineRows(system, atoms);
  return isReached(system, atoms, weights) ? { blocks: among, system, atoms, weights } : undefined;
}

/** Two tables, one of them new, over which the set is known with the fewest rows: of many ways to write a margin the shortest. */
function pairOver(state: FamilyState, set: SignedLeaves, keep: readonly Block[]): Narrowed | undefined {
  const found = keep.flatMap((mine) =>
    state.blocks.flatMap((other) => (other === mine ? [] : (knownOver([other, mine], set, state) ?? []))),
  );
  const size = ({ weights }: Narrowed): number => weights.filter((weight) => Math.abs(weight) > 1e-6).length;
  return found.sort((a, b) => size(a) - size(b))[0];
}

/**
 * Two tables where they are enough; else leaves out tables as long as the set stays known: halves first, then single ones.
 *
 * @param keep tables that the set is about: the last to be left out
 */
export function narrow(state: FamilyState, set: SignedLeaves, keep: readonly Block[]): Narrowed | undefined {
  const two = pairOver(state, set, keep);
  if (two) return two;
  const ordered = [...state.blocks.filter((block) => !keep.includes(block)), ...keep];
  let found = knownOver(ordered, set, state);
  for (let size = ordered.length; found && size > 1;) {
    size = Math.ceil(size / 2);
    let from = 0;
    while (from < found.blocks.length) {
      const rest: readonly Block[] = found.blocks.toSpliced(from, size);
      const smaller: Narrowed | undefined = rest.length > 0 ? knownOver(rest, set, state) : undefined;
      if (smaller) found = smaller;
      else from += size;
    }
  }
  return found;
}

/** The set in atoms; undefined where some atom is in it only in part. */
function wholeAtoms({ of, sizes }: Atoms, set: SignedLeaves): ReadonlyMap<number, number> | undefined {
  const signs = new Map<number, number>();
  const counts = new Map<number, number>();
  for (const [leaf, sign] of set) {
    const atom = of[leaf] ?? -1;
    if (atom < 0 || (signs.get(atom) ?? sign) !== sign) return undefined;
    signs.set(atom, sign);
    counts.set(atom, (counts.get(atom) ?? 0) + 1);
  }
  return [...counts].every(([atom, count]) => sizes[atom] === count) ? signs : undefined;
}

/** Whether the combination gives the set, as near as numbers go; the proof comes later. */
function isReached(
  { start, codes, sizes }: LinearSystem,
  atoms: ReadonlyMap<number, number>,
  weights: Float64Array,
): boolean {
  for (let atom = 0; atom < sizes.length; atom += 1) {
    let sum = -(atoms.get(atom) ?? 0);
    for (let at = start[atom] ?? 0; at < (start[atom + 1] ?? 0); at += 1) sum += weights[(codes[at] ?? 0) >> 1] ?? 0;
    if (Math.abs(sum) > 1e-4) return false;
  }
  return true;
}
