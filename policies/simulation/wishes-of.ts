/**
 * A query → what its base tables should hold so that it has something to find. Conditions of WHERE, of joins, of FILTER and of CASE inside
 * aggregates are read as far as they compare columns with constants; what depends on an aggregate or on a window is not.
 *
 * @see synth.md §6 item 8
 */
import type { CatalogEntry } from '../catalog/entry.ts';
import { placeOf, type ResolvedQuery } from '../query/ir.ts';
import type { Conjunction, NotUnderstood } from './wishes-condition.ts';
import type { Atom } from './wishes-comparison.ts';
import { narrow } from './wishes-domain.ts';
import { originsIn, type Scan } from './wishes-expand.ts';
import { walk, type Needs, type Walk } from './wishes-needs.ts';
import { inDomain } from './wishes-range.ts';
import type { Accepted, Wish } from './wishes.ts';

export interface QueryWishes {
  readonly wishes: readonly Wish[];
  /** What the query asks for besides, in the order of the text. */
  readonly notUnderstood: readonly NotUnderstood[];
}

/** More wishes than this for one scan are not made. */
const mostWishes = 24;

/**
 * For every query, returns wishes that `requireWishes` accepts, and what could not be read. It depends on the text and the catalog alone.
 * @param entries all that foreign keys may lead to
 */
export function wishesOf({ rel }: Pick<ResolvedQuery, 'rel'>, entries: readonly CatalogEntry[]): QueryWishes {
  const notes: NotUnderstood[] = [];
  const origins = originsIn(rel);
  const at: Walk = {
    origins,
    reader: { columnOf: (id) => origins.base.get(id)?.column, note: (missed) => void notes.push(missed) },
    tables: new Map(entries.flatMap((entry) => entry.tables).map((table) => [table.name, table])),
    needs: new Map<Scan, Needs>(),
  };
  walk(rel, at);
  const wishes = [...at.needs].flatMap(([scan, { all, some }]) =>
    [...all, ...some].slice(0, mostWishes).flatMap((conjunction) => wishOf(scan, conjunction, at)),
  );
  return { wishes: distinct(wishes), notUnderstood: distinct(notes).toSorted(byPlace) };
}

/** None where the conjunction asks for nothing, or for what the catalog cannot hold. */
function wishOf({ table }: Scan, conjunction: Conjunction, at: Walk): readonly Wish[] {
  const kept = conjunction.flatMap((atom): readonly Atom[] => inside(atom, at));
  const columns = new Map(
    kept.flatMap(({ id }) => at.origins.base.get(id) ?? []).map(({ column }) => [column.name, column]),
  );
  const faults = [...columns.values()].flatMap((column) => {
    const own = kept.filter(({ id }) => at.origins.base.get(id)?.column.name === column.name);
    const narrowed = narrow(
      column,
      own.map(({ accept }) => accept),
    );
    return narrowed.ok ? [] : [{ column, own, why: narrowed.refusals[0].detail }];
  });
  for (const { column, own, why } of faults) {
    const place = own.map(({ from }) => placeOf(from)).find((found) => found !== undefined);
    at.reader.note({ why: `${table.name}.${column.name}: ${why}`, ...(place && { at: place }) });
  }
  const conditions = kept.flatMap(({ id, accept }) => {
    const column = at.origins.base.get(id)?.column.name;
    return column === undefined || faults.some((fault) => fault.column.name === column) ? [] : [{ column, accept }];
  });
  return conditions.length === 0 ? [] : [{ table: table.name, conditions: distinct(conditions).slice(0, 32) }];
}

/** The condition without the listed values that the domain does not hold, if any are left. */
function inside(atom: Atom, { origins }: Walk): readonly Atom[] {
  const { accept, id } = atom;
  const column = origins.base.get(id)?.column;
  if (accept.kind !== 'values' || column === undefined) return [atom];
  const values = accept.values.filter((value) => inDomain(column, value));
  return values.length === 0 ? [atom] : [{ ...atom, accept: { kind: 'values', values } satisfies Accepted }];
}

function distinct<T>(items: readonly T[]): readonly T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

function byPlace(a: NotUnderstood, b: NotUnderstood): number {
  return (a.at?.offset ?? Number.MAX_SAFE_INTEGER) - (b.at?.offset ?? Number.MAX_SAFE_INTEGER);
}
