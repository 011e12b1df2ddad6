/**
 * Group keys whose possible values are public: then every group is shown, with noise, also the empty ones, and which groups exist in the
 * data tells nothing. A key is public by what the catalog declares and by the text of the query.
 *
 * @see query-and-privacy.md §2.8, §2.14, §3.6
 */
import type { Column } from '../catalog/entry.ts';
import { children, type ColumnId, type Expr } from '../query/ir.ts';

/** What a key may be, as the engine writes it; `null` for NULL. */
export type PublicValues = readonly (string | null)[];

/** Of columns, as far as declared. */
export type ColumnValues = ReadonlyMap<ColumnId, PublicValues>;

/** More values than this are not listed: the group is then found in the data and thresholded. */
export const maxPublicValues = 2000;

/** The declared values of a stored column, if they are few. */
export function declaredValues(column: Column): PublicValues | undefined {
  const values = listed(column);
  if (!values || values.length > maxPublicValues) return undefined;
  return column.nullable ? [...values, null] : values;
}

function listed({ domain, type }: Column): readonly string[] | undefined {
  if (type === 'BOOLEAN') return ['true', 'false'];
  if (domain?.kind === 'codes' && type !== 'DOUBLE') return domain.values.map(String);
  if (domain?.kind === 'range' && /^(SMALL|BIG)?INT(EGER)?$/.test(type))
    return numbers(domain.lo, domain.hi, domain.step);
  return undefined;
}

function numbers(lo: number, hi: number, step = 1): readonly string[] | undefined {
  const count = Math.floor((hi - lo) / step) + 1;
  if (!Number.isSafeInteger(lo) || !Number.isSafeInteger(step) || count > maxPublicValues) return undefined;
  return Array.from({ length: count }, (_, index) => String(lo + index * step));
}

interface Known {
  readonly values: ColumnValues;
  /** Base columns, for calendar parts of a date with a declared range. */
  readonly bases: ReadonlyMap<ColumnId, Column>;
  /** Columns of the optional side of an outer join: NULL is one more value. */
  readonly optional: ReadonlySet<ColumnId>;
}

/** For every row, the value of `expr` is in the result; undefined where the text and the catalog do not say. */
export function publicValues(expr: Expr, known: Known): PublicValues | undefined {
  const values = valuesOf(expr, known);
  return values && values.length <= maxPublicValues ? [...new Set(values)] : undefined;
}

function valuesOf(expr: Expr, known: Known): PublicValues | undefined {
  switch (expr.kind) {
    case 'column': {
      const values = known.values.get(expr.id);
      return values && known.optional.has(expr.id) ? [...values, null] : values;
    }
    case 'literal':
      return [literalText(expr.literal)];
    case 'case':
      return union(
        [...expr.branches.map((branch) => branch.result), expr.otherwise].map((part) => valuesOf(part, known)),
      );
    case 'call':
      return callValues(expr, known);
    case 'isNull':
      return ['true', 'false'];
    case 'compare':
    case 'between':
    case 'in':
    case 'logic':
    case 'not':
      return mayBeNull(expr, known) ? ['true', 'false', null] : ['true', 'false'];
    case 'cast':
      return expr.type === 'VARCHAR' ? valuesOf(expr.arg, known) : undefined;
  }
}

function literalText(literal: Extract<Expr, { kind: 'literal' }>['literal']): string | null {
  if (literal.type === 'null') return null;
  return literal.type === 'boolean' ? String(literal.value) : literal.text;
}

function union(parts: readonly (PublicValues | undefined)[]): PublicValues | undefined {
  return parts.every((part) => part !== undefined) ? parts.flatMap((part) => part) : undefined;
}

const calendarValues: Readonly<Record<string, readonly [number, number]>> = {
  quarter: [1, 4],
  month: [1, 12],
  day: [1, 31],
  dayofweek: [0, 6],
  dow: [0, 6],
  isodow: [1, 7],
  hour: [0, 23],
};

function callValues({ name, args }: Extract<Expr, { kind: 'call' }>, known: Known): PublicValues | undefined {
  const [first, second] = args;
  if (!first) return undefined;
  if (name === 'coalesce') return union(args.map((arg) => valuesOf(arg, known)));
  if (name === 'left' && second?.kind === 'literal' && second.literal.type === 'number') {
    const length = Number(second.literal.text);
    return valuesOf(first, known)?.map((value) => value && Array.from(value).slice(0, length).join(''));
  }
  if (name === 'width_bucket') return buckets(args, known);
  const isPart = name === 'date_part' && first.kind === 'literal' && first.literal.type === 'string';
  const part = isPart ? first.literal.text.toLowerCase() : name;
  const of = isPart ? second : first;
  return of ? calendar(part, of, known) : undefined;
}

function calendar(part: string, of: Expr, known: Known): PublicValues | undefined {
  const range = part === 'year' ? years(of, known) : calendarValues[part];
  return range && withNull(numbers(range[0], range[1]), mayBeNull(of, known));
}

function years(of: Expr, { bases }: Known): readonly [number, number] | undefined {
  const domain = of.kind === 'column' ? bases.get(of.id)?.domain : undefined;
  if (domain?.kind !== 'dates') return undefined;
  return [Number(domain.lo.slice(0, 4)), Number(domain.hi.slice(0, 4))];
}

function buckets(args: readonly Expr[], known: Known): PublicValues | undefined {
  const count =
    args[3]?.kind === 'literal' && args[3].literal.type === 'number' ? Number(args[3].literal.text) : Number.NaN;
  if (!Number.isSafeInteger(count) || !args[0]) return undefined;
  return withNull(numbers(0, count + 1), mayBeNull(args[0], known));
}

function withNull(values: readonly string[] | undefined, nullable: boolean): PublicValues | undefined {
  return values && nullable ? [...values, null] : values;
}

/** Unless all that is read is never NULL. */
function mayBeNull(expr: Expr, known: Known): boolean {
  if (expr.kind === 'column') return known.optional.has(expr.id) || (known.bases.get(expr.id)?.nullable ?? true);
  if (expr.kind === 'literal') return expr.literal.type === 'null';
  return expr.kind === 'call' || expr.kind === 'cast' || children(expr).some((part) => mayBeNull(part, known));
}
