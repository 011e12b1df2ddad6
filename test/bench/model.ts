/** Exact models: what the fit costs, and what each attack and check on top of it. Made-up rows, one process, no engine. */
import { checkAttributes } from '#policies/disclosure/model/attribute.ts';
import { designOf, type TrainingRows } from '#policies/disclosure/model/design.ts';
import { allRows, fitExactly } from '#policies/disclosure/model/fit.ts';
import { drawFrom, halve } from '#policies/disclosure/model/halves.ts';
import { trainAndJudge } from '#policies/disclosure/model/judge.ts';
import { leverages } from '#policies/disclosure/model/leverage.ts';
import { checkLikelihoodRatio, shadowCount } from '#policies/disclosure/model/likelihood-ratio.ts';
import { modelLimits } from '#policies/disclosure/model/limits.ts';
import { checkMembership } from '#policies/disclosure/model/membership.ts';
import type { Training } from '#policies/privacy/train/training.ts';
import { least, median, repeat } from './measure.ts';
import { milliseconds, type Benched, type Table } from './table.ts';

const limits = modelLimits('standard');

const field = (name: string) => ({ kind: 'number', name, lo: -10, hi: 10 }) as const;

/** Independent numbers, and a target that follows a few of them loosely. */
function madeUp(count: number, width: number, isLogistic: boolean): { training: Training; rows: TrainingRows } {
  const draw = drawFrom(1);
  const next = (): number => draw(2_000_000) / 1_000_000 - 1;
  const features = Array.from({ length: width }, () => Float64Array.from({ length: count }, next));
  const score = (row: number): number =>
    features.slice(0, 4).reduce((sum, column) => sum + (column[row] ?? 0), 3 * next());
  const target = Float64Array.from({ length: count }, (_, row) => (isLogistic ? Number(score(row) > 0) : score(row)));
  const named = Array.from({ length: width - 1 }, (_, at) => field(`x${at + 2}`));
  const training: Training = {
    features: [field('x1'), ...named],
    target: isLogistic ? { kind: 'binary', name: 'y' } : field('y'),
    intercept: true,
    rowsPerUnit: 1,
  };
  return { training, rows: { count, features, target } };
}

export async function benchModel(times: number): Promise<Benched> {
  const tables = [await timeModel(20_000, 20, times), await timeModel(400, 60, times), await timeLeverage(times)];
  return { tables, faults: [] };
}

async function timeModel(count: number, width: number, times: number): Promise<Table> {
  const { training, rows } = madeUp(count, width, true);
  const design = designOf(training, rows);
  const halves = halve(allRows(design), drawFrom(2));
  const fit = fitExactly(design, halves.members);
  const audit = { halves, limits };
  const figure = checkLikelihoodRatio(design, fit, { ...audit, draw: drawFrom(3) }).figure.toFixed(3);
  const work: readonly (readonly [string, () => unknown])[] = [
    ['logistic fit of all rows', () => fitExactly(design)],
    ['leverages', () => leverages(design, fitExactly(design))],
    ['loss attack', () => checkMembership(design, fit, audit)],
    [
      `likelihood-ratio attack, ${shadowCount} shadows (area ${figure})`,
      () => checkLikelihoodRatio(design, fit, { ...audit, draw: drawFrom(3) }),
    ],
    ['attribute inference', () => checkAttributes(training, { design, fit }, audit)],
    ['everything: train and judge', () => trainAndJudge(training, rows, limits)],
  ];
  return tableOf(`Exact logistic model, ${count.toLocaleString('en-US')} rows of ${width} features`, work, times);
}

async function timeLeverage(times: number): Promise<Table> {
  const { training, rows } = madeUp(5000, 5, false);
  const design = designOf(training, rows);
  const work = [['least squares and leverages', () => leverages(design, fitExactly(design))]] as const;
  return tableOf('Exact linear model, 5,000 rows of 5 features and a constant', work, times);
}

async function tableOf(
  title: string,
  work: readonly (readonly [string, () => unknown])[],
  times: number,
): Promise<Table> {
  const rows: string[][] = [];
  for (const [name, run] of work) {
    const timing = await repeat(times, async () => run());
    rows.push([name, milliseconds(least(timing, 'cpu')), milliseconds(median(timing, 'wall'))]);
  }
  return { title, columns: ['what', 'least processor ms', 'median wall ms'], rows };
}
