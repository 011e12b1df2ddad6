/** Small tables as a fit reads them: rows as lists of cells, grouped by unit. */
import type { Attribute } from '#policies/simulation/attribute.ts';
import type { ModelledTable } from '#policies/simulation/fit-plan.ts';
import { weightScale, type Encoded } from '#sandbox/fit/encoded.ts';

export interface Toy {
  readonly sizes: readonly number[];
  /** Of each unit its rows. */
  readonly units: readonly (readonly (readonly number[])[])[];
  /** 1 where each unit has one row. */
  readonly scale?: number;
}

export function encodedOf({ sizes, units, scale = weightScale }: Toy): Encoded {
  const rows = units.flatMap((those, unit) => those.map((cells) => ({ cells, unit, of: those.length })));
  return {
    rows: rows.length,
    cells: sizes.map((_, at) => Uint16Array.from(rows, ({ cells }) => cells[at] ?? 0)),
    weights: Uint32Array.from(rows, ({ of }) => Math.floor(scale / of)),
    scale,
    units: Uint32Array.from(rows, ({ unit }) => unit),
  };
}

export function aCodes(name: string, size: number): Attribute {
  const values = Array.from({ length: size }, (_, at) => at);
  return { name, origin: { kind: 'own', column: name, part: 'whole' }, cells: { kind: 'codes', values, none: false } };
}

export function aNumber(name: string, size: number): Attribute {
  const edges = Array.from({ length: size + 1 }, (_, at) => at);
  return { name, origin: { kind: 'own', column: name, part: 'whole' }, cells: { kind: 'numbers', edges, none: false } };
}

export function aModel(sizes: readonly number[], more: Partial<ModelledTable> = {}): ModelledTable {
  return {
    table: 'toy',
    entry: 'toy',
    attributes: sizes.map((size, at) => aCodes(`a${at}`, size)),
    given: 0,
    rowsPerUnit: 1,
    volume: 100,
    impossible: [],
    ...more,
  };
}
