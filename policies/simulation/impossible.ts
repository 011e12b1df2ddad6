/**
 * Cells that no row can have together, by what the catalog declares. They are public, cost nothing, and keep a model from drawing them.
 *
 * @see synth.md §2.5 (structural zeros)
 */
import type { Condition, Table } from '../catalog/entry.ts';
import { cellCount, placeOfColumn, type Attribute, type Cells } from './attribute.ts';
import { stepOf } from './cells-of.ts';
import type { ModelledTable } from './fit-plan.ts';

type Impossible = ModelledTable['impossible'][number];

/** Of `implies`: what `when` asks for beside what `then` forbids. Nothing is said of NULL, nor of a cell that only partly breaks a rule. */
export function impossibleByRules(table: Table, attributes: readonly Attribute[]): readonly Impossible[] {
  return (table.dependencies ?? []).flatMap((dependency) => {
    if (dependency.kind !== 'implies') return [];
    const when = placed(table, attributes, dependency.when);
    const then = placed(table, attributes, dependency.then);
    if (!when || !then || when.at === then.at) return [];
    const given = cellsWhere(when, (values) => values.every((value) => isOneOf(dependency.when, value)));
    const broken = cellsWhere(then, (values) => !values.some((value) => isOneOf(dependency.then, value)));
    return zeros([when.at, given], [then.at, broken]);
  });
}

/** A parent without rows of a child has no value among them; with rows it has one, where their column is never NULL. */
export function impossibleByDegree(
  attributes: readonly Attribute[],
  isNever: (child: string, column: string) => boolean,
): readonly Impossible[] {
  return attributes.flatMap(({ origin, cells }, at) => {
    if (origin.kind !== 'summary' || !cells.none) return [];
    const { child, column, where } = origin.of;
    const degree = attributes.findIndex((other) => other.origin.kind === 'degree' && other.origin.child === child);
    const counted = attributes[degree]?.cells;
    if (!counted) return [];
    const none = cellCount(cells) - 1;
    const without = zeros([degree, [0]], [at, upTo(none)]);
    const isAlways = where === undefined && !isNever(child, column);
    const some = upTo(cellCount(counted)).slice(1);
    return isAlways ? [...without, ...zeros([degree, some], [at, [none]])] : without;
  });
}

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at);

type Place = readonly [attribute: number, cells: readonly number[]];

function zeros(one: Place, other: Place): readonly Impossible[] {
  const [[first, left], [second, right]] = one[0] < other[0] ? [one, other] : [other, one];
  const cells = left.flatMap((a) => right.map((b) => [a, b]));
  return cells.length === 0 ? [] : [{ attributes: [first, second], cells }];
}

interface Placed {
  readonly at: number;
  readonly cells: Cells;
  /** How far apart the values of the column are. */
  readonly step: number | undefined;
}

function placed(table: Table, attributes: readonly Attribute[], { column }: Condition): Placed | undefined {
  const at = placeOfColumn(attributes, column);
  const cells = attributes[at]?.cells;
  const known = table.columns.find(({ name }) => name === column);
  return cells && known && { at, cells, step: stepOf(known) };
}

function cellsWhere(of: Placed, holds: (values: readonly (string | number | boolean)[]) => boolean) {
  const all = valuesOfCells(of);
  return upTo(all.length).filter((at) => {
    const values = all[at];
    return values !== undefined && holds(values);
  });
}

/** The values of each cell that has one value only; undefined for wider ones. */
function valuesOfCells({ cells, step }: Placed): readonly (readonly (string | number | boolean)[] | undefined)[] {
  if (cells.kind === 'codes') return cells.values.map((value) => [value]);
  if (cells.kind !== 'numbers' || step === undefined) return [];
  const { edges } = cells;
  return edges.slice(0, -1).map((value, at) => {
    const width = (edges[at + 1] ?? Infinity) - value;
    return width < step * 1.5 ? [value] : undefined;
  });
}

function isOneOf({ values }: Condition, value: string | number | boolean): boolean {
  return values.some((allowed) => allowed === value || String(allowed) === String(value));
}
