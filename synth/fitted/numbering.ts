/**
 * The values that a modelled column may take, numbered from 0: those that level 0 draws from too, so that no value outside the public
 * domain can appear. Rows are drawn and repaired as numbers; SQL turns them into values at the end.
 */
import type { Sql } from '../sql.ts';

export interface Numbering {
  readonly size: number;
  /** SQL of the value with that number. */
  readonly at: (index: Sql) => Sql;
  /** What may be compared, added up and counted in days: the number itself, seconds since 1970; of labels, their place. */
  readonly measure: (number: number) => number;
  /** The number of the highest measure that is not above, or the first number where all are. */
  readonly near: (measure: number) => number;
  /** The number of a value of the catalog, where it has one. */
  readonly find: (value: string | number) => number | undefined;
  /** The numbers of measures from `from` to before `to`, or to `to` itself; the nearest one where there are none. */
  readonly span: (from: number, to: number, closed: boolean) => Span;
}

export interface Span {
  readonly first: number;
  readonly count: number;
}

/** Numbers at equal steps. */
export interface Grid {
  readonly start: number;
  readonly step: number;
  readonly size: number;
}

/** The numbering of a grid, without its SQL. `parse` makes a measure of a value of the catalog. */
export function grid({ start, step, size }: Grid, parse: (value: string | number) => number): Omit<Numbering, 'at'> {
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
