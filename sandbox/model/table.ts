/** An exact model as the table that reviewers look at. */
import type { ExactCard } from '#policies/disclosure/model/card.ts';
import type { ResultTable } from '../operations.ts';
import { visibleTable } from '../visible-table.ts';

export const fitColumns: ResultTable['columns'] = [
  { name: 'feature', type: 'VARCHAR', role: 'key' },
  { name: 'value', type: 'VARCHAR', role: 'key' },
  { name: 'coefficient', type: 'DOUBLE', role: 'statistic' },
];

/** One row for the intercept, which no feature is called, and one for each coefficient. */
export function fitTable({ intercept, coefficients }: ExactCard): ResultTable {
  const rows = coefficients.map(({ feature, value, coefficient }) => [feature, value ?? null, coefficient]);
  return visibleTable(fitColumns, [['(intercept)', null, intercept], ...rows]);
}
