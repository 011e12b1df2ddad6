/**
 * The exact reading of a query: which aggregate is released, over which unit-local rows, with which statistics, and what is done
 * with the released cells afterwards. Nothing here looks at data: the same text gives the same plan, or the same refusal.
 *
 * @see disclosure.md §2.0–2.2; query-and-privacy.md §0
 */
import type { CatalogEntry, Grade } from '../catalog/entry.ts';
import { isPublicEntry } from '../catalog/units.ts';
import { riskProfile, type ProfileName } from '../disclosure/profile.ts';
import { accept, refuse, type Outcome, type Refusal } from '../refusal.ts';
import { unitCount, type UnitCount } from '../units.ts';
import { aggregates, isExactAggregate, type ExactAggregate } from './aggregates.ts';
import { checkAggregated, checkKeys, checkOutput, checkUse } from './column-rules.ts';
import {
  children,
  entriesIn,
  freshIds,
  placeOf,
  type ColumnId,
  type Expr,
  type Measure,
  type NamedExpr,
  type Rel,
  type ResolvedQuery,
  scansOf,
  tableNamesIn,
  type UsedColumn,
} from './ir.ts';
import { isPublicFlow, traceExpr, traceRel, type Lineage } from './lineage.ts';
import { requireTypes } from './types.ts';
import type { UnitColumn } from './local.ts';
import { groupsOf, isPublic, requireUnitLocal, requireUnits } from './locality.ts';

/** What is left to do with the released cells: the relation above the release aggregate, which reads only cells. */
export interface PostSteps {
  readonly rel: Rel;
  readonly columns: ResolvedQuery['columns'];
}

export interface PlannedKey extends NamedExpr {
  /** The key comes from a sensitive column, so that an empty or full cell says something about its people. */
  readonly sensitive: boolean;
}

export interface PlannedMeasure extends Omit<Measure, 'fn'> {
  readonly fn: ExactAggregate;
  /** Counting distinct values weighs every unit alike; every other statistic can be dominated by a unit. */
  readonly guarded: boolean;
}

export interface ExactPlan {
  readonly kind: 'exact';
  readonly input: Rel;
  readonly units: readonly UnitColumn[];
  readonly keys: readonly PlannedKey[];
  readonly measures: readonly PlannedMeasure[];
  readonly post: PostSteps;
  readonly k: UnitCount;
  readonly profile: ProfileName;
  readonly used: readonly UsedColumn[];
  readonly nextId: ColumnId;
}

/** Only public data is read: rows may leave as they are. @see 003-4(2), 003-28(3) */
export interface OpenPlan {
  readonly kind: 'open';
  readonly post: PostSteps;
  readonly used: readonly UsedColumn[];
}

export type Plan = ExactPlan | OpenPlan;

/** @returns the plan; refuses with every column rule that is broken, or with the first structural reason */
export function planExact(written: ResolvedQuery, profile: ProfileName): Outcome<Plan> {
  const typed = requireTypes(written.rel);
  if (!typed.ok) return typed;
  const query = { ...written, rel: typed.value };
  if (isPublic(query.rel)) return planOpen(query);
  const release = findRelease(query.rel);
  return release ? planRelease(query, release, profile) : refuseWithout(query.rel);
}

/** Rows of units are never shown; and what the private lane may do with noisy cells, the rules for exact ones do not follow yet. */
function refuseWithout(rel: Rel): Outcome<never> {
  if (rel.kind === 'filter' || rel.kind === 'project' || rel.kind === 'sort' || rel.kind === 'limit')
    return refuseWithout(rel.input);
  const where = 'at' in rel && rel.at ? { where: rel.at } : {};
  if (rel.kind === 'union' && rel.inputs.every(groupsOf)) {
    const remedy = 'Ask for each grouping by itself.';
    return refuse('E_UNSUPPORTED', 'Cannot release several groupings in one exact query: must be one list of keys', {
      ...where,
      remedy,
    });
  }
  if (rel.kind === 'window' && groupsOf(rel.input)) {
    const remedy = 'Rank the cells after the release.';
    return refuse('E_UNSUPPORTED', 'Cannot use a window over exact cells: must be over rows', { ...where, remedy });
  }
  return refuse('E_NO_AGGREGATE', 'Cannot show rows of protected units: must be grouped and aggregated');
}

type Aggregate = Extract<Rel, { kind: 'aggregate' }>;

/** The topmost aggregate with nothing above it but row-wise steps. */
function findRelease(rel: Rel): Aggregate | undefined {
  switch (rel.kind) {
    case 'aggregate':
      return rel;
    case 'filter':
    case 'project':
    case 'sort':
    case 'limit':
      return findRelease(rel.input);
    case 'scan':
    case 'single':
    case 'join':
    case 'window':
    case 'union':
      return undefined;
  }
}

