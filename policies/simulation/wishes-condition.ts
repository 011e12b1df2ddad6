/** A condition of a query → the alternatives under which it holds, each a conjunction of conditions on base columns. */
import { placeOf, type Expr } from '../query/ir.ts';
import type { Position } from '../refusal.ts';
import {
  excluding,
  plainColumn,
  readCompare,
  readLike,
  readSide,
  type Atom,
  type ColumnOf,
} from './wishes-comparison.ts';
import { constantOf } from './wishes-constant.ts';
import type { Accepted } from './wishes.ts';

/** What a vendor should know that simulation data does not follow. */
export interface NotUnderstood {
  readonly why: string;
  readonly at?: Position;
}

export interface ConditionReader {
  readonly columnOf: ColumnOf;
  readonly note: (missed: NotUnderstood) => void;
}

/** All of them hold. An empty one holds always. */
export type Conjunction = readonly Atom[];

/** More alternatives than this are not told apart. */
const mostAlternatives = 16;

const always: readonly Conjunction[] = [[]];

/**
 * For every condition, returns alternatives such that a row that meets one of them meets the condition, as far as it was understood: a
 * part that cannot be read is noted and taken to hold. None for a condition that never holds.
 */
export function alternativesOf(expr: Expr, reader: ConditionReader, negated = false): readonly Conjunction[] {
  switch (expr.kind) {
    case 'not':
      return alternativesOf(expr.arg, reader, !negated);
    case 'logic': {
      const parts = expr.args.map((arg) => alternativesOf(arg, reader, negated));
      return (expr.op === 'AND') === negated ? anyOf(parts) : allOf(parts);
    }
    case 'literal':
      return expr.literal.type === 'boolean' && expr.literal.value === negated ? [] : always;
    case 'between':
      return readBetween(expr, reader, negated);
    case 'cast':
      return expr.type === 'BOOLEAN' ? alternativesOf(expr.arg, reader, negated) : missed(expr, reader);
    case 'compare':
    case 'in':
    case 'isNull':
    case 'column':
    case 'call':
    case 'case':
      return readAtom(expr, reader, negated);
  }
}

/** Every choice of one alternative of each. */
export function allOf(parts: readonly (readonly Conjunction[])[]): readonly Conjunction[] {
  return parts.reduce<readonly Conjunction[]>(
    (chosen, part) => chosen.flatMap((left) => part.map((right) => [...left, ...right])).slice(0, mostAlternatives),
    always,
  );
}

function anyOf(parts: readonly (readonly Conjunction[])[]): readonly Conjunction[] {
  const found = parts.flat();
  const said = found.filter((conjunction) => conjunction.length > 0);
  return (said.length > 0 ? said : found).slice(0, mostAlternatives);
}

function readBetween(
  { arg, lo, hi }: Extract<Expr, { kind: 'between' }>,
  reader: ConditionReader,
  negated: boolean,
): readonly Conjunction[] {
  const ends: readonly Expr[] = [
    { kind: 'compare', op: '>=', left: arg, right: lo },
    { kind: 'compare', op: '<=', left: arg, right: hi },
  ];
  return alternativesOf({ kind: 'logic', op: 'AND', args: ends }, reader, negated);
}

type AtomExpr = Extract<Expr, { kind: 'compare' | 'in' | 'isNull' | 'column' | 'call' | 'case' }>;

function readAtom(expr: AtomExpr, reader: ConditionReader, negated: boolean): readonly Conjunction[] {
  const atoms = atomsOf(expr, reader.columnOf, negated);
  return atoms === undefined ? missed(expr, reader) : atoms.map((atom) => [atom]);
}

function atomsOf(expr: AtomExpr, columnOf: ColumnOf, negated: boolean): readonly Atom[] | undefined {
  switch (expr.kind) {
    case 'compare':
      return readCompare(negated ? { ...expr, op: opposite[expr.op] } : expr, columnOf);
    case 'in':
      return readIn(expr, columnOf, expr.negated !== negated);
    case 'isNull':
      return readColumn(expr.arg, expr, { columnOf, accept: { kind: expr.negated === negated ? 'null' : 'present' } });
    case 'column':
      return readColumn(expr, expr, { columnOf, accept: { kind: 'values', values: [!negated] } });
    case 'call':
      if (expr.name === '!~~' && negated) return readLike({ ...expr, name: '~~' }, columnOf);
      return !negated && (expr.name === '~~' || expr.name === 'starts_with') ? readLike(expr, columnOf) : undefined;
    case 'case':
      return undefined;
  }
}

const opposite = {
  '=': '<>',
  '<>': '=',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
  'IS DISTINCT FROM': '=',
  'IS NOT DISTINCT FROM': '<>',
} as const;

function readColumn(
  arg: Expr,
  from: Expr,
  { columnOf, accept }: { readonly columnOf: ColumnOf; readonly accept: Accepted },
): readonly Atom[] | undefined {
  const plain = plainColumn(arg, columnOf);
  return plain && [{ id: plain.id, accept, from }];
}

function readIn(
  expr: Extract<Expr, { kind: 'in' }>,
  columnOf: ColumnOf,
  negated: boolean,
): readonly Atom[] | undefined {
  const values = expr.items.flatMap((item) => constantOf(item) ?? []);
  const plain = plainColumn(expr.arg, columnOf);
  if (values.length < expr.items.length || values.length === 0) return undefined;
  if (plain) {
    const accept: Accepted = negated ? excluding(plain.column, values) : { kind: 'values', values };
    return [{ id: plain.id, accept, from: expr }];
  }
  if (negated) return undefined;
  const parts = values.map((constant) => readSide({ of: expr.arg, op: '=', constant, from: expr }, columnOf));
  return parts.some((part) => part === undefined) ? undefined : parts.flatMap((part) => part ?? []);
}

function missed(expr: Expr, { note }: ConditionReader): readonly Conjunction[] {
  const at = placeOf(expr);
  note({ why: 'this condition is not one of a column and constants', ...(at && { at }) });
  return always;
}
