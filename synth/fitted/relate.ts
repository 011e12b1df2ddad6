/**
 * The tables that models add to the catalog's: units that no table lists, and tables that a fit covers and nobody asked for. They are never
 * written; they number the identities that their children refer to, by a foreign key that level 0 follows like any other.
 */
import type { Column, ForeignKey, Table } from '#policies/catalog/entry.ts';
import { ownUnits } from '#policies/catalog/units.ts';
import type { FitPlan, ModelledTable } from '#policies/simulation/fit-plan.ts';
import { type Schema, columnOf, decidingKeys, tableOf } from '../schema.ts';

/** The columns by which the rows of a table belong to the rows of its model's parent, and which of the parent they are. */
interface Link {
  readonly columns: readonly string[];
  readonly references: readonly string[];
}

/** Nothing where the table has no column that leads to the parent. */
function linkOf(table: Table, { parent }: ModelledTable, space: FitPlan['space']): Link | undefined {
  if (parent === undefined) return undefined;
  if (parent.columns.length > 0) return parent;
  const unit = ownUnits(table).find((candidate) => candidate.space === space)?.column;
  return unit === undefined ? undefined : { columns: [unit], references: [unit] };
}

/**
 * The table that stands for a model whose table is not in the schema; nothing where no child of it is there, and so no column.
 * It takes over the keys of that child which say whom the units are among.
 */
export function hiddenTable(
  schema: Schema,
  { model, plan }: { model: ModelledTable; plan: FitPlan },
): Table | undefined {
  const children = plan.tables.filter((other) => other.model.parent?.table === model.table);
  for (const { model: child } of children) {
    const table = schema.get(child.table);
    const link = table && linkOf(table, child, plan.space);
    if (table === undefined || link === undefined) continue;
    const columns = link.columns.map((name, k): Column => ({
      ...columnOf(table, name),
      name: link.references[k] ?? name,
    }));
    const known = table.columns.filter(
      ({ name }) => isOwn(model, name) && !isOwn(child, name) && !columns.some((column) => column.name === name),
    );
    const renamed = new Map(link.columns.map((name, k) => [name, link.references[k] ?? name]));
    return {
      name: model.table,
      title: table.title,
      columns: [...columns, ...known],
      units: ownUnits(table).flatMap((unit) => {
        const column = renamed.get(unit.column);
        return column === undefined ? [] : [{ ...unit, column }];
      }),
      primaryKey: link.references,
      foreignKeys: keysAlong(schema, table, link).map((key) => ({
        ...key,
        columns: key.columns.map((name) => renamed.get(name) ?? name),
      })),
      volume: model.volume,
    };
  }
  return undefined;
}

function isOwn({ attributes }: ModelledTable, column: string): boolean {
  return attributes.some(({ origin }) => origin.kind === 'own' && origin.column === column);
}

/** The foreign keys of the table over the very columns of the link, to other tables than the parent. */
function keysAlong(schema: Schema, table: Table, { columns }: Link): readonly ForeignKey[] {
  return table.foreignKeys.filter(
    (key) => schema.has(key.table) && key.columns.toSorted().join() === columns.toSorted().join(),
  );
}

export interface Related {
  readonly table: Table;
  /** The key to the parent, where it decides columns. */
  readonly key: ForeignKey | undefined;
}

/** The table with a foreign key to its model's parent, in place of those that the parent took over. */
export function relate(
  schema: Schema,
  table: Table,
  { model, plan }: { model: ModelledTable; plan: FitPlan },
): Related {
  const parent = model.parent?.table;
  const link = linkOf(table, model, plan.space);
  const above = schema.get(parent ?? '');
  const isThere = link?.references.every((name) => above?.columns.some((column) => column.name === name));
  if (parent === undefined || link === undefined || isThere !== true) return { table, key: undefined };
  const known = table.foreignKeys.find((key) => key.table === parent && key.columns.join() === link.columns.join());
  if (known !== undefined) return { table, key: decidingKeys(schema, table).find((key) => key === known) };
  const along = keysAlong(schema, table, link).filter((other) => follows(schema, { ...link, parent }, other));
  const others = table.foreignKeys.filter((other) => !along.includes(other));
  const decided = decidingKeys(schema, { ...table, foreignKeys: others }).flatMap(({ columns }) => columns);
  if (link.columns.some((name) => decided.includes(name))) return { table, key: undefined };
  const key: ForeignKey = { ...link, table: parent };
  return { table: { ...table, foreignKeys: [...others, key] }, key };
}

/** The parent's rows have the key too, so the rows that belong to them need none of their own. */
function follows(schema: Schema, { columns, references, parent }: Link & { parent: string }, key: ForeignKey): boolean {
  return tableOf(schema, parent).foreignKeys.some(
    (above) =>
      above.table === key.table &&
      key.columns.every((column, k) => {
        const place = above.columns.indexOf(references[columns.indexOf(column)] ?? '');
        return place >= 0 && above.references[place] === key.references[k];
      }),
  );
}
