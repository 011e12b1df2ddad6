/**
 * Which columns of a table come from its model: those that it models, unless a key decides them, they repeat what the parent says, or they
 * depend on a column that the model does not know.
 */
import { rulesOf } from '#policies/catalog/check-dependencies.ts';
import type { Column, ForeignKey, Table } from '#policies/catalog/entry.ts';
import { sourcesOf } from '#policies/catalog/rules.ts';
import type { Attribute } from '#policies/simulation/attribute.ts';
import type { ModelledTable } from '#policies/simulation/fit-plan.ts';
import { sameDomain, sameValues } from '../cells.ts';
import { listedCodes } from '../code-list.ts';
import { type Schema, columnOf, decidingKeys, tableOf } from '../schema.ts';

export interface Choice {
  /** Decoded from the attributes of the model, a start before the end that is counted from it. */
  readonly own: readonly OwnColumn[];
  /** Repeated from the parent's row. */
  readonly inherited: readonly Column[];
  /** The same in all rows of a unit, and known to the model of the units: the place of the attribute there. */
  readonly shared: ReadonlyMap<Column, number>;
  /** Foreign keys that a modelled column decides: its value is the key of a list of codes. */
  readonly keys: ReadonlyMap<ForeignKey, OwnColumn>;
}

/** Places in the list of attributes. */
export interface OwnColumn {
  readonly column: Column;
  readonly main: number;
  readonly hour: number | undefined;
  readonly start: string | undefined;
}

export interface Relation {
  /** The key that leads to the parent's rows, where it decides columns of the table. */
  readonly key: ForeignKey | undefined;
  /** What the parent's rows know, by the names of their columns. */
  readonly known: readonly Column[];
  /** The parent is the unit itself: all that it knows holds for its rows. */
  readonly isUnit: boolean;
  /** The model of the units, at the top of the tree. */
  readonly root: ModelledTable | undefined;
}

export function chooseColumns(
  schema: Schema,
  table: Table,
  { model, relation }: { model: ModelledTable; relation: Relation },
): Choice {
  const decided = (column: Column) => decidingKeys(schema, table).find((key) => key.columns.includes(column.name));
  const inherited = table.columns.filter((column) => isInherited(column, table, { model, relation }));
  const shared = new Map(
    table.columns.flatMap((column): [Column, number][] => {
      const place = sharedPlace(relation.root, table, column);
      const isFree = !inherited.includes(column) && !decided(column) && !table.primaryKey.includes(column.name);
      return isFree && place >= 0 ? [[column, place]] : [];
    }),
  );
  const keys = new Map<ForeignKey, OwnColumn>();
  const taken: OwnColumn[] = [];
  for (const column of table.columns) {
    const own = ownColumn(model, column);
    if (own === undefined || inherited.includes(column) || shared.has(column)) continue;
    const key = decided(column);
    if (key !== undefined && !namesCodes(schema, key, column)) continue;
    if (key !== undefined) keys.set(key, own);
    taken.push(own);
  }
  const own = inOrder(withSources(table, taken, [...inherited, ...shared.keys()]));
  const kept = [...keys].filter(([, column]) => own.includes(column));
  return { own, inherited, shared, keys: new Map(kept) };
}

function sharedPlace(root: ModelledTable | undefined, table: Table, column: Column): number {
  if (root === undefined || column.determinedByUnit !== true) return -1;
  return root.attributes.findIndex(
    ({ origin }) =>
      origin.kind === 'summary' &&
      origin.of.child === table.name &&
      origin.of.column === column.name &&
      origin.of.where === undefined,
  );
}

function ownColumn({ attributes }: ModelledTable, column: Column): OwnColumn | undefined {
  const place = (parts: readonly string[]): number =>
    attributes.findIndex(
      ({ origin }) => origin.kind === 'own' && origin.column === column.name && parts.includes(origin.part),
    );
  const [main, hour] = [place(['whole', 'day', 'second']), place(['hour'])];
  if (main < 0) return undefined;
  return { column, main, hour: hour < 0 ? undefined : hour, start: gapOf(attributes[main]) };
}

function gapOf(attribute: Attribute | undefined): string | undefined {
  return attribute?.origin.kind === 'own' ? attribute.origin.gapAfter : undefined;
}

/** What a unit determines is the same in all of its rows; a code that the parent has too is repeated where the model does not know it. */
function isInherited(
  column: Column,
  table: Table,
  { model, relation }: { model: ModelledTable; relation: Relation },
): boolean {
  const twin = relation.known.find(({ name }) => name === column.name);
  if (twin === undefined || relation.key === undefined || !sameValues(twin, column)) return false;
  if (table.primaryKey.includes(column.name) || relation.key.columns.includes(column.name)) return false;
  const isOwn = ownColumn(model, column) !== undefined;
  return relation.isUnit || column.determinedByUnit === true || (!isOwn && column.domain?.kind === 'codes');
}

/** The key leads to a list of codes that nobody models, by its only column, so that every code has a row. */
function namesCodes(schema: Schema, key: ForeignKey, column: Column): boolean {
  const list = tableOf(schema, key.table);
  const [target, ...more] = key.references;
  if (target === undefined || more.length > 0 || list.primaryKey.join() !== target) return false;
  const known = new Set((listedCodes(list) ?? []).map(String));
  if (list.volume < known.size) return false;
  // Of the same numbers, or of codes that all are listed.
  if (column.domain?.kind !== 'codes') return known.size > 0 && sameDomain(columnOf(list, target), column);
  return column.domain.values.every((code) => known.has(String(code)));
}

/** Without those that follow from a column which is made up: they are made up after it. */
function withSources(table: Table, taken: readonly OwnColumn[], inherited: readonly Column[]): readonly OwnColumn[] {
  const names = new Set([...inherited, ...taken.map(({ column }) => column)].map(({ name }) => name));
  const { rules } = rulesOf(table);
  const kept = taken.filter((own) => {
    const rule = rules.get(own.column.name);
    // A total is added up from its parts, so these need no more than each other.
    const needed = rule === undefined ? [] : rule.kind === 'sum' ? rule.parts : sourcesOf(rule);
    return [...needed, own.start ?? own.column.name].every((name) => names.has(name));
  });
  return kept.length === taken.length ? kept : withSources(table, kept, inherited);
}

/** Each after the start that it is counted from. Starts do not go round in circles: those that do are left out. */
function inOrder(columns: readonly OwnColumn[]): readonly OwnColumn[] {
  const done: OwnColumn[] = [];
  const open = new Set(columns.map(({ column }) => column.name));
  for (let round = 0; round < columns.length; round++) {
    for (const own of columns) {
      if (!open.has(own.column.name) || (own.start !== undefined && open.has(own.start))) continue;
      open.delete(own.column.name);
      done.push(own);
    }
  }
  return done;
}
