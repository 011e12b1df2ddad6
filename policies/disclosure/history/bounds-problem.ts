/** The programs of G5: all cells that are linked with something hidden, as sets of atoms. @see disclosure.md §2.8 (G5) */
import { maxAtoms, type BoundsAsk, type BoundsProblem, type BoundsRow, type BoundsTarget } from './bounds.ts';
import { latticeOf, type ChosenUnits } from './lattice.ts';
import { linkedOf, type BoundsQuestion, type Linked } from './linked-tables.ts';
import { ringsOf } from './rings.ts';

/** @returns no problem where nothing hidden is spoken of by another release */
export function boundsAsk(question: BoundsQuestion): BoundsAsk {
  const linked = linkedOf(question);
  const count = targetCount(linked);
  if (count === 0) return { problems: [], tooLarge: 0 };
  const whole = problemOf(linked);
  if (whole) return { problems: [whole], tooLarge: 0 };
  // Each target with what surrounds it: fewer cells leave an attacker more room, never less.
  const parts = ringsOf(linked).flatMap((rings) => firstOf(rings) ?? []);
  return { problems: parts, tooLarge: count - parts.reduce((sum, { targets }) => sum + targets.length, 0) };
}

function firstOf(rings: readonly Linked[]): BoundsProblem | undefined {
  for (const ring of rings) {
    const problem = problemOf(ring);
    if (problem) return problem;
  }
  return undefined;
}

function targetCount({ tables, denied }: Linked): number {
  const cells = tables.reduce(
    (sum, { table, isTarget }) => sum + table.cells.filter((_, at) => isTarget(at)).length,
    0,
  );
  return cells + denied.length;
}

/** @returns undefined where there are too many atoms */
function problemOf({ run: audited, tables, denied }: Linked): BoundsProblem | undefined {
  const described: (Omit<BoundsRow, 'atoms'> | Omit<BoundsTarget, 'atoms'>)[] = [];
  const cells = tables.map(({ release: { run, k }, table, isNew, isTarget }) => {
    const sets = Int32Array.from(table.cells, ({ shown, label, units: size }, cell) => {
      if (isTarget(cell)) return described.push({ kind: 'hidden', size, k, run, label, isNew }) - 1;
      return shown && size > 0 ? described.push({ run, label, isNew }) - 1 : -1;
    });
    return { members: table.members, sets };
  });
  const lists = denied.flatMap(({ run, k, units }): readonly ChosenUnits[] => {
    const label = 'the refusal';
    const target = described.push({ kind: 'denied', size: units.length, k, run, label, isNew: false }) - 1;
    const row = described.push({ run, label, isNew: false, range: { lower: 1, upper: k - 1 } }) - 1;
    return [
      { units, set: target },
      { units, set: row },
    ];
  });
  const lattice = latticeOf({ cells, lists, setCount: described.length }, maxAtoms);
  if (!lattice) return undefined;
  const rows: BoundsRow[] = [];
  const targets: BoundsTarget[] = [];
  for (const [set, about] of described.entries()) {
    const atoms = lattice.sets[set] ?? [];
    if ('kind' in about) targets.push({ ...about, atoms });
    else if (atoms.length > 0) rows.push({ ...about, atoms });
  }
  return { space: tables[0]?.release.space ?? '', run: audited, sizes: lattice.sizes, rows, targets };
}
