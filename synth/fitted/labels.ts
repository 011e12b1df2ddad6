/** The numbers of a code list. */
import type { Column } from '#policies/catalog/entry.ts';
import { type Sql, list, literal, pick } from '../sql.ts';
import type { Numbering } from './numbering.ts';

type Code = string | number | boolean;

/** @throws Error when a code is not in the public list of the column. */
export function labelled(column: Column, values: readonly Code[]): Numbering {
  requirePublic(column, values);
  // Months and years are compared as the numbers that they are.
  const measures = values.map((value, place) => (typeof value === 'number' ? value : place));
  const ascending = values.map((_, place) => place).toSorted((a, b) => (measures[a] ?? 0) - (measures[b] ?? 0));
  const places = new Map(values.map((value, place) => [String(value), place]));
  const near = (measure: number): number =>
    ascending.findLast((place) => (measures[place] ?? 0) <= measure) ?? ascending[0] ?? 0;
  return {
    size: values.length,
    at: (index) => pick(constants(values), index),
    measure: (number) => measures[number] ?? 0,
    near,
    find: (value) => places.get(String(value)),
    span(from, to, closed) {
      const first = ascending.find((place) => {
        const measure = measures[place] ?? 0;
        return measure >= from && (measure < to || (closed && measure === to));
      });
      return { first: first ?? near(from), count: 1 };
    },
  };
}

function requirePublic({ name, domain }: Column, values: readonly Code[]): void {
  if (domain?.kind !== 'codes') return;
  const known = new Set(domain.values.map(String));
  const foreign = values.find((value) => !known.has(String(value)));
  if (foreign !== undefined)
    throw new Error(`Cannot draw ${name}: codes must be in its public list; got ${String(foreign)}`);
}

function constants(values: readonly Code[]): Sql {
  const plain = values.filter((value) => typeof value !== 'boolean');
  if (plain.length === values.length) return list(plain);
  return `[${values.map((value) => (typeof value === 'boolean' ? String(value) : literal(value))).join(',')}]`;
}
