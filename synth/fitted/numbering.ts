/**
 * The values that a modelled column may take, numbered from 0: those that level 0 draws from too, so that no value outside the public
 * domain can appear. Rows are drawn and repaired as numbers; SQL turns them into values at the end.
 */
import type { Column } from '#policies/catalog/entry.ts';
import type { Cells } from '#policies/simulation/attribute.ts';
import { stepOf } from '#policies/simulation/cells-of.ts';
import { valuesOf } from '../column-values.ts';
import { gridOf, lattice } from '../lattice.ts';
import type { Sql } from '../sql.ts';
import { moments } from '../value-set.ts';
import { labelled } from './labels.ts';

export interface Numbering {
  readonly size: number;
  /** SQL of the value with that number. */
  at(index: Sql): Sql;
  /** What may be compared, added up and counted in days: the number itself, seconds since 1970; of labels, their place. */
  measure(number: number): number;
  /** The number of the highest measure that is not above, or the first number where all are. */
  near(measure: number): number;
  /** The number of a value of the catalog, where it has one. */
  find(value: string | number): number | undefined;
  /** The numbers of measures from `from` to before `to`, or to `to` itself; the nearest one where there are none. */
  span(from: number, to: number, closed: boolean): Span;
}

export interface Span {
  readonly first: number;
  readonly count: number;
}

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
  const find = (value: string | number): number => Number(value);
  return { ...grid({ start: lo, step, size }, find), at: lattice(column.type, range, 'even').at };
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
  const find = (value: string | number): number => secondsOf(String(value));
  return { ...grid({ start: secondsOf(lo), step, size: set.size }, find), at: own.at };
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

function grid(
  { start, step, size }: { start: number; step: number; size: number },
  parse: (value: string | number) => number,
): Omit<Numbering, 'at'> {
  const inside = (number: number): number => Math.max(0, Math.min(size - 1, number));
  // Steps such as 0.01 are not exact, the less so the more there are: what is within a thousandth of a step counts as on it.
  const slack = 1e-3;
  const place = (measure: number): number => (measure - start) / step;
  return {
    size,
    measure: (number) => start + number * step,
    near: (measure) => inside(Math.floor(place(measure) + slack)),
    find(value) {
      const number = Math.round(place(parse(value)));
      return number >= 0 && number < size && Math.abs(number - place(parse(value))) <= slack ? number : undefined;
    },
    span(from, to, closed) {
      const first = Math.max(0, Math.ceil(place(from) - slack));
      const end = closed ? Math.floor(place(to) + slack) + 1 : Math.ceil(place(to) - slack);
      const count = Math.min(size, end) - first;
      return count > 0 ? { first, count } : { first: inside(Math.round(place(from))), count: 1 };
    },
  };
}
