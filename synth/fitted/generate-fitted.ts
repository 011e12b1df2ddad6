/**
 * Simulation data of level 1: where a fitted model knows a table, its rows, their relations and the modelled columns are drawn from the
 * model; everything else is made up from the catalog, as at level 0. The models are noisy answers, so drawing from them costs nothing.
 *
 * @see synth.md decisions 2, 3 and 5, §2.6, §2.8
 */
import type { CatalogEntry, Table } from '#policies/catalog/entry.ts';
import type { FittedModel } from '#policies/simulation/fitted.ts';
import type { EntryId, RowCount } from '#policies/units.ts';
import type { DrawnTable } from '../drawn.ts';
import { type GivenRows, type SimulationFile, type SimulationOptions, generateSimulation } from '../generate.ts';
import { layoutsOf } from '../layout.ts';
import { readSchema } from '../schema.ts';
import { type FittedRows, drawTable } from './draw.ts';
import { drawnTable, loadRows } from './load.ts';
import { hiddenTable } from './relate.ts';

/** 1 where a fitted model says it, 0 where it is made up from the catalog alone. */
export type Level = 0 | 1;

export interface FittedFile extends SimulationFile {
  readonly entry: EntryId;
  readonly tables: readonly {
    readonly name: string;
    readonly rows: RowCount;
    /** Of the number of rows, and of which parent each has. */
    readonly level: Level;
    readonly columns: readonly { readonly name: string; readonly level: Level }[];
  }[];
}

/**
 * Writes the files that `generateSimulation` writes. Guarantee: types, domains, primary and foreign keys and declared dependencies hold as
 * there, and equal `entries`, `models`, `seed` and `scale` give equal rows in equal order.
 *
 * @throws Error when two models know one table, or a model does not fit the catalog.
 */
export async function generateFitted(
  entries: readonly CatalogEntry[],
  models: readonly FittedModel[],
  options: SimulationOptions,
): Promise<FittedFile[]> {
  const given = drawModels(entries, models, options);
  const files = await generateSimulation(entries, options, given);
  return files.map((file) => ({ ...file, tables: file.tables.map((table) => withLevels(table, given)) }));
}

/** The rows of all models, and the tables with their numbers of rows. */
export function drawModels(
  entries: readonly CatalogEntry[],
  models: readonly FittedModel[],
  { seed, scale }: Pick<SimulationOptions, 'seed' | 'scale'>,
): GivenRows {
  const schema = new Map<string, Table>(readSchema(entries));
  const done = new Map<string, FittedRows>();
  const drawn = new Map<string, DrawnTable>();
  for (const { plan, tables } of models) {
    for (const { model } of plan.tables) {
      const fitted = tables.find(({ table }) => table === model.table);
      if (fitted === undefined) throw new Error(`Cannot draw ${model.table}: it must be fitted`);
      if (done.has(model.table)) throw new Error(`Cannot draw ${model.table}: one model must know it; got two`);
      const table = schema.get(model.table) ?? hiddenTable(schema, { model, plan });
      if (table !== undefined) schema.set(model.table, table);
      const layoutOf = layoutsOf(schema, scale, drawn);
      const rowsOf = (name: string): number => layoutOf(name).rows;
      const parent = done.get(model.parent?.table ?? '');
      // The model saw all units but those that were held out.
      const rows = drawTable(schema, { plan, model, fitted, parent, rowsOf, seed, scale: scale / (1 - plan.holdout) });
      done.set(model.table, rows);
      if (rows.related === undefined) continue;
      // Whatever counts rows or units by the volume counts these.
      schema.set(model.table, { ...rows.related.table, volume: rows.drawn.rows / scale });
      drawn.set(model.table, drawnTable(schema, rows, `drawn_${drawn.size}`));
    }
  }
  return {
    schema,
    drawn,
    async load(connection) {
      for (const [name, table] of drawn) {
        const rows = done.get(name);
        if (rows !== undefined) await loadRows(connection, table, rows);
      }
    },
  };
}

function withLevels({ name, rows }: SimulationFile['tables'][number], { schema, drawn }: GivenRows) {
  const columns = schema.get(name)?.columns ?? [];
  return {
    name,
    rows,
    level: levelOf(drawn.has(name)),
    columns: columns.map((column) => ({
      name: column.name,
      level: levelOf(drawn.get(name)?.columns.has(column.name)),
    })),
  };
}

function levelOf(isDrawn: boolean | undefined): Level {
  return isDrawn === true ? 1 : 0;
}
