/**
 * For many attributes: a tree of pairs, each chosen by the exponential mechanism among those that join two parts, as heavy as noise lets it
 * be; then all its pairs are measured at once.
 *
 * @see McKenna, Miklau, Sheldon 2021, Winning the NIST Contest (arXiv 2108.04978), §3.2; synth.md decision 2
 */
import { nanoRho, type NanoRho } from '#policies/units.ts';
import { infer } from '#synth/fit/infer.ts';
import type { Measurement } from '#synth/fit/types.ts';
import type { Learned } from './aim.ts';
import { candidatesOf, type Candidate } from './candidates.ts';
import { iterations, treePercent } from './settings.ts';
import type { Start } from './singles.ts';

/**
 * Spends exactly what is left. The given attributes count as joined from the start, so that each part of the tree hangs on one of them at most
 * and two given ones never meet. `afterRound` is awaited after each choice and each measurement.
 */
export async function measureTree(start: Start, afterRound: () => Promise<void>): Promise<Learned> {
  const { table, shape, total, singles } = start;
  const tree = await chooseTree(start, afterRound);
  const sets: readonly Pick<Candidate, 'attributes'>[] = tree.length > 0 ? tree : singles;
  const measurements: Measurement[] = [...singles];
  for (const [at, { attributes }] of sets.entries()) {
    measurements.push(table.histogram(attributes, evenPart(table.rest, sets.length - at)));
    await afterRound();
  }
  return { model: infer(shape, measurements, { total, iterations: iterations.round }), measurements };
}

/** The model of single attributes has them independent; what it misses of a pair is how far the two hang together. */
async function chooseTree(start: Start, afterRound: () => Promise<void>): Promise<readonly Candidate[]> {
  const { table, shape, total, singles } = start;
  const alone = infer(shape, singles, { total, iterations: iterations.round });
  const pairs = candidatesOf(shape).filter(({ attributes }) => attributes.some((at) => at >= shape.given));
  const questions = pairs
    .filter(({ attributes }) => attributes.length === 2)
    .map((candidate) => ({
      candidate: { ...candidate, weight: 1 },
      expected: alone.marginal(candidate.attributes),
      bias: 0,
    }));
  table.prepare(questions.map(({ candidate }) => candidate));
  let parts = shape.sizes.map((_, at) => (at < shape.given ? 0 : at));
  const joins = new Set(parts).size - 1;
  const reserved = (table.rest * (100n - treePercent.singles - treePercent.choice)) / (100n - treePercent.singles);
  const chosen: Candidate[] = [];
  while (chosen.length < joins) {
    const open = questions.filter(
      ({ candidate: { attributes } }) => new Set(attributes.map((at) => parts[at])).size > 1,
    );
    if (open.length === 0) break;
    const pair = table.choose(open, evenPart(nanoRho(table.rest - reserved), joins - chosen.length));
    chosen.push(pair);
    const [into = 0, from = 0] = pair.attributes.map((at) => parts[at] ?? at);
    parts = parts.map((part) => (part === from ? into : part));
    await afterRound();
  }
  return chosen;
}

/** The last part takes what rounding left. */
function evenPart(rho: NanoRho, parts: number): NanoRho {
  return nanoRho(rho / BigInt(parts));
}
