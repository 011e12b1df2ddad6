/** Ranges of numbers, days and moments: what a catalog domain and a wish have in common. */
import { decimalOf } from '../catalog/sql-type.ts';
import type { Column, Domain } from '../catalog/entry.ts';
import type { Accepted } from './wishes.ts';
import { comparable, orderOf, shifted, type Comparable, type WishedValue } from './wishes-values.ts';

interface End<Value> {
  readonly value: Value;
  readonly open: boolean;
}

export interface Ends<Value = Comparable> {
  readonly lo?: End<Value>;
  readonly hi?: End<Value>;
}

/** The ends of a range in the form in which the column's values compare. */
export function endsOf(column: Column, { lo, hi }: Extract<Accepted, { kind: 'range' }>): Ends {
  const low = lo && comparable(column, lo.value);
  const high = hi && comparable(column, hi.value);
  return {
    ...(lo && low !== undefined && { lo: { value: low, open: lo.open } }),
    ...(hi && high !== undefined && { hi: { value: high, open: hi.open } }),
  };
}

export function isBetween<Value extends Comparable>(value: Value, { lo, hi }: Ends<Value>): boolean {
  if (lo && (value < lo.value || (lo.open && value === lo.value))) return false;
  return !(hi && (value > hi.value || (hi.open && value === hi.value)));
}

/** Whether the catalog's domain holds the value; without a domain, whether the type does. */
export function inDomain(column: Column, value: WishedValue): boolean {
  const known = comparable(column, value);
  if (known === undefined) return false;
  const { domain } = column;
  if (domain?.kind === 'codes') return domain.values.some((code) => comparable(column, code) === known);
  if (typeof known === 'string') return domain === undefined || isBetween(known, textEnds(column, domain));
  const { lo, hi, step, origin } = gridOf(column);
  const places = step === undefined ? 0 : (known - origin) / step;
  return known >= lo && known <= hi && Math.abs(places - Math.round(places)) < 1e-6;
}

/** The part of the domain between all the ranges, or nothing when it is empty. */
export function rangeDomain(column: Column, accepts: readonly Accepted[]): Domain | undefined {
  const wished = accepts.flatMap((item) => (item.kind === 'range' ? [endsOf(column, item)] : []));
  return orderOf(column) === 'number' ? numbersBetween(column, wished) : momentsBetween(column, wished);
}

/** The grid that numbers lie on: as the domain says, else as fine as the type. */
function gridOf({ domain, type }: Column) {
  const range = domain?.kind === 'range' ? domain : undefined;
  const finest = type === 'DOUBLE' ? undefined : 10 ** -(decimalOf(type)?.scale ?? 0);
  const { lo = Number.NEGATIVE_INFINITY, hi = Number.POSITIVE_INFINITY } = range ?? {};
  return { lo, hi, step: range?.step ?? finest, origin: range?.step === undefined ? 0 : lo };
}

function numbersBetween(column: Column, wished: readonly Ends[]): Domain | undefined {
  const grid = gridOf(column);
  const lows = wished.flatMap(({ lo }) => (typeof lo?.value === 'number' ? [{ ...lo, value: lo.value }] : []));
  const highs = wished.flatMap(({ hi }) => (typeof hi?.value === 'number' ? [{ ...hi, value: hi.value }] : []));
  const lo = Math.max(grid.lo, ...lows.map(({ value }) => value));
  const hi = Math.min(grid.hi, ...highs.map(({ value }) => value));
  const [from, to] = bounded(lo, hi);
  const fine = grid.step ?? (to - from) / 10_000;
  const place = (value: number, round: (x: number) => number): number =>
    grid.step === undefined ? value : tidy(grid.origin + round((value - grid.origin) / fine) * fine);
  const least = place(from, (x) => Math.ceil(x - 1e-9));
  const most = place(to, (x) => Math.floor(x + 1e-9));
  const first = lows.some(({ value, open }) => open && value === least) ? tidy(least + fine) : least;
  const last = highs.some(({ value, open }) => open && value === most) ? tidy(most - fine) : most;
  if (!(first <= last) || (first === last && fine === 0 && [...lows, ...highs].some(({ open }) => open)))
    return undefined;
  if (first === last) return { kind: 'codes', values: [first] };
  const declared = column.domain?.kind === 'range' ? column.domain.step : undefined;
  return { kind: 'range', lo: first, hi: last, ...(declared !== undefined && { step: declared }) };
}

/** Where neither the wish nor the catalog says where numbers end, they end somewhere near the other end. */
function bounded(lo: number, hi: number): readonly [number, number] {
  if (Number.isFinite(lo)) return [lo, Number.isFinite(hi) ? hi : lo + Math.max(100, Math.abs(lo))];
  return [hi >= 0 ? 0 : hi * 2 - 100, hi];
}

/** Without the dust of binary fractions. */
const tidy = (value: number): number => Number(value.toPrecision(15));

/** Where no domain says which days there are. The same as in generation. */
const usualDays = { kind: 'dates', lo: '2023-01-01', hi: '2025-12-31' } as const;

function textEnds(column: Column, days: Domain): Ends<string> {
  if (days.kind !== 'dates') return {};
  const { lo, hi } = days;
  const [from, to] =
    orderOf(column) === 'moment' ? [`${lo.slice(0, 10)}T00:00:00`, `${hi.slice(0, 10)}T23:59:59`] : [lo, hi];
  return { lo: { value: from, open: false }, hi: { value: to, open: false } };
}

function momentsBetween(column: Column, wished: readonly Ends[]): Domain | undefined {
  const step = orderOf(column) === 'moment' ? 1 : 86_400;
  const declared = textEnds(column, column.domain ?? usualDays);
  const closed = [declared, ...wished].map((ends) => closedEnds(ends, step));
  const within = between(closed);
  if (within || column.domain) return within;
  return between(closed.slice(1).map(({ lo, hi }) => yearLong(lo, hi)));
}

interface Closed {
  readonly lo?: string | undefined;
  readonly hi?: string | undefined;
}

function closedEnds({ lo, hi }: Ends, step: number): Closed {
  const text = (end: typeof lo, seconds: number): string | undefined =>
    typeof end?.value === 'string' ? (end.open ? shifted(end.value, { seconds }) : end.value) : undefined;
  return { lo: text(lo, step), hi: text(hi, -step) };
}

function yearLong(lo: string | undefined, hi: string | undefined): Closed {
  const year = 365 * 86_400;
  return {
    lo: lo ?? (hi === undefined ? undefined : shifted(hi, { seconds: -year })),
    hi: hi ?? (lo === undefined ? undefined : shifted(lo, { seconds: year })),
  };
}

function between(closed: readonly Closed[]): Domain | undefined {
  const lo = closed
    .flatMap((ends) => ends.lo ?? [])
    .toSorted()
    .at(-1);
  const hi = closed.flatMap((ends) => ends.hi ?? []).toSorted()[0];
  if (lo === undefined || hi === undefined || lo > hi) return undefined;
  const zone = lo.includes('T') ? 'Z' : '';
  return { kind: 'dates', lo: `${lo}${zone}`, hi: `${hi}${zone}` };
}
