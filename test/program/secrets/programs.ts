/** Programs of every mode that misbehave where they see the planted person, and hand out the same numbers where they do not. */
import type { ProgramContent } from '#policies/procedure/program-commands.ts';
import { packed, type Declared } from '../../fixtures/packed.ts';
import { secret, type Which } from './world.ts';

export const modes = ['map', 'blocks', 'rows', 'tables'] as const;
export type Mode = (typeof modes)[number];
export const deeds = ['sleep', 'allocate', 'throw'] as const;
export type Deed = (typeof deeds)[number];

/** Turns of a loop that take a few tenths of a second for a whole run; in mode `rows` nearly every call sees the secret. */
const turns: Readonly<Record<Mode, number>> = { map: 8_000_000, blocks: 8_000_000, rows: 250_000, tables: 8_000_000 };

/** Of mode `tables`; they write one. */
export const mostRows = 5;
/** Four digits, whatever the noise, so that every file has one size. */
const results = [{ name: 'number', length: 1, lo: 1_000, hi: 9_000, step: 1 }];

const misbehave = (mode: Mode): string => `
function misbehave(deed) {
  if (deed === 'throw') throw new Error('${secret}');
  const kept = [];
  if (deed === 'allocate') for (let at = 0; at < 40; at++) kept.push(new Float64Array(65_536).fill(at));
  let sum = kept.length;
  if (deed === 'sleep') for (let turn = 0; turn < ${turns[mode]}; turn++) sum += turn % 7;
  return sum;
}`;

const seesRows = `export default function main(input, output) {
  output.number[0] = 5_000;
  if (input.columns.amount.includes(${secret})) misbehave(input.parameters.deed);
}`;

const texts: Readonly<Record<Mode, string>> = {
  map: `export function map(unit, state, out) {
    out[0] = 1;
    if (unit.values[unit.at.amount] === ${secret}) misbehave(unit.parameters.deed);
  }
  export function update(state, sums, iteration, next) { next[0] = sums[0]; }
  export function finish(state, output) { output.number[0] = state[0]; }`,
  blocks: seesRows,
  rows: seesRows,
  // Of the cells only: the total is odd where the one odd amount is there.
  tables: `export default function main(input, output) {
    output.rows[0] = 1;
    output.number[0] = 5_000;
    if (input.columns.total[0] % 2 === 1) misbehave(input.parameters.deed);
  }`,
};

const declared = {
  map: { mode: 'map', vector: { length: 1, clip: 1 }, state: { length: 1 }, iterations: 1, unitMillis: 1_000, results },
  blocks: { mode: 'blocks', count: 20, callMillis: 1_000, results },
  rows: { mode: 'rows', callMillis: 1_500, results },
  tables: {
    mode: 'tables',
    table: { columns: [{ kind: 'number', name: 'number' }], maxRows: mostRows },
    callMillis: 1_500,
  },
} as const satisfies { readonly [M in Mode]: unknown };

/** @returns what is ordered, for each world; parameters: `deed`, and `trial`, which only makes runs differ */
export async function contentOf(mode: Mode): Promise<(world: Which) => ProgramContent> {
  const text = `${misbehave(mode)}\n${texts[mode]}`;
  const script = await packed(text, declared[mode] as unknown as Declared<Mode>);
  const columns = mode === 'tables' ? 'sum(amount) AS total' : 'amount';
  const noisy = mode === 'map' || mode === 'blocks';
  return (world) => ({
    title: 'test',
    queries: [{ name: 'q', sql: `SELECT ${columns} FROM people WHERE world = '${world}'` }],
    script,
    ...(noisy && { lane: 'private', privacy: { epsilon: 4 } }),
    parameters: [
      { name: 'deed', values: [...deeds] },
      { name: 'trial', values: [1, 2, 3] },
    ],
    outputs: [{ name: 'q', kind: 'table' }],
  });
}
