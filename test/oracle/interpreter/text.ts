/** Functions of text. Positions count characters (code points), not UTF-16 units. */
import { isNothing, nothing, strict, type Bound } from './bound.ts';
import { textOf } from './cast.ts';
import { bigint, boolean, text } from './sql-type.ts';
import { exact, type Present, type Value } from './value.ts';

type Texts = (...texts: string[]) => string | boolean | bigint;

/** A function of texts alone, NULL where one of them is. */
export function ofTexts(type: typeof text, of: Texts): (args: readonly Bound[]) => Bound {
  return (args) => strict(type, args, (...values) => of(...values.map(requireText)));
}

function requireText(value: Present): string {
  if (typeof value !== 'string') throw new Error('the interpreter takes only text here');
  return value;
}

export const characters = (value: string): string[] => Array.from(value);

export const length = ofTexts(bigint, (value = '') => BigInt(characters(value).length));

/** The first `count` characters; with a minus, all but the last. */
export function left(args: readonly Bound[]): Bound {
  return part(args, (all, count) => (count < 0 ? all.slice(0, Math.max(all.length + count, 0)) : all.slice(0, count)));
}

export function right(args: readonly Bound[]): Bound {
  return part(args, (all, count) =>
    count < 0 ? all.slice(Math.min(-count, all.length)) : all.slice(Math.max(all.length - count, 0)),
  );
}

/**
 * From 1; 0 is the place before the first character, and a minus counts from the end (not beyond the beginning).
 * A length below zero takes the characters before the place.
 */
export function substring(args: readonly Bound[]): Bound {
  return part(args, (all, from, count) => {
    const start = from > 0 ? from - 1 : from < 0 ? Math.max(all.length + from, 0) : -1;
    const end = count === undefined ? all.length : start + count;
    const [lo, hi] = [Math.min(start, end), Math.max(start, end)];
    return all.slice(Math.max(lo, 0), Math.max(hi, 0));
  });
}

type Part = (all: readonly string[], from: number, count: number | undefined) => readonly string[];

function part(args: readonly Bound[], of: Part): Bound {
  return strict(text, args, (value, from, count) =>
    of(characters(requireText(value)), numberOf(from) ?? 0, numberOf(count)).join(''),
  );
}

function numberOf(value: Present | undefined): number | undefined {
  return value === undefined ? undefined : Number(exact(value).digits);
}

/** NULL arguments are left out. */
export function concat(args: readonly Bound[]): Bound {
  return { type: text, value: (row) => args.map((arg) => textOrEmpty(arg.value(row))).join('') };
}

function textOrEmpty(value: Value): string {
  return value === null ? '' : textOf(value);
}

/** `||` is also for lists, so that of a constant that is NULL it does not know its type. */
export function joined(args: readonly Bound[]): Bound {
  return args.some(isNothing) ? nothing : strict(text, args, (...values): Value => values.map(textOf).join(''));
}

/** LIKE and its three relatives: `%` is any text, `_` one character. */
export function like({ negated, anyCase }: { negated: boolean; anyCase: boolean }): (args: readonly Bound[]) => Bound {
  const folded = (value: string): string[] => characters(anyCase ? value.toLowerCase() : value);
  return ofTexts(boolean, (value = '', pattern = '') => matches(folded(value), folded(pattern)) !== negated);
}

function matches(value: readonly string[], pattern: readonly string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return value.length === 0;
  if (first === '%') return value.concat('').some((_, at) => matches(value.slice(at), rest));
  const [head] = value;
  return head !== undefined && (first === '_' || first === head) && matches(value.slice(1), rest);
}
