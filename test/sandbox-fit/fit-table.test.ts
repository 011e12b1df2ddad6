/** What a fit spends and what it lets out, on tables so small that everything is seen. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ModelledTable } from '#policies/simulation/fit-plan.ts';
import { fittedTable, type FittedTable } from '#policies/simulation/fitted.ts';
import { nanoRho } from '#policies/units.ts';
import type { Encoded } from '#sandbox/fit/encoded.ts';
import { fitTable, type FitProgress } from '#sandbox/fit/fit-table.ts';
import { mostInLoop } from '#sandbox/fit/settings.ts';
import { restoreModel } from '#synth/fit/keep.ts';
import { drawCells, drawRows } from '#synth/fit/sample.ts';
import { knownStream } from '../privacy/known-stream.ts';
import { aModel, aNumber, encodedOf } from './toy.ts';
import { variation } from './variation.ts';

const sizes = [4, 3, 5];

/** The second attribute follows the first; the third is apart. */
function related(count: number): Encoded {
  return encodedOf({
    sizes,
    units: Array.from({ length: count }, (_, at) => [[at % 4, (at % 4) % 3, (at * 7) % 5]]),
    scale: 1,
  });
}

async function fitted(encoded: Encoded, rho: bigint, model = aModel(sizes)): Promise<FittedTable> {
  return (await fitTable(encoded, model, { rho: nanoRho(rho), random: knownStream('fitted') })).fitted;
}

/** What the histograms of a fitted table cost, from their σ: 1/2σ² each. */
function rhoOf({ measured }: FittedTable): number {
  return measured.reduce((sum, { sigma }) => sum + 1 / (2 * sigma * sigma), 0);
}

test('gate G4: fitTable spends its ρ to the last billionth, whatever ρ', async () => {
  await fc.assert(
    fc.asyncProperty(fc.bigInt({ min: 500n, max: 10n ** 9n }), async (rho) => {
      const { spent } = await fitTable(related(40), aModel(sizes), { rho: nanoRho(rho), random: knownStream('spent') });
      expect(spent).toBe(rho);
    }),
    { numRuns: 15 },
  );
});

test('gate G4: what the histograms cost is less than ρ by what the choices cost, about a tenth', async () => {
  const singlesOnly = await fitted(encodedOf({ sizes: [4], units: [[[1]]], scale: 1 }), 10n ** 7n, aModel([4]));
  expect(rhoOf(singlesOnly)).toBeCloseTo(0.01, 12);
  const share = rhoOf(await fitted(related(400), 10n ** 7n)) / 0.01;
  expect(share).toBeGreaterThan(0.9);
  expect(share).toBeLessThan(0.95);
});

test('gate G4: under noise that drowns everything, two tables that have nothing in common look alike', async () => {
  const few = encodedOf({ sizes, units: [[[0, 0, 0]], [[0, 0, 0]]], scale: 1 });
  const many = encodedOf({ sizes, units: Array.from({ length: 60 }, () => [[3, 2, 4]]), scale: 1 });
  const [a, b] = await Promise.all([few, many].map((encoded) => fitted(encoded, 60n)));
  if (!a || !b) throw new Error('both must be fitted');
  expect(b.measured).toEqual(a.measured);
  expect(b.attributes.map(({ bins }) => bins)).toEqual(a.attributes.map(({ bins }) => bins));
  // σ of the number of units is thousands; 58 more change it by 58 at most.
  expect(a.measured[0]?.sigma).toBeGreaterThan(10_000);
  expect(Math.abs(a.units - b.units)).toBeLessThan(58.001);
  for (const [at, { mass }] of a.attributes.entries()) {
    const others = b.attributes[at]?.mass ?? [];
    expect(Math.max(...mass.map((value, cell) => Math.abs(value - (others[cell] ?? 0))))).toBeLessThanOrEqual(60);
  }
});

test('what fitTable lets out is a FittedTable and nothing more: cells by number, no count, no value', async () => {
  const table = await fitted(related(300), 10n ** 8n);
  expect(fittedTable.parse(JSON.parse(JSON.stringify(table)))).toEqual(table);
  expect(Number.isInteger(table.units)).toBe(false);
});

test('fitTable learns what hangs together, and what is apart', async () => {
  const encoded = related(4000);
  const model = restoreModel(aModel(sizes), await fitted(encoded, 10n ** 9n));
  const pair = model.marginal([0, 1]).map((value) => value / 4000);
  const exact = new Float64Array(12);
  for (const cell of [0, 4, 8, 9]) exact[cell] = 1 / 4;
  expect(variation(pair, exact)).toBeLessThan(0.02);
});

test('fitTable of rows that weigh a part each counts units, not rows', async () => {
  const units = Array.from({ length: 900 }, (_, at) => Array.from({ length: 1 + (at % 5) }, () => [at % 4, 0, at % 5]));
  const table = await fitted(encodedOf({ sizes, units }), 10n ** 9n, aModel(sizes, { rowsPerUnit: 5 }));
  expect(Math.abs(table.units - 900)).toBeLessThan(10);
});

