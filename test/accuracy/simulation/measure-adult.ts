/** Adult through the door: errors on the cells of the catalog, what is learned from drawn rows, and rules that files of them keep. */
import type { FittedModel, FittedTable } from '#policies/simulation/fitted.ts';
import { generateFitted } from '#synth/fitted/generate-fitted.ts';
import type { Prediction } from '#synth/report/schema.ts';
import { predictionOf } from '#synth/report/fidelity/predict.ts';
import { adultModel, readAdult } from '../../sandbox-fit/adult-table.ts';
import { openSimulation } from '../../synth/support.ts';
import { adultTable, openAdultDoor, ruledAdult, type AdultDoor } from './adult-door.ts';
import { apartName, compareAll, epsilons, nameOf, type Say } from './compare.ts';
import { describeMachine } from './machine.ts';
import type { MeasuredFile, Skill } from './measured-file.ts';
import { spreadOf } from './spread.ts';
import { breaches } from './breaches.ts';

export const target = 'income';

export async function measureAdult(shared: string, dir: string, say: Say): Promise<MeasuredFile['adult']> {
  await using door = await openAdultDoor(shared, dir);
  const { model, rows } = door;
  const predictions = new Map<string, Prediction[]>();
  const fits = new Map<string, FittedTable>();
  const sample = { model, train: rows.train };
  const comparisons = await compareAll(sample, say, async (name, drawn, fitted) => {
    const learns = name === apartName || name.startsWith('rounds');
    const prediction = learns ? predictionOf(adultTable(door, drawn), target, 1) : undefined;
    if (prediction) predictions.set(name, [...(predictions.get(name) ?? []), prediction]);
    if (fitted) fits.set(name, fitted);
  });
  const rules: MeasuredFile['adult']['rules'] = [];
  for (const epsilon of epsilons) {
    const fitted = fits.get(nameOf('rounds', epsilon));
    if (fitted) rules.push({ epsilon, ...(await rulesOf(door, fitted, epsilon)) });
  }
  return {
    machine: describeMachine(),
    rows: { train: rows.train.rows, holdout: rows.holdout.rows },
    attributes: model.attributes.length,
    comparisons,
    skills: skillsOf(predictions),
    rules,
  };
}

/** On the cells of the published comparisons, so that the numbers can be held against those. */
export async function measurePublished(shared: string, say: Say): Promise<MeasuredFile['published']> {
  const { train, holdout } = await readAdult(shared);
  const comparisons = await compareAll({ model: adultModel, train }, say);
  return { machine: describeMachine(), rows: { train: train.rows, holdout: holdout.rows }, comparisons };
}

async function rulesOf({ planAt, folder }: AdultDoor, fitted: FittedTable, epsilon: number) {
  const model: FittedModel = { method: 'aim-1', plan: planAt(epsilon), tables: [fitted] };
  const files = await generateFitted([ruledAdult], [model], { dir: folder, seed: 1, scale: 1 });
  const bench = await openSimulation(files);
  const violations = await breaches(bench, ruledAdult.tables);
  bench.close();
  return { rows: files[0]?.tables[0]?.rows ?? 0, violations: violations.length };
}

/** The majority, each source of rows, and the real ones. */
function skillsOf(predictions: ReadonlyMap<string, readonly Prediction[]>): Skill[] {
  const [first] = [...predictions.values()].flat();
  const found = [...predictions].flatMap(([what, of]) =>
    (first?.methods ?? []).map(({ method }): Skill => {
      const drawn = of.flatMap(({ methods }) => methods.filter((one) => one.method === method).map((one) => one.drawn));
      return skillOf(what, method, drawn);
    }),
  );
  const real = (first?.methods ?? []).map(({ method, real: of }) => skillOf('real rows', method, [of]));
  const majority = first ? [skillOf('always the more frequent', '–', [first.majority])] : [];
  return [...majority, ...found, ...real];
}

function skillOf(what: string, method: string, of: readonly Prediction['majority'][]): Skill {
  return {
    what,
    method,
    accuracy: spreadOf(of.map(({ accuracy }) => accuracy)),
    auc: spreadOf(of.map(({ auc }) => auc)),
  };
}
