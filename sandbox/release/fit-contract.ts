/**
 * A finished result against what its program declared: numbers lose the digits beyond the cap before anything keeps them, and what is
 * larger or other than declared is not kept at all.
 *
 * @see disclosure.md decision 1; procedure.md §5, test (a)
 */
import { decimalText, parseDecimal, significant } from '#policies/decimal.ts';
import type { Scalar } from '#policies/disclosure/cell.ts';
import type { TrainedCard } from '#policies/disclosure/model/forms.ts';
import { columnsOf, isMade, rowsOf, type ContractColumn, type Output } from '#policies/procedure/output-contract.ts';
import type { ResultTable } from '../operations.ts';

/** Bytes of a result as JSON: twice that, in base64, still goes through one frame. */
export const mostResultBytes = 16 * 1024 * 1024;

/** What a run made, before it is kept. */
export interface Made {
  readonly table: ResultTable;
  readonly model?: TrainedCard;
}

/** @returns what may be kept; undefined where the contract does not hold, and then nothing may */
export function fitContract({ table, model }: Made, outputs: readonly Output[]): Made | undefined {
  const [declared, ...others] = outputs.filter(isMade);
  if (!declared || others.length > 0 || (declared.kind === 'model') !== (model !== undefined)) return undefined;
  const capped = capTable(table, columnsOf(declared));
  if (!capped || capped.rows.length > rowsOf(declared)) return undefined;
  const made = { table: capped, ...(model && { model }) };
  return Buffer.byteLength(JSON.stringify(made)) > mostResultBytes ? undefined : made;
}

/** Columns are known by their place: their names were compared before the data was opened. */
function capTable(table: ResultTable, columns: readonly ContractColumn[]): ResultTable | undefined {
  const allowed = table.rows.every((row) => row.every((value, at) => isAllowed(value, columns[at])));
  if (!allowed) return undefined;
  return { ...table, rows: table.rows.map((row) => row.map((value, at) => capped(value, columns[at]))) };
}

/** A listed text, or a number that can be rounded. */
function isAllowed(value: Scalar, column: ContractColumn | undefined): boolean {
  if (value === null || !column) return true;
  if (column.values) return column.values.includes(String(value));
  if (column.digits === undefined) return true;
  // The largest numbers have no neighbour above to be rounded to.
  if (typeof value === 'number') return Number.isFinite(Number(value.toPrecision(column.digits)));
  return parseDecimal(String(value)) !== undefined;
}

function capped(value: Scalar, column: ContractColumn | undefined): Scalar {
  if (column?.digits === undefined || value === null) return value;
  if (typeof value === 'number') return Number(value.toPrecision(column.digits));
  const decimal = parseDecimal(String(value));
  return decimal ? decimalText(significant(decimal, column.digits)) : null;
}
