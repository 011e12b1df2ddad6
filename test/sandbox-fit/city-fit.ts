/** Tables of the demonstration city, its hidden features and all, as their owners would fit them: published, read, measured. */
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { unwrap } from '#policies/refusal.ts';
import type { FitPlan } from '#policies/simulation/fit-plan.ts';
import type { FittedModel } from '#policies/simulation/fitted.ts';
import { nanoRho } from '#policies/units.ts';
import { fitTable } from '#sandbox/fit/fit-table.ts';
import type { EncodedSets } from '#sandbox/fit/read.ts';
import { publishPrivate } from '#sandbox/private/publish.ts';
import { cityEntries } from '#synth/city/catalog.ts';
import { buildCity } from '#synth/city/real.ts';
import { knownStream } from '../privacy/known-stream.ts';
import { planOf, readAll } from './world.ts';

export interface CityFit {
  readonly plan: FitPlan;
  /** The rows that were read, by the names of their tables. */
  readonly sets: Readonly<Record<string, EncodedSets>>;
  readonly model: FittedModel;
  /** The real rows of the entry. */
  readonly parquet: string;
}

export interface CityOrder {
  readonly entry: string;
  readonly tables?: readonly object[];
  readonly holdout?: number;
  readonly scale: number;
  /** Of each model. */
  readonly rho: number;
}

/** Fits one table of the city; each entry there has one of its own name. */
export async function fitCity(folder: string, { entry: id, scale, rho, ...wishes }: CityOrder): Promise<CityFit> {
  const entry = cityEntries.find((one) => one.id === id);
  if (!entry) throw new Error(`must be an entry of the city; got ${id}`);
  const plan = planOf({ entries: [id], epsilon: 1, holdout: 0, ...wishes }, [entry]);
  const files = await buildCity({ dir: folder, scale, seed: 2026 });
  const parquet = files[id] ?? '';
  const source = join(folder, 'source.duckdb');
  const instance = await DuckDBInstance.create(source);
  const connection = await instance.connect();
  await connection.run(`CREATE TABLE "${id}" AS FROM read_parquet('${parquet}')`);
  connection.closeSync();
  instance.closeSync();
  const path = join(folder, 'private.duckdb');
  unwrap(await publishPrivate({ entry, source, target: path, registry: join(folder, 'units') }));
  const sets = await readAll([{ name: id, path }], { plan, temp: join(folder, 'temp') });
  const tables: FittedModel['tables'][number][] = [];
  for (const { model } of plan.tables) {
    const { train } = sets[model.table] ?? {};
    if (!train) throw new Error(`must have read ${model.table}`);
    const random = knownStream(`city ${model.table}`);
    tables.push((await fitTable(train, model, { rho: nanoRho(BigInt(rho * 1e9)), random })).fitted);
  }
  return { plan, sets, model: { method: 'aim-1', plan, tables }, parquet };
}
