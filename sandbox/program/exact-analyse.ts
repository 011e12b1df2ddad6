/**
 * The analysis of a program in mode `tables` or `rows`: what it reads is planned and bound as without it, and what it hands out takes the place
 * of the query's columns. Nothing is left that could fail for its form after the data is opened.
 */
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import type { ProfileName } from '#policies/disclosure/profile.ts';
import type { TickClass } from '#policies/privacy/tick.ts';
import { describeProgram } from '#policies/program/describe.ts';
import { exactTick } from '#policies/program/program-tick.ts';
import { productColumns } from '#policies/program/product-table.ts';
import type { RowsPlan } from '#policies/program/rows-plan.ts';
import type { ScriptOf } from '#policies/program/script.ts';
import { stabilityBlocks } from '#policies/program/stability.ts';
import { scansOf, type ResolvedQuery } from '#policies/query/ir.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { rowCount } from '#policies/units.ts';
import type { Explanation } from '../operations.ts';
import { declaredRows, type PrivateAnalysis } from '../private/analyse.ts';
import type { Analysis } from '../supervisor/analyse.ts';
import type { DomainParts } from '../supervisor/parts.ts';
import { analyseRows } from './analyse-rows.ts';
import { requireModel, type Asked } from './parts.ts';
import { programTableColumns } from './program-table.ts';

/** A program over the released cells of a query, of either lane. */
export interface TablesAnalysis {
  readonly plan: { readonly kind: 'tables' };
  readonly asked: Asked<ScriptOf<'tables'>>;
  readonly base: Analysis | PrivateAnalysis;
  readonly entries: readonly CatalogEntry[];
  readonly tick: TickClass;
  readonly explanation: Explanation;
}

/** A program over rows. */
export interface RowsProgramAnalysis {
  readonly plan: RowsPlan;
  readonly asked: Asked<ScriptOf<'rows'>>;
  readonly entries: readonly CatalogEntry[];
  readonly tick: TickClass;
  readonly explanation: Explanation;
}

/** @param base the analysis of the query by itself. Refuses E_CONTRACT for a text column that is none of the query's. */
export function analyseOverTable(
  asked: Asked<ScriptOf<'tables'>>,
  base: Analysis | PrivateAnalysis,
  { limits }: Pick<DomainParts, 'limits'>,
): Outcome<TablesAnalysis> {
  const { script } = asked;
  const names = base.explanation.columns.map(({ name }) => name);
  const unknown = script.table.columns.find((column) => column.kind === 'text' && !names.includes(column.from));
  if (unknown?.kind === 'text')
    return refuse(
      'E_CONTRACT',
      `Cannot hand out ${unknown.name}: must be the texts of a column of the query (${names.join(', ')}); got ${unknown.from}`,
    );
  const { entries } = base;
  const rows = rowCount(entries.flatMap(({ tables }) => tables).reduce((sum, { volume }) => sum + volume, 0));
  const tick = exactTick({ calls: 1, callMillis: script.callMillis, rows });
  if (!tick.ok) return tick;
  const program = describeProgram(script, { name: tick.value.name, seconds: limits.tick(tick.value) / 1000 });
  const explanation = { ...base.explanation, columns: [...productColumns(script.table)], program };
  return accept({ plan: { kind: 'tables' }, asked, base, entries, tick: tick.value, explanation });
}

export async function analyseOverRows(
  asked: Asked<ScriptOf<'rows'>>,
  { query, profile }: { readonly query: ResolvedQuery; readonly profile: ProfileName },
  { parser, limits }: Pick<DomainParts, 'parser' | 'limits'>,
): Promise<Outcome<RowsProgramAnalysis>> {
  const analysed = await analyseRows(query, { profile }, parser);
  if (!analysed.ok) return analysed;
  const { plan, entries, explanation: ofRows } = analysed.value;
  const { script } = asked;
  const sound = requireModel(script, plan.columns);
  if (!sound.ok) return sound;
  const rows = declaredRows(scansOf(plan.set.input));
  const tick = exactTick({ calls: stabilityBlocks + 1, callMillis: script.callMillis, rows });
  if (!tick.ok) return tick;
  const program = describeProgram(script, { name: tick.value.name, seconds: limits.tick(tick.value) / 1000 });
  const explanation = { ...ofRows, columns: [...programTableColumns], program };
  return accept({ plan, asked, entries, tick: tick.value, explanation });
}

export function isOverTable(analysis: { readonly plan: { readonly kind: string } }): analysis is TablesAnalysis {
  return analysis.plan.kind === 'tables';
}

export function isOverRows(analysis: { readonly plan: { readonly kind: string } }): analysis is RowsProgramAnalysis {
  return analysis.plan.kind === 'rows';
}
