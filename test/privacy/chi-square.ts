/** Pearson's test of whole numbers against a probability for each, with few-expected values gathered at the ends. */

export interface Fit {
  readonly statistic: number;
  /** What a right sampler exceeds once in a thousand seeds. */
  readonly critical: number;
}

/** `weight` is proportional to the probability of a value; beyond ±`reach` it is nothing. `bin` neighbours count as one. */
export interface Pmf {
  readonly weight: (z: number) => number;
  readonly reach: number;
  readonly bin?: number;
}

const fewest = 10;

export function fitOf(samples: readonly bigint[], { weight, reach, bin = 1 }: Pmf): Fit {
  const observed = new Map<number, number>();
  for (const z of samples) observed.set(binOf(z, bin), (observed.get(binOf(z, bin)) ?? 0) + 1);
  const expected = new Map<number, number>();
  let total = 0;
  for (let z = -reach; z <= reach; z++) total += weight(z);
  for (let z = -reach; z <= reach; z++) {
    const at = binOf(BigInt(z), bin);
    expected.set(at, (expected.get(at) ?? 0) + (weight(z) / total) * samples.length);
  }
  const stray = [...observed.keys()].filter((at) => !expected.has(at));
  if (stray.length > 0) throw new Error(`values far out of reach: ${stray.join(', ')}`);
  const cells = gathered([...expected].map(([at, count]) => ({ expected: count, observed: observed.get(at) ?? 0 })));
  const statistic = cells.reduce((sum, cell) => sum + (cell.observed - cell.expected) ** 2 / cell.expected, 0);
  return { statistic, critical: criticalOf(cells.length - 1) };
}

interface Cell {
  readonly expected: number;
  readonly observed: number;
}

/** Neighbours are joined, from either end, until each cell expects enough. */
function gathered(cells: readonly Cell[]): readonly Cell[] {
  const joined: Cell[] = [];
  let open: Cell = { expected: 0, observed: 0 };
  for (const cell of cells) {
    open = { expected: open.expected + cell.expected, observed: open.observed + cell.observed };
    if (open.expected < fewest) continue;
    joined.push(open);
    open = { expected: 0, observed: 0 };
  }
  const last = joined.pop() ?? { expected: 0, observed: 0 };
  return [...joined, { expected: last.expected + open.expected, observed: last.observed + open.observed }];
}

/** Centred on 0, so that both signs are treated alike. */
function binOf(z: bigint, bin: number): number {
  return Math.floor((Number(z) + (bin - 1) / 2) / bin);
}

/** Wilson and Hilferty's approximation, at one in a thousand. */
function criticalOf(freedom: number): number {
  const spread = 2 / (9 * freedom);
  return freedom * (1 - spread + 3.0902 * Math.sqrt(spread)) ** 3;
}

export function gaussianPmf(sigma: number, bin = 1): Pmf {
  return { weight: (z) => Math.exp(-((z / sigma) ** 2) / 2), reach: Math.ceil(12 * sigma) + 2, bin };
}

export function laplacePmf(scale: number, bin = 1): Pmf {
  return { weight: (z) => Math.exp(-Math.abs(z) / scale), reach: Math.ceil(40 * scale) + 2, bin };
}
