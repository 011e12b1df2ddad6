/** Are the units of a table sound: their columns, the way to them, and what is declared about a unit's rows? */
import type { CatalogEntry, KeyStep, Table, Unit } from './entry.ts';
import type { Fault } from './fault.ts';

/** So many rows of one person are a mistake of the entry, and the noise that would hide them leaves nothing to read. */
const mostRows = 1_000_000;

/**
 * Everything that is wrong with the units of a table. Where nothing is, every row belongs to one unit of each space at most: a path
 * leads along whole single-column keys to a table that names the unit itself.
 *
 * @see query-and-privacy.md §3.1
 */
export function unitFaults(entry: CatalogEntry, table: Table, path: string): readonly Fault[] {
  const units = table.units.flatMap((unit, at) => {
    const here = `${path}.units.${at}`;
    const faults = unit.via ? viaFaults(entry, table, { unit, path: here }) : columnFaults(table, unit, here);
    const twice = table.units.findIndex((other) => sameUnit(other, unit)) < at;
    return twice ? [...faults, { path: `${here}.column`, must: 'be named once', got: unit.column }] : faults;
  });
  return [...units, ...rowsFaults(table, path)];
}

function sameUnit(a: Unit, b: Unit): boolean {
  return a.column === b.column && JSON.stringify(a.via) === JSON.stringify(b.via);
}

function columnFaults(table: Table, unit: Unit, path: string): readonly Fault[] {
  const here = `${path}.column`;
  if (!table.columns.some(({ name }) => name === unit.column)) {
    return [{ path: here, must: 'name a column of the table', got: unit.column }];
  }
  return isForbidden(table, unit.column) ? [{ path: here, must: 'not be a column of rule X', got: unit.column }] : [];
}

interface Placed {
  readonly unit: Unit;
  readonly path: string;
}

function viaFaults(entry: CatalogEntry, from: Table, { unit, path }: Placed): readonly Fault[] {
  const visited = [from];
  for (const [at, step] of (unit.via ?? []).entries()) {
    const table = visited.at(-1) ?? from;
    const next = entry.tables.find(({ name }) => name === step.table);
    const must = stepFault(table, step, next);
    const got = `${table.name}.${step.column} to ${step.table}.${step.references}`;
    if (must !== undefined || !next) return [{ path: `${path}.via.${at}`, must: must ?? 'lead to a table', got }];
    if (visited.includes(next)) return [{ path: `${path}.via.${at}`, must: 'not lead in a circle', got: step.table }];
    visited.push(next);
  }
  const last = visited.at(-1) ?? from;
  if (last.units.some((own) => !own.via && own.space === unit.space && own.column === unit.column)) return [];
  return [{ path: `${path}.via`, must: `lead to a table whose own unit is ${unit.column}`, got: last.name }];
}

/** A step that several rows could answer would give a row several units. */
function stepFault(table: Table, step: KeyStep, next: Table | undefined): string | undefined {
  if (!next) return 'lead to a table of the entry';
  const isDeclared = table.foreignKeys.some(
    ({ columns, table: target, references }) =>
      target === step.table && isOnly(columns, step.column) && isOnly(references, step.references),
  );
  if (!isDeclared) return 'be a declared foreign key of one column';
  if (!isOnly(next.primaryKey, step.references)) return `lead to the primary key of ${step.table}`;
  const isHidden = isForbidden(table, step.column) || isForbidden(next, step.references);
  return isHidden ? 'not pass a column of rule X' : undefined;
}

const isForbidden = (table: Table, name: string) =>
  table.columns.some((column) => column.name === name && column.rule.includes('X'));

const isOnly = (names: readonly string[], name: string) => names.length === 1 && names[0] === name;

function rowsFaults(table: Table, path: string): readonly Fault[] {
  const faults: Fault[] = [];
  const { rowsPerUnit, units } = table;
  if (rowsPerUnit && units.length === 0) {
    faults.push({ path: `${path}.rowsPerUnit`, must: 'be on a table with a unit', got: 'no unit' });
  }
  if (rowsPerUnit && !(Number.isInteger(rowsPerUnit.max) && rowsPerUnit.max >= 1 && rowsPerUnit.max <= mostRows)) {
    faults.push({
      path: `${path}.rowsPerUnit.max`,
      must: 'be a whole number from 1 to 1,000,000',
      got: `${rowsPerUnit.max}`,
    });
  }
  const determined = units.length === 0 ? table.columns.findIndex((column) => column.determinedByUnit) : -1;
  if (determined >= 0) {
    const got = 'no unit';
    faults.push({ path: `${path}.columns.${determined}.determinedByUnit`, must: 'be in a table with a unit', got });
  }
  return faults;
}
