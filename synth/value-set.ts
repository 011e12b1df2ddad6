/**
 * The set of values a column may take, as a numbered list: `at(index)` is the value with that number, and different numbers
 * give different values. Ordinary columns draw a number from a hash; key columns count through the numbers.
 */
import type { IdentityKind } from './identities.ts';
import type { IdentityFacts } from './identities/identity.ts';
import { hashRange } from './hash.ts';
import { type Sql, list, literal, pick } from './sql.ts';

/**
 * How often low and high numbers are drawn. `weights` says it for each number; of a set that repeats them with `size` / `weights.length`
 * other things, e.g. surnames with given names, for each of the first numbers.
 */
export type Shape = 'even' | 'low' | 'middle' | { readonly weights: readonly number[] };

/** Which numbers a key uses when it needs fewer than there are: both ends, a scatter, or the first ones. */
export type KeyOrder = 'ends' | 'scatter' | 'first';

export interface NumberedSet {
  readonly kind: 'numbered';
  readonly size: number;
  readonly shape: Shape;
  readonly keyOrder: KeyOrder;
  /** How many sub-selects must lie below `at`, where it names other columns of the row. */
  readonly level?: number;
  at(index: Sql): Sql;
}

/** Identifiers with check characters. */
interface IdentitySet {
  readonly kind: 'identity';
  readonly identity: IdentityKind;
  readonly size: number;
  /** What other columns of the row say of the same person or firm. */
  readonly facts?: IdentityFacts;
}

/** Tokens that look like nothing: the hash of the number itself, which is one to one. */
interface TokenSet {
  readonly kind: 'token';
  readonly size: number;
  at(index: Sql, seed: number): Sql;
}

export type ValueSet = NumberedSet | IdentitySet | TokenSet;

export function numbered(size: number, at: (index: Sql) => Sql, more: Partial<NumberedSet> = {}): NumberedSet {
  return { kind: 'numbered', size, shape: 'even', keyOrder: 'ends', at, ...more };
}

/** A list of constants. `weights` says how often each is drawn, and is ignored in keys. */
export function listed(values: readonly (string | number)[], weights?: readonly number[]): NumberedSet {
  if (values.length === 0) throw new Error('Cannot draw from a code list: must have values; got none');
  const constant = list(values);
  const shape = weights === undefined ? 'even' : { weights };
  return numbered(values.length, (index) => pick(constant, index), { shape });
}

/** Days, or moments `step` seconds apart, from `lo` to the end of `hi`. */
export function moments({ lo, hi, step }: { lo: string; hi: string; step: number }): NumberedSet {
  const first = Date.parse(lo.includes('T') ? lo : `${lo.slice(0, 10)}T00:00:00Z`);
  const last = Date.parse(hi.includes('T') ? hi : `${hi.slice(0, 10)}T23:59:59Z`);
  if (!(first <= last)) throw new Error(`Cannot draw dates: must be from early to late; got ${lo} to ${hi}`);
  const size = Math.floor((last - first) / 1000 / step) + 1;
  const origin = literal(new Date(first).toISOString().slice(0, 19).replace('T', ' '));
  return numbered(size, (index) => `TIMESTAMP ${origin} + to_seconds(CAST((${index}) * ${step} AS BIGINT))`);
}

/** Words from several lists, one after the other; the last list changes slowest. */
export function composed(parts: readonly (readonly string[] | Sql)[]): NumberedSet {
  const size = parts.reduce((product, part) => (typeof part === 'string' ? product : product * part.length), 1);
  return numbered(
    size,
    (index) => {
      let stride = 1;
      const pieces = parts.map((part) => {
        if (typeof part === 'string') return part;
        const piece = pick(list(part), `((${index}) // ${stride}) % ${part.length}`);
        stride *= part.length;
        return piece;
      });
      return `concat(${pieces.join(', ')})`;
    },
    { keyOrder: 'scatter' },
  );
}

/** SQL of a number of the set, drawn from a hash below 2^32. */
export function drawNumber({ size, shape }: NumberedSet, hash: Sql): Sql {
  if (typeof shape === 'object') return weighted(shape.weights, { size, hash });
  if (shape === 'even' && size <= hashRange) return `${hash} % ${size}`;
  return `CAST(floor(${fraction[shape](hash)} * ${size}) AS BIGINT)`;
}

/** A fraction from 0 to below 1. Only multiplications, so that it is the same on every machine. */
const fraction = {
  even: (hash: Sql) => `(${hash} / 4294967296.0::DOUBLE)`,
  low: (hash: Sql) => `(${fraction.even(hash)} * ${fraction.even(hash)} * ${fraction.even(hash)})`,
  middle: (hash: Sql) => `(((${hash} & 1023) + ((${hash} >> 10) & 1023) + ((${hash} >> 20) & 1023)) / 3070.0::DOUBLE)`,
} as const;

/** By weight among the first numbers; by the rest of the hash among their repetitions. */
function weighted(weights: readonly number[], { size, hash }: { size: number; hash: Sql }): Sql {
  const slots = slotsOf(weights);
  const first = pick(list(slots), `${hash} % ${slots.length}`);
  const repetitions = size / weights.length;
  if (repetitions === 1) return first;
  return `${first} + ${weights.length} * (${hash} // ${slots.length} % ${repetitions})`;
}

/**
 * Each number as often as its weight asks. Exactly so where few slots are enough, for long lists are slow; else as near to its share as the
 * slots allow, and at least once when its weight is above zero.
 */
function slotsOf(weights: readonly number[]): readonly number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0)) throw new Error('Cannot draw by weight: must have a weight above 0; got none');
  const unit = weights.every(Number.isInteger) ? weights.reduce(divisor) : 0;
  const isExact = unit > 0 && total / unit <= fewSlots;
  const slots = Math.max(fewSlots, 4 * weights.length);
  return weights.flatMap((weight, index) => {
    const near = weight > 0 ? Math.max(1, Math.round((weight / total) * slots)) : 0;
    return Array.from({ length: isExact ? weight / unit : near }, () => index);
  });
}

const fewSlots = 1024;

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}
