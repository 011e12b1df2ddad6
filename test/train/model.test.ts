/** What leaves of a training: the card, and the same model as PMML, read back by a scorer that shares nothing with ours. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { epsilonOf } from '#policies/privacy/accountant.ts';
import type { Fit } from '#policies/privacy/train/fit.ts';
import { modelCard, predict, type ModelCard, type ModelRow } from '#policies/privacy/train/model.ts';
import { printPmml } from '#policies/privacy/train/pmml.ts';
import type { Feature, Training } from '#policies/privacy/train/training.ts';
import { idSpace, nanoRho } from '#policies/units.ts';
import { aBinary, aCategory, aNumber } from './builders.ts';
import { elements, readXml, type Element } from './xml.ts';

const hostile = 'a"<b>&amp;\'\n]]>年龄';
const features: readonly [Feature, ...Feature[]] = [aNumber(hostile, 0, 10), aCategory('c<', 'x', '"y"', 'z & z')];
const facts = { unitSpace: idSpace('person'), delta: 1e-6 };

function aFit(more: Partial<Fit> = {}): Fit {
  return {
    intercept: -0.5,
    coefficients: [
      { feature: hostile, coefficient: 0.25, interval: [0.2, 0.3] },
      { feature: 'c<', value: '"y"', coefficient: 1e-7 },
      { feature: 'c<', value: 'z & z', coefficient: -2.5 },
    ],
    intervals: { kind: 'absent', reason: 'no_sound_method' },
    rows: 1234.56,
    weakDirections: 0,
    spent: nanoRho(17_000_000n),
    iterations: 10,
    ...more,
  };
}

function aCard(kind: 'linear' | 'logistic', fit: Partial<Fit> = {}): ModelCard {
  const target = kind === 'linear' ? aNumber('out', 0, 5) : aBinary('out');
  const training: Training = { features, target, intercept: true, rowsPerUnit: 3 };
  return modelCard(training, aFit(fit), facts);
}

const get = (element: Element, name: string): string => element.attributes.get(name) ?? '';

/** A scorer made from the text of PMML 4.4 alone: treatment of outliers and invalid values, then the regression table. */
function scoreByPmml(root: Element, row: ModelRow): number | undefined {
  const values = new Map<string, string | number>();
  for (const field of elements(root, 'MiningField')) {
    if (get(field, 'usageType') === 'target') continue;
    const data = elements(root, 'DataField').find((found) => get(found, 'name') === get(field, 'name'));
    const given = row[get(field, 'name')];
    if (!data || given === undefined || given === null || Number.isNaN(given)) return undefined;
    const allowed = data.children.map((child) => get(child, 'value'));
    if (get(data, 'optype') === 'categorical' && !allowed.includes(String(given))) return undefined;
    const low = Number(get(field, 'lowValue'));
    const high = Number(get(field, 'highValue'));
    const extreme = get(field, 'outliers') === 'asExtremeValues';
    values.set(get(field, 'name'), extreme ? Math.max(low, Math.min(high, Number(given))) : given);
  }
  const [table] = elements(root, 'RegressionTable');
  if (!table) throw new Error('no table');
  const sum = table.children.reduce(
    (total, term) => {
      const value = values.get(get(term, 'name'));
      const by = term.name === 'NumericPredictor' ? Number(value) : Number(value === get(term, 'value'));
      return total + Number(get(term, 'coefficient')) * by;
    },
    Number(get(table, 'intercept')),
  );
  const [model] = elements(root, 'RegressionModel');
  return model?.attributes.get('normalizationMethod') === 'logit' ? 1 / (1 + Math.exp(-sum)) : sum;
}

const aRow = fc.record({
  [hostile]: fc.oneof(fc.double({ min: -30, max: 30 }), fc.constantFrom(null, Number.NaN, Infinity)),
  'c<': fc.constantFrom('x', '"y"', 'z & z', 'unheard of', null),
});

test.each(['linear', 'logistic'] as const)('printPmml of a %s model scores every row as predict does', (kind) => {
  const card = aCard(kind);
  const document = readXml(printPmml(card));
  fc.assert(
    fc.property(aRow, (row) => {
      const [ours, theirs] = [predict(card, row), scoreByPmml(document, row)];
      if (ours === undefined || theirs === undefined) expect(theirs).toBe(ours);
      else expect(theirs).toBeCloseTo(ours, 12);
    }),
  );
});

/** Control characters and halves of a pair have no place in XML 1.0, not even escaped. */
function asXmlCanHold(text: string): string {
  return Array.from(text.toWellFormed(), (char) => (isLegal(char.codePointAt(0) ?? 0) ? char : '\uFFFD')).join('');
}

function isLegal(code: number): boolean {
  return [9, 10, 13].includes(code) || (code >= 32 && ![0xfffe, 0xffff].includes(code));
}

test('printPmml is well-formed for every name and value', () => {
  const aText = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(aText, aText, (name, value) => {
      const field: Feature = aCategory(name, value, `${value}!`);
      const card = {
        ...aCard('logistic'),
        features: [field],
        coefficients: [{ feature: name, value, coefficient: 1 }],
      };
      const [read] = elements(readXml(printPmml(card)), 'CategoricalPredictor');
      expect(read?.attributes.get('value')).toBe(asXmlCanHold(value));
    }),
    { numRuns: 500 },
  );
});

test('printPmml names the version, the kind of model and the two categories', () => {
  const logistic = readXml(printPmml(aCard('logistic')));
  expect([logistic.name, logistic.attributes.get('version'), logistic.attributes.get('xmlns')]).toEqual([
    'PMML',
    '4.4',
    'http://www.dmg.org/PMML-4_4',
  ]);
  expect(logistic.children.map(({ name }) => name)).toEqual(['Header', 'DataDictionary', 'RegressionModel']);
  const [model] = elements(logistic, 'RegressionModel');
  expect(Object.fromEntries(model?.attributes ?? [])).toEqual({
    functionName: 'classification',
    normalizationMethod: 'logit',
  });
  expect(elements(logistic, 'RegressionTable').map((table) => table.attributes.get('targetCategory'))).toEqual([
    '1',
    '0',
  ]);
  const [linear] = elements(readXml(printPmml(aCard('linear'))), 'RegressionModel');
  expect(linear?.attributes.get('functionName')).toBe('regression');
});

test('predict gives nothing for a missing, unknown or misnamed feature', () => {
  const card = aCard('linear');
  expect(predict(card, { [hostile]: 4, 'c<': 'x' })).toBe(0.5);
  expect(predict(card, { [hostile]: 1e9, 'c<': 'x' })).toBe(2);
  for (const row of [{}, { [hostile]: 4 }, { [hostile]: '4', 'c<': 'x' }, { [hostile]: 4, 'c<': 'toString' }]) {
    expect(predict(card, row)).toBeUndefined();
  }
});

test('modelCard says what was spent, on whom, and by how much the rows were cut', () => {
  expect(aCard('logistic').privacy).toEqual({
    nanoRho: '17000000',
    epsilon: epsilonOf({ rho: nanoRho(17_000_000n) }, 1e-6),
    delta: 1e-6,
    unitSpace: 'person',
    rowsPerUnit: 3,
    iterations: 10,
  });
});

test('modelCard survives JSON', () => {
  const card = aCard('linear', { intervals: { kind: 'given', level: 0.95, covers: 'noise' } });
  expect(JSON.parse(JSON.stringify(card))).toEqual(card);
});
