/**
 * The type of an expression, and the expression with the engine's own casts written out where they could fail: written out they are
 * printed as TRY_CAST, so a row that does not fit gives NULL and not an error. Kinds of values that do not fit each other refuse.
 */
import { functionSpec } from './functions.ts';
import { placeOf, type ColumnId, type Expr } from './ir.ts';
import { stop } from './stop.ts';
import { isReadable } from './types-constant.ts';
import { commonOf, commonOfCase, typeOfCall } from './types-call.ts';
import {
  canFail,
  decimal,
  decimalOf,
  familyOf,
  isDecimal,
  isInteger,
  typeNamed,
  typeOfLiteral,
  type Family,
  type SqlTypeName,
  type Typed,
} from './types-lattice.ts';

export type ColumnTypes = ReadonlyMap<ColumnId, Typed>;

/** An expression with what is known of its value. */
export interface TypedExpr extends Typed {
  readonly expr: Expr;
}

/** Texts put together grow at each step of a query; the bound keeps memory from telling what a row holds. */
const maxTexts = 64;

const boolean = { type: 'BOOLEAN', texts: 1 } as const;

/** Stops with E_TYPE where kinds of values do not fit, with E_TOO_COMPLEX where too many texts are put together. */
export function typed(expr: Expr, columns: ColumnTypes): TypedExpr {
  switch (expr.kind) {
    case 'column':
      return { ...(columns.get(expr.id) ?? { type: 'NULL', texts: 1 }), expr };
    case 'literal':
      return { type: typeOfLiteral(expr.literal), constant: expr.literal, texts: 1, expr };
    case 'cast':
      return typedCast(expr, columns);
    case 'call':
      return typedCall(expr, columns);
    case 'case':
      return typedCase(expr, columns);
    case 'compare': {
      const [left, right] = together([expr.left, expr.right], columns).parts;
      return { ...boolean, expr: { ...expr, left: left ?? expr.left, right: right ?? expr.right } };
    }
    case 'between': {
      const [arg, lo, hi] = together([expr.arg, expr.lo, expr.hi], columns).parts;
      return { ...boolean, expr: { ...expr, arg: arg ?? expr.arg, lo: lo ?? expr.lo, hi: hi ?? expr.hi } };
    }
    case 'in': {
      const [arg, ...items] = together([expr.arg, ...expr.items], columns).parts;
      return { ...boolean, expr: { ...expr, arg: arg ?? expr.arg, items } };
    }
    case 'logic':
      return { ...boolean, expr: { ...expr, args: expr.args.map((arg) => condition(arg, columns)) } };
    case 'not':
      return { ...boolean, expr: { ...expr, arg: condition(expr.arg, columns) } };
    case 'isNull':
      return { ...boolean, expr: { ...expr, arg: typed(expr.arg, columns).expr } };
  }
}

/** A condition is a boolean, or a number that the engine reads as one. */
export function condition(expr: Expr, columns: ColumnTypes): Expr {
  const { type, expr: checked } = typed(expr, columns);
  const family = familyOf(type);
  if (family !== 'boolean' && family !== 'number' && family !== 'any') refuseMix(expr, 'boolean', family);
  return checked;
}

/** An explicit cast gives NULL where a value does not fit, but a constant that never fits is a mistake. */
function typedCast(expr: Extract<Expr, { kind: 'cast' }>, columns: ColumnTypes): TypedExpr {
  const arg = typed(expr.arg, columns);
  const type = typeNamed(expr.type);
  if (arg.constant?.type === 'string' && !isReadable(arg.constant.text, type)) {
    const detail = `Cannot cast '${arg.constant.text.slice(0, 40)}': must be written as a ${type}`;
    stop('E_TYPE', detail, placeOf(expr), 'Write dates as 2024-12-31, moments as 2024-12-31 23:59:59.');
  }
  return { type, texts: arg.texts, expr: { ...expr, arg: arg.expr } };
}

function typedCall(expr: Extract<Expr, { kind: 'call' }>, columns: ColumnTypes): TypedExpr {
  const spec = functionSpec(expr.name);
  const given = expr.args.map((arg) => typed(arg, columns));
  const isCommon = spec.gives === 'common' || expr.name === 'nullif';
  const args = isCommon
    ? fitted(given)
    : given.map((arg, index) => asDate(arg, spec.takes[Math.min(index, spec.takes.length - 1)]));
  if (expr.name === 'nullif' && args[0]?.type !== given[0]?.type) refuseMix(expr, 'date', 'date');
  const result = typeOfCall(expr.name, args);
  if ('must' in result) {
    const arg = args[result.argument];
    const got = arg?.type ?? 'nothing';
    const detail = `Cannot call ${expr.name}: argument ${result.argument + 1} must be ${result.must}; got ${got}`;
    return stop(
      'E_TYPE',
      detail,
      (arg && placeOf(arg.expr)) ?? placeOf(expr),
      'Write the constant in that type, or cast.',
    );
  }
  const counts = args.map(({ texts }) => texts);
  const texts = spec.joins ? counts.reduce((sum, count) => sum + count, 0) : Math.max(1, ...counts);
  if (texts > maxTexts) stop('E_TOO_COMPLEX', `Cannot put more than ${maxTexts} texts together`, placeOf(expr));
  return { type: result.type, texts, expr: { ...expr, args: args.map((arg) => arg.expr) } };
}

