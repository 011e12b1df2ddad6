/**
 * The analysis of a program in mode `map` or `blocks`: its rows are planned and bound, then priced. Nothing is left that could fail for its form after
 * the data is opened.
 */
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { describeCost } from '#policies/privacy/describe.ts';
import type { PrivacySettings } from '#policies/privacy/settings.ts';
import type { TickClass } from '#policies/privacy/tick.ts';
import { describeProgram } from '#policies/program/describe.ts';
import { describeNoise } from '#policies/program/private-describe.ts';
import { planProgram, type ProgramPlan } from '#policies/program/private-plan.ts';
import type { ScriptOf } from '#policies/program/script.ts';
import { scansOf, type ResolvedQuery } from '#policies/query/ir.ts';
import type { Given } from '#policies/query/parameters.ts';
import { accept, type Outcome } from '#policies/refusal.ts';
import type { Explanation } from '../operations.ts';
import { declaredRows } from '../private/analyse.ts';
import type { DomainParts } from '../supervisor/parts.ts';
import { analyseUnits } from './analyse-rows.ts';
import { requireModel } from './parts.ts';
import { programTableColumns } from './program-table.ts';

export interface PrivateProgramAnalysis {
  readonly plan: ProgramPlan;
  /** All that is read, protected ones in their private form. */
  readonly entries: readonly CatalogEntry[];
  /** None: nothing is read after the noise. */
  readonly publicEntries: readonly CatalogEntry[];
  readonly tick: TickClass;
  readonly explanation: Explanation;
}

export interface PrivateProgramAsk {
  readonly query: ResolvedQuery;
  readonly script: ScriptOf<'map'> | ScriptOf<'blocks'>;
  readonly settings: PrivacySettings;
  readonly parameters: readonly Given[];
}

export async function analysePrivateProgram(
  { query, script, settings, parameters }: PrivateProgramAsk,
  { parser, limits }: Pick<DomainParts, 'parser' | 'limits'>,
): Promise<Outcome<PrivateProgramAnalysis>> {
  const analysed = await analyseUnits(query, settings, parser);
  if (!analysed.ok) return analysed;
  const { plan: units, entries, explanation: ofRows } = analysed.value;
  const sound = requireModel(script, units.columns);
  if (!sound.ok) return sound;
  const rows = declaredRows(scansOf(units.input));
  const planned = planProgram({ units, script, parameters, epsilon: settings.epsilon, rows });
  if (!planned.ok) return planned;
  const plan = planned.value;
  const tick = { name: plan.tick.name, seconds: limits.tick(plan.tick) / 1000 };
  const explanation: Explanation = {
    ...ofRows,
    columns: [...programTableColumns],
    program: describeProgram(script, tick),
    private: { ...describeCost(plan.cost), releases: [], noise: describeNoise(plan), tick },
  };
  return accept({ plan, entries, publicEntries: [], tick: plan.tick, explanation });
}
