/** Trained on drawn rows, tested on held-out real ones (TSTR), beside the same trained on train rows and beside the majority. */
import { cellCount, isOrdered, type Attribute } from '#policies/simulation/attribute.ts';
import type { CodeColumns } from '../../fit/types.ts';
import { aucOf } from '../auc.ts';
import { binned, histogram, type Bins } from '../bins.ts';
import { columnAt, rowCount, takeRows, type TableCells } from '../input.ts';
import { pick, streamOf } from '../random.ts';
import type { Prediction } from '../schema.ts';
import { cellLabel, noneCell } from '../values.ts';
import { applyLogistic, fitLogistic } from './logistic.ts';
import { binsOf } from './pairs.ts';
import { treeBins } from './propensity.ts';
import { applyTree, growTree } from './tree.ts';

const rowLimit = 40_000;

/** `undefined` where the attribute does not exist or is the only one, or real rows do not have both outcomes. */
export function predictionOf(of: TableCells, name: string, seed: number): Prediction | undefined {
  const at = of.attributes.findIndex((attribute) => attribute.name === name);
  const target = of.attributes[at];
  if (!target || of.attributes.length < 2) return undefined;
  const outcome = outcomeOf(target, histogram(columnAt(of.train, at), cellCount(target.cells)));
  const others = of.attributes.filter((_, other) => other !== at);
  const features = (columns: CodeColumns): CodeColumns => columns.filter((_, other) => other !== at);
  const bins = binsOf(others, features(of.train), treeBins);
  const set = (columns: CodeColumns): Labelled => {
    const known = rowsWhere(columnAt(columns, at), (cell) => outcome.of[cell] !== 2);
    const some = pick(known.length, rowLimit, streamOf(seed, `predict/${name}`)).map((row) => known[row] ?? 0);
    const labels = Uint8Array.from(some, (row) => outcome.of[columnAt(columns, at)[row] ?? 0] ?? 0);
    return { columns: takeRows(binned(features(columns), bins), some), labels };
  };
  const [train, drawn, test] = [set(of.train), set(of.drawn), set(of.holdout)];
  if (![train, test].every(({ labels }) => labels.includes(0) && labels.includes(1))) return undefined;
  const methods = [
    { method: 'tree of depth 6' as const, fit: fitTree(others, bins) },
    { method: 'logistic regression' as const, fit: fitRegression(bins) },
  ].map(({ method, fit }) => ({ method, drawn: skillOf(fit(drawn), test), real: skillOf(fit(train), test) }));
  const majority = mostly(train) ? () => 1 : () => 0;
  const baseline = skillOf((columns) => new Float64Array(rowCount(columns)).map(majority), test);
  return { attribute: name, positive: outcome.label, tested: test.labels.length, majority: baseline, methods };
}

interface Labelled {
  readonly columns: CodeColumns;
  readonly labels: Uint8Array;
}
type Scorer = (columns: CodeColumns) => Float64Array;

/** 1, 0 or 2 (NULL) for each cell: above the median of train rows; of two codes the rarer, of more the most frequent. */
function outcomeOf({ cells }: Attribute, counts: Float64Array): { readonly of: Uint8Array; readonly label: string } {
  const none = noneCell(cells);
  const known = Array.from(counts.keys()).filter((cell) => cell !== none);
  const filled = known.filter((cell) => (counts[cell] ?? 0) > 0);
  const first = isOrdered(cells) ? aboveMedian(known, counts) : chosenCode(filled, counts);
  const last = isOrdered(cells) ? (known.at(-1) ?? first) : first;
  const of = counts.map((_, cell) => (cell >= first && cell <= last ? 1 : 0));
  if (none >= 0) of[none] = 2;
  return { of: Uint8Array.from(of), label: cellLabel(cells, first, last) };
}

function aboveMedian(known: readonly number[], counts: Float64Array): number {
  const total = known.reduce((sum, cell) => sum + (counts[cell] ?? 0), 0);
  let below = 0;
  for (const cell of known) {
    below += counts[cell] ?? 0;
    if (below >= total / 2 && below < total) return cell + 1;
    // More than half are in the last filled cell: it is the outcome.
    if (below === total) return cell;
  }
  return 0;
}

function chosenCode(filled: readonly number[], counts: Float64Array): number {
  const byCount = filled.toSorted((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0) || a - b);
  return (byCount.length === 2 ? byCount[1] : byCount[0]) ?? 0;
}

function rowsWhere(column: Uint16Array, holds: (cell: number) => boolean): Uint32Array {
  return Uint32Array.from(column.keys()).filter((row) => holds(column[row] ?? 0));
}

function fitTree(attributes: readonly Attribute[], bins: readonly Bins[]): (rows: Labelled) => Scorer {
  const sizes = bins.map(({ size }) => size);
  const ordered = attributes.map(({ cells }) => isOrdered(cells));
  return ({ columns, labels }) => {
    const tree = growTree({ columns, sizes, ordered }, labels);
    return (rows) => applyTree(tree, rows);
  };
}

function fitRegression(bins: readonly Bins[]): (rows: Labelled) => Scorer {
  const sizes = bins.map(({ size }) => size);
  return ({ columns, labels }) => {
    const model = fitLogistic(columns, sizes, labels);
    return (rows) => applyLogistic(model, rows);
  };
}

function skillOf(scorer: Scorer, { columns, labels }: Labelled): Prediction['majority'] {
  const scores = scorer(columns);
  const right = scores.filter((score, row) => (score >= 0.5 ? 1 : 0) === labels[row]).length;
  const ofLabel = (label: number): Float64Array => scores.filter((_, row) => labels[row] === label);
  return { accuracy: right / scores.length, auc: aucOf(ofLabel(1), ofLabel(0)).value };
}

function mostly({ labels }: Labelled): boolean {
  return labels.reduce((sum, label) => sum + label, 0) * 2 >= labels.length;
}
