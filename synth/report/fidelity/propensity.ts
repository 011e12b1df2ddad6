/**
 * How well drawn rows can be told from train rows: pMSE and SPECKS of a tree's scores, beside what the same tree makes of labels that
 * mean nothing.
 *
 * @see Snoke et al. 2018 (pMSE and its null expectation); Bowen et al. 2021 (SPECKS); SDNist, a tree of depth 6
 */
import { isOrdered, type Attribute } from '#policies/simulation/attribute.ts';
import type { CodeColumns } from '../../fit/types.ts';
import { binned } from '../bins.ts';
import { columnAt, rowCount, takeRows } from '../input.ts';
import { pick, streamOf } from '../random.ts';
import type { Propensity } from '../schema.ts';
import { mean } from './distance.ts';
import { binsOf } from './pairs.ts';
import { applyTree, growTree, type Design } from './tree.ts';

export const treeBins = { ordered: 32, codes: 32 };
const rowLimit = 40_000;
const permutations = 5;

export function propensity(
  attributes: readonly Attribute[],
  rows: { readonly train: CodeColumns; readonly drawn: CodeColumns },
  seed: number,
): Propensity {
  const bins = binsOf(attributes, rows.train, treeBins);
  const some = (columns: CodeColumns, name: string): CodeColumns =>
    takeRows(binned(columns, bins), pick(rowCount(columns), rowLimit, streamOf(seed, name)));
  const train = some(rows.train, 'propensity/train');
  const drawn = some(rows.drawn, 'propensity/drawn');
  const design = {
    columns: train.map((column, at) => joined(column, columnAt(drawn, at))),
    sizes: bins.map(({ size }) => size),
    ordered: attributes.map(({ cells }) => isOrdered(cells)),
  };
  const labels = new Uint8Array(rowCount(design.columns)).fill(1, rowCount(train));
  const found = separation(design, labels);
  const random = streamOf(seed, 'propensity/permutations');
  const nothing = Array.from({ length: permutations }, () => {
    const order = pick(labels.length, labels.length, random);
    return separation(
      design,
      Uint8Array.from(order, (row) => labels[row] ?? 0),
    );
  });
  const expected = mean(nothing.map(({ pMSE }) => pMSE));
  const specksExpected = mean(nothing.map(({ specks }) => specks));
  return { ...found, expected, ratio: expected > 0 ? found.pMSE / expected : 1, specksExpected };
}

function joined(first: Uint16Array, second: Uint16Array): Uint16Array {
  const both = new Uint16Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** pMSE = mean (p̂ − c)², c the share of ones; SPECKS = sup distance of the scores of ones and zeros. */
function separation(design: Design, labels: Uint8Array): Pick<Propensity, 'pMSE' | 'specks'> {
  const scores = applyTree(growTree(design, labels), design.columns);
  const ones = labels.reduce((sum, label) => sum + label, 0);
  const share = ones / labels.length;
  let pMSE = 0;
  for (const score of scores) pMSE += (score - share) ** 2 / scores.length;
  const order = Array.from(scores.keys()).toSorted((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0));
  let [apart, specks] = [0, 0];
  order.forEach((row, at) => {
    apart += labels[row] === 1 ? 1 / ones : -1 / (labels.length - ones);
    const isLast = at + 1 === order.length || scores[order[at + 1] ?? 0] !== scores[row];
    if (isLast) specks = Math.max(specks, Math.abs(apart));
  });
  return { pMSE, specks: Math.min(1, specks) };
}
