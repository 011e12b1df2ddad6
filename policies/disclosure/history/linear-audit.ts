/**
 * G2 to G4 for one family: what could anybody who holds all releases, the new ones among them, work out about fewer than k units that could not
 * be worked out before? Atoms first; null vectors where some atom is small; then exact recipes for what they show.
 *
 * Guarantee: when it finds nothing and `decided` is true, no combination of shown cells, with any coefficients, equals the sum over one atom, one
 * pair of atoms, one overlap or difference of two cells, one difference of two margins or one hidden cell, of 1 to k − 1 units.
 *
 * @see disclosure.md §2.8 (G2–G4)
 */
import { hasSmallAtom, type Atoms } from './atoms.ts';
import { describeAttack, type Attack, type Found } from './attack.ts';
import { atomsOf, withMargins, type Block, type Family, type FamilyState } from './family.ts';
import { pairs } from './equal-atoms.ts';
import { isRedundant } from './families.ts';
import type { KnownRelease } from './membership.ts';
import { overlaps } from './overlaps.ts';
import { nullVectors } from './spanning.ts';
import { hiddenCells, isKnown, isZero, singles, solvedOf, type Solved, type Suspect } from './suspects.ts';
import { liftVectors, randomVectors } from './vectors.ts';

export interface LinearFinding {
  readonly attacks: readonly Attack[];
  readonly atoms: number;
  readonly suspects: number;
  /** Null vectors were needed. */
  readonly isSolved: boolean;
  /** False where the solver did not come to an end. */
  readonly decided: boolean;
  /** What is known once the new releases are out. */
  readonly after: FamilyState;
}

/** The rest is found again when these are gone; one is enough to refuse. */
const maxExplained = 20;

/** The family's state stays as it was; its leaves grow. */
export function auditFamily(family: Family, added: readonly KnownRelease[]): LinearFinding {
  const plain = family.with(added);
  const none = { attacks: [], atoms: 0, suspects: 0, isSolved: false, decided: true, after: plain };
  const news = plain.blocks.slice(family.state.blocks.length);
  if (news.length === 0 || isRedundant(family, plain.blocks)) return none;
  const k = Math.max(...plain.blocks.map(({ release }) => release.k));
  const base = family.state.solved;
  const atoms = atomsOf(plain, base?.atoms);
  if (!hasSmallAtom(atoms, k) && plain.blocks.every(({ hidden }) => hidden === undefined))
    return { ...none, atoms: atoms.sizes.length };
  const state = withMargins(plain);
  const from = base ? liftVectors(atoms, base.atoms, base.vectors) : randomVectors(atoms);
  const { converged, ...nulls } = nullVectors(state, atoms, { from, known: base?.known });
  const solved = solvedOf(atoms, nulls);
  const after = { ...state, solved: { atoms, ...nulls } };
  const found = converged ? suspectsOf(solved, state, { news, k }) : [];
  const fresh = found.length === 0 ? [] : found.filter(notBefore(family.state, solved));
  const attacks = describeAll(fresh, { solved, state, leaves: family.leaves, added, k });
  return { attacks, atoms: atoms.sizes.length, suspects: fresh.length, isSolved: true, decided: converged, after };
}

/** Tables are searched for so often; attacks of one request mostly need the same. */
const maxSearches = 3;

function describeAll(
  suspects: readonly Suspect[],
  about: Omit<Found, 'suspect' | 'tried' | 'search'>,
): readonly Attack[] {
  const attacks: Attack[] = [];
  const tried: (readonly Block[])[] = [];
  let searches = 0;
  for (const suspect of suspects.slice(0, maxExplained)) {
    const search = searches < maxSearches;
    const [attack] = describeAttack({ ...about, suspect, tried, search });
    if (!attack) continue;
    attacks.push(attack);
    if (attack.blocks.length > 0 && tried.some((blocks) => isSame(blocks, attack.blocks))) continue;
    searches += 1;
    if (attack.blocks.length > 0) tried.push(attack.blocks);
  }
  return attacks;
}

function isSame(a: readonly Block[], b: readonly Block[]): boolean {
  return a.length === b.length && a.every((block) => b.includes(block));
}

function suspectsOf(
  solved: Solved,
  { blocks, margins }: FamilyState,
  { news, k }: { readonly news: readonly Block[]; readonly k: number },
): readonly Suspect[] {
  const sets = [
    ...margins.flatMap(({ leaves, signs, a, b }): readonly Suspect[] => {
      if (leaves.length >= 2 * k || !(news.includes(a) || news.includes(b))) return [];
      // Where only one side has more, the difference is a sum of people.
      const side = signs.includes(1) ? 1 : -1;
      const atoms = new Map<number, number>();
      leaves.forEach((leaf, at) => atoms.set(solved.atoms.of[leaf] ?? -1, side * (signs[at] ?? 1)));
      return [{ how: 'margin', atoms }];
    }),
    ...blocks.flatMap((block) => hiddenCells(solved, block)),
    ...news.flatMap((mine, index) =>
      [...blocks.slice(0, blocks.length - news.length), ...news.slice(0, index)].flatMap((other) =>
        overlaps(solved, [mine, other], k),
      ),
    ),
  ].filter(
    ({ atoms }) => ![...atoms.keys()].every((atom) => (solved.atoms.sizes[atom] ?? 0) < k && isZero(solved, atom)),
  );
  return distinct([...singles(solved, k), ...pairs(solved, k), ...sets]);
}

function keyOf({ atoms }: Suspect): string {
  return [...atoms]
    .sort(([a], [b]) => a - b)
    .flat()
    .join();
}

function distinct(suspects: readonly Suspect[]): readonly Suspect[] {
  return [...new Map(suspects.toReversed().map((suspect) => [keyOf(suspect), suspect])).values()].toReversed();
}

/** Whether the new releases are needed for it: what was known before cannot be taken back. */
function notBefore(before: FamilyState, { atoms }: Solved): (suspect: Suspect) => boolean {
  if (before.blocks.length === 0) return () => true;
  const old = before.solved ? solvedOf(before.solved.atoms, before.solved) : solveAlone(before);
  return (suspect) => {
    const same = coarser(suspect, atoms, old.atoms);
    return same === undefined || !isKnown(old, same);
  };
}

/** The set in the atoms that there were before; undefined where it is not made of whole ones. */
function coarser({ atoms }: Suspect, fine: Atoms, old: Atoms): ReadonlyMap<number, number> | undefined {
  const signs = new Map<number, number>();
  const sizes = new Map<number, number>();
  for (const [atom, sign] of atoms) {
    const was = old.of[fine.some[atom] ?? 0] ?? -1;
    if (was < 0 || (signs.get(was) ?? sign) !== sign) return undefined;
    signs.set(was, sign);
    sizes.set(was, (sizes.get(was) ?? 0) + (fine.sizes[atom] ?? 0));
  }
  return [...sizes].every(([was, size]) => old.sizes[was] === size) ? signs : undefined;
}

function solveAlone(state: FamilyState): Solved {
  const atoms = atomsOf(state);
  return solvedOf(atoms, nullVectors(state, atoms, { from: randomVectors(atoms) }));
}
