/**
 * One call of a program: on rows, or on public numbers. The program writes ordinary arrays; when it has returned they are copied to memory that
 * it could not reach, and what it returned is dropped.
 *
 * @see programs.md §D.3(2)–(4)
 */
import type { Layout } from '../../guest.ts';
import type { Exports } from './guard.ts';
import type { Journal } from './journal.ts';
import { seeded } from './random.ts';
import type { StartMain, StartPublic } from './start.ts';

interface Call<Setup> {
  readonly setup: Setup;
  readonly journal: Journal;
  readonly compile: () => Exports;
  readonly data: ArrayBufferLike | undefined;
  /** A number that says whether the call succeeded, then all numbers of the layout. */
  readonly hidden: ArrayBufferLike | undefined;
}

type Main = (input: unknown, output: unknown) => unknown;

/** Calls `main`, the default export. */
export function callMain({ setup, journal, compile, data, hidden }: Call<StartMain>): void {
  const { rows, parameters, seed } = setup;
  const columns: Record<string, Float64Array> = {};
  const levels: Record<string, readonly string[]> = {};
  setup.columns.forEach((column, at) => {
    columns[column.name] = new Float64Array(data ?? new ArrayBuffer(0), at * rows * 8, rows);
    if (column.levels) levels[column.name] = column.levels;
  });
  const output = outputOf(setup.layout);
  const input = { count: rows, columns, levels, parameters, random: seeded(seed) };
  attempt(journal, hidden, output, () => {
    const program = compile();
    const main = (program.default ?? program.main) as Main;
    main(input, output.given);
  });
}

/** Calls `update(state, sums, iteration, next)`, where `next` begins as the state, or `finish(state, output)`. */
export function callPublic({ setup, journal, compile, data, hidden }: Call<StartPublic>): void {
  const numbers = new Float64Array(data ?? new ArrayBuffer(0));
  const state = numbers.slice(0, setup.state);
  const sums = numbers.slice(setup.state, setup.state + setup.sums);
  const output = outputOf(setup.layout);
  attempt(journal, hidden, output, () => {
    const program = compile();
    if (setup.call === 'finish') return void (program.finish as Main)(state, output.given);
    const next = output.arrays[0];
    if (next?.length === state.length) next.set(state);
    (program.update as (...values: readonly unknown[]) => unknown)(state, sums, setup.iteration, next);
  });
}

interface Output {
  /** What the program sees. It may put other arrays in their place; ours are read. */
  readonly given: Record<string, Float64Array>;
  readonly arrays: readonly Float64Array[];
}

function outputOf(layout: Layout): Output {
  const arrays = layout.map(({ length }) => new Float64Array(length).fill(Number.NaN));
  return { given: Object.fromEntries(layout.map(({ name }, at) => [name, arrays[at] as Float64Array])), arrays };
}

/** A program may change whatever it finds, so what is used after it is taken before it. */
function attempt(journal: Journal, hidden: ArrayBufferLike | undefined, { arrays }: Output, call: () => void): void {
  const { apply } = Reflect;
  const into = new Float64Array(hidden ?? new ArrayBuffer(8));
  // oxlint-disable-next-line typescript/unbound-method
  const { set } = Float64Array.prototype;
  const count = arrays.length;
  const starts = arrays.map((_, at) => arrays.slice(0, at).reduce((sum, { length }) => sum + length, 1));
  if (!succeeds(journal, call)) return;
  for (let at = 0; at < count; at++) apply(set, into, [arrays[at], starts[at]]);
  into[0] = 1;
}

/** Outside simulation data the error is not even bound: to look at one may run the program's code. */
function succeeds(journal: Journal, call: () => void): boolean {
  if (!journal.isOpen) {
    try {
      call();
      return true;
    } catch {
      return false;
    }
  }
  try {
    call();
    return true;
  } catch (error) {
    journal.fail(error);
    return false;
  }
}
