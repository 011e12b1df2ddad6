/**
 * Which table of a fit is whose parent. A row and its parent are of one unit, so what one unit adds to a model is bounded by its own rows.
 *
 * @see synth.md §2.8 (parents, truncation)
 */
import type { CatalogEntry, ForeignKey, Table, Unit } from '../catalog/entry.ts';
import { publishedColumns } from '../catalog/private-form.ts';
import { rowsPerUnitOf } from '../catalog/units.ts';

/** A table that is modelled. */
export interface Member {
  readonly entry: CatalogEntry;
  readonly table: Table;
  readonly unit: Unit;
}

/** How the rows of a table belong to those of its parent. */
export interface Parent {
  readonly table: string;
  readonly columns: readonly string[];
  readonly references: readonly string[];
}

/** A table with its parent, which may be the model of its units; a root has none. */
export interface Related extends Member {
  readonly parent?: Parent;
}

/** The name of the model of the units of a table. */
export const unitsOf = (table: string): string => `@${table}`;

/** Without the tables that find their unit by way of one that is not a member: their rows could not be given to a unit. */
export function reachable(members: readonly Member[]): readonly Member[] {
  const kept = members.filter(({ unit: { via } }) => !via || members.some(({ table }) => table.name === via[0].table));
  return kept.length === members.length ? kept : reachable(kept);
}

/**
 * For every member its parent, parents before children: the table that a foreign key names, where the parent's row is of the same unit; else
 * the largest table that lists the units once; else, where a unit may have several rows, the units themselves.
 */
export function relateTables(members: readonly Member[]): readonly Related[] {
  const known = new Map<string, Related>();
  const root = rootOf(members);
  const relate = (member: Member, below: readonly string[]): Related => {
    const before = known.get(member.table.name);
    if (before) return before;
    const path = [...below, member.table.name];
    const keys = parentKeys(member, members).filter(({ table }) => !path.includes(table));
    const parents = keys.map((key) => ({ key, depth: depthOf(key.table, path) }));
    const { key: chosen } = parents.toSorted((a, b) => b.depth - a.depth)[0] ?? {};
    const related = { ...member, ...withParent(member, chosen ?? byUnit(member, root)) };
    known.set(member.table.name, related);
    return related;
  };
  const depthOf = (name: string, path: readonly string[]): number => {
    const member = members.find(({ table }) => table.name === name);
    const parent = member && relate(member, path).parent?.table;
    return parent === undefined || parent.startsWith('@') ? 1 : 1 + depthOf(parent, path);
  };
  for (const member of root ? [root, ...members] : members) relate(member, []);
  return [...known.values()];
}

function withParent({ table }: Member, parent: Parent | undefined): Pick<Related, 'parent'> {
  if (parent) return { parent };
  return isListed(table) ? {} : { parent: { table: unitsOf(table.name), columns: [], references: [] } };
}

/** Of a unit there is one row. */
export const isListed = (table: Table): boolean => rowsPerUnitOf(table).max === 1;

/** The keys to tables whose row is of the same unit: by way of which the unit is found, or with rows of their own unit. */
function parentKeys(member: Member, members: readonly Member[]): readonly ForeignKey[] {
  const { table, unit } = member;
  const [step] = unit.via ?? [];
  const keys = step
    ? [{ columns: [step.column], table: step.table, references: [step.references] }]
    : table.foreignKeys.filter((key) => key.table !== table.name);
  return keys.filter((key) => {
    const parent = members.find((other) => other.table.name === key.table);
    if (!parent) return false;
    if (isListed(parent.table)) return step !== undefined || isUnitKey(key, member, parent);
    const isWhole = parent.table.primaryKey.every((column) => key.references.includes(column));
    return isWhole && areRead(table, key.columns) && areRead(parent.table, key.references);
  });
}

function isUnitKey({ columns, references }: ForeignKey, { unit }: Member, { unit: other }: Member): boolean {
  return !other.via && columns.join() === unit.column && references.join() === other.column;
}

function areRead(table: Table, columns: readonly string[]): boolean {
  return columns.every((name) => publishedColumns(table).some((column) => column.name === name));
}

/** The largest table that lists the units once and hangs on no other. */
function rootOf(members: readonly Member[]): Member | undefined {
  const roots = members.filter(
    (member) => isListed(member.table) && !member.unit.via && parentKeys(member, members).length === 0,
  );
  return roots.toSorted((a, b) => b.table.volume - a.table.volume)[0];
}

function byUnit({ table, unit }: Member, root: Member | undefined): Parent | undefined {
  if (!root || root.table.name === table.name || unit.via) return undefined;
  return { table: root.table.name, columns: [unit.column], references: [root.unit.column] };
}
