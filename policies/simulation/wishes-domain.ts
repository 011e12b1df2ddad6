/**
 * What is left of a column's domain when only some values are accepted. The catalog's domain is the outer bound; a column that
 * declares none takes any value of its type.
 */
import type { Column, Domain } from '../catalog/entry.ts';
import { accept, refuse, type Outcome } from '../refusal.ts';
import type { Accepted } from './wishes.ts';
import { endsOf, inDomain, isBetween, rangeDomain } from './wishes-range.ts';
import { comparable, orderOf, written, type Comparable, type WishedValue } from './wishes-values.ts';

/** `null`: NULL alone. Else values of `domain` (absent: of any the column has), beginning with `prefix`. */
export interface Narrowed {
  readonly kind: 'null' | 'some';
  readonly domain?: Domain;
  readonly prefix?: string;
  /** Accepted values that the catalog's domain does not hold. */
  readonly outside: readonly string[];
}

/**
 * For every column and list of conditions, returns the values that meet all of them. Refuses E_INPUT with words that go on after a place:
 * a constant of another type, a prefix of what is no text, values of a direct identifier, or nothing left.
 */
export function narrow(column: Column, accepts: readonly Accepted[]): Outcome<Narrowed> {
  const wantsNull = accepts.some(({ kind }) => kind === 'null');
  if (wantsNull) return narrowToNull(column, accepts);
  const drawing = accepts.filter(({ kind }) => kind !== 'present');
  if (drawing.length === 0) return accept({ kind: 'some', outside: [] });
  if (column.tag === 'direct') return refuse('E_INPUT', 'must not be an identifier; identifiers are made up');
  const wrong = drawing.flatMap((item) => misread(column, item));
  if (wrong.length > 0) return refuse('E_INPUT', `must be of type ${column.type}; got ${wrong[0]}`);
  return narrowValues(column, drawing);
}

function narrowToNull(column: Column, accepts: readonly Accepted[]): Outcome<Narrowed> {
  if (!column.nullable) return refuse('E_INPUT', 'must be a column that may be NULL');
  if (accepts.some(({ kind }) => kind !== 'null'))
    return refuse('E_INPUT', 'conditions must not contradict each other');
  return accept({ kind: 'null', outside: [] });
}

/** The constants that are none of the column's type. */
function misread(column: Column, item: Accepted): readonly string[] {
  if (item.kind === 'prefix') return orderOf(column) === 'text' && column.type === 'VARCHAR' ? [] : [`'${item.text}…'`];
  const constants: readonly WishedValue[] =
    item.kind === 'values'
      ? item.values
      : item.kind === 'range'
        ? [item.lo, item.hi].flatMap((end) => (end ? [end.value] : []))
        : [];
  return constants.filter((value) => comparable(column, value) === undefined).map(String);
}

function narrowValues(column: Column, accepts: readonly Accepted[]): Outcome<Narrowed> {
  const listed = accepts.flatMap((item) => (item.kind === 'values' ? [item.values] : []))[0];
  const outside = accepts.flatMap((item) =>
    item.kind === 'values' ? item.values.filter((value) => !inDomain(column, value)) : [],
  );
  const more = { outside: [...new Set(outside.map(String))] };
  const candidates = candidatesOf(column, listed);
  if (candidates !== undefined) {
    const kept = candidates.filter(({ value }) => accepts.every((item) => meets(column, item, value)));
    if (kept.length > 0) return accept({ kind: 'some', domain: codes(column, kept), ...more });
    return refuse(
      'E_INPUT',
      `must hold a value of the domain; got ${outside.length > 0 ? outside.join(', ') : 'none'}`,
    );
  }
  const prefix = accepts.flatMap((item) => (item.kind === 'prefix' ? [item.text] : [])).toSorted(longest)[0];
  if (orderOf(column) === 'text') {
    if (prefix === undefined) return refuse('E_INPUT', 'must have a code list, as ranges of text need one');
    if (accepts.every((item) => meets(column, item, prefix))) return accept({ kind: 'some', prefix, ...more });
    return refuse('E_INPUT', 'conditions must not contradict each other');
  }
  const domain = rangeDomain(column, accepts);
  if (domain === undefined) return refuse('E_INPUT', 'must hold a value of the domain; got none');
  return accept({ kind: 'some', domain, ...more });
}

const longest = (a: string, b: string): number => b.length - a.length;

interface Candidate {
  readonly value: Comparable;
  readonly weight?: number;
}

/** The values one by one: a code list, two truth values, or what is listed and in the domain. */
function candidatesOf(column: Column, listed: readonly WishedValue[] | undefined): readonly Candidate[] | undefined {
  const { domain, type } = column;
  if (domain?.kind === 'codes') {
    return domain.values.flatMap((code, index) => {
      const value = comparable(column, code);
      const weight = domain.weights?.[index];
      return value === undefined ? [] : [{ value, ...(weight !== undefined && { weight }) }];
    });
  }
  if (type === 'BOOLEAN') return [{ value: 'false' }, { value: 'true' }];
  return listed
    ?.filter((value) => inDomain(column, value))
    .flatMap((given) => {
      const value = comparable(column, given);
      return value === undefined ? [] : [{ value }];
    });
}

/** Weights stay, unless nobody would be drawn by them. */
function codes(column: Column, kept: readonly Candidate[]): Domain {
  const values = kept.map(({ value }) => written(column, value));
  const weights = kept.map(({ weight }) => weight ?? 1);
  return weights.some((weight) => weight > 0) ? { kind: 'codes', values, weights } : { kind: 'codes', values };
}

function meets(column: Column, item: Accepted, value: Comparable): boolean {
  switch (item.kind) {
    case 'null':
      return false;
    case 'present':
      return true;
    case 'prefix':
      return String(value).startsWith(item.text);
    case 'values':
      return item.values.some((other) => comparable(column, other) === value);
    case 'range':
      return isBetween(value, endsOf(column, item));
  }
}
