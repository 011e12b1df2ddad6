/** SQL of the fine cells of a table's rows, over the private files of its entries. */
import type { FitPlan, ModelledTable } from './fit-plan.ts';

/** What stands before the cells: the unit, how many rows it has, whether it is held out. UINTEGER each; the cells are USMALLINT. */
export const leadingColumns = ['u', 'k', 'held'] as const;

export function encodeSql(_plan: FitPlan, _model: ModelledTable, _holdoutKey: string): string {
  throw new Error('Cannot encode: not there yet');
}
