/** Queries → their wishes → simulation data with and without them. */
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { decode } from '#policies/query/decode.ts';
import type { ResolvedQuery } from '#policies/query/ir.ts';
import type { Given } from '#policies/query/parameters.ts';
import { resolve } from '#policies/query/resolve.ts';
import { unwrap } from '#policies/refusal.ts';
import type { Favour, Wish } from '#policies/simulation/wishes.ts';
import { wishesOf, type QueryWishes } from '#policies/simulation/wishes-of.ts';
import { generateSimulation } from '#synth/generate.ts';
import { type Bench, openBench, openSimulation, withDirectory } from '../support.ts';

let shared: Promise<Bench> | undefined;

/** As the parser process does it. */
export async function resolved(
  sql: string,
  entries: readonly CatalogEntry[],
  given: readonly Given[] = [],
): Promise<ResolvedQuery> {
  shared ??= openBench();
  const text = await (await shared).value(`SELECT json_serialize_sql('${sql.replaceAll("'", "''")}')`);
  return unwrap(resolve(unwrap(decode(String(text), sql, given)), entries));
}

export async function wishesIn(
  sql: string,
  entries: readonly CatalogEntry[],
  given: readonly Given[] = [],
): Promise<QueryWishes> {
  return wishesOf(await resolved(sql, entries, given), entries);
}

export interface Made {
  readonly entries: readonly CatalogEntry[];
  readonly seed?: number;
  readonly scale?: number;
  readonly threads?: number;
  readonly wishes?: readonly Wish[];
  readonly share?: number;
}

/** Simulation data, looked at by `use`. */
export async function withRows<T>(
  { entries, seed = 7, scale = 1, threads = 2, wishes, share = 0.3 }: Made,
  use: (bench: Bench) => Promise<T>,
): Promise<T> {
  const favour: Favour | undefined = wishes && { share, wishes };
  return withDirectory(async (dir) => {
    const options = { dir, seed, scale, threads, ...(favour && { favour }) };
    const bench = await openSimulation(await generateSimulation(entries, options));
    try {
      return await use(bench);
    } finally {
      bench.close();
    }
  });
}
