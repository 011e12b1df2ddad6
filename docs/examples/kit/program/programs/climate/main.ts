/** Electricity per firm of each district, where the middle of all districts is 100. It sees released cells only: a hidden one is NaN. */
import type { Input, Output } from 'sluice';
import { middleOf } from './middle.ts';

type Column = 'district' | 'firms' | 'kwh';

export default function main({ count, columns }: Input<Column>, output: Output<'rows' | 'district' | 'index'>): void {
  const perFirm = columns.kwh.map((kwh, row) => kwh / columns.firms[row]);
  const middle = middleOf(perFirm);
  let rows = 0;
  for (let row = 0; row < count; row++) {
    if (Number.isNaN(perFirm[row])) continue;
    output.district[rows] = columns.district[row];
    output.index[rows] = (100 * perFirm[row]) / middle;
    rows++;
  }
  console.log(`${rows} of ${count} districts have an index`);
  output.rows[0] = rows;
}
