/**
 * The model that noisy histograms speak for: of all models with a potential for each measured set of attributes, the one whose marginals are
 * nearest to them, by mirror descent.
 *
 * @see synth.md §2.5; McKenna, Sheldon & Miklau, ICML 2019, §3 (private-PGM), algorithm 1
 */
import { type Calibrator, calibrate, prepare, readPotentials } from './calibrate.ts';
import { modelOf } from './model.ts';
import { type Target, foldMeasurements } from './targets.ts';
import type { Measurement, Model, Shape } from './types.ts';

export interface InferOptions {
  /** How many rows, or units, the histograms are of. */
  readonly total: number;
  /** At most so many steps, those that were taken back among them. */
  readonly iterations: number;
  /** An earlier model to start from. What it knows of sets that are not measured now is left. */
  readonly start?: Model;
}

/** No potential goes beyond: e^600 is as good as infinite, and a sum of few stays a number. */
const bound = 600;

/** Where the loss fell by a smaller part in so many steps, no further step is taken. */
const patience = { steps: 20, drop: 1e-5 };

/** A step grows after each success, and is halved after each failure. */
const growth = 1.2;

export function infer(shape: Shape, measurements: readonly Measurement[], options: InferOptions): Model {
  const { total, iterations, start } = options;
  const targets = foldMeasurements(shape, measurements);
  const calibrator = prepare(
    shape,
    targets.map(({ attributes }) => attributes),
  );
  const problem = { targets, calibrator, total };
  const at = firstPoint(problem, start);
  const { point, step } = descend(problem, at, { iterations, step: start?.step ?? 1 / total });
  const potentials = targets.map(({ attributes }, i) => ({
    attributes,
    values: point.thetas[i] ?? new Float64Array(),
  }));
  return modelOf({ shape, total, potentials, step });
}

interface Problem {
  readonly targets: readonly Target[];
  readonly calibrator: Calibrator;
  readonly total: number;
}

/** Potentials and what follows from them, one array for each target. */
interface Point {
  readonly thetas: readonly Float64Array[];
  readonly expected: readonly Float64Array[];
  loss: number;
}

/** A start where so much was excluded that nothing is left counts as none. */
function firstPoint(problem: Problem, start: Model | undefined): Point {
  const point = pointOf(problem, start);
  evaluate(problem, point);
  if (Number.isFinite(point.loss)) return point;
  if (start !== undefined) return firstPoint(problem, undefined);
  throw new Error('Cannot infer: the zeros of a shape must leave something possible; got none');
}

function pointOf({ targets }: Problem, start?: Model): Point {
  const known = new Map(start?.potentials.map(({ attributes, values }) => [attributes.join(), values]));
  const thetas = targets.map(({ attributes, values }) => {
    const theta = known.get(attributes.join());
    return theta?.length === values.length ? theta.slice() : new Float64Array(values.length);
  });
  return { thetas, expected: targets.map(({ values }) => new Float64Array(values.length)), loss: 0 };
}

function descend(problem: Problem, from: Point, { iterations, step }: { iterations: number; step: number }) {
  let point = from;
  let other = pointOf(problem);
  let length = 2 * step;
  let earlier = point.loss;
  for (let i = 1; i <= iterations; i++) {
    move(problem, { from: point, to: other, length });
    evaluate(problem, other);
    if (point.loss - other.loss >= 0.5 * length * promised(problem, point, other)) {
      [point, other] = [other, point];
      length *= growth;
    } else {
      length /= 2;
    }
    if (i % patience.steps !== 0) continue;
    if (!(earlier - point.loss >= patience.drop * earlier)) break;
    earlier = point.loss;
  }
  return { point, step: length };
}

/** One step against the gradient of the loss, which in the potentials is that in the marginals. */
function move({ targets }: Problem, { from, to, length }: { from: Point; to: Point; length: number }): void {
  targets.forEach(({ values, precision }, t) => {
    const [theta, next, expected] = [from.thetas[t], to.thetas[t], from.expected[t]];
    if (theta === undefined || next === undefined || expected === undefined) return;
    for (let i = 0; i < values.length; i++) {
      const gradient = ((expected[i] ?? 0) - (values[i] ?? 0)) * (precision[i] ?? 0);
      next[i] = Math.min(bound, Math.max(-bound, (theta[i] ?? 0) - length * gradient));
    }
  });
}

/** Marginals and loss of a point's potentials; the loss is infinite where they leave nothing. */
function evaluate({ targets, calibrator, total }: Problem, point: Point): void {
  point.loss = Number.POSITIVE_INFINITY;
  if (!calibrate(calibrator, point.thetas)) return;
  readPotentials(calibrator, point.expected);
  let loss = 0;
  targets.forEach(({ values, precision }, t) => {
    const expected = point.expected[t] ?? new Float64Array();
    for (let i = 0; i < values.length; i++) {
      const count = (expected[i] ?? 0) * total;
      expected[i] = count;
      loss += 0.5 * (precision[i] ?? 0) * (count - (values[i] ?? 0)) ** 2;
    }
  });
  point.loss = loss;
}

/** How much the loss would fall if it were as steep all the way. */
function promised({ targets }: Problem, from: Point, to: Point): number {
  let sum = 0;
  targets.forEach(({ values, precision }, t) => {
    const [before, after] = [from.expected[t] ?? new Float64Array(), to.expected[t] ?? new Float64Array()];
    for (let i = 0; i < values.length; i++) {
      const gradient = ((before[i] ?? 0) - (values[i] ?? 0)) * (precision[i] ?? 0);
      sum += gradient * ((before[i] ?? 0) - (after[i] ?? 0));
    }
  });
  return sum;
}
