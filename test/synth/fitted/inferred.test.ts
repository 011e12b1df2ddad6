import { expect, test } from 'vitest';
import type { Attribute } from '#policies/simulation/attribute.ts';
import { cellCount } from '#policies/simulation/attribute.ts';
import { infer } from '#synth/fit/infer.ts';
import { keepModel } from '#synth/fit/keep.ts';
import { generateFitted } from '#synth/fitted/generate-fitted.ts';
import { aColumn, aTable, anEntry, openSimulation, withDirectory } from '../support.ts';
import { type HandMade, aDegree, aModel, anAttribute, codes, fittedModelOf, ofParent } from './models.ts';

const letters = (count: number) => Array.from({ length: count }, (_, k) => String.fromCodePoint(97 + k));
const lists = { size: letters(3), branch: letters(4), colour: letters(5) };
const domain = (name: keyof typeof lists) => ({ kind: 'codes', values: lists[name] }) as const;
const [size, branch, colour] = (['size', 'branch', 'colour'] as const).map((name) =>
  anAttribute(name, codes(lists[name])),
);

/** The model that inference makes of all pairs, measured almost without noise. `joint` weighs the cells of all attributes together. */
function inferred(
  hand: HandMade,
  attributes: readonly Attribute[],
  joint: (cells: readonly number[]) => number,
): HandMade {
  const sizes = attributes.map(({ cells }) => cellCount(cells));
  const pairs = sizes.flatMap((_, b) => sizes.slice(0, b).map((__, a) => [a, b] as const));
  const measurements = pairs.map(([a, b]) => {
    const values = new Float64Array((sizes[a] ?? 0) * (sizes[b] ?? 0));
    for (const cells of everyCell(sizes)) {
      const place = (cells[a] ?? 0) * (sizes[b] ?? 0) + (cells[b] ?? 0);
      values[place] = (values[place] ?? 0) + joint(cells);
    }
    return { attributes: [a, b], values, variance: 1 };
  });
  const shape = { sizes, given: hand.model.given, zeros: [] };
  const model = infer(shape, measurements, { total: hand.fitted.units, iterations: 1_000 });
  return { ...hand, fitted: { ...hand.fitted, cliques: keepModel(model) } };
}

function everyCell(sizes: readonly number[]): number[][] {
  return sizes.reduce<number[][]>(
    (rows, n) => rows.flatMap((row) => Array.from({ length: n }, (_, k) => [...row, k])),
    [[]],
  );
}

/** Firms of a size and a branch have one to three cars, whose colours go with both. */
const share = ([s = 0, b = 0, d = 0]: readonly number[]): number =>
  ((1 + ((s * 3 + b) % 4)) * (d === 0 ? 0 : 1 + ((s + d) % 3))) / 100;
const colours = (s: number, d: number, c: number): number => (1 + ((s * 2 + c) % 4)) * (1 + ((d + c) % 3));

test('generateFitted draws what inference says of pairs, within a table and across a relation', async () => {
  if (!size || !branch || !colour) throw new Error('must have attributes');
  const firmAttributes = [size, branch, aDegree('car', 3)];
  const carAttributes = [ofParent(size), ofParent(aDegree('car', 3)), colour];
  const units = 20_000;
  const all = everyCell([3, 4, 4]).reduce((sum, cells) => sum + share(cells), 0);
  const firm = inferred(
    aModel('firm', firmAttributes, { units }),
    firmAttributes,
    (cells) => (units * share(cells)) / all,
  );
  const parent = { table: 'firm', columns: ['firm_id'], references: ['firm_id'] };
  // Each of a firm's rows counts so that the firm counts once.
  const car = inferred(
    aModel('car', carAttributes, { units, parent, rowsPerUnit: 3 }),
    carAttributes,
    ([s = 0, d = 0, c = 0]) => {
      const firms = everyCell([4]).reduce((sum, [b = 0]) => sum + share([s, b, d]), 0);
      const every = lists.colour.reduce((sum, _, k) => sum + colours(s, d, k), 0);
      return (units * firms * colours(s, d, c)) / all / every;
    },
  );
  const firm_id = aColumn('firm_id', { type: 'INTEGER', semantic: 'serial' });
  const entries = [
    anEntry(
      'cars',
      aTable(
        'firm',
        [firm_id, aColumn('size', { domain: domain('size') }), aColumn('branch', { domain: domain('branch') })],
        { primaryKey: ['firm_id'] },
      ),
      aTable(
        'car',
        [
          aColumn('car_id', { type: 'INTEGER', semantic: 'serial' }),
          firm_id,
          aColumn('colour', { domain: domain('colour') }),
        ],
        {
          primaryKey: ['car_id'],
          foreignKeys: [{ columns: ['firm_id'], table: 'firm', references: ['firm_id'] }],
        },
      ),
    ),
  ];
  await withDirectory(async (dir) => {
    const bench = await openSimulation(
      await generateFitted(entries, [fittedModelOf('firm', [firm, car])], { dir, seed: 8, scale: 1 }),
    );
    const rows = await bench.rows(`
      SELECT ascii(size) - 97 AS s, d::INT AS d, ascii(colour) - 97 AS c, count(*)::INT AS n
      FROM car JOIN (SELECT firm_id, size, count(*) AS d FROM firm JOIN car USING (firm_id) GROUP BY ALL) USING (firm_id) GROUP BY ALL`);
    const pairs = await bench.rows(
      'SELECT ascii(size) - 97 AS s, ascii(branch) - 97 AS b, count(*)::INT AS n FROM firm GROUP BY ALL',
    );
    bench.close();
    const cars = rows.reduce((sum, { n }) => sum + Number(n), 0);
    const weightOf = (s: number, d: number): number =>
      everyCell([4]).reduce((sum, [b = 0]) => sum + share([s, b, d]), 0);
    const wanted = everyCell([3, 3]).reduce((sum, [s = 0, k = 0]) => sum + (k + 1) * weightOf(s, k + 1), 0);
    // Size and degree are given, so all three together are as near as each pair with the colour.
    let distance = 0;
    for (const { s, d, c, n } of rows) {
      const every = lists.colour.reduce((sum, _, k) => sum + colours(Number(s), Number(d), k), 0);
      const part =
        (Number(d) * weightOf(Number(s), Number(d)) * colours(Number(s), Number(d), Number(c))) / every / wanted;
      distance += Math.abs(Number(n) / cars - part) / 2;
    }
    expect(distance).toBeLessThan(0.02);
    for (const { s, b, n } of pairs) {
      const part = everyCell([4]).reduce((sum, [d = 0]) => sum + share([Number(s), Number(b), d]), 0) / all;
      expect(Math.abs(Number(n) / units - part)).toBeLessThan(0.01);
    }
  });
});
