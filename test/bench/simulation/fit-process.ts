/**
 * A process for one fit of Adult, so that its peak of memory is its own: from the private file to as many drawn rows. Prints what it cost.
 *
 * Arguments: the private file, an empty folder for the engine, and a file that the model is written to.
 */
import { writeFileSync } from 'node:fs';
import type { FittedModel } from '#policies/simulation/fitted.ts';
import { nanoRho } from '#policies/units.ts';
import { fitTable } from '#sandbox/fit/fit-table.ts';
import { readEncoded, type EncodedSets } from '#sandbox/fit/read.ts';
import { openRandomness } from '#sandbox/ledger/randomness.ts';
import { LockedEngine } from '#sandbox/query/engine.ts';
import { limits } from '#sandbox/supervisor/config.ts';
import { drawCellRows } from '#synth/fitted/rows.ts';
import { wideAdult, widePlan } from './wide-adult.ts';

const [file = '', temp = '', out = ''] = process.argv.slice(2);
const plan = widePlan();
const [planned] = plan.tables;
if (!planned) throw new Error('Cannot fit Adult: it must be modelled');
const { model, nanoRho: part } = planned;
const { train } = await readRows();
const { fitted } = await fitTable(train, model, { rho: nanoRho(BigInt(part)), random: openRandomness() });
const most = { perParent: 1, rows: Number.POSITIVE_INFINITY };
const drawn = drawCellRows(model, fitted, { seed: 1, scale: 1, parent: undefined, most });
const { user, system } = process.cpuUsage();
const cost = {
  rows: train.rows,
  drawn: drawn.rows,
  attributes: model.attributes.length,
  // Since the process began: its start is part of what a fit costs.
  wall: performance.now(),
  cpu: (user + system) / 1000,
  megabytes: process.resourceUsage().maxRSS / 1024,
};
const kept: FittedModel = { method: 'aim-1', plan, tables: [fitted] };
writeFileSync(out, JSON.stringify(kept));
console.log(JSON.stringify(cost));

/** The engine ends before the fit begins. */
async function readRows(): Promise<EncodedSets> {
  using engine = await LockedEngine.open({ memoryLimitMb: limits.queryEngineMb, threads: 2, temp }, [
    { name: wideAdult.id, path: file },
  ]);
  return await readEncoded(engine, { plan, table: model.table, holdoutKey: '00'.repeat(32) });
}
