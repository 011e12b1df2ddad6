/**
 * The exact reading of a query: which aggregate is released, over which unit-local rows, with which statistics, and what is done
 * with the released cells afterwards. Nothing here looks at data: the same text gives the same plan, or the same refusal.
 *
 * @see disclosure.md §2.0–2.2; query-and-privacy.md §0
 */
import type { CatalogEntry, Grade } from '../catalog/entry.ts';
import { isPublicEntry } from '../catalog/units.ts';
import { riskProfile, type ProfileName } from '../disclosure/profile.ts';
import { accept, type Outcome, type Refusal } from '../refusal.ts';
import { unitCount, type UnitCount } from '../units.ts';
import { aggregates, isExactAggregate, type ExactAggregate } from './aggregates.ts';
import { checkAggregated, checkKeys, checkOutput, checkUse } from './column-rules.ts';
import {
  entriesIn,
  freshIds,
  placeOf,
  type ColumnId,
  type Measure,
  type NamedExpr,
  type Rel,
  type ResolvedQuery,
  scansOf,
  tableNamesIn,
  type UsedColumn,
} from './ir.ts';
import { isPublicFlow, traceArguments, traceExpr, traceRel, type Lineage } from './lineage.ts';
import { isOnlyRounded } from './rounded-quantiles.ts';
import { refuseReleasedOnly } from './released-only.ts';
import { requireTypes } from './types.ts';
import type { UnitColumn } from './local.ts';
import { isPublic, requireUnitLocal, requireUnits } from './locality.ts';
import { findGroups, groupingsOf, type Arm, type Grouping, type Groups } from './groupings.ts';

/** What is left to do with the released cells: the relation above the release aggregates, which reads only cells. */
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
  /** All keys of all groupings, each once. */
  readonly keys: readonly PlannedKey[];
  readonly measures: readonly PlannedMeasure[];
  /** In how many ways the rows are grouped: once, or with margins. */
  readonly groupings: readonly Grouping[];
  /** The aggregates of `post`, from left to right, in terms of keys, measures and groupings. */
  readonly arms: readonly Arm[];
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
  const groups = findGroups(query.rel);
  return groups.ok ? planRelease(query, groups.value, profile) : groups;
}

function planRelease(query: ResolvedQuery, groups: Groups, profile: ProfileName): Outcome<Plan> {
  const local = requireUnitLocal(groups.input, freshIds(query.nextId));
  if (!local.ok) return local;
  const units = requireUnits(local.value);
  if (!units.ok) return units;
  const trace = traceRel(local.value.rel);
  const keys = groups.keys.map((key) => ({
    key,
    lineage: traceExpr(key.expr, trace.columns),
    at: placeOf(key.expr),
  }));
  const measures = groups.measures.map((measure) => ({ measure, lineage: lineageOf(measure, trace.columns) }));
  const [first, ...rest] = [
    ...refuseReleasedOnly(groups.input, 'the rows below a release'),
    ...groups.measuresAsWritten.flatMap((measure) => checkForm(measure, query)),
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
    groupings: groupingsOf(groups),
    arms: groups.arms,
    post: { rel: query.rel, columns: query.columns },
    k: threshold(query.used, profile),
    profile,
    used: query.used,
    nextId: query.nextId,
  });
}

const noLineage: Lineage = { value: [], condition: [], outcomes: 1 };

function lineageOf(measure: Measure, columns: ReturnType<typeof traceRel>['columns']): Lineage {
  return traceArguments(measure, columns);
}

/** MIN and MAX of a group are never released; a quantile only rounded to whole numbers. */
function checkForm(measure: Measure, query: ResolvedQuery): readonly Refusal[] {
  const where = measure.at ? { where: measure.at } : {};
  const { atRelease } = aggregates[measure.fn];
  if (!atRelease.exact) {
    const code = atRelease.private ? 'E_AGGREGATE' : 'E_MINMAX';
    return [{ code, detail: `Cannot release ${measure.fn}: must be a statistic of many units`, ...where }];
  }
  if (measure.fn === 'quantile_cont' && !isOnlyRounded(query, measure.id)) {
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
    ...refuseReleasedOnly(query.rel, 'rows of public data'),
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
