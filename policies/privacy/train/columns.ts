/** From the columns of a query to the fields of a training: what is declared of each, or a refusal that says what to declare. */
import type { ColumnId, ResolvedQuery } from '../../query/ir.ts';
import { stop } from '../../query/stop.ts';
import { isNumber, type SqlTypeName } from '../../query/types-lattice.ts';
import { decimalText, type Decimal } from '../../decimal.ts';
import type { Facts } from '../facts.ts';
import { isBounded } from '../interval.ts';
import type { FeatureSpec, TrainSpec } from './spec.ts';
import type { Feature, NumberField, Target } from './training.ts';

/** What is public of the rows that a query gives. */
export interface PublicRows {
  readonly columns: ResolvedQuery['columns'];
  readonly types: ReadonlyMap<ColumnId, SqlTypeName>;
  readonly facts: Facts;
}

/** The column of that name: no two columns of a query share one. Stops with E_UNKNOWN_COLUMN where there is none. */
export function columnOf(name: string, { columns }: Pick<PublicRows, 'columns'>): ColumnId {
  const found = columns.find((column) => column.name.toLowerCase() === name.toLowerCase());
  if (found) return found.id;
  const got = columns.map((column) => column.name).join(', ');
  return stop('E_UNKNOWN_COLUMN', `Cannot train with ${name}: must be a column of the query; got ${got}`);
}

/** A truth value is a number from 0 to 1. */
export function featureOf(spec: FeatureSpec, rows: PublicRows): Feature {
  const { name } = spec;
  const id = columnOf(name, rows);
  switch (spec.kind) {
    case 'number':
      requireNumber(name, id, rows);
      return numberOf({ name, id, ...(spec.bounds && { bounds: spec.bounds }) }, rows);
    case 'binary':
      requireBinary(name, id, rows);
      return { kind: 'number', name, lo: 0, hi: 1 };
    case 'category':
      return { kind: 'category', name, values: spec.values ?? valuesOf(name, id, rows) };
  }
}

export function targetOf(spec: TrainSpec, rows: PublicRows): Target {
  const name = spec.target;
  const id = columnOf(name, rows);
  if (spec.kind === 'linear') {
    requireNumber(name, id, rows);
    return numberOf({ name, id, ...(spec.targetBounds && { bounds: spec.targetBounds }) }, rows);
  }
  requireBinary(name, id, rows);
  return { kind: 'binary', name };
}

interface Wanted {
  readonly name: string;
  readonly id: ColumnId;
  readonly bounds?: { readonly lo: number; readonly hi: number };
}

function numberOf({ name, id, bounds }: Wanted, { facts }: PublicRows): NumberField {
  if (bounds) return { kind: 'number', name, lo: bounds.lo, hi: bounds.hi };
  const known = facts.intervals.get(id) ?? {};
  if (isBounded(known)) return { kind: 'number', name, lo: asNumber(known.lo), hi: asNumber(known.hi) };
  const remedy = `Give ${name} bounds in the training, or write least(greatest(${name}, lo), hi) with constants.`;
  return stop('E_NO_BOUNDS', `Cannot train with ${name}: it must have public bounds; got none`, undefined, remedy);
}

function asNumber(value: Decimal): number {
  return Number(decimalText(value));
}

function valuesOf(name: string, id: ColumnId, { types, facts }: PublicRows): readonly string[] {
  const type = types.get(id);
  const values = facts.values.get(id)?.filter((value) => value !== null);
  if (type === 'DOUBLE' || type === 'FLOAT')
    return stop('E_TYPE', `Cannot train with ${name} as a category: must not be a floating-point number; got ${type}`);
  if (values) return values;
  const remedy = `List the values of ${name} in the training, or ask the department to declare them.`;
  return stop('E_NO_BOUNDS', `Cannot train with ${name}: its values must be public; got none`, undefined, remedy);
}

function requireNumber(name: string, id: ColumnId, { types }: PublicRows): void {
  const type = types.get(id) ?? 'NULL';
  if (!isNumber(type)) stop('E_TYPE', `Cannot train with ${name} as a number: must be one; got ${type}`);
}

function requireBinary(name: string, id: ColumnId, { types }: PublicRows): void {
  const type = types.get(id) ?? 'NULL';
  if (type !== 'BOOLEAN' && !isNumber(type))
    stop('E_TYPE', `Cannot train with ${name} as 0 or 1: must be a truth value or a number; got ${type}`);
}
