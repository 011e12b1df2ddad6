/** A scorer made from the text of PMML 4.4.1 alone, for the elements that we print; it shares nothing with ours. */
import type { ModelRow } from '#policies/privacy/train/model.ts';
import { elements, type Element } from '../../train/xml.ts';

type Values = ReadonlyMap<string, number | string>;

/** Names of output fields and targets → what the document says of the row; undefined where the row is invalid. */
export function scoreByPmml(root: Element, row: ModelRow): Readonly<Record<string, number>> | undefined {
  const model = root.children.at(-1);
  const values = model && prepared(root, model, row);
  if (!model || !values) return undefined;
  return evaluate(model, derived(root, values));
}

const get = (element: Element | undefined, name: string): string => element?.attributes.get(name) ?? '';
const child = (element: Element, name: string): Element | undefined =>
  element.children.find((found) => found.name === name);
const all = (element: Element | undefined, name: string): readonly Element[] =>
  element?.children.filter((found) => found.name === name) ?? [];

/** The mining schema of the whole model: outliers, invalid and missing values. */
function prepared(root: Element, model: Element, row: ModelRow): Map<string, number | string> | undefined {
  const values = new Map<string, number | string>();
  for (const field of all(child(model, 'MiningSchema'), 'MiningField')) {
    if (get(field, 'usageType') === 'target') continue;
    const name = get(field, 'name');
    const data = elements(root, 'DataField').find((found) => get(found, 'name') === name);
    const given = row[name];
    if (given === undefined || given === null || Number.isNaN(given)) {
      if (get(field, 'missingValueTreatment') !== 'returnInvalid') throw new Error(`${name} may be missing`);
      return undefined;
    }
    if (get(data, 'optype') === 'categorical') {
      const allowed = data?.children.map((value) => get(value, 'value')) ?? [];
      if (typeof given !== 'string' || !allowed.includes(given)) return undefined;
      values.set(name, given);
    } else if (typeof given !== 'number') return undefined;
    else values.set(name, Math.min(Math.max(given, Number(get(field, 'lowValue'))), Number(get(field, 'highValue'))));
  }
  return values;
}

function derived(root: Element, values: Map<string, number | string>): Values {
  for (const field of elements(root, 'DerivedField')) {
    const [expression] = field.children;
    const inputs = elements(field, 'FieldRef').every((one) => values.has(get(one, 'field')));
    if (expression && inputs) values.set(get(field, 'name'), compute(expression, values));
  }
  return values;
}

const functions: Readonly<Record<string, (...args: readonly number[]) => number>> = {
  '+': (a = 0, b = 0) => a + b,
  '-': (a = 0, b = 0) => a - b,
  '*': (a = 0, b = 0) => a * b,
  '/': (a = 0, b = 0) => a / b,
  min: Math.min,
  max: Math.max,
  exp: (a = 0) => Math.exp(a),
};

function compute(expression: Element, values: Values): number {
  if (expression.name === 'Constant') return Number(expression.text);
  if (expression.name === 'FieldRef') return Number(values.get(get(expression, 'field')) ?? Number.NaN);
  const known = functions[get(expression, 'function')];
  if (!known) throw new Error(`no function ${get(expression, 'function')}`);
  return known(...expression.children.map((one) => compute(one, values)));
}

function evaluate(model: Element, values: Values): Record<string, number> {
  switch (model.name) {
    case 'RegressionModel':
      return { result: regression(model, values) };
    case 'Scorecard':
      return outputs(model, values, scorecard(model, values));
    case 'ClusteringModel':
      return outputs(model, values, cluster(model, values));
    case 'TreeModel':
      return { result: tree(model, values) };
    case 'MiningModel':
      return mining(model, values);
    default:
      throw new Error(`no model ${model.name}`);
  }
}

function regression(model: Element, values: Values): number {
  const [table] = all(model, 'RegressionTable');
  const sum = (table?.children ?? []).reduce(
    (total, term) => {
      const value = values.get(get(term, 'name'));
      if (value === undefined) throw new Error(`no value of ${get(term, 'name')}`);
      const by = term.name === 'NumericPredictor' ? Number(value) : Number(value === get(term, 'value'));
      return total + Number(get(term, 'coefficient')) * by;
    },
    Number(get(table, 'intercept')),
  );
  return get(model, 'normalizationMethod') === 'logit' ? 1 / (1 + Math.exp(-sum)) : sum;
}

function scorecard(model: Element, values: Values): number {
  return elements(model, 'Characteristic').reduce(
    (total, characteristic) => {
      const found = all(characteristic, 'Attribute').find((one) => holds(one.children[0], values));
      const [expression] = child(found ?? characteristic, 'ComplexPartialScore')?.children ?? [];
      return total + (expression ? compute(expression, values) : Number(get(found, 'partialScore')));
    },
    Number(get(model, 'initialScore')),
  );
}

function cluster(model: Element, values: Values): number {
  const point = all(model, 'ClusteringField').map((field) => Number(values.get(get(field, 'field'))));
  const distances = all(model, 'Cluster').map((one) => {
    const centre = (child(one, 'Array')?.text ?? '').split(' ').map(Number);
    if (String(centre.length) !== get(child(one, 'Array'), 'n')) throw new Error('another number of coordinates');
    return point.reduce((sum, value, at) => sum + ((centre[at] ?? 0) - value) ** 2, 0);
  });
  return Number(get(all(model, 'Cluster')[distances.indexOf(Math.min(...distances))], 'id'));
}

function tree(model: Element, values: Values): number {
  const root = child(model, 'Node');
  const leaf = all(root, 'Node').find((one) => holds(one.children[0], values));
  return Number(get(leaf, 'score'));
}

function mining(model: Element, values: Values): Record<string, number> {
  const segmentation = child(model, 'Segmentation');
  const models = all(segmentation, 'Segment').flatMap(({ children }) => children.slice(1));
  if (get(segmentation, 'multipleModelMethod') === 'modelChain') {
    const chained = new Map(values);
    let last: Record<string, number> = {};
    for (const one of models) {
      last = evaluate(one, chained);
      for (const [name, value] of Object.entries(last)) chained.set(name, value);
    }
    return last;
  }
  const sum = models.reduce((total, one) => total + (evaluate(one, values)['result'] ?? Number.NaN), 0);
  const target = child(child(model, 'Targets') ?? model, 'Target');
  const rescaled = target ? sum * Number(get(target, 'rescaleFactor')) + Number(get(target, 'rescaleConstant')) : sum;
  return outputs(model, values, rescaled);
}

function holds(predicate: Element | undefined, values: Values): boolean {
  if (predicate?.name === 'True') return true;
  const value = values.get(get(predicate, 'field'));
  const than = get(predicate, 'value');
  switch (get(predicate, 'operator')) {
    case 'equal':
      return value === than;
    case 'notEqual':
      return value !== undefined && value !== than;
    case 'lessOrEqual':
      return Number(value) <= Number(than);
    case 'greaterThan':
      return Number(value) > Number(than);
    case 'isNotMissing':
      return value !== undefined;
    default:
      throw new Error(`no operator ${get(predicate, 'operator')}`);
  }
}

function outputs(model: Element, values: Values, result: number): Record<string, number> {
  const known = new Map(values);
  const given: Record<string, number> = { result };
  for (const field of all(child(model, 'Output'), 'OutputField')) {
    const [expression] = field.children;
    const value = expression ? compute(expression, known) : result;
    known.set(get(field, 'name'), value);
    given[get(field, 'name')] = value;
  }
  return given;
}
