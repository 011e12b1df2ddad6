/**
 * Level 1: what a fit of Adult costs, and how near its rows come to the real ones, between columns drawn apart and rows drawn again from the
 * real ones. Gates G1 and G2.
 *
 * @see synth.md, gates and decision 2
 */
import { rhoFor } from '#policies/privacy/accountant.ts';
import { cellCount } from '#policies/simulation/attribute.ts';
import { countMarginals } from '#sandbox/fit/count.ts';
import { fitTable } from '#sandbox/fit/fit-table.ts';
import type { Encoded } from '#sandbox/fit/encoded.ts';
import { openRandomness } from '#sandbox/ledger/randomness.ts';
import type { CodeColumns } from '#synth/fit/types.ts';
import { restoreModel } from '#synth/fit/keep.ts';
import { drawCells, drawRows } from '#synth/fit/sample.ts';
import { sharedData, whereShared } from '../../fixtures/shared-data.ts';
import { adultModel, readAdult } from '../../sandbox-fit/adult-table.ts';
import { meanVariation, setsOf } from '../../sandbox-fit/variation.ts';
import { median, repeat, timeOf, type Sample } from '../measure.ts';
import { milliseconds, type Benched } from '../table.ts';

/** At ε = 1: mean total variation over pairs and triples, milliseconds on two idle cores. */
const gate = { pairs: 0.046, triples: 0.1, wall: 10_000 };
const delta = 1e-9;
const streams = 3;

interface Fitted extends Sample {
  readonly pairs: number;
  readonly triples: number;
}

export async function benchFit(): Promise<Benched> {
  const folder = sharedData();
  if (!folder) return { tables: [], faults: [`Level 1 ${whereShared}`] };
  const { train } = await readAdult(folder);
  const runs = [
    { name: 'columns drawn apart', epsilon: 0, fits: [errorsOf(train, apart(train))] },
    { name: 'tree of pairs, ε = 1', epsilon: 0, fits: await fitsOf(train, 1, 'tree') },
    ...(await inTurn([0.3, 1, 3, 10], async (epsilon) => {
      return { name: `rounds, ε = ${epsilon}`, epsilon, fits: await fitsOf(train, epsilon, 'rounds') };
    })),
    { name: 'real rows drawn again', epsilon: 0, fits: [errorsOf(train, again(train))] },
  ];
  const rows = runs.map(({ name, fits }) => {
    const of = (key: keyof Fitted): number => middle(fits.map((fit) => fit[key]));
    const cost = of('wall') > 0 ? [milliseconds(of('wall')), milliseconds(of('cpu'))] : ['', ''];
    return [name, of('pairs').toFixed(4), of('triples').toFixed(4), ...cost];
  });
  const mb = Math.round(process.resourceUsage().maxRSS / 1024);
  const title = `Level 1: Adult, ${train.rows} rows, 14 attributes, δ = ${delta}, medians of ${streams} streams of noise; ${mb} MB at most, the comparison included`;
  const columns = ['what', 'pairs', 'triples', 'ms to fit and draw', 'processor ms'];
  const counting = await countAll();
  return { tables: [{ title, columns, rows }, counting.table], faults: [...faultsOf(runs), ...counting.faults] };
}

async function fitsOf(train: Encoded, epsilon: number, method: 'rounds' | 'tree'): Promise<readonly Fitted[]> {
  return inTurn(setsOf(streams, 1), async (_, seed) => {
    let cells: CodeColumns = [];
    const sample = await timeOf(async () => {
      const options = { rho: rhoFor({ epsilon, delta }), random: openRandomness(), method };
      const { fitted } = await fitTable(train, adultModel, options);
      const bins = drawRows(restoreModel(adultModel, fitted), train.rows, seed);
      cells = fitted.attributes.map((attribute, at) => drawCells(attribute, bins[at] ?? new Uint16Array(), at));
    });
    return { ...errorsOf(train, cells), ...sample };
  });
}

async function inTurn<A, B>(items: readonly A[], work: (item: A, at: number) => Promise<B>): Promise<readonly B[]> {
  const done: B[] = [];
  for (const [at, item] of items.entries()) done.push(await work(item, at));
  return done;
}

function errorsOf(train: Encoded, cells: CodeColumns): Fitted {
  const real = { cells: train.cells, sizes: adultModel.attributes.map((attribute) => cellCount(attribute.cells)) };
  const [pairs = 1, triples = 1] = [2, 3].map((size) => meanVariation(real, { cells }, size));
  return { pairs, triples, wall: 0, cpu: 0 };
}

/** Each column in an order of its own: step through the rows by a number that shares no factor with theirs. */
function apart({ cells, rows }: Encoded): CodeColumns {
  const steps = cells.map((_, at) => stepsFrom(rows, 1000 * (at + 1)));
  return cells.map((column, at) => column.map((_, row) => column[(row * (steps[at] ?? 1)) % rows] ?? 0));
}

function stepsFrom(rows: number, from: number): number {
  const factor = (a: number, b: number): number => (b === 0 ? a : factor(b, a % b));
  return factor(rows, from) === 1 ? from : stepsFrom(rows, from + 1);
}

/** Rows drawn with replacement: what a sample of that size is off by, without any privacy. */
function again({ cells, rows }: Encoded): CodeColumns {
  const bytes = new DataView(
    openRandomness()
      .bytes(4 * rows)
      .slice().buffer,
  );
  const drawn = Uint32Array.from({ length: rows }, (_, row) => bytes.getUint32(4 * row) % rows);
  return cells.map((column) => Uint16Array.from(drawn, (row) => column[row] ?? 0));
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

interface Run {
  readonly epsilon: number;
  readonly fits: readonly Fitted[];
}

function faultsOf(runs: readonly Run[]): readonly string[] {
  const fitted = runs.filter(({ epsilon }) => epsilon > 0);
  const pairs = fitted.map(({ fits }) => middle(fits.map((fit) => fit.pairs)));
  const one = fitted.find(({ epsilon }) => epsilon === 1);
  const over = (['pairs', 'triples', 'wall'] as const).filter((key) => {
    return middle((one?.fits ?? []).map((fit) => fit[key])) > gate[key];
  });
  const rising = pairs.some((error, at) => at > 0 && error >= (pairs[at - 1] ?? 0));
  return [
    ...over.map((key) => `Adult at ε = 1: ${key} must be at most ${gate[key]}`),
    ...(rising ? ['Adult: the error of pairs must fall as ε grows'] : []),
  ];
}

/** All pairs of 15 columns of a million rows. */
async function countAll(): Promise<{ readonly table: Benched['tables'][number]; readonly faults: readonly string[] }> {
  const length = 1_000_000;
  const sizes = Array.from({ length: 15 }, (_, at) => (at < 6 ? 32 : 12));
  const columns = sizes.map((size, at) => Uint16Array.from({ length }, (_, row) => (row * (2 * at + 7919)) % size));
  const rows = { columns, weights: new Uint32Array(length).fill(1), sizes };
  const timing = await repeat(3, async () => countMarginals(rows, setsOf(15, 2)));
  const cpu = median(timing, 'cpu');
  const title = 'Level 1: all 105 pairs of 15 columns of a million rows, counted';
  const table = {
    title,
    columns: ['', 'ms', 'processor ms'],
    rows: [['', milliseconds(median(timing, 'wall')), milliseconds(cpu)]],
  };
  return { table, faults: cpu > 2000 ? ['Counting all pairs must take 2 seconds of a processor at most'] : [] };
}
