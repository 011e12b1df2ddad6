/** Made-up people with attributes, and releases over them as the guard holds them: counts by some attributes, of those whom a condition keeps. */
import type { Vector } from '#policies/disclosure/history-vectors.ts';
import { mix } from '#policies/disclosure/history/atoms.ts';
import {
  membershipOf,
  type KnownCell,
  type KnownRelease,
  type KnownTable,
} from '#policies/disclosure/history/membership.ts';
import { idSpace, unitCount } from '#policies/units.ts';

export interface Population {
  readonly units: number;
  /** By attribute, then by unit. */
  readonly attributes: readonly Uint8Array[];
  readonly levels: readonly number[];
}

/** Attributes are independent and evenly spread, the same for the same seed. */
export function aPopulation(units: number, levels: readonly number[], seed = 1): Population {
  const attributes = levels.map((count, attribute) =>
    Uint8Array.from({ length: units }, (_, unit) => mix(unit, seed * 1009 + attribute * 31) % count),
  );
  return { units, attributes, levels };
}

export const count: Vector = { measure: 0, kind: 'count', value: [], condition: [] };

export interface Asked {
  readonly run: string;
  readonly by: readonly number[];
  readonly where?: (unit: number) => boolean;
  /** Default: the cells of fewer than k units. */
  readonly hide?: (units: number, cell: number) => boolean;
  readonly k?: number;
  /** Rows of each unit; default 1. */
  readonly rows?: (unit: number) => number;
  readonly vectors?: readonly Vector[];
  readonly plan?: string;
}

/** A released table of counts. */
export function aRelease(population: Population, asked: Asked): KnownRelease {
  const { run, by, where = () => true, k = 10, vectors = [count], plan = run } = asked;
  const unit: number[] = [];
  const cell: number[] = [];
  for (let u = 0; u < population.units; u += 1) {
    if (!where(u)) continue;
    unit.push(u);
    cell.push(by.reduce((at, a) => at * (population.levels[a] ?? 1) + (population.attributes[a]?.[u] ?? 0), 0));
  }
  const size = by.reduce((product, a) => product * (population.levels[a] ?? 1), 1);
  const sizes = new Int32Array(size);
  for (const c of cell) sizes[c] = (sizes[c] ?? 0) + 1;
  const hide = asked.hide ?? ((units: number): boolean => units < k);
  const rows = Uint32Array.from(unit, asked.rows ?? (() => 1));
  const cells = Array.from(sizes, (units, at): KnownCell => {
    const shown = units > 0 && !hide(units, at);
    return {
      label: `cell ${at + 1}`,
      shown,
      units,
      shows: vectors.map(() => shown),
      contributors: vectors.map(() => (shown ? units : 0)),
    };
  });
  const entries = {
    unit: Int32Array.from(unit),
    cell: Int32Array.from(cell),
    rows,
    contributions: vectors.map(() => rows),
  };
  const table: KnownTable = { grouping: 0, cells, isSum: false, members: membershipOf(entries, population.units) };
  return { run, column: 0, space: idSpace('person'), k: unitCount(k), plan, vectors, tables: [table] };
}