function typedCase(expr: Extract<Expr, { kind: 'case' }>, columns: ColumnTypes): TypedExpr {
  const when = expr.branches.map((branch) => condition(branch.when, columns));
  // DuckDB types the ELSE branch first.
  const results = [expr.otherwise, ...expr.branches.map((branch) => branch.result)];
  const { parts, type, texts } = together(results, columns, commonOfCase);
  const [otherwise = expr.otherwise, ...thens] = parts;
  const branches = expr.branches.map(({ when: written, result }, index) => ({
    when: when[index] ?? written,
    result: thens[index] ?? result,
  }));
  return { type, texts, expr: { ...expr, branches, otherwise } };
}

interface Together extends Typed {
  readonly parts: readonly Expr[];
}

/** Expressions whose values meet in one place. */
function together(exprs: readonly Expr[], columns: ColumnTypes, common = commonOf): Together {
  const parts = fitted(exprs.map((expr) => typed(expr, columns)));
  return {
    parts: parts.map(({ expr }) => expr),
    type: common(parts),
    texts: Math.max(1, ...parts.map(({ texts }) => texts)),
  };
}

/** The same values, each cast where the engine's cast to the common type could fail. */
export function fitted(given: readonly TypedExpr[]): readonly TypedExpr[] {
  requireOneFamily(given);
  const type = commonOf(given);
  return given.map((part) => (part.constant === undefined && canFail(part.type, type) ? castTo(part, type) : part));
}

/** Two values of one family, the second in the type of the first, to which the engine would cast it: a row at a time, and not every one. */
export function likeFirst([first, second]: readonly [TypedExpr, TypedExpr]): readonly [TypedExpr, TypedExpr] {
  requireOneFamily([first, second]);
  const isAlike = first.type === second.type || first.type === 'NULL' || second.type === 'NULL';
  return [first, isAlike ? second : castTo(second, first.type)];
}

/** Wider numbers than this are added up as numbers of this many digits: a sum of all the rows there can be then fits. */
const summableDigits = 30;

/** What is added up: a number that could lead a sum out of its range, which the engine raises or wraps, counts as missing instead. */
export function summable(part: TypedExpr): TypedExpr {
  if (part.type === 'HUGEINT') return castTo(part, decimal(summableDigits, 0));
  if (!isDecimal(part.type)) return part;
  const { width, scale } = decimalOf(part.type);
  return width <= summableDigits ? part : castTo(part, decimal(summableDigits, Math.min(scale, 12)));
}

function castTo({ expr, texts }: TypedExpr, type: SqlTypeName): TypedExpr {
  const at = placeOf(expr);
  return { type, texts, expr: { kind: 'cast', arg: expr, type, ...(at && { at }) } };
}

/** Whole numbers and booleans fit each other; a date written as text is a date. */
function requireOneFamily(given: readonly TypedExpr[]): void {
  const families = given.map(({ type }) => familyOf(type));
  const wanted = families.find((family) => family !== 'any' && family !== 'text') ?? 'text';
  const areCountable = given.every(({ type }) => isInteger(type) || type === 'BOOLEAN' || type === 'NULL');
  for (const part of given) {
    const family = familyOf(part.type);
    if (family === 'any' || family === wanted || areCountable || (wanted === 'date' && isDateText(part))) continue;
    refuseMix(part.expr, wanted, family);
  }
}

function isDateText({ constant }: Typed): boolean {
  return constant?.type === 'string' && isReadable(constant.text, 'TIMESTAMP');
}

/** A date written as text where a function takes a date. */
function asDate(part: TypedExpr, takes: string | undefined): TypedExpr {
  if ((takes !== 'date' && takes !== 'time') || part.constant?.type !== 'string') return part;
  if (!isDateText(part)) return refuseMix(part.expr, 'date', 'text');
  return castTo(part, isReadable(part.constant.text, 'DATE') ? 'DATE' : 'TIMESTAMP');
}

export function refuseMix(expr: Expr, must: Family, got: Family): never {
  const remedy = got === 'text' ? 'Write the constant in that type, or cast.' : 'Cast one of the two.';
  return stop('E_TYPE', `Cannot use a ${got} value here: must be ${must}; got ${got}`, placeOf(expr), remedy);
}