test('fitTable with given attributes learns what depends on them', async () => {
  const units = Array.from({ length: 3000 }, (_, at) => [
    [at % 4, Math.floor(at / 4) % 3, (at % 4) + (Math.floor(at / 4) % 3 === 0 ? 1 : 0)],
  ]);
  const model = aModel(sizes, { given: 2 });
  const table = await fitted(encodedOf({ sizes, units, scale: 1 }), 10n ** 9n, model);
  const joint = restoreModel(model, table).marginal([0, 1, 2]);
  const exact = new Float64Array(60);
  for (const [row] of units) {
    const cell = ((row?.[0] ?? 0) * 3 + (row?.[1] ?? 0)) * 5 + (row?.[2] ?? 0);
    exact[cell] = (exact[cell] ?? 0) + 1 / 3000;
  }
  expect(
    variation(
      joint.map((value) => value / 3000),
      exact,
    ),
  ).toBeLessThan(0.03);
});

test('gate G2: cells that cannot occur together are never drawn, though rows have them and noise merges them with others', async () => {
  const cells = [
    [3, 0],
    [1, 2],
  ];
  const model = aModel(sizes, { impossible: [{ attributes: [0, 1], cells }] });
  for (const rho of [10n ** 9n, 10n ** 4n]) {
    const table = await fitted(related(2000), rho, model);
    const bins = drawRows(restoreModel(model, table), 3000, 1);
    const drawn = table.attributes.map((attribute, at) => drawCells(attribute, bins[at] ?? new Uint16Array(), at));
    const pairs = Array.from(drawn[0] ?? [], (first, row) => `${first},${drawn[1]?.[row]}`);
    expect(pairs).toHaveLength(3000);
    for (const pair of cells) expect(pairs).not.toContain(pair.join());
  }
});

test('tables without rows, of one attribute, or of given ones alone are fitted like others', async () => {
  const empty = encodedOf({ sizes, units: [], scale: 1 });
  const cases: readonly (readonly [Encoded, ModelledTable])[] = [
    [empty, aModel(sizes)],
    [encodedOf({ sizes: [4], units: [[[1]]], scale: 1 }), aModel([4])],
    [related(10), aModel(sizes, { given: 3 })],
    [related(10), aModel(sizes, { attributes: sizes.map((size, at) => aNumber(`n${at}`, size)) })],
  ];
  for (const [encoded, model] of cases) {
    const { fitted: table, spent } = await fitTable(encoded, model, {
      rho: nanoRho(10n ** 6n),
      random: knownStream('odd'),
    });
    expect(spent).toBe(10n ** 6n);
    expect(fittedTable.safeParse(table).success).toBe(true);
    expect(() => restoreModel(model, table).marginal([0])).not.toThrow();
  }
});

test('more than sixty attributes get a tree: each pair once, all of ρ, given ones apart', async () => {
  const count = mostInLoop + 4;
  const many = Array.from({ length: count }, () => 2);
  const units = Array.from({ length: 500 }, (_, at) => [many.map((_size, place) => (at >> (place % 3)) % 2)]);
  const model = aModel(many, { given: 3 });
  const encoded = encodedOf({ sizes: many, units, scale: 1 });
  const { fitted: table, spent } = await fitTable(encoded, model, {
    rho: nanoRho(10n ** 9n),
    random: knownStream('tree'),
  });
  expect(spent).toBe(10n ** 9n);
  const pairs = table.measured.filter(({ attributes }) => attributes.length === 2);
  expect(pairs).toHaveLength(count - 3);
  expect(pairs.every(({ attributes }) => attributes.some((at) => at >= 3))).toBe(true);
  // Places that are equal modulo 3 always have the same value: the tree should have found them.
  const right = pairs.filter(({ attributes: [a = 0, b = 0] }) => a % 3 === b % 3);
  expect(right.length).toBeGreaterThan(pairs.length - 8);
});

test('fitTable rests between rounds and says how much is used, up to all', async () => {
  const seen: FitProgress[] = [];
  let rests = 0;
  await fitTable(related(100), aModel(sizes), {
    rho: nanoRho(10n ** 7n),
    random: knownStream('progress'),
    rest: async () => void (rests += 1),
    onProgress: (progress) => seen.push(progress),
  });
  expect(rests).toBe(seen.length);
  expect(seen.length).toBeGreaterThan(5);
  // Planned are 48 rounds; where the model learns less than the noise moves it, the next costs four times as much.
  expect(seen.length).toBeLessThan(30);
  expect(seen.every(({ used, of }, at) => of === 10n ** 7n && used >= (seen[at - 1]?.used ?? 0n))).toBe(true);
  expect(seen.at(-1)?.used).toBe(10n ** 7n);
});
