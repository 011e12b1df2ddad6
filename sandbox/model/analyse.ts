/**
 * The analysis of an exact training: plan, then bind every statement over empty tables, so that nothing is left that could fail for its form
 * after the data is opened.
 */
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { planFit, type FitPlan } from '#policies/disclosure/model/plan.ts';
import { printFitPart, printFitRows, printFitSize } from '#policies/disclosure/model/rows-sql.ts';
import type { ProfileName } from '#policies/disclosure/profile.ts';
import { variablesOf } from '#policies/privacy/train/design.ts';
import type { TrainSpec } from '#policies/privacy/train/spec.ts';
import { entriesIn, scansOf, tableNamesIn, type ResolvedQuery } from '#policies/query/ir.ts';
import { printSchema } from '#policies/query/schema-sql.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import type { Explanation } from '../operations.ts';
import { lineageOf, usedNames } from '../supervisor/analyse.ts';
import type { Parser } from '../supervisor/parser.ts';
import { fitColumns } from './table.ts';

export interface FitAnalysis {
  readonly plan: FitPlan;
  readonly entries: readonly CatalogEntry[];
  readonly explanation: Explanation;
}

export interface FitAsk {
  readonly query: ResolvedQuery;
  readonly spec: TrainSpec;
  readonly profile: ProfileName;
}

/** Numbers of the design that fit into the worker's memory: 320 MB, several times over. */
const maxNumbers = 40_000_000;

export async function analyseFit({ query, spec, profile }: FitAsk, parser: Parser): Promise<Outcome<FitAnalysis>> {
  const planned = planFit(query, spec, profile);
  if (!planned.ok) return planned;
  const plan = planned.value;
  const scans = scansOf(plan.set.input);
  const width = variablesOf(plan.training).length;
  const rows = Math.max(0, ...scans.map(({ table }) => table.volume));
  if (rows * width > maxNumbers)
    return refuse(
      'E_COST_CLASS',
      `Cannot train exactly on that much: must be at most ${maxNumbers} numbers; got ${rows} rows of ${width}`,
    );
  const entries = entriesIn(scans);
  const schema = entries.map((entry) => ({ name: entry.id, ddl: printSchema(entry) }));
  const script = { setup: [printFitRows(plan)], queries: [printFitSize, printFitPart(plan, 0)] };
  const bound = await parser.bind({ schema, script });
  return bound.ok ? accept({ plan, entries, explanation: explain(plan, query, entries) }) : bound;
}

function explain({ set, unit }: FitPlan, query: ResolvedQuery, entries: readonly CatalogEntry[]): Explanation {
  return {
    kind: 'exact',
    columns: [...fitColumns],
    entries: entries.map(({ id }) => id),
    tables: [...tableNamesIn(scansOf(set.input))],
    used: usedNames(set.used),
    // Of the columns that the trainer reads: every coefficient is made of all of them.
    lineage: lineageOf(query),
    units: [unit.space],
    k: set.k,
  };
}

export function isFit(analysis: { readonly plan: { readonly kind: string } }): analysis is FitAnalysis {
  return analysis.plan.kind === 'fit';
}
