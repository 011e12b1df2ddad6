/**
 * `map` for one unit after another: the bundle is run anew for each, on fresh copies, in a realm that is frozen, so that a vector depends on
 * its own unit only. The program reaches neither the rows of others nor where vectors and progress are written.
 *
 * @see programs.md finding 7, §D.3(6), §D.5
 */
import type { Exports } from './guard.ts';
import type { Journal } from './journal.ts';
import type { StartMap } from './start.ts';

export interface Units {
  readonly setup: StartMap;
  readonly journal: Journal;
  readonly compile: () => Exports;
  /** Rows, state, where vectors go, how many units of the span are finished. */
  readonly buffers: readonly ArrayBufferLike[];
  /** Taken before the realm was made safe. */
  readonly store: (into: Int32Array, at: number, value: number) => number;
}

type MapUnit = (unit: unknown, state: Float64Array, out: Float64Array) => unknown;

/** @returns runs units `from` to `to` − 1, writes their vectors from the beginning of the buffer on */
export function mapUnits({ setup, journal, compile, buffers, store }: Units): (from: number, to: number) => void {
  const [rows, first, into, finished] = buffers as readonly [
    ArrayBufferLike,
    ArrayBufferLike,
    ArrayBufferLike,
    ArrayBufferLike,
  ];
  const numbers = new Float64Array(rows, setup.places.numbers);
  const offsets = new Uint32Array(rows, setup.places.offsets, setup.places.units);
  const [initial, vectors, done] = [
    new Float64Array(first, setup.state),
    new Float64Array(into),
    new Int32Array(finished),
  ];
  const { length, parameters } = setup;
  const width = setup.columns.length;
  const { at, levels } = namesOf(setup);
  Object.freeze(parameters);
  const run = (unit: number, slot: number): void => {
    const [begin, end] = [offsets[unit] as number, offsets[unit + 1] as number];
    const values = numbers.slice(begin * width, end * width);
    const out = new Float64Array(length);
    const { map } = compile();
    (map as MapUnit)({ values, rows: end - begin, width, at, levels, parameters }, initial.slice(), out);
    vectors.set(out, slot * length);
  };
  const fail = (slot: number): void => void vectors.fill(0, slot * length, (slot + 1) * length);
  const step = journal.isOpen ? saying(run, fail, journal) : silent(run, fail);
  return (from, to) => {
    for (let unit = from; unit < to; unit++) {
      step(unit, unit - from);
      store(done, 0, unit + 1 - from);
    }
  };
}

type Run = (unit: number, slot: number) => void;
type Fail = (slot: number) => void;

/** A unit that throws has the zero vector; what it threw is not even bound. */
function silent(run: Run, fail: Fail): Run {
  return (unit, slot) => {
    try {
      run(unit, slot);
    } catch {
      fail(slot);
    }
  };
}

function saying(run: Run, fail: Fail, journal: Journal): Run {
  return (unit, slot) => {
    try {
      run(unit, slot);
    } catch (error) {
      fail(slot);
      journal.countFailed();
      journal.fail(error);
    }
  };
}

/** Names are public and the same for all units; frozen, they carry nothing. */
function namesOf({ columns }: StartMap) {
  const at: Record<string, number> = {};
  const levels: Record<string, readonly string[]> = {};
  columns.forEach((column, place) => {
    at[column.name] = place;
    if (column.levels) levels[column.name] = Object.freeze(column.levels);
  });
  return { at: Object.freeze(at), levels: Object.freeze(levels) };
}
