/**
 * Mode `tables`: a program over released cells. Whatever it does is post-processing: it sees what could be shown, and nothing behind it.
 *
 * @see programs.md decision 3
 */
import type { ScriptOf } from '#policies/program/script.ts';
import { inputColumns, productColumns, productRows, tableLayout } from '#policies/program/product-table.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import type { ResultTable } from '../operations.ts';
import { visibleTable } from '../visible-table.ts';
import type { DebugReport } from './guest.ts';
import { startGuest, type Asked, type ProgramUse } from './parts.ts';

export interface Product {
  readonly table: ResultTable;
  readonly report: DebugReport;
}

/** @returns the one table that the program made of `input`; refuses E_PROGRAM where it failed or wrote a table of another form */
export async function runOverTable(
  asked: Asked<ScriptOf<'tables'>>,
  input: ResultTable,
  use: ProgramUse,
): Promise<Outcome<Product>> {
  const { table: form, callMillis } = asked.script;
  const columns = inputColumns(input);
  using guest = await startGuest(asked, { columns, callMillis }, use);
  const rows = { columns: columns.map(({ numbers }) => numbers), offsets: Uint32Array.of(0, input.rows.length) };
  const [numbers] = await guest.evaluate(rows, [{ kind: 'all' }], tableLayout(form));
  const made = numbers && productRows(form, columns, numbers);
  const report = guest.report();
  if (!made) return refuseFailed(report);
  return accept({
    table: visibleTable(
      [...productColumns(form)],
      made.map((row) => [...row]),
    ),
    report,
  });
}

/** Over simulation data the vendor reads why; over real data the report is empty. `otherwise`: what is known where the program said nothing. */
export function refuseFailed(
  { error = '' }: DebugReport,
  otherwise = 'it was stopped, or wrote what it had not declared',
): Outcome<never> {
  return refuse('E_PROGRAM', `Cannot complete the program: ${error === '' ? otherwise : error}`);
}
