/** Fitted models by hand for plans of real catalogs: any histograms measured, cells of any mass, everything independent. */
import type { FitPlan, ModelledTable } from '#policies/simulation/fit-plan.ts';
import { fitOrder } from '#policies/simulation/fit-order.ts';
import type { FittedModel, FittedTable, Measured } from '#policies/simulation/fitted.ts';
import { planFit } from '#policies/simulation/plan-fit.ts';
import { unwrap } from '#policies/refusal.ts';
import { cityEntries } from '#synth/city/catalog.ts';
import { aModel } from '../synth/fitted/models.ts';

export function cityPlan(entries: readonly string[]): FitPlan {
  return unwrap(planFit(fitOrder.parse({ epsilon: 1, entries }), cityEntries));
}

type Chosen = (model: ModelledTable) => readonly Measured[];

/** All attributes on their own, with so much noise. */
export const singles: Chosen = ({ attributes }) =>
  attributes.map((_, at) => ({ attributes: [at], cells: 4, sigma: 2 }));

export function fittedOf(plan: FitPlan, measured: Chosen = singles): FittedModel {
  const tables = plan.tables.map(({ model }): FittedTable => {
    const { fitted } = aModel(model.table, model.attributes, { ...model, units: 400 });
    return { ...fitted, measured: measured(model) };
  });
  return { method: 'aim-1', plan, tables };
}
