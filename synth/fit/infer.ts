/**
 * The model that noisy histograms speak for: of all models with a potential for each measured set of attributes, the one whose marginals are
 * nearest to them, by mirror descent.
 *
 * With momentum, which starts anew whenever the loss rises: three hundred steps come nearer than a thousand without, and the end is the
 * same, since the loss is convex in the marginals.
 *
 * @see synth.md §2.5; McKenna, Sheldon & Miklau, ICML 2019, §3 (private-PGM), algorithm 1; O'Donoghue & Candès, Foundations of
 *   Computational Mathematics 2015, §3.2 (adaptive restart by function values)
 */
import { calibrate, readPotentials } from './calibrate.ts';
import { type Calibrator, prepare } from './calibrator.ts';
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

/** The first step of a run tries the length: it grows after a success and is halved after a failure. Later ones fail by momentum mostly. */
const growth = 1.1;
const shrinking = { first: 0.5, later: 0.7 };

export function infer(shape: Shape, measurements: readonly Measurement[], options: InferOptions): Model {
  const { total, iterations, start } = options;
  const targets = foldMeasurements(shape, measurements);
  const calibrator = prepare(
    shape,
    targets.map(({ attributes }) => attributes),
  );
  const problem = { targets, calibrator, total };
  const at = firstPoint(problem, start);
  const { thetas } = descend(problem, at, iterations);
  const potentials = targets.map(({ attributes }, i) => ({
    attributes,
    values: thetas[i] ?? new Float64Array(),
  }));
  return modelOf({ shape, total, potentials });
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

function descend(problem: Problem, from: Point, iterations: number): Point {
  let [point, other] = [from, pointOf(problem)];
  let length = 2 / problem.total;
  let earlier = point.loss;
  let run = standingAt(point);
  for (let i = 1; i <= iterations; i++) {
    const next = move(problem, { from: point, to: other, length, run });
    evaluate(problem, other);
    const first = run.pace === 1;
    if (other.loss <= point.loss) {
      [point, other] = [other, point];
      if (first) length *= growth;
      run = next;
    } else {
      length *= first ? shrinking.first : shrinking.later;
      run = standingAt(point);
    }
    if (i % patience.steps !== 0) continue;
    if (!(earlier - point.loss >= patience.drop * earlier)) break;
    earlier = point.loss;
  }
  return point;
}

/** Steps in one direction gain momentum: where the last one ended, and how many there were, by Nesterov's count. */
interface Run {
  readonly end: readonly Float64Array[];
  readonly pace: number;
}

function standingAt(point: Point): Run {
  return { end: point.thetas.map((theta) => theta.slice()), pace: 1 };
}

interface Move {
  readonly from: Point;
  readonly to: Point;
  readonly length: number;
  readonly run: Run;
}

/** A step against the gradient of the loss, which in the potentials is that in the marginals; and as far beyond as the run carries. */
function move({ targets }: Problem, { from, to, length, run }: Move): Run {
  const pace = (1 + Math.sqrt(1 + 4 * run.pace ** 2)) / 2;
  const carried = (run.pace - 1) / pace;
  const end = targets.map(({ values, precision }, t) => {
    const [theta, expected, before] = [from.thetas[t], from.expected[t], run.end[t]];
    const [beyond, reached] = [to.thetas[t] ?? new Float64Array(), new Float64Array(values.length)];
    for (let i = 0; i < values.length; i++) {
      const gradient = ((expected?.[i] ?? 0) - (values[i] ?? 0)) * (precision[i] ?? 0);
      const here = clamp((theta?.[i] ?? 0) - length * gradient);
      reached[i] = here;
      beyond[i] = clamp(here + carried * (here - (before?.[i] ?? 0)));
    }
    return reached;
  });
  return { end, pace };
}

function clamp(theta: number): number {
  return Math.min(bound, Math.max(-bound, theta));
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
