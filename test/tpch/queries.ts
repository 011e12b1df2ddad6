/**
 * The 22 queries of TPC-H with the parameters that its answers are validated with, in the official wording but for this:
 * LIMIT stands where the rows to show are limited, the view of query 15 is a CTE, and queries 13 and 18 name a column where it is made.
 *
 * @see TPC-H specification, clause 2.4
 */
import { readFileSync } from 'node:fs';

export type QueryNumber = number;

/** What the private lane shall do with a query where the unit is the customer. */
export const expected: Readonly<Record<'answered' | 'public' | 'refused' | 'stretch', readonly QueryNumber[]>> = {
  answered: [1, 4, 5, 6, 7, 8, 9, 12, 13, 14, 15, 19, 21],
  public: [2, 11, 16],
  refused: [3, 10, 18],
  stretch: [17, 20, 22],
};

export const queryNumbers: readonly QueryNumber[] = Array.from({ length: 22 }, (_, at) => at + 1);

/** The official titles, from query 1. */
export const queryTitles: readonly string[] = [
  'Pricing Summary Report',
  'Minimum Cost Supplier',
  'Shipping Priority',
  'Order Priority Checking',
  'Local Supplier Volume',
  'Forecasting Revenue Change',
  'Volume Shipping',
  'National Market Share',
  'Product Type Profit Measure',
  'Returned Item Reporting',
  'Important Stock Identification',
  'Shipping Modes and Order Priority',
  'Customer Distribution',
  'Promotion Effect',
  'Top Supplier',
  'Parts/Supplier Relationship',
  'Small-Quantity-Order Revenue',
  'Large Volume Customer',
  'Discounted Revenue',
  'Potential Part Promotion',
  'Suppliers Who Kept Orders Waiting',
  'Global Sales Opportunity',
];

/** @param number 1 to 22 */
export function tpchQuery(number: QueryNumber): string {
  const file = new URL(`queries/q${String(number).padStart(2, '0')}.sql`, import.meta.url);
  return readFileSync(file, 'utf8').trimEnd();
}
