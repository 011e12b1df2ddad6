/**
 * A released table against the truth: is every shown number the true one, and does every number that had to be hidden survive the attacker?
 *
 * @see disclosure.md §2.2–2.5
 */
import {
  attackSums,
  attackUnits,
  determinedSums,
  differencesOf,
  leavesIn,
  nameOf,
  remaindersOf,
  type Place,
  type Shown,
} from './attacker.ts';
import type { Facts, Hierarchical, Measure, Row, Truth } from './hierarchical.ts';

/** The standard profile, written down once more. */
const p = 0.1;
const dominance = 0.85;

export interface Verdict {
  /** What somebody could find out, in words; empty for a safe table. */
  readonly leaks: readonly string[];
  readonly wrong: readonly string[];
  /** Cells that are not empty; of them those that had to be hidden, and those hidden besides. */
  readonly cells: number;
  readonly primary: number;
  readonly secondary: number;
}

export interface Released {
  readonly table: Hierarchical;
  readonly rows: readonly Row[];
  readonly truth: Truth & { readonly answer: readonly Row[] };
  readonly k?: number;
}

export async function judge(released: Released): Promise<Verdict> {
  const { table, truth, rows } = released;
  const leaks: string[] = [];
  for (const [at, measure] of table.measures.entries()) leaks.push(...(await attack(released, measure, at)));
  const hidden = truth.places.filter((place) => {
    const row = rows.find((one) => nameOf(one.place) === nameOf(place));
    return row === undefined || row.values.some((value) => value === undefined);
  });
  const primary = hidden.filter((place) => table.measures.some((measure) => breaksRuleAt(released, place, measure)));
  return {
    leaks,
    wrong: wrongIn(released),
    cells: truth.places.length,
    primary: primary.length,
    secondary: hidden.length - primary.length,
  };
}

/** Whether the value must be hidden whatever else is shown. */
export function breaksRuleAt({ truth, k = 10 }: Released, place: Place, measure: Measure): boolean {
  return breaksRule(truth.facts(leavesIn(truth.leaves, place), measure.of), measure, k);
}

function breaksRule({ units, first, second, size }: Facts, { kind }: Measure, k: number): boolean {
  if (units === 0) return false;
  if (units < k || kind === 'persons') return units < k;
  return size - first - second < p * first || first + second > dominance * size;
}

/** Shown numbers that are not those of plain DuckDB. */
function wrongIn({ rows, truth }: Released): readonly string[] {
  const known = new Map(truth.answer.map(({ place, values }) => [nameOf(place), values]));
  return rows.flatMap(({ place, values }) =>
    values.flatMap((value, at) => {
      const right = known.get(nameOf(place))?.[at];
      const isRight = value === undefined || (right !== undefined && Math.abs(value - right) <= 1e-9 * Math.abs(right));
      return isRight ? [] : [`${nameOf(place)}: ${value} is shown for ${right}`];
    }),
  );
}

/** What the shown values of a measure say about sums over leaves. */
function shownBy({ table, rows, truth }: Released, measure: Measure, at: number): readonly Shown[] {
  const counts = table.measures.findIndex(
    ({ kind }) => kind === 'rows' || (kind === 'persons' && truth.isDisjoint && truth.places.length > 0),
  );
  return rows.flatMap(({ place, values }): readonly Shown[] => {
    const value = values[at];
    if (value === undefined) return [];
    if (measure.kind !== 'avg') return [around(place, value, measure.kind === 'sum' ? 1e-9 * Math.abs(value) : 0)];
    const count = values[counts];
    const half = measure.digits === undefined ? 1e-9 * Math.abs(value) : 0.5 * 10 ** -measure.digits;
    return count === undefined ? [] : [around(place, value * count, half * count)];
  });
}

function around(place: Place, value: number, width: number): Shown {
  return { place, lower: value - width, upper: value + width };
}

async function attack(released: Released, measure: Measure, at: number): Promise<readonly string[]> {
  const { truth, rows, k = 10 } = released;
  const shown = shownBy(released, measure, at);
  const seen = new Set(shown.map(({ place }) => nameOf(place)));
  const unsafe = truth.places.filter((place) => breaksRuleAt(released, place, measure));
  const open = rows.filter(({ place, values }) => values[at] !== undefined && breaksRuleAt(released, place, measure));
  const hidden = unsafe.filter((place) => !seen.has(nameOf(place)));
  const bounds =
    measure.kind === 'persons' && !truth.isDisjoint
      ? await unitBounds(released, shown, hidden)
      : await attackSums(shown, truth.leaves, {
          wanted: hidden.map((place) => leavesIn(truth.leaves, place)),
          isPositive: truth.isPositive || measure.kind === 'rows' || measure.kind === 'persons',
        });
  const narrow = hidden.flatMap((place, index) => {
    const facts = truth.facts(leavesIn(truth.leaves, place), measure.of);
    const { lower = 0, upper = 0 } = bounds[index] ?? {};
    const need = needOf(facts, measure, { k, isDisjoint: truth.isDisjoint });
    const slack = 1e-6 * (need.upper - need.lower) + 1e-9 * Math.max(...shown.map((cell) => Math.abs(cell.upper)), 1);
    return lower <= need.lower + slack && upper >= need.upper - slack
      ? []
      : [`${measure.name} of ${nameOf(place)} lies in ${lower}..${upper}; must reach ${need.lower}..${need.upper}`];
  });
  narrow.push(...open.map(({ place }) => `${measure.name} of ${nameOf(place)} is shown`));
  if (measure.kind === 'persons' && !truth.isDisjoint) return narrow;
  const exact = shown.filter(({ lower, upper }) => upper - lower <= 1e-6 * Math.abs(upper));
  const sets = [
    ...differencesOf(shown, truth.leaves),
    ...remaindersOf(shown, truth.leaves),
    ...determinedSums(exact, truth.leaves),
  ];
  const known = sets.flatMap((set) => {
    const facts = truth.facts(set, measure.of);
    const names = set.map((leaf) => nameOf(truth.leaves[leaf] ?? []));
    return breaksRule(facts, measure, k)
      ? [`${measure.name} of ${names.slice(0, 4).join(' + ')} (${set.length} cells, ${facts.units} units) is known`]
      : [];
  });
  return [...narrow, ...new Set(known)];
}

function unitBounds({ truth }: Released, shown: readonly Shown[], hidden: readonly Place[]) {
  const cells = [
    ...new Map([...truth.places, ...truth.leaves].map((cell): [string, Place] => [nameOf(cell), cell])).values(),
  ];
  const names = new Map(cells.map((cell, index) => [nameOf(cell), index]));
  return attackUnits(shown, cells, { wanted: hidden.map((place) => names.get(nameOf(place)) ?? -1) });
}

/** A count may be nothing and may be safe; a magnitude is not known within p per cent of its largest part. */
function needOf(
  { units, rows, first, size, total }: Facts,
  { kind }: Measure,
  { k, isDisjoint }: { readonly k: number; readonly isDisjoint: boolean },
) {
  // Distinct persons who are in several cells do not add up. That a cell has at least one, a shown margin may tell then: its protection works
  // on sums over leaves, of which the distinct count falls short.
  if (kind === 'persons') return { lower: isDisjoint ? 0 : Math.max(1, units / 2), upper: Math.max(k, units) };
  if (kind === 'rows') return { lower: Math.max(0, rows - k), upper: Math.max(k, rows + 1) };
  const width = p * first;
  const floor = total === size ? 0 : -Infinity;
  return { lower: Math.max(floor, total - width), upper: total + width };
}
