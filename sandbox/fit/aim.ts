/**
 * The loop: in each round the set of attributes that the model explains worst is chosen, measured and learned, until ρ is spent. Nothing but
 * noisy answers decides how it goes on.
 *
 * @see synth.md §2.4; McKenna, Mullins, Sheldon, Miklau 2022, AIM: An Adaptive and Iterative Mechanism for Differentially Private Synthetic Data
 * (arXiv 2201.12677), Algorithms 1–3
 */
import { nanosPerRho } from '#policies/privacy/cost.ts';
import { nanoRho, type NanoRho } from '#policies/units.ts';
import { infer } from '#synth/fit/infer.ts';
import { treeCells } from '#synth/fit/tree.ts';
import type { Measurement, Model, Shape } from '#synth/fit/types.ts';
import { candidatesOf, isUseful, type Candidate } from './candidates.ts';
import type { Question } from './measure.ts';
import { choicePercent, iterations, mostModelCells, roundsPerAttribute } from './settings.ts';
import type { Start } from './singles.ts';

/** What is known once all is spent. */
export interface Learned {
  readonly model: Model;
  readonly measurements: readonly Measurement[];
}

/** The ρ of one round's choice and of its measurement. */
interface Price {
  readonly choice: NanoRho;
  readonly measurement: NanoRho;
}

/** Spends exactly what is left. `afterRound` is awaited after each round. */
export async function measureInRounds(start: Start, afterRound: () => Promise<void>): Promise<Learned> {
  const { table, shape, total, singles } = start;
  const candidates = candidatesOf(shape);
  table.prepare(candidates);
  const limit = Number(table.rest + table.spent);
  const measurements = [...singles];
  let model = infer(shape, measurements, { total, iterations: iterations.round });
  let price = split(table.rest / (roundsPerAttribute * BigInt(shape.sizes.length)));
  while (table.rest > 1n) {
    const isLast = table.rest < 2n * (price.choice + price.measurement);
    if (isLast) price = split(table.rest);
    const used = Number(table.spent + price.choice + price.measurement) / limit;
    const known = measurements.map(({ attributes }) => attributes);
    const open = affordable(candidates, { shape, known, most: mostModelCells * used });
    const questions = open.map((candidate) => questionOf(candidate, model, price));
    const chosen = table.choose(questions, price.choice);
    measurements.push(table.histogram(chosen.attributes, price.measurement));
    const before = model;
    model = infer(shape, measurements, { total, iterations: iterations.round, start: before });
    if (gained(chosen, before, model) <= noiseDistance(chosen.cells, price.measurement)) price = fourfold(price);
    await afterRound();
  }
  return { model, measurements };
}

/** A part for the choice, the rest for the measurement; each costs something. */
function split(rho: bigint): Price {
  const whole = rho < 2n ? 2n : rho;
  const choice = (whole * choicePercent) / 100n || 1n;
  return { choice: nanoRho(choice), measurement: nanoRho(whole - choice) };
}

/** Half the σ, twice the rate of the choice: the model has learned less than the noise would have moved it, so the noise is too large. */
function fourfold({ choice, measurement }: Price): Price {
  return { choice: nanoRho(4n * choice), measurement: nanoRho(4n * measurement) };
}

/**
 * What may be chosen: sets with which the model stays within a size that grows with what is spent, and sets that make it no larger. Single
 * attributes are always among these.
 */
function affordable(
  candidates: readonly Candidate[],
  {
    shape,
    known,
    most,
  }: { readonly shape: Shape; readonly known: readonly (readonly number[])[]; readonly most: number },
): readonly Candidate[] {
  const room = Math.max(most, treeCells(shape, known));
  return candidates.filter(
    (candidate) => isUseful(candidate, shape, known) && treeCells(shape, [...known, candidate.attributes]) <= room,
  );
}

function questionOf(candidate: Candidate, model: Model, { measurement }: Price): Question {
  return {
    candidate,
    expected: model.marginal(candidate.attributes),
    bias: noiseDistance(candidate.cells, measurement),
  };
}

function gained({ attributes }: Candidate, before: Model, after: Model): number {
  const old = before.marginal(attributes);
  return after.marginal(attributes).reduce((sum, value, cell) => sum + Math.abs(value - (old[cell] ?? 0)), 0);
}

/** Mean ℓ₁ of the noise of a histogram that costs so much, in units: √(2/π)·σ a cell. */
function noiseDistance(cells: number, rho: NanoRho): number {
  return Math.sqrt(2 / Math.PI) * Math.sqrt(Number(nanosPerRho) / (2 * Number(rho))) * cells;
}
