/** A model as the table that reviewers look at. All else of the model card is declared, or stands beside the table. */
import type { ModelCard } from '#policies/privacy/train/model.ts';
import type { ResultTable } from '../operations.ts';
import { visibleTable } from '../visible-table.ts';

export const modelColumns: ResultTable['columns'] = [
  { name: 'feature', type: 'VARCHAR', role: 'key' },
  { name: 'value', type: 'VARCHAR', role: 'key' },
  { name: 'coefficient', type: 'DOUBLE', role: 'statistic' },
  { name: 'low', type: 'DOUBLE', role: 'accuracy' },
  { name: 'high', type: 'DOUBLE', role: 'accuracy' },
];

/** No feature is called so: names begin with a letter. */
const intercept = '(intercept)';

/** One row for the intercept and for each coefficient; `low` and `high` are missing where no interval would be true. */
export function modelTable({ intercept: constant, coefficients }: ModelCard): ResultTable {
  const rows = [
    [intercept, null, constant, null, null],
    ...coefficients.map(({ feature, value, coefficient, interval }) => [
      feature,
      value ?? null,
      coefficient,
      interval?.[0] ?? null,
      interval?.[1] ?? null,
    ]),
  ];
  return visibleTable(modelColumns, rows);
}
