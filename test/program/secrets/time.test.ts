/**
 * One person's secret, and programs that sleep, allocate or throw where they see it: when a run answers, with what, and which files come of
 * it is the same whether the secret is there or not. That time is told apart where it is told, a control shows.
 *
 * @see programs.md §D.5; docs/decisions/032-programs.md, 035-private-failure-and-time.md
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ProgramContent } from '#policies/procedure/program-commands.ts';
import { runResult } from '#policies/procedure/run-commands.ts';
import { unwrap } from '#policies/refusal.ts';
import type { Receipt } from '#sandbox/operations.ts';
import { aColumn, openWorkshop } from '../worker/programs.ts';
import { permutationTest } from './permutation.ts';
import { contentOf, deeds, modes, mostRows, type Deed, type Mode } from './programs.ts';
import { secret, SecretWorlds, timed, worlds, type Timed, type Which } from './world.ts';

/** Eight runs at once are done in a third of it. */
const tick = 6_000;
/** How seldom the test may say of equal samples that they differ. */
const unlikely = 0.001;
/** How sure it must be of a difference that is there, on a machine that does much else. */
const seen = 0.01;

interface Asked {
  readonly mode: Mode;
  readonly deed: Deed;
  readonly world: Which;
}

interface Done extends Timed<Receipt>, Asked {
  readonly run: string;
}

let domain: SecretWorlds;
let contents: ReadonlyMap<Mode, (world: Which) => ProgramContent>;
/** The first run of each, and one that a busy machine did not make late. */
let done: readonly Done[];
let first: readonly Done[];
beforeAll(async () => {
  domain = await SecretWorlds.open(tick);
  contents = new Map(await Promise.all(modes.map(async (mode) => [mode, await contentOf(mode)] as const)));
  const waves = deeds.map((deed) => modes.flatMap((mode) => worlds.map((world) => ({ mode, world, deed }))));
  const all: Done[] = [];
  for (const wave of waves) all.push(...(await Promise.all(wave.map((asked) => run(asked, 1)))));
  first = all;
  const settled: Done[] = [];
  for (const one of all) settled.push(one.told.ok || isTold(one) ? one : await run(one, 2));
  done = settled;
}, 300_000);
afterAll(async () => domain[Symbol.asyncDispose]());

async function run({ mode, deed, world }: Asked, trial: number): Promise<Done> {
  const content = contents.get(mode)?.(world);
  if (!content) throw new Error(`no program of ${mode}`);
  const id = domain.nextRun();
  const parameters = [
    { name: 'deed', value: deed },
    { name: 'trial', value: trial },
  ];
  return { mode, deed, world, run: id, ...(await timed(() => domain.order(id, content, parameters))) };
}

/** Throwing shows where nothing makes it private: of released cells, and of rows. */
function isTold({ mode, deed, world }: Asked): boolean {
  return world === 'present' && throws({ mode, deed });
}

function throws({ mode, deed }: Pick<Asked, 'mode' | 'deed'>): boolean {
  return deed === 'throw' && (mode === 'rows' || mode === 'tables');
}

function pairs(): readonly (readonly [Done, Done])[] {
  return modes.flatMap((mode) =>
    deeds.map((deed) => {
      const of = (world: Which): Done => {
        const found = done.find((one) => one.mode === mode && one.deed === deed && one.world === world);
        if (!found) throw new Error(`no run of ${mode}`);
        return found;
      };
      return [of('present'), of('absent')] as const;
    }),
  );
}

function lateIn(world: Which): readonly number[] {
  return first.filter((one) => one.world === world).map(({ millis }) => millis - tick);
}

test('every run of a program answers at its tick, and the time tells neither who slept nor who threw', () => {
  expect(Math.min(...lateIn('present'), ...lateIn('absent'))).toBeGreaterThanOrEqual(0);
  expect(permutationTest(lateIn('present'), lateIn('absent'))).toBeGreaterThan(unlikely);
});

test('the same comparison sees the secret where the answer is not held: a call of the same program by itself', async () => {
  await using workshop = await openWorkshop();
  const bundle = contents.get('blocks')?.('present').script?.bundle ?? '';
  const asked = { bundle, mode: 'blocks', columns: [{ name: 'amount' }], parameters: { deed: 'sleep' } } as const;
  using guest = await workshop.open({ ...asked, callMillis: 5_000 });
  const layout = [{ name: 'number', length: 1 }];
  const took = async (amount: number): Promise<number> => {
    const begun = performance.now();
    await guest.evaluate(aColumn([1, amount, 2]), [{ kind: 'only', segment: 0 }], layout);
    return performance.now() - begun;
  };
  const [present, absent]: [number[], number[]] = [[], []];
  for (let turn = 0; turn < 8; turn++) {
    present.push(await took(secret));
    absent.push(await took(3));
  }
  expect(permutationTest(present, absent)).toBeLessThan(seen);
});

/** What can be read of an answer but its names: every field, every length, every number of a fixed meaning. */
function shapeOf(value: unknown): unknown {
  if (typeof value === 'string') return /^[0-9a-f]{64}$/.test(value) ? 'a hash' : value;
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, key === 'seq' ? 'a number of the ledger' : shapeOf(part)]),
  );
}

test('receipts have the same fields and figures with the secret and without it, in every mode', () => {
  for (const [present, absent] of pairs()) {
    if (throws(present)) continue;
    const [one, other] = [present, absent].map(({ told }) => shapeOf(unwrap(told)));
    expect([present.mode, present.deed, one]).toEqual([absent.mode, absent.deed, other]);
    // What the record holds of a run, and its vendor reads, is the receipt and nothing else.
    expect(runResult.parse(unwrap(present.told))).toEqual(unwrap(present.told));
  }
});

test('a receipt does not tell how many rows a program made of the cells, only how many it may', () => {
  const ofTables = done.filter(({ mode, told }) => mode === 'tables' && told.ok).map(({ told }) => unwrap(told).rows);
  expect([ofTables.length > 0, ...new Set(ofTables)]).toEqual([true, mostRows]);
});

test('a program that throws over rows or cells fails with one text at the tick, and this one bit is all', () => {
  for (const [present, absent] of pairs()) {
    if (!throws(present)) continue;
    expect(present.told).toEqual({ ok: false, refusals: [{ code: 'E_EXEC', detail: 'Cannot complete the run' }] });
    expect(absent.told.ok).toBe(true);
  }
});

function sizesOf(files: ReadonlyMap<string, string> = new Map()): readonly (readonly [string, number])[] {
  return [...files].map(([name, { length }]) => [name, length]);
}

test('released files are as many and as large with the secret as without it, and the same where there is no noise', async () => {
  for (const [present, absent] of pairs().filter(([{ deed }]) => deed === 'sleep')) {
    const [one, other] = await Promise.all(
      [present, absent].map(async ({ run: id, told }) => domain.release(id, unwrap(told))),
    );
    expect([present.mode, sizesOf(one)]).toEqual([absent.mode, sizesOf(other)]);
    if (present.mode === 'rows' || present.mode === 'tables') expect(one).toEqual(other);
  }
});
