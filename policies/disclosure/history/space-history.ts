/**
 * Everything released about one kind of unit, and the audit of one more release against it: pairs of cells (G1, G6, G7), then combinations of
 * any number of cells (G2–G4). The state is what was released; an audit leaves it as it is.
 *
 * @see disclosure.md §2.8
 */
import { unitCount } from '../../units.ts';
import {
  findingOf,
  isolates,
  maxRecipes,
  recipeOf,
  type HistoryFinding,
  type Level,
  type LevelFinding,
} from '../history.ts';
import type { Attack } from './attack.ts';
import type { BoundsAsk } from './bounds.ts';
import { boundsAsk } from './bounds-problem.ts';
import type { Family, FamilyState } from './family.ts';
import { familiesOf, makeFamily } from './families.ts';
import { auditFamily, type LinearFinding } from './linear-audit.ts';
import type { KnownRelease } from './membership.ts';
import { differingUnits } from './differing-units.ts';
import type { DeniedSet } from './linked-tables.ts';
import { smallDifferences, type NumberedPair, type TablePair } from './pairs.ts';
import { UnitNumbers } from './unit-numbers.ts';

export interface IsolatedSet {
  readonly units: readonly number[];
  readonly k: number;
  readonly recipe: string;
}

export interface SpaceAudit {
  readonly finding: HistoryFinding;
  /** What a refusal tells of: differences of 1 to k − 1 units for which the finding fails. They stay in the domain. */
  readonly isolated: readonly IsolatedSet[];
  /** Makes the audited releases part of the history, when they are released as they are. */
  readonly commit: () => void;
}

export class SpaceHistory {
  readonly numbers = new UnitNumbers();
  readonly #families = new Map<string, Family>();
  #releases: readonly KnownRelease[] = [];

  get releases(): readonly KnownRelease[] {
    return this.#releases;
  }

