/**
 * The analysis of a program's rows: plan, then bind every statement over empty tables, so that nothing is left that could fail for its form
 * after the data is opened.
 */
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import type { ProfileName } from '#policies/disclosure/profile.ts';
import { planRows, type RowsPlan } from '#policies/program/rows-plan.ts';
import { printProgramRows } from '#policies/program/rows-sql.ts';
import { planUnits, type UnitsPlan, type UnitsSettings } from '#policies/program/units-plan.ts';
import { requireVolume } from '#policies/program/volume.ts';
import { entriesIn, scansOf, tableNamesIn, type ResolvedQuery } from '#policies/query/ir.ts';
import { printSchema } from '#policies/query/schema-sql.ts';
import { accept, type Outcome } from '#policies/refusal.ts';
import type { IdSpace } from '#policies/units.ts';
import type { Explanation } from '../operations.ts';
import { emptyEntry } from '../private/analyse.ts';
import { lineageOf, usedNames } from '../supervisor/analyse.ts';
import type { Parser } from '../supervisor/parser.ts';

/** All of an explanation that follows from the rows. What the program hands out is not known here. */
export type RowsExplanation = Omit<Explanation, 'columns' | 'private'>;

export interface RowsAnalysis {
  readonly plan: RowsPlan;
  readonly entries: readonly CatalogEntry[];
  readonly explanation: RowsExplanation;
}

export interface UnitsAnalysis {
  readonly plan: UnitsPlan;
  /** All that is read, protected ones in their private form. */
  readonly entries: readonly CatalogEntry[];
  readonly explanation: RowsExplanation;
}

/** The exact lane. */
export async function analyseRows(
  query: ResolvedQuery,
  { profile }: { readonly profile: ProfileName },
  parser: Parser,
): Promise<Outcome<RowsAnalysis>> {
  const planned = planRows(query, { profile });
  if (!planned.ok) return planned;
  const plan = planned.value;
  const { set, unit } = plan;
  const scans = scansOf(set.input);
  const small = requireVolume(scans, plan.columns.length);
  if (!small.ok) return small;
  const entries = entriesIn(scans);
  const schema = entries.map((entry) => ({ name: entry.id, ddl: printSchema(entry) }));
  const queries = [printProgramRows(plan, { salt: '', segments: 1 })];
  const bound = await parser.bind({ schema, script: { setup: [], queries } });
  if (!bound.ok) return bound;
  const read = { scans, used: set.used, space: unit.space };
  return accept({ plan, entries, explanation: { kind: 'exact', k: set.k, ...explain(query, read) } });
}

/** The private lane. */
export async function analyseUnits(
  query: ResolvedQuery,
  settings: UnitsSettings,
  parser: Parser,
): Promise<Outcome<UnitsAnalysis>> {
  const planned = planUnits(query, settings);
  if (!planned.ok) return planned;
  const plan = planned.value;
  const { input, columns, space, used } = plan;
  const scans = scansOf(input);
  const small = requireVolume(scans, columns.length);
  if (!small.ok) return small;
  const entries = entriesIn(scans);
  const queries = [printProgramRows(plan, { salt: '', segments: 1 })];
  const bound = await parser.bind({ schema: entries.map(emptyEntry), script: { setup: [], queries } });
  if (!bound.ok) return bound;
  const read = { scans, used, space };
  return accept({ plan, entries, explanation: { kind: 'private', k: 0, ...explain(query, read) } });
}

interface Read {
  readonly scans: ReturnType<typeof scansOf>;
  readonly used: ResolvedQuery['used'];
  readonly space: IdSpace;
}

function explain(query: ResolvedQuery, { scans, used, space }: Read): Omit<RowsExplanation, 'kind' | 'k'> {
  return {
    entries: entriesIn(scans).map(({ id }) => id),
    tables: [...tableNamesIn(scans)],
    used: usedNames(used),
    units: [space],
    // Of the columns that the program reads: every number that it hands out may be made of all of them.
    lineage: lineageOf(query),
  };
}
