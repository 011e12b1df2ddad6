/**
 * The public bounds of a number: between what values it is clamped and to what grid it is rounded before it is added up.
 *
 * @see query-and-privacy.md §2.5 (overflow and rounding), §2.14 (bounds are declared, never measured)
 */
import { compare, type Decimal } from '../decimal.ts';
import { declaredText, parseDeclared, wholeSteps } from './decimal.ts';
import { isWholeType } from './sql-type.ts';
import type { Bounds, Column, Domain } from './entry.ts';

/** Bounds in whole steps: every quantised value is a whole number from `lo` to `hi`, and stands for that many steps. */
export interface Grid {
  readonly lo: bigint;
  readonly hi: bigint;
  readonly step: Decimal;
}

/** Steps between the bounds, and of a bound from 0: sums over the rows of a unit then stay below 2^62. */
const widest = 2n ** 40n;
const farthest = 2n ** 52n;
/** With these the exact quotient by a step fits 128 bits for every type. */
const stepDigits = 6;

/**
 * The bounds that a column has: its own, else those of a `range` domain that names its step or belongs to whole numbers.
 *
 * @returns sound bounds, or undefined for a column that cannot be added up in the private lane until it declares some
 */
export function boundsOf(column: Column): Bounds | undefined {
  const bounds = column.bounds ?? (column.domain && boundsOfDomain(column, column.domain));
  return bounds && boundsFault(bounds) === undefined ? bounds : undefined;
}

function boundsOfDomain(column: Column, domain: Domain): Bounds | undefined {
  if (domain.kind !== 'range') return undefined;
  const width = domain.step ?? (isWholeType(column.type) ? 1 : undefined);
  const [lo, hi, step] = [domain.lo, domain.hi, width].map((value) =>
    value === undefined ? undefined : declaredText(value),
  );
  return lo !== undefined && hi !== undefined && step !== undefined ? { lo, hi, step } : undefined;
}

/** What bounds must be and are not, as in "must …"; undefined for sound ones. Whether they fit the type is not asked. */
export function boundsFault(bounds: Bounds): string | undefined {
  const [lo, hi, step] = [bounds.lo, bounds.hi, bounds.step].map(parseDeclared);
  if (!lo || !hi || !step) return 'be decimal texts without an exponent, at most 30 digits on either side of the point';
  if (step.digits <= 0n) return 'have a step above 0';
  if (String(step.digits).replace(/0+$/, '').length > stepDigits) return `have a step of at most ${stepDigits} digits`;
  if (compare(lo, hi) > 0) return 'have lo ≤ hi';
  const [from, to] = [wholeSteps(lo, step), wholeSteps(hi, step)];
  if (from === undefined || to === undefined) return 'have lo and hi that are whole multiples of the step';
  if (to - from >= widest) return 'be less than 2^40 steps apart';
  if (from <= -farthest || to >= farthest) return 'be less than 2^52 steps from 0';
  return undefined;
}

/** @throws RangeError for bounds that have a fault, which a checked entry never has */
export function gridOf(bounds: Bounds): Grid {
  const fault = boundsFault(bounds);
  const [lo, hi, step] = [bounds.lo, bounds.hi, bounds.step].map(parseDeclared);
  const from = lo && step && wholeSteps(lo, step);
  const to = hi && step && wholeSteps(hi, step);
  if (fault !== undefined || !step || from === undefined || to === undefined)
    throw new RangeError(`Cannot make a grid: bounds must ${fault}`);
  return { lo: from, hi: to, step };
}
