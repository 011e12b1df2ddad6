/** A start that came after its end changes places with it, as far as the domains of the two allow. */
import type { DecodedColumn } from '../decoded.ts';
import { type Rows, columnsNamed, isMissing, measureAt } from './columns.ts';

/** Whether the row keeps the dependency; nothing where it is not for the model to keep. */
export function checkOrder(rows: Rows, names: readonly string[]): ((row: number) => boolean) | undefined {
  const [low, high] = columnsNamed(rows, names) ?? [];
  if (low === undefined || high === undefined) return undefined;
  return (row) => isMissing([low, high], row) || measureAt(low, row) <= measureAt(high, row);
}

export function repairOrder(rows: Rows, names: readonly string[]): void {
  const [low, high] = columnsNamed(rows, names) ?? [];
  if (low === undefined || high === undefined) return;
  const isKept = checkOrder(rows, names);
  for (let row = 0; row < rows.rows; row++) {
    if (isKept?.(row) === false) putRight({ low, high, row }, rows.table.primaryKey);
  }
}

function putRight(
  { low, high, row }: { low: DecodedColumn; high: DecodedColumn; row: number },
  key: readonly string[],
): void {
  const [from, to] = [measureAt(low, row), measureAt(high, row)];
  if (key.includes(low.column.name))
    high.numbers[row] = high.numbering.span(from, Number.POSITIVE_INFINITY, true).first;
  else if (key.includes(high.column.name)) low.numbers[row] = low.numbering.near(to);
  else {
    low.numbers[row] = low.numbering.near(to);
    high.numbers[row] = high.numbering.near(from);
    if (measureAt(low, row) > measureAt(high, row)) high.numbers[row] = high.numbering.near(Number.POSITIVE_INFINITY);
  }
}
