/** What a statement may say of rows that were made: a model may know more columns than could be drawn from it beside what keys and rules decide. */
import type { ColumnStatement, FidelityStatement } from '#policies/simulation/fidelity.ts';
import type { FittedFile } from '../fitted/generate-fitted.ts';

/** A column that was not drawn from the model is made up, and no pair of it is fitted. */
export function asDrawn(statement: FidelityStatement, { columns }: FittedFile['tables'][number]): FidelityStatement {
  const drawn = new Set(columns.filter(({ level }) => level === 1).map(({ name }) => name));
  const isMadeUp = ({ column, standing }: ColumnStatement) => standing === 'fitted' && !drawn.has(column);
  const madeUp = new Set(statement.columns.filter(isMadeUp).map(({ column }) => column));
  return {
    ...statement,
    columns: statement.columns.map((told) =>
      madeUp.has(told.column) ? { column: told.column, standing: 'made_up' } : told,
    ),
    pairs: statement.pairs.filter(
      ({ columns: pair, standing }) => standing === 'declared' || !pair.some((name) => madeUp.has(name)),
    ),
  };
}
