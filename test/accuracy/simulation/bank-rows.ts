/** The bank's rows from where they lie: real ones, files of levels 0 and 1, and real accounts drawn again. */
import type { FittedModel } from '#policies/simulation/fitted.ts';
import type { SimulationFile } from '#synth/generate.ts';
import { generateFitted } from '#synth/fitted/generate-fitted.ts';
import { resample, streamOf } from '#synth/report/random.ts';
import { berkaHoldersEntry } from '../../fixtures/berka-holders.ts';
import { openBench, openSimulation } from '../../synth/support.ts';
import { breaches, orphansIn } from './breaches.ts';
import { readBank, type BankRows } from './loan-status.ts';
import type { OpenedFit } from './open-fit.ts';

/** Rows, and what is wrong with them. */
export interface Made extends BankRows {
  readonly orphans: number;
  readonly violations: number;
}

export function whole(rows: BankRows): Made {
  return { ...rows, orphans: 0, violations: 0 };
}

/** The rows that were handed in. */
export async function readReal({ snapshot }: OpenedFit, shared: string): Promise<BankRows> {
  const bench = await openBench();
  await bench.rows(`ATTACH '${snapshot.data}' AS "real" (READ_ONLY)`);
  for (const { name } of berkaHoldersEntry.tables)
    await bench.rows(`CREATE VIEW "${name}" AS SELECT * FROM "real"."${name}"`);
  const rows = await readBank(bench, shared);
  bench.close();
  return rows;
}

export function levelOne({ folder }: OpenedFit, model: FittedModel, scale: number): Promise<readonly SimulationFile[]> {
  return generateFitted([berkaHoldersEntry], [model], { dir: folder, seed: 1, scale });
}

export async function readFiles(files: readonly SimulationFile[], shared: string): Promise<Made> {
  const bench = await openSimulation(files);
  const rows = await readBank(bench, shared);
  const orphans = await orphansIn(bench, berkaHoldersEntry.tables);
  const { length: violations } = await breaches(bench, berkaHoldersEntry.tables);
  bench.close();
  return { ...rows, orphans, violations };
}

/** Accounts with all that belongs to them. */
export function drawAccountsAgain({ accounts, loans }: BankRows, seed: number): BankRows {
  const of = Map.groupBy(loans, ({ account }) => account);
  const drawn = [...resample(accounts.length, accounts.length, streamOf(seed, 'accounts'))].flatMap(
    (at) => accounts[at] ?? [],
  );
  return { accounts: drawn, loans: drawn.flatMap(({ account }) => of.get(account) ?? []) };
}
