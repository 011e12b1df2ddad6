/** A column that the parent has too, under the same name and with the same codes, repeats the parent's value: a firm stays in its district. */
import type { Column, Table } from '../catalog/entry.ts';

/** The column of `parent` whose value `column` repeats. */
export function twinIn(parent: Table, column: Column): Column | undefined {
  if (column.domain?.kind !== 'codes') return undefined;
  return parent.columns.find((candidate) => candidate.name === column.name && isAlike(candidate, column));
}

function isAlike(a: Column, b: Column): boolean {
  return a.type === b.type && a.semantic === b.semantic && JSON.stringify(a.domain) === JSON.stringify(b.domain);
}
