/**
 * What checkers see of a decision before they ask for a look at the values: verdicts, rules, and of every number only the band that it lies in.
 * No key is named: a value of a key is its place among the others. So a reviewer sees where and why a table is hidden, and no value of it.
 *
 * @see disclosure.md §6; architecture.md invariant 11; docs/decisions/058-the-release-review.md
 */
import { z } from 'zod';
import type { Scalar } from '../cell.ts';
import type { DecidedCell, Decision } from './form.ts';

/** How many units stand behind a cell, in multiples of k. */
export const unitBands = ['none', 'below_k', 'k_to_2k', 'to_10k', 'above_10k'] as const;
/** @see unitBands */
export type UnitBand = (typeof unitBands)[number];
/** Which share of a statistic its largest unit has, in per cent. */
export const shareBands = ['below_25', 'to_50', 'to_85', 'above_85'] as const;
/** @see shareBands */
export type ShareBand = (typeof shareBands)[number];
/** How wide an attacker's interval of a hidden value is, in per cent of that value. */
export const widthBands = ['point', 'below_20', 'to_100', 'above_100', 'open'] as const;
/** @see widthBands */
export type WidthBand = (typeof widthBands)[number];

/** Which cells are asked for. */
export const evidencePage = z.strictObject({
  /** Cells to pass over, of those that `only` leaves. */
  from: z.int().min(0).default(0),
  count: z.int().min(0).max(5_000).default(1_000),
  only: z.enum(['all', 'unsafe', 'primary', 'secondary', 'zero', 'implicit-fail']).default('all'),
  /** One cell with the sums that it stands in. */
  cell: z.int().min(0).optional(),
});
/** @see evidencePage */
export type EvidencePage = z.output<typeof evidencePage>;

const whole = z.int().min(0);
const bandedCell = z.strictObject({
  id: whole,
  grouping: whole,
  /** Of each key of the grouping: which of its values, from 1. */
  at: z.array(z.int().min(1)),
  status: z.enum(['safe', 'primary', 'secondary', 'zero', 'implicit-fail']),
  rules: z.array(z.string()),
  hidden: z.array(z.boolean()),
  units: z.array(z.strictObject({ unit: z.string(), band: z.enum(unitBands) })),
  /** Of the statistic that its largest unit dominates most. */
  share: z.enum(shareBands).nullable(),
  widths: z.array(z.strictObject({ statistic: z.string(), band: z.enum(widthBands) })),
});
/** One cell, in bands. */
export type BandedCell = z.output<typeof bandedCell>;

/** A sum that a cell stands in: as its whole, or as one of its parts. */
const equation = z.strictObject({
  role: z.enum(['whole', 'part']),
  of: z.array(z.string()),
  over: z.array(z.string()),
  whole: whole.nullable(),
  parts: whole,
  hiddenParts: whole,
  isWholeHidden: z.boolean(),
});
/** @see equation */
export type Equation = z.output<typeof equation>;

/** A judged table for checkers. */
export const tableEvidence = z.strictObject({
  commitment: z.string(),
  status: z.enum(['pass', 'fail', 'review']),
  profile: z.string(),
  k: whole,
  method: z.string(),
  unitTypes: z.array(z.string()),
  statistics: z.array(z.string()),
  groupings: z.array(z.array(z.string())),
  /** How many values each key has. */
  values: z.record(z.string(), whole),
  statuses: z.record(z.string(), whole),
  rules: z.record(z.string(), whole),
  /** Cells that `only` leaves, and those of this page. */
  total: whole,
  cells: z.array(bandedCell),
  cell: bandedCell.extend({ equations: z.array(equation) }).nullable(),
  protection: z.strictObject({ algorithm: z.string(), secondary: whole, programs: whole }),
  tests: z.array(z.strictObject({ name: z.string(), verdict: z.string(), what: z.string() })),
  /** Absent before the history guard has looked. */
  history: z.strictObject({ verdict: z.string(), levels: z.record(z.string(), z.string()) }).nullable(),
});
/** @see tableEvidence */
export type TableEvidence = z.output<typeof tableEvidence>;

interface Committed {
  readonly commitment: string;
  readonly decision: Decision;
}

/**
 * For every decision, returns nothing of it that is a value: of numbers their bands, of keys the places of their values, of texts the names
 * of columns, rules and tests. For equal decisions and pages, equal evidence.
 */
export function evidenceOf({ commitment, decision }: Committed, page: EvidencePage): TableEvidence {
  const { cells, equations, properties, secondary, irreversibility, history } = decision;
  const places = placesOf(cells);
  const band = (cell: DecidedCell) => banded(cell, { groupings: equations.groupings, places, k: properties.k });
  const asked = cells.filter(({ status }) => isAsked(status, page.only));
  const chosen = asked.map((cell) => ({ cell, at: atOf(cell, equations.groupings, places) })).sort(inOrder);
  const one = cells.find(({ id }) => id === page.cell);
  return {
    commitment,
    status: decision.status,
    ...properties,
    unitTypes: [...decision.unit_types],
    statistics: statisticsOf(cells),
    groupings: equations.groupings.map((names) => [...names]),
    values: Object.fromEntries([...places].map(([key, values]) => [key, values.size])),
    statuses: tally(cells.map(({ status }) => status)),
    rules: tally(cells.flatMap(({ rules }) => [...new Set(rules)])),
    total: asked.length,
    cells: chosen.slice(page.from, page.from + page.count).map(({ cell }) => band(cell)),
    cell: one ? { ...band(one), equations: [...equationsOf(one, decision)] } : null,
    protection: { algorithm: secondary.alg, secondary: secondary.obj, programs: secondary.programs },
    tests: [
      { name: 'linear_rank_test', ...irreversibility.linear_rank_test },
      { name: 'lp_audit', ...irreversibility.lp_audit },
      ...irreversibility.attack_tests.map((test) => ({ ...test })),
    ],
    history: history && { verdict: history.verdict, levels: { ...history.levels } },
  };
}

