/**
 * Models that remember rows: families whose parameters are training rows, and any model one of whose lists of numbers is one.
 *
 * @see disclosure.md §3 (instance-based); SACRO-ML InstanceBased (absolute tolerance 1e-8)
 */
import type { TrainingRows } from './design.ts';
import type { CheckResult } from './finding.ts';

/** As people name them; letters only, so that `k-NN` and `knn` are one. */
const families =
  /^(knn|\w*neighbou?rs?\w*|svm|svc|svr|nusv[cr]|supportvector\w*|gp|gaussianprocess\w*|kde|kerneldensity\w*|kernel\w*|isolation\w*|localoutlierfactor|lof)$/;

const tolerance = 1e-8;

/** Whether some name in the card is that of a family that stores rows. */
export function isInstanceBased(card: unknown): boolean {
  return namesIn(card).some((name) => families.test(name.toLowerCase().replaceAll(/[^a-z]/g, '')));
}

/** @param rows of the training, where it ran here; without them only the family is looked at */
export function checkInstances(card: unknown, rows?: TrainingRows): CheckResult {
  const stored = rows ? storedRows(card, rows) : 0;
  const figure = stored + Number(isInstanceBased(card));
  return { name: 'model_instance', verdict: figure === 0 ? 'pass' : 'fail', figure, limit: 0 };
}

/** Values of `kind`, `family`, `model` and the like, on the first two levels: names of features are the vendor's to choose. */
function namesIn(card: unknown): readonly string[] {
  if (typeof card !== 'object' || card === null || Array.isArray(card)) return [];
  return Object.entries(card).flatMap(([key, value]: [string, unknown]) => {
    if (typeof value === 'string')
      return /^(kind|family|model|type|class|algorithm|estimator)$/i.test(key) ? [value] : [];
    return /^(model|estimator)$/i.test(key) ? namesIn(value) : [];
  });
}

/** How many lists of numbers in the card are a training row: its features, or these and the target. */
function storedRows(card: unknown, { count, features, target }: TrainingRows): number {
  const lists = listsIn(card).filter((list) => list.length >= 2);
  const forms = [features, [...features, target]].filter((columns) => columns.length >= 2);
  return lists.filter((list) => forms.some((columns) => list.length === columns.length && isRow(list, columns, count)))
    .length;
}

function isRow(list: readonly number[], columns: readonly Float64Array[], count: number): boolean {
  for (let row = 0; row < count; row++) {
    if (list.every((value, at) => Math.abs(value - (columns[at]?.[row] ?? Number.NaN)) <= tolerance)) return true;
  }
  return false;
}

/** Every list of numbers anywhere, and the coefficients of a regression as one. */
function listsIn(value: unknown): readonly (readonly number[])[] {
  if (typeof value !== 'object' || value === null) return [];
  if (!Array.isArray(value)) return Object.values(value).flatMap(listsIn);
  const items: readonly unknown[] = value;
  if (items.every((item) => typeof item === 'number')) return [items];
  const coefficients = items.flatMap((item) =>
    typeof item === 'object' && item !== null && 'coefficient' in item && typeof item.coefficient === 'number'
      ? [item.coefficient]
      : [],
  );
  return [...(coefficients.length === items.length ? [coefficients] : []), ...items.flatMap(listsIn)];
}
