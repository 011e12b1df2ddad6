/** A total is what its parts add up to; parts that add up to more or less than it can be give way. */
import type { DecodedColumn } from '../decoded.ts';
import { type Rows, columnsNamed, isMissing, measureAt } from './columns.ts';

interface Sum {
  readonly total: string;
  readonly parts: readonly string[];
}

export function checkSum(rows: Rows, { total, parts }: Sum): ((row: number) => boolean) | undefined {
  const [whole] = columnsNamed(rows, [total]) ?? [];
  const pieces = columnsNamed(rows, parts);
  if (whole === undefined || pieces === undefined) return undefined;
  return (row) => isMissing([whole, ...pieces], row) || whole.numbering.find(added(pieces, row)) === whole.numbers[row];
}

export function repairSum(rows: Rows, { total, parts }: Sum): void {
  const [whole] = columnsNamed(rows, [total]) ?? [];
  const pieces = columnsNamed(rows, parts);
  if (whole === undefined || pieces === undefined) return;
  for (let row = 0; row < rows.rows; row++) addUp({ whole, pieces, row });
}

function addUp({ whole, pieces, row }: { whole: DecodedColumn; pieces: readonly DecodedColumn[]; row: number }): void {
  if (isMissing([...pieces, whole], row)) return;
  const least = whole.numbering.measure(whole.numbering.near(Number.NEGATIVE_INFINITY));
  const most = whole.numbering.measure(whole.numbering.near(Number.POSITIVE_INFINITY));
  for (const { numbers, numbering } of pieces) {
    const sum = added(pieces, row);
    const part = numbering.measure(numbers[row] ?? 0);
    if (sum > most) numbers[row] = numbering.near(part - (sum - most));
    else if (sum < least) numbers[row] = numbering.span(part + (least - sum), Number.POSITIVE_INFINITY, true).first;
  }
  const sum = added(pieces, row);
  whole.numbers[row] = whole.numbering.find(sum) ?? whole.numbering.near(sum);
}

function added(pieces: readonly DecodedColumn[], row: number): number {
  return pieces.reduce((sum, piece) => sum + measureAt(piece, row), 0);
}