/** @param k units that a cell must stand for */
export function unitBandOf(units: number, k: number): UnitBand {
  if (units === 0) return 'none';
  if (units < k) return 'below_k';
  if (units < 2 * k) return 'k_to_2k';
  return units < 10 * k ? 'to_10k' : 'above_10k';
}

/** @param share from 0 to 1; null where no statistic has one */
export function shareBandOf(share: number | null): ShareBand | null {
  if (share === null) return null;
  if (share < 0.25) return 'below_25';
  if (share < 0.5) return 'to_50';
  return share < 0.85 ? 'to_85' : 'above_85';
}

/** @param value of the hidden statistic; null where the engine could not give it */
export function widthBandOf(
  { lower, upper }: Pick<DecidedCell['interval'][number], 'lower' | 'upper'>,
  value: number | null,
): WidthBand {
  if (lower === null || upper === null) return 'open';
  if (upper <= lower) return 'point';
  const share = value === null || value === 0 ? Infinity : (upper - lower) / Math.abs(value);
  if (share < 0.2) return 'below_20';
  return share <= 1 ? 'to_100' : 'above_100';
}

function isAsked(status: DecidedCell['status'], only: EvidencePage['only']): boolean {
  return only === 'all' || (only === 'unsafe' ? status !== 'safe' : status === only);
}

type Places = ReadonlyMap<string, ReadonlyMap<string, number>>;

interface Banding {
  readonly groupings: readonly (readonly string[])[];
  readonly places: Places;
  readonly k: number;
}

function banded(cell: DecidedCell, { groupings, places, k }: Banding): BandedCell {
  const { id, grouping, status, rules, hidden, evidence, x1share, interval } = cell;
  return {
    id,
    grouping,
    at: [...atOf(cell, groupings, places)],
    status,
    rules: [...rules],
    hidden: [...hidden],
    units: evidence.map(({ unit, N }) => ({ unit, band: unitBandOf(N, k) })),
    share: shareBandOf(x1share),
    widths: interval.map((one) => ({ statistic: one.statistic, band: widthBandOf(one, valueOf(cell, one.statistic)) })),
  };
}

function valueOf({ evidence }: DecidedCell, name: string): number | null {
  const found = evidence.flatMap(({ statistics }) => statistics.filter(({ statistic }) => statistic === name));
  return found[0]?.X ?? null;
}

/** Of each key: its values, and the place of each among them in their order. */
function placesOf(cells: readonly DecidedCell[]): Places {
  const values = new Map<string, Map<string, Scalar>>();
  for (const { dims } of cells) {
    for (const [key, value] of Object.entries(dims)) {
      const known = values.get(key) ?? new Map<string, Scalar>();
      values.set(key, known.set(textOf(value), value));
    }
  }
  return new Map([...values].map(([key, known]) => [key, new Map(ordered(known).map((text, at) => [text, at + 1]))]));
}

function ordered(values: ReadonlyMap<string, Scalar>): readonly string[] {
  return [...values]
    .sort(([a, one], [b, other]) =>
      typeof one === 'number' && typeof other === 'number' ? one - other : a < b ? -1 : a > b ? 1 : 0,
    )
    .map(([text]) => text);
}

/** A missing value is not the text of one. */
function textOf(value: Scalar | undefined): string {
  return JSON.stringify(value ?? null);
}

function atOf({ grouping, dims }: DecidedCell, groupings: Banding['groupings'], places: Places): readonly number[] {
  return (groupings[grouping] ?? []).map((key) => places.get(key)?.get(textOf(dims[key])) ?? 1);
}

interface Placed {
  readonly cell: DecidedCell;
  readonly at: readonly number[];
}

function inOrder(one: Placed, other: Placed): number {
  if (one.cell.grouping !== other.cell.grouping) return one.cell.grouping - other.cell.grouping;
  const first = one.at.findIndex((place, index) => place !== other.at[index]);
  return first < 0 ? 0 : (one.at[first] ?? 0) - (other.at[first] ?? 0);
}

function statisticsOf(cells: readonly DecidedCell[]): string[] {
  const names = cells.flatMap(({ evidence }) => evidence.flatMap(({ statistics }) => statistics));
  return [...new Set(names.map(({ statistic }) => statistic))];
}

function tally(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

/** Every sum of the table in which this cell is the whole or a part. */
function equationsOf(cell: DecidedCell, { cells, equations }: Decision): readonly Equation[] {
  return equations.sums.flatMap(({ of, over }): readonly Equation[] => {
    if (cell.grouping !== of && cell.grouping !== over) return [];
    const keys = equations.groupings[of] ?? [];
    const agrees = (other: DecidedCell) => keys.every((key) => textOf(other.dims[key]) === textOf(cell.dims[key]));
    const parts = cells.filter((other) => other.grouping === over && agrees(other));
    const total = cells.find((other) => other.grouping === of && agrees(other));
    return [
      {
        role: cell.grouping === of ? 'whole' : 'part',
        of: [...keys],
        over: [...(equations.groupings[over] ?? [])],
        whole: total?.id ?? null,
        parts: parts.length,
        hiddenParts: parts.filter(isHidden).length,
        isWholeHidden: total === undefined || isHidden(total),
      },
    ];
  });
}

function isHidden({ hidden, status }: DecidedCell): boolean {
  return status !== 'safe' || hidden.includes(true);
}
