/**
 * The attributes that a table has of its own: which columns a model knows, as what, and why it does not know the others.
 *
 * @see synth.md §2.2 (table of encodings), §2.9 (pitfalls)
 */
import type { Column, SemanticType, Table } from '../catalog/entry.ts';
import { publishedColumns } from '../catalog/private-form.ts';
import { ownUnits } from '../catalog/units.ts';
import { cellCount, type Attribute, type Cells } from './attribute.ts';
import { cellsOf } from './cells-of.ts';
import { gapCells, gapsOf } from './gaps.ts';

/** Why a column is in no model. Its values come from elsewhere: the catalog, other columns, the parent's row. */
const whyNot = {
  withheld: 'rule X: the private form does not hold it',
  identifier: 'it names somebody; made up',
  key: 'a key; made anew',
  text: 'free text; made up',
  open: 'no public values or bounds are declared; made up',
  asked: 'left out by the order; made up',
  sum: 'the sum of its parts',
  determined: 'follows from other columns of many values',
  parent: 'repeats the value of the parent',
  unit: 'the same in all rows of a unit; modelled with the unit',
} as const;
export type WhyNot = keyof typeof whyNot;

export interface NotModelled {
  readonly column: string;
  readonly reason: WhyNot;
}

export interface OwnAttributes {
  readonly attributes: readonly Attribute[];
  readonly notModelled: readonly NotModelled[];
}

export interface Known {
  /** Columns that the order leaves out. */
  readonly leaveOut?: readonly string[];
  /** Columns whose values are known otherwise, and how. */
  readonly elsewhere?: ReadonlyMap<string, WhyNot>;
}

/**
 * What of a table can be modelled, in the order of its columns.
 *
 * Guarantee: a function of the catalog; no attribute is of a column that names a unit or a row, or that private rows do not hold.
 * A column of a composite primary key is an attribute where it has public values: rows that are drawn must then be made to differ.
 */
export function attributesOf(table: Table, { leaveOut = [], elsewhere = new Map() }: Known = {}): OwnAttributes {
  const reasons = new Map<string, WhyNot>();
  for (const column of table.columns) {
    const reason = leaveOut.includes(column.name) ? 'asked' : (ruledOut(table, column) ?? elsewhere.get(column.name));
    if (reason) reasons.set(column.name, reason);
    else if (!cellsIn(table, column)) reasons.set(column.name, 'open');
  }
  for (const [column, reason] of recomputed(table, new Set(reasons.keys()))) reasons.set(column, reason);
  const modelled = table.columns.filter(({ name }) => !reasons.has(name));
  const gaps = gapsOf(table, modelled);
  return {
    attributes: modelled.flatMap((column) => attributesOfColumn(table, column, gaps.get(column.name))),
    notModelled: [...reasons].map(([column, reason]) => ({ column, reason })),
  };
}

/** The cells of a column where it stands: numbers that refer to another table are names. */
export function cellsIn(table: Table, column: Column): Cells | undefined {
  const refers = table.foreignKeys.some((key) => key.columns.includes(column.name));
  return cellsOf(column, refers || column.semantic === 'district');
}

const naming: ReadonlySet<SemanticType> = new Set<SemanticType>([
  'uscc',
  'resident_id',
  'person_name',
  'company_name',
  'phone',
  'plate',
  'address',
  'bank_card',
  'serial',
]);

function ruledOut(table: Table, column: Column): WhyNot | undefined {
  if (!publishedColumns(table).includes(column)) return 'withheld';
  const isUnit = ownUnits(table).some((unit) => unit.column === column.name);
  if (isUnit || (table.primaryKey.length === 1 && table.primaryKey[0] === column.name)) return 'key';
  if (column.tag === 'direct') return 'identifier';
  if (column.tag === 'free_text') return 'text';
  if (column.domain?.kind === 'codes') return undefined;
  if (naming.has(column.semantic)) return 'identifier';
  return column.semantic === 'text' ? 'text' : undefined;
}

/**
 * So many cells of what determines and what is determined together are modelled both: which goes with which is not in the catalog, so only
 * the model can tell it, and rows that are drawn are made to agree. More would cost more than it tells.
 */
const fewPairs = 256;

/** Totals of sums, and what is determined by other columns of many values; where what they follow from is known. */
function recomputed(table: Table, unknown: ReadonlySet<string>): ReadonlyMap<string, WhyNot> {
  const found = new Map<string, WhyNot>();
  const isKnown = (column: string): boolean => !unknown.has(column) && !found.has(column);
  for (const dependency of table.dependencies ?? []) {
    if (dependency.kind === 'sum' && [dependency.total, ...dependency.parts].every(isKnown))
      found.set(dependency.total, 'sum');
    if (dependency.kind === 'determines' && dependency.from.every(isKnown))
      for (const to of dependency.to)
        if (isKnown(to) && pairsOf(table, [...dependency.from, to]) > fewPairs) found.set(to, 'determined');
  }
  return found;
}

function pairsOf(table: Table, names: readonly string[]): number {
  const cells = table.columns.filter(({ name }) => names.includes(name)).map((column) => cellsIn(table, column));
  return cells.reduce((product, of) => product * (of ? cellCount(of) : 1), 1);
}

/** One attribute; of a moment two, its day and its hour. An end is what has passed since its start, and nothing more. */
function attributesOfColumn(table: Table, column: Column, start: Column | undefined): readonly Attribute[] {
  const { name, type, nullable: none } = column;
  const cells = start ? gapCells(start, column) : cellsIn(table, column);
  if (!cells) throw new Error(`Cannot model ${name}: must have public values`);
  const own = { kind: 'own', column: name } as const;
  if (start && type === 'TIMESTAMP')
    return [{ name: `${name}@gap`, origin: { ...own, part: 'second', gapAfter: start.name }, cells }];
  const gap = start ? { gapAfter: start.name } : {};
  if (type !== 'TIMESTAMP') return [{ name, origin: { ...own, part: 'whole', ...gap }, cells }];
  return [
    { name: `${name}@day`, origin: { ...own, part: 'day' }, cells },
    { name: `${name}@hour`, origin: { ...own, part: 'hour' }, cells: { kind: 'hours', none } },
  ];
}
