/** People and their rows, as the two forms in which programs read them, with and without one person. */
import * as fc from 'fast-check';
import type { PackedRows, SegmentedRows } from '#sandbox/program/guest.ts';

/** One person: a block that is theirs, and the one column of their rows. */
export interface Person {
  readonly block: number;
  readonly rows: readonly number[];
}

export const blocks = 10;

/** Thirteen is the secret that attacks look for. */
const value = fc.oneof(fc.constant(13), fc.integer({ min: -3, max: 3 }), fc.constantFrom(Number.NaN, 1e300, -0));

export const people = fc.array(
  fc.record({ block: fc.nat(blocks - 1), rows: fc.array(value, { minLength: 1, maxLength: 4 }) }),
  { minLength: 1, maxLength: 12 },
);

export function packed(persons: readonly Person[]): PackedRows {
  const starts = persons.map((_, at) => persons.slice(0, at).reduce((sum, { rows }) => sum + rows.length, 0));
  const all = persons.flatMap(({ rows }) => [...rows]);
  return { width: 1, values: Float64Array.from(all), offsets: Uint32Array.from([...starts, all.length]) };
}

export function segmented(persons: readonly Person[], count = blocks): SegmentedRows {
  const parts = Array.from({ length: count }, (_, block) =>
    persons.filter((person) => person.block === block).flatMap(({ rows }) => [...rows]),
  );
  const offsets = parts.map((_, at) => parts.slice(0, at).reduce((sum, part) => sum + part.length, 0));
  const all = parts.flat();
  return { columns: [Float64Array.from(all)], offsets: Uint32Array.from([...offsets, all.length]) };
}

export function without<T>(all: readonly T[], place: number): readonly T[] {
  return all.filter((_, at) => at !== place);
}
