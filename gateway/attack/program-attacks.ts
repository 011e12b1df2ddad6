/**
 * Attacks by programs: their vendor writes the code that runs over the rows, and may make it do whatever it likes with one person's.
 *
 * @see programs.md §E, decision 4; docs/decisions/033-stability.md, 035-private-failure-and-time.md
 */
import type { z } from 'zod';
import { script, type Script, type ScriptMode } from '#policies/program/script.ts';
import { unwrap } from '#policies/refusal.ts';
import { bundleProgram } from '#sandbox/door.ts';
import { askAll, valueAt, type Attack } from './pack.ts';
import { rareSector } from './twin.ts';

/** Milliseconds until programs answer here. */
export const tick = 7_000;

type Declared<Mode extends ScriptMode> = Omit<
  Extract<z.input<typeof script>, { mode: Mode }>,
  'entry' | 'files' | 'bundle' | 'lock'
>;

/** Bundled as `sluice program pack` does. */
async function packed<Mode extends ScriptMode>(text: string, declared: Declared<Mode>): Promise<Script> {
  const source = { entry: 'main.ts', files: [{ path: 'main.ts', text }] };
  return script.parse({ ...declared, ...source, ...unwrap(await bundleProgram({ mode: declared.mode, ...source })) });
}

const rowOfEach = `SELECT max(CASE WHEN sector = '${rareSector}' THEN 1 ELSE 0 END) AS rare, sum(cost) AS total
  FROM visit GROUP BY person_id`;
const visits = 'SELECT sector, cost FROM visit';
const noisily = { lane: 'private', privacy: { epsilon: 0.9 } } as const;

/** Writes the same number to the end, and comes to no end where somebody of the sector costs more. */
const hangsAbove = (bound: number): string => `export default function main(input, output) {
  const { sector, cost } = input.columns;
  const rare = input.levels.sector.indexOf('${rareSector}');
  output.number[0] = 1;
  for (let at = 0; at < input.count; at++) while (sector[at] === rare && cost[at] > ${bound});
}`;

export const programAttacks: readonly Attack[] = [
  {
    id: 'program coefficient',
    scripted: true,
    title: { zh: '程序编码单人记录', en: "A program that writes one person's record into a coefficient" },
    tells: 'the least total of the four people of a sector, as a number of a model',
    // For every block of the stability rule ten times k, on simulation data too.
    people: 6_000,
    run: async ({ vendors: [a] }) => {
      const text = `export default function main(input, output) {
        const { rare, total } = input.columns;
        output.coefficients.fill(1);
        output.coefficients[0] = Math.min(...total.filter((_, at) => rare[at] === 1));
      }`;
      const results = [{ name: 'coefficients', length: 8, lo: 0, hi: 1_000_000, step: 0.01 }];
      const given = await askAll([
        [a, { sql: rowOfEach, script: await packed<'rows'>(text, { mode: 'rows', results }) }],
      ]);
      const told = valueAt(given[0], 0, 'value');
      return { given, ...(told !== undefined && { learned: `a total: ${told}` }) };
    },
  },
  {
    id: 'program time',
    scripted: true,
    title: { zh: '程序计时通道', en: 'A program that hangs where it sees one person' },
    tells: 'whether somebody of a sector has a cost above a bound, by when the answer comes',
    run: async ({ vendors: [a] }) => {
      const results = [{ name: 'number', length: 1, lo: 0, hi: 2, step: 0.1 }];
      const declared = { mode: 'blocks', count: 10, callMillis: 100, results } as const;
      const [all, none] = [await packed(hangsAbove(0), declared), await packed(hangsAbove(1_000_000), declared)];
      const given = await askAll([all, none].map((one) => [a, { sql: visits, script: one, ...noisily }]));
      const early = given.filter((answer) => answer.kind === 'released' && answer.took < tick);
      return {
        given,
        ...(early.length > 0
          ? { learned: 'how long the program took' }
          : { held: 'a block that hangs counts as the middle of its range, and every answer comes at its tick' }),
      };
    },
  },
  {
    id: 'program memory',
    scripted: true,
    title: { zh: '程序跨单元记忆', en: 'A program that remembers one person in all who come after' },
    tells: 'whether somebody of a sector has a cost above 100, as a count of thousands that no noise hides',
    run: async ({ vendors: [a] }) => {
      const text = `let seen = 0;
      export function map(unit, state, out) {
        const { values, width, rows, at, levels } = unit;
        const rare = levels.sector.indexOf('${rareSector}');
        for (let row = 0; row < rows; row++)
          if (values[row * width + at.sector] === rare && values[row * width + at.cost] > 100) seen = 1;
        out[0] = seen;
      }
      export function update(state, sums, iteration, next) { next[0] = sums[0]; }
      export function finish(state, output) { output.seen[0] = state[0]; }`;
      const remembering = await packed<'map'>(text, {
        mode: 'map',
        vector: { length: 1, clip: 1 },
        state: { length: 1 },
        iterations: 1,
        results: [{ name: 'seen', length: 1, lo: 0, hi: 2_000, step: 1 }],
      });
      const given = await askAll([[a, { sql: visits, script: remembering, ...noisily }]]);
      const count = valueAt(given[0], 0, 'value') ?? 0;
      return {
        given,
        ...(count > 100
          ? { learned: `that there is one: a count of ${count}` }
          : { held: 'each person is computed in a fresh realm: the noisy count is of the four alone' }),
      };
    },
  },
];
