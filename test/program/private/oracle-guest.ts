/**
 * A guest as plain as can be, in this process: the bundle anew for every call and every unit, sums added one by one. It judges the real one, and it
 * runs the programs whose number matters more than their malice. A program that calls `hang()` is killed there.
 */
import { createContext, runInContext, runInThisContext } from 'node:vm';
import type { Guest, GuestColumn, Layout, MapPass, PackedRows, Part, SegmentedRows } from '#sandbox/program/guest.ts';

export interface OracleProgram {
  readonly bundle: string;
  readonly columns: readonly GuestColumn[];
  readonly parameters?: Readonly<Record<string, string | number | boolean>>;
  /** A new realm for every call, for programs that leave marks; it takes a while. */
  readonly freshRealm?: boolean;
}

type Exports = Readonly<Record<string, (...values: readonly unknown[]) => unknown>>;
type Ran = 'ok' | 'threw' | 'killed';

export function oracleGuest({ bundle, columns, parameters = {}, freshRealm = false }: OracleProgram): Guest {
  const levels = Object.fromEntries(columns.map(({ name, levels: own = [] }) => [name, own]));
  const shared = () => structuredClone({ levels, parameters });
  let calls = 0;
  const run = (call: (program: Exports) => void): Ran => {
    calls += 1;
    let killed = false;
    const hang = (): never => {
      killed = true;
      throw new Error('killed');
    };
    try {
      const text = `(hang) => { "use strict";${bundle}\n;return program; }`;
      const realm = freshRealm ? createContext({}) : undefined;
      const make = (realm ? runInContext(text, realm) : runInThisContext(text)) as (hang: () => never) => Exports;
      call(make(hang));
      return killed ? 'killed' : 'ok';
    } catch {
      return killed ? 'killed' : 'threw';
    }
  };
  const evaluate = (rows: SegmentedRows, part: Part, layout: Layout): Float64Array | undefined => {
    const output = outputOf(layout);
    const seen = rowsOf(rows, part);
    const numbers = columns.map(({ name }, at) => [
      name,
      Float64Array.from(seen, (row) => rows.columns[at]?.[row] ?? 0),
    ]);
    const input = { count: seen.length, columns: Object.fromEntries(numbers), ...shared(), random: () => 0.5 };
    const ran = run((program) => (program['default'] ?? program['main'])?.(input, output.given));
    return ran === 'ok' ? output.read() : undefined;
  };
  return {
    evaluate: async (rows, parts, layout) => parts.map((part) => evaluate(rows, part, layout)),
    mapUnits: async (rows, pass) => {
      const sums = Array.from({ length: pass.length }, () => 0n);
      const killed = new Set(pass.skip);
      for (let unit = 0; unit + 1 < rows.offsets.length; unit++) {
        if (killed.has(unit)) continue;
        const out = new Float64Array(pass.length).fill(0);
        const seen = unitOf(rows, unit, columns);
        const ran = run((program) => program['map']?.({ ...seen, ...shared() }, pass.state.slice(), out));
        if (ran === 'killed') killed.add(unit);
        if (killed.size > pass.mostKilled) return { sums, killed, gaveUp: true };
        if (ran === 'ok') clipped(out, pass).forEach((step, at) => (sums[at] = (sums[at] ?? 0n) + step));
      }
      return { sums, killed, gaveUp: false };
    },
    compute: async (call, { state, sums, iteration }, layout) => {
      const output = outputOf(layout);
      const [next] = output.arrays;
      if (call === 'update') next?.set(state.slice(0, next.length));
      const ran = run((program) =>
        call === 'update'
          ? program['update']?.(state.slice(), sums.slice(), iteration, next)
          : program['finish']?.(state.slice(), output.given),
      );
      return ran === 'ok' ? output.read() : undefined;
    },
    report: () => ({ console: [], calls, failed: 0, millis: { median: 0, most: 0 }, peakHeapBytes: 0 }),
    [Symbol.dispose]: () => undefined,
  };
}

function rowsOf({ offsets }: SegmentedRows, part: Part): readonly number[] {
  const segmentOf = (row: number): number => offsets.findLastIndex((start) => start <= row);
  const all = Array.from({ length: offsets.at(-1) ?? 0 }, (_, row) => row);
  if (part.kind === 'all') return all;
  return all.filter((row) => (segmentOf(row) === part.segment) === (part.kind === 'only'));
}

function unitOf({ offsets, values, width }: PackedRows, unit: number, columns: readonly GuestColumn[]) {
  const [from = 0, to = 0] = [offsets[unit], offsets[unit + 1]];
  const at = Object.fromEntries(columns.map(({ name }, place) => [name, place]));
  return { values: values.slice(from * width, to * width), rows: to - from, width, at };
}

function outputOf(layout: Layout) {
  const arrays = layout.map(({ length }) => new Float64Array(length).fill(Number.NaN));
  const given = Object.fromEntries(layout.map(({ name }, at) => [name, arrays[at]]));
  return { arrays, given, read: () => Float64Array.from(arrays.flatMap((array) => [...array])) };
}

/** In whole steps of clip / 2²⁰, toward zero, never longer than 2²⁰; nothing where a number is none. */
export function clipped(vector: Float64Array, { clip }: Pick<MapPass, 'clip'>): readonly bigint[] {
  if (!vector.every(Number.isFinite)) return Array.from(vector, () => 0n);
  const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (largest === 0) return Array.from(vector, () => 0n);
  // Between −1 and 1, so that no square overflows.
  const direction = Array.from(vector, (value) => value / largest);
  const length = Math.hypot(...direction);
  const isLong = largest * length > clip;
  for (let steps = 2 ** 20; ; steps--) {
    const whole = Array.from(vector, (value, at) =>
      BigInt(Math.trunc(isLong ? ((direction[at] ?? 0) / length) * steps : (value / clip) * steps)),
    );
    if (squared(whole) <= 2n ** 40n) return whole;
  }
}

export function squared(vector: readonly bigint[]): bigint {
  return vector.reduce((sum, value) => sum + value * value, 0n);
}