  /** Makes releases part of the history without looking at them: they were audited when they left. */
  add(releases: readonly KnownRelease[]): void {
    this.#open(releases);
    for (const family of this.#families.values()) family.state = withoutSolution(family.with(releases));
    this.#releases = [...this.#releases, ...releases];
  }

  /**
   * @param columns the unit columns of one run that are of this space
   * @param beside releases that are to leave together with it
   */
  audit(columns: readonly KnownRelease[], beside: readonly KnownRelease[] = []): SpaceAudit {
    const pairs = pairsOf(columns, [...this.#releases, ...beside]);
    const added = [...beside, ...columns];
    this.#open(added);
    const marks = new Map([...this.#families].map(([name, { leaves }]) => [name, leaves.size]));
    const found = [...this.#families.values()].map((family) => auditFamily(family, added));
    const after = new Map<Family, FamilyState>(
      [...this.#families.values()].map((family, at) => [family, found[at]?.after ?? family.state]),
    );
    for (const [name, { leaves }] of this.#families) leaves.shrink(marks.get(name) ?? 0);
    return {
      finding: joinLevels(pairs, found),
      isolated: isolatedBy(pairs, found, Math.max(1, ...[...this.#releases, ...added].map(({ k }) => k))),
      commit: () => this.#commit(added, after),
    };
  }

  /** What bounds could show beside the audit; solved elsewhere. */
  bounds(
    { columns, beside }: { readonly columns: readonly KnownRelease[]; readonly beside: readonly KnownRelease[] },
    denied: readonly DeniedSet[],
  ): BoundsAsk {
    return boundsAsk({ earlier: this.#releases, beside, columns, denied });
  }

  #open(releases: readonly KnownRelease[]): void {
    for (const name of familiesOf(releases)) {
      if (!this.#families.has(name)) this.#families.set(name, makeFamily(name));
    }
  }

  /** Leaves are numbered as in the audit, for they come in the same order. */
  #commit(added: readonly KnownRelease[], after: ReadonlyMap<Family, FamilyState>): void {
    for (const family of this.#families.values()) {
      family.with(added);
      const state = after.get(family);
      if (state) family.state = state;
    }
    this.#releases = [...this.#releases, ...added];
  }
}

function isolatedBy(pairs: FoundPairs, linear: readonly LinearFinding[], k: number): readonly IsolatedSet[] {
  const attacks = linear.flatMap((family) => family.attacks).filter(({ verdict }) => verdict === 'fail');
  const sets = [...pairs.found.flatMap(({ sets: all, recipe }) => all.map((units) => ({ units, recipe }))), ...attacks];
  const found = new Map<string, IsolatedSet>();
  for (const { units, recipe } of sets) {
    // A unit may be on both sides, with different contributions.
    const list = units === '' ? [] : [...new Set(units.split(',').map(Number))];
    const key = list.join();
    if (list.length > 0 && list.length < k && !found.has(key)) found.set(key, { units: list, k, recipe });
  }
  return [...found.values()].slice(0, maxRecipes);
}

function withoutSolution({ blocks, margins, compared, signatures, rowCount }: FamilyState): FamilyState {
  return { blocks, margins, compared, signatures, rowCount };
}

interface FoundPair {
  readonly level: Level;
  readonly recipe: string;
  readonly sets: readonly string[];
}

interface FoundPairs {
  readonly tables: number;
  readonly found: readonly FoundPair[];
}

function pairsOf(columns: readonly KnownRelease[], others: readonly KnownRelease[]): FoundPairs {
  const tables = columns.flatMap((left) => [
    // The sum of a grouping minus one of its cells is the others, which are shown.
    ...left.tables.flatMap((a, i) =>
      left.tables.slice(0, i + 1).flatMap((b): readonly TablePair[] => {
        const within = a === b;
        return within || a.grouping !== b.grouping ? [{ left, right: left, a, b, within }] : [];
      }),
    ),
    ...others.flatMap((right) =>
      left.tables.flatMap((a) => right.tables.map((b): TablePair => ({ left, right, a, b }))),
    ),
  ]);
  return { tables: tables.length, found: tables.flatMap(judgeTables) };
}

/** Recipes and sets are worked out for so many pairs of each two tables. */
const maxPairs = 20;

function judgeTables(tables: TablePair): readonly FoundPair[] {
  const k = unitCount(Math.max(tables.left.k, tables.right.k));
  return smallDifferences(tables, k)
    .flatMap((pair) => {
      const recipe = recipeOf(pair, k);
      return recipe === undefined ? [] : [{ pair, recipe }];
    })
    .slice(0, maxPairs)
    .map(({ pair, recipe }) => ({ level: levelOf(tables, pair, k), recipe, sets: differingUnits(tables, pair) }));
}

function levelOf({ left, right }: TablePair, pair: NumberedPair, k: ReturnType<typeof unitCount>): Level {
  if (left.run !== right.run && left.plan === right.plan) return 'G7';
  if (isolates(pair.units, k)) return 'G1';
  const parts = pair.statistics.slice(pair.statistics.length - pair.matches.length);
  const small = pair.matches.filter((_, at) => isolates(parts[at] ?? 0, k));
  const isSet =
    small.length > 0 && small.every(([i]) => ['distinct', 'quantile'].includes(left.vectors[i]?.kind ?? ''));
  return isSet ? 'G6' : 'G1';
}

function joinLevels(pairs: FoundPairs, linear: readonly LinearFinding[]): HistoryFinding {
  const told = new Set(pairs.found.flatMap(({ sets }) => sets));
  const attacks: Attack[] = [];
  for (const attack of linear.flatMap((family) => family.attacks)) {
    if (told.has(attack.units)) continue;
    told.add(attack.units);
    attacks.push(attack);
  }
  const ofPairs = (level: Level): LevelFinding => {
    const found = pairs.found.filter((pair) => pair.level === level).length;
    return { verdict: found > 0 ? 'fail' : 'pass', looked: pairs.tables, found };
  };
  return findingOf({ G1: ofPairs('G1'), G6: ofPairs('G6'), G7: ofPairs('G7'), ...linearLevels(linear, attacks) }, [
    ...pairs.found.map(({ recipe }) => recipe),
    ...attacks.map(({ recipe }) => recipe),
  ]);
}

function linearLevels(
  linear: readonly LinearFinding[],
  attacks: readonly Attack[],
): Partial<Record<Level, LevelFinding>> {
  const solved = linear.filter(({ isSolved }) => isSolved);
  const suspects = linear.reduce((sum, family) => sum + family.suspects, 0);
  const worst = attacks.some(({ verdict }) => verdict === 'fail') ? 'fail' : attacks.length > 0 ? 'review' : 'pass';
  const undecided = linear.some(({ decided }) => !decided);
  const exact = attacks.filter(({ blocks }) => blocks.length > 0).length;
  const G2: LevelFinding = {
    verdict: 'pass',
    looked: linear.reduce((sum, { atoms }) => sum + atoms, 0),
    found: solved.length,
  };
  if (solved.length === 0) return { G2 };
  const G3: LevelFinding = {
    verdict: worst === 'pass' && undecided ? 'review' : worst,
    looked: solved.length,
    found: attacks.length,
  };
  return {
    G2,
    G3,
    ...(suspects > 0 && { G4: { verdict: exact > 0 ? worst : 'pass', looked: suspects, found: exact } }),
  };
}
