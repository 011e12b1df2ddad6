/**
 * Three related tables for generated queries: persons (the unit), their visits (by foreign key), and public areas.
 * In the lane `public` all three are open data, so that rows may be shown as they are; in the lane `unit` persons and visits are
 * protected. The names are the same in both, so that one text can be read in both ways.
 */
import type { Bounds, CatalogEntry, Column, ColumnRule, SqlType, Table } from '#policies/catalog/entry.ts';
import { entryId, idSpace, orgId } from '#policies/units.ts';
import { aColumn } from '../../fixtures/columns.ts';

export type Lane = 'public' | 'unit';

/** What kind of values an expression gives. */
export type Kind = 'whole' | 'decimal' | 'double' | 'text' | 'boolean' | 'date' | 'timestamp';

interface Spec {
  readonly name: string;
  readonly type: SqlType;
  readonly nullable?: true;
  readonly bounds?: Bounds;
}

const bounds = { lo: '-100', hi: '100', step: '0.01' };
const wholeBounds = { lo: '-100', hi: '100', step: '1' };

const person: readonly Spec[] = [
  { name: 'u', type: 'VARCHAR' },
  { name: 'g', type: 'VARCHAR', nullable: true },
  { name: 'h', type: 'INTEGER', nullable: true },
  { name: 'x', type: 'INTEGER', nullable: true, bounds: wholeBounds },
  { name: 'y', type: 'DECIMAL(8,2)', nullable: true, bounds },
  { name: 'z', type: 'DOUBLE', nullable: true, bounds },
  { name: 'd', type: 'DATE', nullable: true },
  { name: 'b', type: 'BOOLEAN', nullable: true },
];

const visit: readonly Spec[] = [
  { name: 'u', type: 'VARCHAR' },
  { name: 'g', type: 'VARCHAR', nullable: true },
  { name: 'n', type: 'SMALLINT' },
  { name: 'w', type: 'BIGINT', nullable: true, bounds: wholeBounds },
  { name: 'a', type: 'DECIMAL(12,4)', nullable: true, bounds },
  { name: 'z', type: 'DOUBLE', nullable: true, bounds },
  { name: 'm', type: 'TIMESTAMP', nullable: true },
];

const area: readonly Spec[] = [
  { name: 'g', type: 'VARCHAR', nullable: true },
  { name: 'n', type: 'INTEGER', nullable: true },
  { name: 'v', type: 'BIGINT', nullable: true },
];

export const tableSpecs = { person, visit, area } as const satisfies Record<string, readonly Spec[]>;

export type TableName = keyof typeof tableSpecs;

export function kindOf(type: string): Kind {
  if (type === 'VARCHAR') return 'text';
  if (type.startsWith('DECIMAL')) return 'decimal';
  return type.endsWith('INT') || type === 'INTEGER' ? 'whole' : (type.toLowerCase() as Kind);
}

function table(name: TableName, lane: Lane): Table {
  const isProtected = lane === 'unit' && name !== 'area';
  const rule = (column: string): readonly [ColumnRule, ...ColumnRule[]] =>
    !isProtected ? ['P'] : column === 'u' ? ['J'] : ['G', 'A', 'F'];
  return {
    name,
    title: { zh: name, en: name },
    columns: tableSpecs[name].map(({ name: column, ...more }: Spec): Column =>
      aColumn({ name: column, semantic: 'code', grade: 'L1', tag: 'plain', rule: rule(column), ...more }),
    ),
    units: isProtected ? [{ space: idSpace('person'), column: 'u' }] : [],
    primaryKey: name === 'person' ? ['u'] : [],
    foreignKeys: name === 'visit' ? [{ columns: ['u'], table: 'person', references: ['u'] }] : [],
    volume: 10,
  };
}

function entry(id: string, tables: readonly Table[], isOpen: boolean): CatalogEntry {
  return {
    id: entryId(id),
    version: 1,
    title: { zh: id, en: id },
    department: orgId('dept.test'),
    attribute: isOpen ? 'unconditional' : 'conditional',
    ...(isOpen && { basis: 'a statute' }),
    origin: 'collected',
    secrets: [],
    updateCycle: 'once',
    tables,
  };
}

/** The entries `people` (persons and visits) and `places` (areas). */
export function catalogOf(lane: Lane): readonly [people: CatalogEntry, places: CatalogEntry] {
  return [
    entry('people', [table('person', lane), table('visit', lane)], lane === 'public'),
    entry('places', [table('area', lane)], true),
  ];
}
