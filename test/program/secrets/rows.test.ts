/**
 * Mode `rows` in the real worker: programs that write one person's bit into whatever a program can write. What leaves is the same for both
 * values of the bit, or nothing leaves. And the attack that the rule admits, measured.
 *
 * @see programs.md decision 4; docs/decisions/033-stability.md
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepStableDigits, stabilityBlocks, type StableNumbers } from '#policies/program/stability.ts';
import type { Result } from '#policies/program/script.ts';
import type { Part } from '#sandbox/program/guest.ts';
import { aColumn, bundle, openWorkshop, type Workshop } from '../worker/programs.ts';
import { alphabetOf } from './cover.ts';

let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop();
});
afterAll(async () => workshop[Symbol.asyncDispose]());

const peopleOfBlock = 150;
const everybody = stabilityBlocks * peopleOfBlock;
/** Where the person is that a program is after; everybody else has less. */
const planted = 70_000;

/** One person in block 7 with a secret, 2999 without. */
function blocksWith(secret: number): readonly (readonly number[])[] {
  return Array.from({ length: stabilityBlocks }, (_, block) =>
    Array.from({ length: peopleOfBlock }, (_person, at) =>
      block === 7 && at === 70 ? planted + secret : ((block * peopleOfBlock + at) * 7919) % 60_000,
    ),
  );
}

const parts: readonly Part[] = [
  { kind: 'all' },
  ...Array.from({ length: stabilityBlocks }, (_, segment): Part => ({ kind: 'without', segment })),
];

/** As a real run makes them; undefined where a call failed, and then the run does. */
async function release(main: string, results: readonly Result[], secret: number): Promise<StableNumbers | undefined> {
  using guest = await workshop.open({
    bundle: bundle({ default: main }),
    columns: [{ name: 'amount' }],
    callMillis: 150,
  });
  const runs = await guest.evaluate(aColumn(...blocksWith(secret)), parts, results);
  const [all, ...without] = runs.filter((run) => run !== undefined);
  return all && without.length === stabilityBlocks ? keepStableDigits(results, { all, without }) : undefined;
}

const result: Result = { name: 'numbers', length: 5, lo: -1_000, hi: 1_000, step: 0.001 };

/** `bit` is the person's, undefined where it is not among the rows. */
const program = (body: string): string => `(input, output) => {
  const amount = input.columns.amount.find((one) => one >= ${planted});
  const bit = amount === undefined ? undefined : amount - ${planted};
  const out = output.numbers;
  out.fill(5);
  ${body}
}`;

test.each([
  ['a coefficient', 'if (bit !== undefined) out[0] = bit === 1 ? 700 : -700;'],
  ['a far digit', 'if (bit !== undefined) out[0] += bit === 1 ? 1e-9 : -1e-9;'],
  ['the side of a rounding boundary', 'out[0] = 5.0005; if (bit !== undefined) out[0] += bit === 1 ? 1e-9 : -1e-9;'],
  ['an order', 'if (bit === 1) out.set([1, 2]); else out.set([2, 1]);'],
  [
    'the payload of a NaN',
    'new Uint32Array(out.buffer, out.byteOffset, 2).set(bit === 1 ? [0xdeadbeef, 0x7ff80001] : [0x1234, 0xfff80002]);',
  ],
  ['a gap', 'if (bit === 1) out[0] = NaN;'],
  ['what is no gap', 'out[0] = bit === 1 ? 3 : NaN;'],
  ['how many numbers there are', 'out.fill(NaN); for (let at = 0; at < (bit === 1 ? 5 : 4); at++) out[at] = 1;'],
  ['an infinity', 'if (bit !== undefined) out[0] = bit === 1 ? Infinity : -Infinity;'],
  ['a negative zero', 'out[0] = bit === 1 ? -0 : 0;'],
  ['an error', `if (bit === 1) throw new Error('1');`],
  ['a late call', 'if (bit === 1) for (;;);'],
  ['the memory that it takes', 'const kept = []; while (bit === 1) kept.push(new Float64Array(1e6).fill(1));'],
])("DC-03: a real run loses one person's bit that a program writes into %s", async (_, body) => {
  const [zero, one] = [await release(program(body), [result], 0), await release(program(body), [result], 1)];
  const left = [zero, one].filter((found) => found !== undefined && found.finding.verdict !== 'fail');
  // Numbers leave for one value only, or they are the same for both: whether the whole result passes is the one bit that is told.
  const files = left.map((found) => JSON.stringify(found?.numbers));
  expect(new Set(files).size).toBeLessThanOrEqual(1);
  if (files.length === 2) expect([zero?.numbers, zero?.finding]).toEqual([one?.numbers, one?.finding]);
});

test.each<readonly [string, number, Result, number]>([
  ['4.7', 777.7777, { name: 'numbers', length: 1, lo: -1_000, hi: 1_000, step: 0.001 }, 26],
  ['5.7', 1_234_567_891.234_56, { name: 'numbers', length: 1, lo: -1e12, hi: 1e12, step: 1e-9 }, 53],
])(
  'the attack that decision 033 admits, a change made up for every block, gets %s bits out of each number',
  async (bits, base, declared, signs) => {
    const alphabet = [...alphabetOf(declared, base)];
    expect([alphabet.length, Math.log2(alphabet.length).toFixed(1)]).toEqual([signs, bits]);
    // Each number of the result says another sign, so that all are tried at once.
    const main = `(input, output) => {
      const signs = ${JSON.stringify(alphabet.map(([, sign]) => sign))};
      const amount = input.columns.amount.find((one) => one >= ${planted});
      for (let at = 0; at < signs.length; at++) {
        const { cover, shift } = signs[(at + (amount ?? 0)) % signs.length];
        const made = input.count === ${everybody} ? 0 : cover;
        output.numbers[at] = amount === undefined ? ${base} : ${base} + shift + made;
      }
    }`;
    for (const secret of [0, 17]) {
      const found = await release(main, [{ ...declared, length: signs }], secret);
      expect(found?.finding.checks).toContainEqual(expect.objectContaining({ name: 'program_block', verdict: 'pass' }));
      expect(found?.finding.verdict).not.toBe('fail');
      const read = found?.numbers.map((number) => alphabet.findIndex(([released]) => released === number));
      expect(read).toEqual(alphabet.map((_, at) => (at + planted + secret) % signs));
    }
  },
);
