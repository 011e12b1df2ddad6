/** Adult with all of its 15 columns: the weight that the catalog of the tests withholds is a measure here. */
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { unwrap } from '#policies/refusal.ts';
import { fitOrder } from '#policies/simulation/fit-order.ts';
import type { FitPlan } from '#policies/simulation/fit-plan.ts';
import { planFit } from '#policies/simulation/plan-fit.ts';
import { adultEntry } from '../../fixtures/adult.ts';

export const wideAdult: CatalogEntry = {
  ...adultEntry,
  tables: adultEntry.tables.map((table) => ({
    ...table,
    columns: table.columns.map((column) => (column.name === 'fnlwgt' ? { ...column, rule: ['A'] } : column)),
  })),
};

export const wideOrder = { entries: [wideAdult.id], epsilon: 1, holdout: 0 };

export function widePlan(): FitPlan {
  return unwrap(planFit(fitOrder.parse(wideOrder), [wideAdult]));
}