function planRelease(query: ResolvedQuery, release: Aggregate, profile: ProfileName): Outcome<Plan> {
  const local = requireUnitLocal(release.input, freshIds(query.nextId));
  if (!local.ok) return local;
  const units = requireUnits(local.value);
  if (!units.ok) return units;
  const trace = traceRel(local.value.rel);
  const keys = release.keys.map((key) => ({
    key,
    lineage: traceExpr(key.expr, trace.columns),
    at: placeOf(key.expr),
  }));
  const measures = release.measures.map((measure) => ({ measure, lineage: lineageOf(measure, trace.columns) }));
  const [first, ...rest] = [
    ...measures.flatMap(({ measure }) => checkForm(measure, query.rel)),
    ...checkKeys(keys),
    ...measures.flatMap(({ measure, lineage }) =>
      checkAggregated(lineage, measure.fn === 'count' ? 'count' : 'value', measure.at),
    ),
    ...trace.uses.flatMap(checkUse),
  ];
  if (first) return { ok: false, refusals: [first, ...rest] };
  return accept({
    kind: 'exact',
    input: local.value.rel,
    units: units.value,
    keys: keys.map(({ key, lineage }) => ({ ...key, sensitive: isSensitive(lineage) })),
    measures: measures.flatMap(({ measure: { fn, ...measure } }) =>
      isExactAggregate(fn) ? [{ ...measure, fn, guarded: !(fn === 'count' && measure.distinct) }] : [],
    ),
    post: { rel: query.rel, columns: query.columns },
    k: threshold(query.used, profile),
    profile,
    used: query.used,
    nextId: query.nextId,
  });
}

const noLineage: Lineage = { value: [], condition: [], outcomes: 1 };

function lineageOf(measure: Measure, columns: ReturnType<typeof traceRel>['columns']): Lineage {
  return measure.arg ? traceExpr(measure.arg, columns) : noLineage;
}

/** MIN and MAX of a group are never released; a quantile only rounded to whole numbers. */
function checkForm(measure: Measure, query: Rel): readonly Refusal[] {
  const where = measure.at ? { where: measure.at } : {};
  const { atRelease } = aggregates[measure.fn];
  if (!atRelease.exact) {
    const code = atRelease.private ? 'E_AGGREGATE' : 'E_MINMAX';
    return [{ code, detail: `Cannot release ${measure.fn}: must be a statistic of many units`, ...where }];
  }
  if (measure.fn === 'quantile_cont' && !onlyRounded(query, measure.id)) {
    return [
      {
        code: 'E_QUANTILE',
        detail: 'Cannot release a quantile: must be rounded to whole numbers; got more digits',
        ...where,
      },
    ];
  }
  return [];
}

/** Whether every expression above the release uses column `id` only inside `round(…, n)` with n ≤ 0. */
function onlyRounded(rel: Rel, id: ColumnId): boolean {
  const bare = (expr: Expr): boolean => {
    if (expr.kind === 'column') return expr.id === id;
    if (expr.kind === 'call' && expr.name === 'round' && roundsToWhole(expr)) {
      // Only the quantile itself: round(1000 * quantile) would keep three more digits.
      return expr.args[0]?.kind !== 'column' && children(expr).some(bare);
    }
    return children(expr).some(bare);
  };
  switch (rel.kind) {
    case 'project':
      return !rel.columns.some(({ expr }) => bare(expr)) && onlyRounded(rel.input, id);
    case 'filter':
      return !bare(rel.predicate) && onlyRounded(rel.input, id);
    case 'sort':
    case 'limit':
      return onlyRounded(rel.input, id);
    case 'aggregate':
    case 'scan':
    case 'single':
    case 'join':
    case 'window':
    case 'union':
      return true;
  }
}

function roundsToWhole({ args }: Extract<Expr, { kind: 'call' }>): boolean {
  const digits = args[1];
  if (!digits) return true;
  return digits.kind === 'literal' && digits.literal.type === 'number' && Number(digits.literal.text) <= 0;
}

function isSensitive(lineage: Lineage): boolean {
  return [...lineage.value, ...lineage.condition].some(
    (flow) => flow.base.column.tag === 'sensitive' && !isPublicFlow(flow),
  );
}

const gradeThresholds: Readonly<Record<Grade, number>> = { L1: 0, L2: 5, L3: 10, L4: 20 };

/** k of the profile, raised by the highest grade among the columns used. Join keys only say who, not what. @see procedure.md §4 */
function threshold(used: readonly UsedColumn[], profile: ProfileName): UnitCount {
  const grades = used
    .filter(({ entry, column }) => !isPublicEntry(entry) && !column.rule.includes('J'))
    .map(({ column }) => gradeThresholds[column.grade]);
  return unitCount(Math.max(riskProfile(profile).minUnits, ...grades));
}

function planOpen(query: ResolvedQuery): Outcome<Plan> {
  const trace = traceRel(query.rel);
  const [first, ...rest] = [
    ...query.columns.flatMap(({ id }) => checkOutput(trace.columns.get(id) ?? noLineage, undefined)),
    ...trace.uses.flatMap(checkUse),
  ];
  if (first) return { ok: false, refusals: [first, ...rest] };
  return accept({ kind: 'open', post: { rel: query.rel, columns: query.columns }, used: query.used });
}

/** The entries that a plan reads, each once, also those of which no column is named. */
export function entriesOf(plan: Plan): readonly CatalogEntry[] {
  return entriesIn(scansOf(plan.post.rel));
}

/** The names of the tables that a plan reads, each once. */
export function tablesOf(plan: Plan): readonly string[] {
  return tableNamesIn(scansOf(plan.post.rel));
}
