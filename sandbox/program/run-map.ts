/**
 * Mode `map` over rows that were read: pass after pass, what units make of the public state is added up, gets noise, and becomes the next state. Whether
 * it is given up is decided by a number drawn before the first pass.
 *
 * @see programs.md §D.5; policies/program/map.proof.md
 */
import { declaredNumbers, settle } from '#policies/program/declared-numbers.ts';
import { drawAllowance } from '#policies/program/failure.ts';
import { noisySums } from '#policies/program/map-noise.ts';
import type { MapPlan } from '#policies/program/private-plan.ts';
import type { RandomSource } from '#policies/privacy/random.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { millis, type Millis, type NanoRho } from '#policies/units.ts';
import type { Guest, PackedRows } from './guest.ts';
import { refuseFailed } from './tables.ts';

export interface MapRun {
  readonly guest: Guest;
  readonly rows: PackedRows;
  readonly random: RandomSource;
  /** ρ of the sums of one pass, where it is not that of the plan: on simulation data only. */
  readonly pass?: NanoRho;
}

/**
 * For every guest that keeps its contract, one run is (ρ, δ)-zCDP for the units, ρ and δ being the plan's cost, its failure included.
 *
 * @returns the numbers of all results; refuses E_PROGRAM where the run was given up, or where the program failed on public numbers
 */
export async function runMap(plan: MapPlan, run: MapRun): Promise<Outcome<readonly number[]>> {
  const allowed = drawAllowance(plan.allowance, run.random);
  const { passes, unit } = plan.times;
  return before(millis(passes + allowed * unit), run.guest, runPasses(plan, allowed, run));
}

async function runPasses(plan: MapPlan, mostKilled: number, run: MapRun): Promise<Outcome<readonly number[]>> {
  const { guest, rows, random, pass: rho = plan.shares.pass } = run;
  const { vector, iterations, results, ...script } = plan.script;
  const layout = [{ name: 'state', length: script.state.length }];
  let state = new Float64Array(script.state.length);
  let sums = new Float64Array(vector.length);
  let skip: ReadonlySet<number> = new Set();
  for (let iteration = 0; iteration < iterations; iteration++) {
    const done = await guest.mapUnits(rows, { state, ...vector, skip, mostKilled });
    if (done.gaveUp || done.killed.size > mostKilled) return refuseGivenUp();
    if (done.sums.length !== vector.length) throw new Error(`Cannot add noise: must be ${vector.length} sums`);
    skip = done.killed;
    sums = noisySums(done.sums, { rho, clip: vector.clip }, random);
    const next = await guest.compute('update', { state, sums, iteration }, layout);
    // From here to the next pass all numbers are public, and so is what the program makes of them.
    if (!next?.every(Number.isFinite)) return refuseFailed(guest.report(), next && wordsFor('next', next));
    state = Float64Array.from(next);
  }
  const output = await guest.compute('finish', { state, sums, iteration: iterations }, results);
  const declared = declaredNumbers(results);
  const numbers = declared.map((one, at) => settle(output?.[at] ?? Number.NaN, one));
  const missing = declared.find((_, at) => Number.isNaN(numbers[at]));
  if (!missing) return accept(numbers);
  return refuseFailed(
    guest.report(),
    output && `finish must write every number; got none at ${missing.name}[${missing.place}]`,
  );
}

/** Of the state, which is public. */
function wordsFor(name: string, numbers: Float64Array): string {
  return `update must write finite numbers; got another at ${name}[${numbers.findIndex((one) => !Number.isFinite(one))}]`;
}

/** Ends the guest when the work is not done in time; what comes of it then is not waited for. */
async function before<T>(time: Millis, guest: Guest, work: Promise<Outcome<T>>): Promise<Outcome<T>> {
  const { promise: late, resolve } = Promise.withResolvers<Outcome<T>>();
  const timer = setTimeout(() => {
    guest[Symbol.dispose]();
    resolve(refuseGivenUp());
  }, time);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}

/** One text, whether units were killed or the time was over. */
function refuseGivenUp(): Outcome<never> {
  return refuse('E_PROGRAM', 'Cannot complete the program: only few units may be slow; got more', {
    remedy: 'Do less for each unit, or declare a longer unitMillis.',
  });
}
