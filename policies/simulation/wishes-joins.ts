/** Two columns that a query joins and that nothing in the catalog ties together: values that both sides should draw from. */
import type { Column, Table } from '../catalog/entry.ts';
import { ownUnits } from '../catalog/units.ts';
import type { BaseColumn } from './wishes-expand.ts';
import { narrow } from './wishes-domain.ts';
import { dateOf, dayNumber } from '../calendar.ts';
import type { WishedValue } from './wishes-values.ts';
import type { Accepted } from './wishes.ts';

/** So few values that rows of both sides meet, and so many that they are not all the same. */
const commonValues = 20;
/** Columns of so many values meet by themselves. */
const mostMetByChance = 400;

/** `tied`: they meet by construction or by chance. Else the values that both can take, or why there are none. */
export type Meeting =
  | { readonly kind: 'tied' }
  | { readonly kind: 'common'; readonly accept: Accepted }
  | { readonly kind: 'apart'; readonly why: string };

/** How rows of two joined columns can meet. @param tables all tables by name, to follow foreign keys */
export function meetingOf(left: BaseColumn, right: BaseColumn, tables: ReadonlyMap<string, Table>): Meeting {
  const places = [left, right].map(({ scan, column }) => rootOf({ table: scan.table, column }, tables));
  if (places[0] === places[1] || isOneSpace(left, right)) return { kind: 'tied' };
  const [a, b] = [left.column, right.column];
  if (isMetByChance(a, b)) return { kind: 'tied' };
  const common = commonOf(a, b);
  if (common.length > 0) return { kind: 'common', accept: { kind: 'values', values: common } };
  return {
    kind: 'apart',
    why: `the catalog declares no values that ${left.scan.table.name}.${a.name} and ${right.scan.table.name}.${b.name} have in common`,
  };
}

/** The column that values come from, by way of foreign keys. */
function rootOf(
  { table, column }: { readonly table: Table; readonly column: Column },
  tables: ReadonlyMap<string, Table>,
): string {
  const seen = new Set<string>();
  let at = { table, name: column.name };
  for (;;) {
    const place = `${at.table.name}.${at.name}`;
    const key = at.table.foreignKeys.find(({ columns, table: to }) => columns.includes(at.name) && tables.has(to));
    const parent = key && tables.get(key.table);
    const name = key?.references[key.columns.indexOf(at.name)];
    if (seen.has(place) || parent === undefined || name === undefined) return place;
    seen.add(place);
    at = { table: parent, name };
  }
}

/** Unit columns of one space draw from the same units. */
function isOneSpace(left: BaseColumn, right: BaseColumn): boolean {
  const [a, b] = [left, right].map(
    ({ scan, column }) => ownUnits(scan.table).find((unit) => unit.column === column.name)?.space,
  );
  return a !== undefined && a === b;
}

/** Both have few values, and one has all those of the other. */
function isMetByChance(a: Column, b: Column): boolean {
  const [left, right] = [valuesOf(a) ?? [], valuesOf(b) ?? []];
  const few = [left, right].every(({ length }) => length > 0 && length <= mostMetByChance);
  return few && (left.every((value) => takes(b, value)) || right.every((value) => takes(a, value)));
}

function commonOf(a: Column, b: Column): readonly WishedValue[] {
  const candidates = [...(valuesOf(a) ?? []), ...(valuesOf(b) ?? [])];
  const both = [...new Set(candidates)].filter((value) => [a, b].every((column) => takes(column, value)));
  const stride = Math.max(1, Math.floor(both.length / commonValues));
  return both.filter((_, index) => index % stride === 0).slice(0, commonValues);
}

function takes(column: Column, value: WishedValue): boolean {
  const narrowed = narrow(column, [{ kind: 'values', values: [value] }]);
  return narrowed.ok && narrowed.value.outside.length === 0;
}

/** The declared values one by one; of a long range, some at equal distances. */
function valuesOf({ domain, type }: Column): readonly WishedValue[] | undefined {
  if (domain === undefined) return type === 'BOOLEAN' ? [true, false] : undefined;
  if (domain.kind === 'codes') return domain.values;
  if (domain.kind === 'dates') {
    const [lo, hi] = [dayNumber(domain.lo), dayNumber(domain.hi)];
    return spread(hi - lo + 1).map((index) => dateOf(lo + index));
  }
  const step = domain.step ?? 1;
  const { lo } = domain;
  return spread(Math.floor((domain.hi - lo) / step) + 1).map((index) => Number((lo + index * step).toPrecision(15)));
}

function spread(count: number): readonly number[] {
  const most = mostMetByChance + 1;
  const length = Math.max(0, Math.min(count, most));
  return Array.from({ length }, (_, index) => (count <= most ? index : Math.floor((index * count) / most)));
}
