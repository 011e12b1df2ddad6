/**
 * The process of one fit: it reads the private form of the rows, measures with noise, infers, and compares. Only our own code runs here, over
 * SQL that is printed from the catalog; the rows live and die with it.
 */
import { setImmediate as turn } from 'node:timers/promises';
import type { RandomSource } from '#policies/privacy/random.ts';
import { nanoRho } from '#policies/units.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import type { FitPlan } from '#policies/simulation/fit-plan.ts';
import type { FittedModel, FittedTable } from '#policies/simulation/fitted.ts';
import { openRandomness } from '../ledger/randomness.ts';
import { logForOwner, parentStream, watchParent } from '../parent.ts';
import { LockedEngine } from '../query/engine.ts';
import { serve } from '../rpc.ts';
import { fitTable } from './fit-table.ts';
import { fitOperations } from './operations.ts';
import { writeProgress, type Progress } from './progress.ts';
import { readEncoded, type EncodedSets } from './read.ts';
import { reportOn } from './report.ts';
import { meanScore, scoreTable, sharesOfScore } from './score.ts';

interface Fitting {
  readonly plan: FitPlan;
  readonly rows: ReadonlyMap<string, EncodedSets>;
  readonly tell: (now: Progress) => void;
}

let fitting: Fitting | undefined;

watchParent();

serve(parentStream(), {
  operations: fitOperations,
  onError: logForOwner,
  handlers: {
    fit: async ({ plan, attach, memoryLimitMb, threads, temp, holdoutKey, progress }) => {
      if (fitting) return refuse('E_EXEC', 'Cannot fit twice');
      const tell = (now: Progress): void => writeProgress(progress, now);
      tell({ stage: 'reading' });
      const rows = new Map<string, EncodedSets>();
      using engine = await LockedEngine.open({ memoryLimitMb, threads, temp }, attach);
      for (const { model } of plan.tables)
        rows.set(model.table, await readEncoded(engine, { plan, table: model.table, holdoutKey }));
      fitting = { plan, rows, tell };
      return accept({ model: await fitAll(fitting) });
    },
    report: async (ask): Promise<Outcome<{ json: string; page: string }>> => {
      if (!fitting) return refuse('E_EXEC', 'Cannot report: nothing was fitted');
      fitting.tell({ stage: 'reporting' });
      return accept(reportOn(fitting.rows, ask));
    },
  },
});

async function fitAll({ plan, rows, tell }: Fitting): Promise<FittedModel> {
  const random = openRandomness();
  const tables: FittedTable[] = [];
  for (const { model, nanoRho: part } of plan.tables) {
    const rho = nanoRho(BigInt(part));
    const { fitted, spent } = await fitTable(trainOf(rows, model.table), model, {
      rho,
      random,
      rest: () => turn(),
      onProgress: ({ used, of }) => tell({ stage: 'fitting', table: model.table, used: Number(used) / Number(of) }),
    });
    // The ledger has charged `rho`: a table that spent more would be a lie in its books.
    if (spent > rho) throw new Error(`Cannot fit ${model.table}: must spend at most its part of the budget`);
    tables.push(fitted);
  }
  const score = scoreAll({ plan, rows, tell }, tables, random);
  return { method: 'aim-1', plan, tables, ...(score && { score }) };
}

/** How near the models came, for the part of the budget that the plan has for saying so. */
function scoreAll({ plan, rows }: Fitting, tables: readonly FittedTable[], random: RandomSource): FittedModel['score'] {
  const shares = sharesOfScore(plan);
  const scores = plan.tables.flatMap(({ model }, at) => {
    const [fitted, rho] = [tables[at], shares[at]];
    return fitted && rho ? [scoreTable(trainOf(rows, model.table), { model, fitted }, { rho, random })] : [];
  });
  return scores.length > 0 ? meanScore(scores) : undefined;
}

function trainOf(rows: ReadonlyMap<string, EncodedSets>, table: string): EncodedSets['train'] {
  const found = rows.get(table);
  if (!found) throw new Error(`Cannot fit ${table}: its rows must have been read`);
  return found.train;
}
