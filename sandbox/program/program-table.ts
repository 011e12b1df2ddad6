/** The numbers of a program as the table that reviewers look at and files are made of. */
import { declaredNumbers } from '#policies/program/declared-numbers.ts';
import type { Result } from '#policies/program/script.ts';
import type { ResultTable } from '../operations.ts';

export const programTableColumns: ResultTable['columns'] = [
  { name: 'result', type: 'VARCHAR', role: 'key' },
  { name: 'place', type: 'INTEGER', role: 'key' },
  { name: 'value', type: 'DOUBLE', role: 'statistic' },
];

/**
 * One row for each declared number, in order; places count from 0. What is null is hidden.
 *
 * @throws RangeError when the numbers are not as many as were declared
 */
export function programTable(
  { results }: { readonly results: readonly Result[] },
  numbers: readonly (number | null)[],
): ResultTable {
  const declared = declaredNumbers(results);
  if (numbers.length !== declared.length)
    throw new RangeError(`Cannot show the numbers: must be ${declared.length}; got ${numbers.length}`);
  return {
    columns: programTableColumns,
    rows: declared.map(({ name, place }, at) => [name, place, numbers[at] ?? null]),
    hidden: numbers.map((number) => [false, false, number === null]),
  };
}
