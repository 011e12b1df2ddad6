/**
 * Solves the program of `bounds.ts`: which intervals are too narrow because of what is released together, and by which cells. The attacker's
 * programs are those of secondary suppression, over atoms as leaves.
 *
 * @see disclosure.md §2.8 (G5), §2.4 A
 */
import type { Solver } from '../linear-program.ts';
import { audit } from '../suppress/audit.ts';
import type { TableCell } from '../suppress/problem.ts';
import { readTable } from '../suppress/table.ts';
import { initiallyHidden } from '../suppress/target.ts';
import { narrowSides, neededReach, type BoundsProblem, type BoundsRow, type WholeReach } from './bounds.ts';

/** A target whose interval is too narrow, and narrower than without the other releases. */
export interface BoundsHit extends WholeReach {
  /** Position among the targets. */
  readonly target: number;
  /** Earlier releases alone do not say as much. */
  readonly isNews: boolean;
  /** Positions of rows that together are enough, few where there was time to look; none where nobody looked. */
  readonly rows: readonly number[];
}

/** One recipe is enough to refuse. */
const maxExplained = 3;

/** Programs for recipes: some seconds, for each takes a time that grows with the atoms. */
const effort = 400_000;

/**
 * For every problem, returns each target whose interval over all rows is too narrow, and on some such side narrower than over the rows that
 * were there before: of an earlier release all earlier rows, of one under audit its own.
 *
 * @throws Error when the solver fails
 */
export function auditBounds(problem: BoundsProblem, solver: Solver): readonly BoundsHit[] {
  const { rows, targets } = problem;
  const solve = solverOf(problem, solver);
  const all = solve(rows, [...targets.keys()]);
  const narrow = [...all].flatMap(([target, reach]) => (isNarrow(problem, target, reach) ? [target] : []));
  const earlier = solve(
    rows.filter(({ isNew }) => !isNew),
    narrow,
  );
  const hits = [...new Set(narrow.map((target) => baseOf(problem, target)))].flatMap((base) => {
    const mine = narrow.filter((target) => baseOf(problem, target) === base);
    const alone = base === undefined ? earlier : solve(rows.filter(isOf(base)), mine);
    return mine.filter((target) => isNarrower(problem, target, [all, alone]));
  });
  const checks = { left: Math.max(30, effort / (problem.sizes.length + 1)) };
  return hits
    .sort((a, b) => a - b)
    .map((target, at) => ({
      target,
      ...(all.get(target) ?? nothing),
      isNews: isNarrower(problem, target, [all, earlier]),
      rows: at < maxExplained ? explain(problem, { target, solve, checks }) : [],
    }));
}

type Reaches = ReadonlyMap<number, WholeReach>;
const nothing: WholeReach = { below: 0, above: 0 };

function isNarrow({ targets }: BoundsProblem, at: number, reach: WholeReach): boolean {
  const target = targets[at];
  return target !== undefined && narrowSides(target, reach).length > 0;
}

/** The run that has told of the target before anything else was known of it; undefined for all earlier ones. */
function baseOf({ targets }: BoundsProblem, at: number): string | undefined {
  return targets[at]?.isNew === true ? targets[at].run : undefined;
}

function isOf(run: string): (row: BoundsRow) => boolean {
  return (row) => row.run === run;
}

function isNarrower({ targets }: BoundsProblem, at: number, [now, before]: readonly [Reaches, Reaches]): boolean {
  const target = targets[at];
  const [mine, base] = [now.get(at) ?? nothing, before.get(at) ?? nothing];
  return target !== undefined && narrowSides(target, mine).some((side) => mine[side] < base[side]);
}

type Solve = (rows: readonly BoundsRow[], targets: readonly number[]) => Reaches;

/** How far each of some targets reaches when only some rows are known; not further than needed, and in whole units. */
function solverOf({ sizes, targets }: BoundsProblem, solver: Solver): Solve {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const atoms = sizes.map((value, atom): TableCell => {
    // Nobody believes in more people than there are; a set that is in no row can be of any size.
    const prior = { lower: 0, upper: value + total + Math.max(...targets.map(({ k }) => k)) };
    return { leaves: [atom], value, status: 'absent', prior, weight: 1 };
  });
  return (rows, indices) => {
    if (indices.length === 0) return new Map();
    const table = readTable({ leafCount: sizes.length, cells: [...atoms, ...cellsOf(rows, sizes)] });
    const claimed = indices.flatMap((index) => {
      const target = targets[index];
      if (!target) return [];
      const { below: lower, above: upper } = neededReach(target);
      return [{ leaves: target.atoms, lower, upper, cells: [] }];
    });
    const reaches = claimed.map(() => ({ below: 0, above: 0 }));
    audit({ table, hidden: initiallyHidden(table), claims: { targets: claimed, reaches } }, solver);
    return new Map(
      indices.map((index, at) => [index, { below: whole(reaches[at]?.below), above: whole(reaches[at]?.above) }]),
    );
  };
}

/** A whole number that the solver has reached up to its tolerance is reached. */
function whole(distance = 0): number {
  return Math.floor(distance + 1e-4);
}

/** A set that is shown as well is known, whatever a refusal said of it. */
function cellsOf(rows: readonly BoundsRow[], sizes: readonly number[]): readonly TableCell[] {
  const shown = new Set(rows.flatMap(({ atoms, range }) => (range ? [] : [atoms.join()])));
  return rows.flatMap(({ atoms: leaves, range }): readonly TableCell[] => {
    const value = leaves.reduce((sum, atom) => sum + (sizes[atom] ?? 0), 0);
    if (leaves.length === 0 || (range && shown.has(leaves.join()))) return [];
    return range
      ? [{ leaves, value, status: 'primary', prior: range, weight: 1 }]
      : [{ leaves, value, status: 'open', weight: 1 }];
  });
}

interface Explained {
  readonly target: number;
  readonly solve: Solve;
  /** How many more programs may be solved; without them, more rows are named than are needed. */
  readonly checks: { left: number };
}

/** Rows without which the target is wide enough: releases are left out first, then halves of the rest, then single rows. */
function explain(problem: BoundsProblem, { target, solve, checks }: Explained): readonly number[] {
  const { rows, targets } = problem;
  const about = targets[target];
  const reachOver = (kept: readonly number[]): WholeReach => {
    const over = kept.flatMap((at) => rows[at] ?? []);
    return solve(over, [target]).get(target) ?? nothing;
  };
  const all = reachOver([...rows.keys()]);
  const sides = about ? narrowSides(about, all) : [];
  const isSame = (kept: readonly number[]): boolean => {
    checks.left -= 1;
    if (checks.left < 0) return false;
    const reach = reachOver(kept);
    return sides.every((side) => reach[side] <= all[side]);
  };
  let kept: readonly number[] = [...rows.keys()];
  for (const run of new Set(rows.map((row) => row.run))) {
    const rest = kept.filter((at) => rows[at]?.run !== run);
    if (rest.length < kept.length && isSame(rest)) kept = rest;
  }
  for (let size = kept.length; size > 1;) {
    size = Math.ceil(size / 2);
    for (let from = 0; from < kept.length;) {
      const rest: readonly number[] = kept.toSpliced(from, size);
      if (isSame(rest)) kept = rest;
      else from += size;
    }
  }
  return kept;
}
