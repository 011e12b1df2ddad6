/**
 * The analysis of a training: plan, then bind every statement over empty tables, so that nothing is left that could fail for its form
 * after the data is opened.
 */
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import type { PrivacySettings } from '#policies/privacy/settings.ts';
import { describeCost } from '#policies/privacy/describe.ts';
import type { TickClass } from '#policies/privacy/tick.ts';
import { planTraining, type TrainPlan } from '#policies/privacy/train-plan.ts';
import { weighted } from '#policies/privacy/train/design.ts';
import { describeTraining } from '#policies/privacy/train/describe.ts';
import { printGradient } from '#policies/privacy/train/gradient.ts';
import { printMoments } from '#policies/privacy/train/moments.ts';
import { printTrainRows } from '#policies/privacy/train/rows.ts';
import type { TrainSpec } from '#policies/privacy/train/spec.ts';
import { trainTick } from '#policies/privacy/train/tick.ts';
import { isLogistic } from '#policies/privacy/train/training.ts';
import { entriesIn, scansOf, tableNamesIn, type ResolvedQuery } from '#policies/query/ir.ts';
import { accept, type Outcome } from '#policies/refusal.ts';
import type { Explanation } from '../operations.ts';
import type { Limits } from '../supervisor/config.ts';
import { lineageOf, usedNames } from '../supervisor/analyse.ts';
import type { Parser } from '../supervisor/parser.ts';
import { declaredRows, emptyEntry } from './analyse.ts';
import { modelColumns } from './model-table.ts';

export interface TrainAnalysis {
  readonly plan: TrainPlan;
  /** All that is read, protected ones in their private form. */
  readonly entries: readonly CatalogEntry[];
  /** None: nothing is read after the noise. */
  readonly publicEntries: readonly CatalogEntry[];
  readonly tick: TickClass;
  readonly explanation: Explanation;
}

export interface TrainAsk {
  readonly query: ResolvedQuery;
  readonly spec: TrainSpec;
  readonly settings: PrivacySettings;
}

export async function analyseTraining(
  { query, spec, settings }: TrainAsk,
  { parser, limits }: { readonly parser: Parser; readonly limits: Limits },
): Promise<Outcome<TrainAnalysis>> {
  const planned = planTraining(query, spec, settings);
  if (!planned.ok) return planned;
  const plan = planned.value;
  const scans = scansOf(plan.input);
  const tick = trainTick({ ...plan, rows: declaredRows(scans) });
  if (!tick.ok) return tick;
  const entries = entriesIn(scans);
  const bound = await bind(plan, entries, parser);
  if (!bound.ok) return bound;
  const seconds = limits.tick(tick.value) / 1000;
  const explanation = {
    ...explain(plan, entries, { name: tick.value.name, seconds }),
    // Of the columns that the trainer reads: every coefficient is made of all of them.
    lineage: lineageOf(query),
  };
  return accept({ plan, entries, publicEntries: [], tick: tick.value, explanation });
}

async function bind(plan: TrainPlan, entries: readonly CatalogEntry[], parser: Parser): Promise<Outcome<void>> {
  const schema = entries.map(emptyEntry);
  const { training } = plan;
  const gradient = isLogistic(training)
    ? [
        printGradient(
          training,
          weighted(training).map(() => 0),
        ),
      ]
    : [];
  const script = { setup: [printTrainRows(plan, { salt: '' })], queries: [printMoments(training), ...gradient] };
  const bound = await parser.bind({ schema, script });
  return bound.ok ? accept(undefined) : bound;
}

function explain(
  plan: TrainPlan,
  entries: readonly CatalogEntry[],
  tick: NonNullable<Explanation['private']>['tick'],
): Omit<Explanation, 'lineage'> {
  const { cost, used, space, input } = plan;
  return {
    kind: 'private',
    columns: [...modelColumns],
    entries: entries.map(({ id }) => id),
    tables: [...tableNamesIn(scansOf(input))],
    used: usedNames(used),
    units: [space],
    k: 0,
    private: {
      ...describeCost(cost),
      releases: [],
      training: describeTraining(plan),
      tick,
    },
  };
}
