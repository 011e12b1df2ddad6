/** An ordered run of the private lane. Noise protects what leaves: nothing of it is compared with other releases, for the ledger has counted it. */
import { judgePrivate } from '#policies/disclosure/model/judge.ts';
import { modelLimits } from '#policies/disclosure/model/limits.ts';
import { costText } from '#policies/privacy/cost.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { processesUntilTick } from '../ledger/kills.ts';
import type { Receipt } from '../operations.ts';
import { runPrivately, type NoisyAnalysis } from '../private/run.ts';
import type { TablesAnalysis } from '../program/exact-analyse.ts';
import { privateModel } from '../program/models.ts';
import { runOverTable } from '../program/tables.ts';
import type { Finished, RealRun } from './keep.ts';
import type { DomainParts } from './parts.ts';

interface NoisyRun extends RealRun, Pick<Finished, 'outputs'> {
  /** A program over the noisy table, which is public already. */
  readonly over?: TablesAnalysis;
}

export async function runWithNoise(
  parts: DomainParts,
  analysis: NoisyAnalysis,
  real: NoisyRun,
): Promise<Outcome<Receipt>> {
  const { account, ordered, run, onStart, outputs, over } = real;
  if (!account.ok) return account;
  const { vendor, agreement, hash, epsilon } = ordered;
  const spender = { vendor, agreement, program: hash, ...(epsilon !== undefined && { epsilon }) };
  const done = await runPrivately(parts, analysis, { run, spender, account: account.value, onStart });
  if (!done.ok) return done;
  const { answered, program, ...trained } = done.value;
  const { plan } = analysis;
  const made = program && plan.kind === 'program' ? privateModel(plan, program.numbers) : accept(undefined);
  if (!made.ok) return refuse('E_EXEC', 'Cannot complete the run');
  const result = { ...trained, ...(made.value && { model: made.value }) };
  const product = over ? await runOver(parts, over, { table: result.table, onStart }) : accept({});
  if (!product.ok) return product;
  // Informational: the budget has decided on the loss.
  const modelFinding = result.model && judgePrivate(result.model, modelLimits('standard'));
  const judged = { ...result, ...product.value, ...(modelFinding && { modelFinding }) };
  const { explanation } = over ?? analysis;
  const tier = explanation.program && (await parts.processes()).tier;
  const finished = { run, plan: openPlan(analysis), ...judged, verdicts: {}, review: [], explanation, outputs };
  const kept = await real.settle(parts, { ...finished, ...(tier && { tier }) }, real);
  if (!kept.ok) return kept;
  const { cached, head } = answered;
  const privacy = { space: plan.space, ...costText(plan.cost), cached, ...(head && { ledger: head }) };
  return accept({ ...kept.value, privacy });
}

/** To the history it is public. */
function openPlan({ plan }: NoisyAnalysis): Finished['plan'] {
  const post = plan.kind === 'private' ? plan.post : { rel: plan.input, columns: [] };
  return { kind: 'open', post, used: plan.used };
}

/** At a tick of its own: nobody has released the cells yet that the program sees. */
async function runOver(
  parts: DomainParts,
  { asked, tick }: TablesAnalysis,
  { table, onStart }: Pick<Finished, 'table'> & Pick<RealRun, 'onStart'>,
): Promise<Outcome<Pick<Finished, 'table'>>> {
  const { limits, log, onFailure } = parts;
  const use = { limits, log, processes: await parts.processes(), debug: false };
  return processesUntilTick({ window: limits.tick(tick), onFailure, onStart }, async (started) => {
    const product = await runOverTable(asked, table, { ...use, onStart: started });
    return product.ok ? accept({ table: product.value.table }) : product;
  });
}
