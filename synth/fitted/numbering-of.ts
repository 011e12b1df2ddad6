/** Which numbering a column has, by what the catalog declares of it. */
import type { Column } from '#policies/catalog/entry.ts';
import type { Cells } from '#policies/simulation/attribute.ts';
import { stepOf } from '#policies/simulation/cells-of.ts';
import { valuesOf } from '../column-values.ts';
import { gridOf, lattice } from '../lattice.ts';
import { moments } from '../value-set.ts';
import { labelled } from './labels.ts';
import { type Numbering, grid } from './numbering.ts';

/**
 * The numbers of the values of a column that is modelled with these cells.
 * @throws Error when a code is not in the public list of the column.
 */
export function numberingOf(column: Column, cells: Cells): Numbering {
  if (cells.kind === 'codes') return labelled(column, cells.values);
  if (column.domain?.kind === 'codes') return labelled(column, column.domain.values);
  if (isTimed(column)) return timed(column, cells);
  const range = rangeOf(column, cells);
  const { lo, step, size } = gridOf(column.type, range);
  const set = lattice(column.type, range, 'even');
  return { ...grid({ start: lo, step, size }, Number), at: (index) => set.at(index) };
}

function isTimed({ type, domain }: Column): boolean {
  return type === 'DATE' || type === 'TIMESTAMP' || domain?.kind === 'dates';
}

export const secondsPerDay = 86_400;

/** Seconds since 1970 at which a day begins. */
export function secondsOf(day: string): number {
  return Date.parse(day.includes('T') ? day : `${day.slice(0, 10)}T00:00:00Z`) / 1000;
}

/** Days, and moments at whole seconds. A column that writes its days as text or numbers does so by its domain. */
function timed(column: Column, cells: Cells): Numbering {
  const { lo, hi } = daysOf(column, cells);
  const step = column.type === 'TIMESTAMP' ? 1 : secondsPerDay;
  const set = moments({ lo, hi, step });
  const own = column.domain?.kind === 'dates' ? valuesOf(column) : set;
  if (own.kind !== 'numbered') throw new Error(`Cannot number ${column.name}: must have days; got identifiers`);
  return {
    ...grid({ start: secondsOf(lo), step, size: set.size }, (value) => secondsOf(String(value))),
    at: (index) => own.at(index),
  };
}

function daysOf({ name, domain }: Column, cells: Cells): { lo: string; hi: string } {
  if (domain?.kind === 'dates') return domain;
  if (cells.kind !== 'days') throw new Error(`Cannot number ${name}: must have a first and a last day; got neither`);
  return { lo: cells.start[0] ?? cells.end, hi: cells.end };
}

interface Range {
  readonly lo: number;
  readonly hi: number;
  readonly step?: number;
}

/** The declared range, or the bounds, in the declared steps where these can be counted. */
function rangeOf(column: Column, cells: Cells): Range {
  const { domain, bounds } = column;
  const step = stepOf(column);
  const [lo, hi] =
    domain?.kind === 'range'
      ? [domain.lo, domain.hi]
      : bounds !== undefined
        ? [Number(bounds.lo), Number(bounds.hi)]
        : endsOf(column, cells);
  return step === undefined || (hi - lo) / step > Number.MAX_SAFE_INTEGER ? { lo, hi } : { lo, hi, step };
}

function endsOf({ name }: Column, cells: Cells): readonly [number, number] {
  if (cells.kind === 'count') return [0, cells.max];
  if (cells.kind !== 'numbers') throw new Error(`Cannot number ${name}: must have a range; got ${cells.kind}`);
  return [cells.edges[0] ?? 0, cells.edges.at(-1) ?? 0];
}
