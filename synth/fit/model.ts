/** Models, and the calibrated tree behind each: it follows from the potentials alone, and is made when it is first needed. */
import { calibrate } from './calibrate.ts';
import { type Calibrator, prepare } from './calibrator.ts';
import { type Calibrated, openMarginals } from './marginals.ts';
import type { Factor, Model, Shape } from './types.ts';

export interface Parts {
  readonly shape: Shape;
  readonly total: number;
  readonly potentials: readonly Factor[];
}

export function modelOf(parts: Parts): Model {
  const kept = new Map<string, Float64Array>();
  const model: Model = {
    ...parts,
    marginal(attributes) {
      const key = attributes.join();
      const known = kept.get(key);
      if (known !== undefined) return known;
      const made = marginalsOf(model)(attributes).map((probability) => probability * parts.total);
      kept.set(key, made);
      return made;
    },
  };
  return model;
}

/** The tree of a model, with the probabilities in each clique. */
export function calibratedOf(model: Model): Calibrated {
  return recall(trees, model, () => calibratedBy(model, model.potentials));
}

/** The tree of a model where all is equally likely that is possible at all. */
export function supportOf(model: Model): Calibrated {
  return recall(supports, model, () => calibratedBy(model, []));
}

const trees = new WeakMap<Model, Calibrated>();
const supports = new WeakMap<Model, Calibrated>();
const marginals = new WeakMap<Model, (attributes: readonly number[]) => Float64Array>();

function marginalsOf(model: Model): (attributes: readonly number[]) => Float64Array {
  return recall(marginals, model, () => openMarginals(calibratedOf(model)));
}

function calibratedBy({ shape, potentials }: Model, used: readonly Factor[]): Calibrated {
  const calibrator: Calibrator = prepare(
    shape,
    potentials.map(({ attributes }) => attributes),
  );
  const thetas = used.map(({ values }) => values);
  if (!calibrate(calibrator, thetas))
    throw new Error('Cannot calibrate a model: something must be possible; got nothing');
  return { shape, tree: calibrator.tree, tables: calibrator.tables };
}

function recall<T>(known: WeakMap<Model, T>, model: Model, make: () => T): T {
  const kept = known.get(model);
  if (kept !== undefined) return kept;
  const made = make();
  known.set(model, made);
  return made;
}
