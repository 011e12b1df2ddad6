/** How likely each bin of an attribute is, given the bins of those it depends on; and what takes the place of a model that says nothing. */
import { type Weights, weigh } from './allot.ts';
import { project } from './cell-maps.ts';
import type { Calibrated } from './marginals.ts';
import { calibratedOf, supportOf } from './model.ts';
import type { Model } from './types.ts';

/**
 * Weights of the attribute's bins for each configuration of its parents, numbered row-major.
 *
 * Given values can be such that the model has no mass for them. Then the attribute's own marginal is taken among what the zeros allow, or
 * all that they allow alike; where the given values are impossible themselves, the marginal as it is.
 */
export function conditionals(model: Model, attribute: number): (configuration: number) => Weights {
  const length = model.shape.sizes[attribute] ?? 0;
  const table = tableOf(calibratedOf(model), attribute);
  const orElse = fallback(model, attribute);
  return (configuration) => {
    const weights = { table, start: configuration * length, length };
    return weigh(weights) > 0 ? weights : orElse(configuration);
  };
}

function fallback(model: Model, attribute: number): (configuration: number) => Weights {
  const length = model.shape.sizes[attribute] ?? 0;
  return (configuration) => {
    const marginal = model.marginal([attribute]);
    const start = configuration * length;
    const allowed = tableOf(supportOf(model), attribute).slice(start, start + length);
    const likely = allowed.map((weight, code) => (weight > 0 ? (marginal[code] ?? 0) : 0));
    const tables = [likely, allowed, marginal].map((table) => ({ table, start: 0, length }));
    return tables.find((weights) => weigh(weights) > 0) ?? { table: marginal, start: 0, length };
  };
}

/** Of a calibrated tree, the probabilities of an attribute and its parents, the attribute fastest. */
function tableOf({ shape, tree, tables }: Calibrated, attribute: number): Float64Array {
  const home = tree.home[attribute] ?? 0;
  const clique = { attributes: tree.cliques[home]?.attributes ?? [], values: tables[home] ?? new Float64Array() };
  return project(clique, [...(tree.parents[attribute] ?? []), attribute], shape.sizes).values;
}
