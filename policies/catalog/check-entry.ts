/**
 * Is a catalog entry sound? Its author learns everything that is wrong in one answer, each with its place.
 * The engine, the loader and the simulation data rely on what is checked here and do not check it again.
 *
 * @see procedure.md §4, requirements AO-02-2, AO-08-3, GD-09-1, GD-15 (002-15: nothing got by sharing)
 */
import { accept, refuse, type Outcome, type Refusal } from '../refusal.ts';
import { columnFaults } from './check-column.ts';
import { openingFaults } from './check-opening.ts';
import { dependencyFaults } from './check-dependencies.ts';
import { qualityFaults } from './check-quality.ts';
import type { CatalogEntry, Column, Table } from './entry.ts';
import { entrySchema } from './entry-schema.ts';
import { unitFaults } from './check-units.ts';
import type { Fault } from './fault.ts';

/**
 * Parses JSON into a checked entry.
 *
 * @returns the entry; refuses with E_ENTRY naming the path, or as `checkEntry` does
 */
export function parseEntry(value: unknown): Outcome<CatalogEntry> {
  const parsed = entrySchema.safeParse(value);
  if (parsed.success) return checkEntry(parsed.data);
  const faults = parsed.error.issues.map((issue) => ({
    path: issue.path.map(String).join('.') || 'entry',
    must: 'be well-formed',
    got: issue.message,
  }));
  return refuseFaults(faults);
}

/**
 * Checks what one field cannot say alone. For every accepted entry: names are unique, every key and unit names a column,
 * no unit column is hidden, dependencies can all hold together, the path to a unit leads each row to one unit at most, no state or work secret is in it, and protected rows
 * name whom they protect.
 *
 * @returns the same entry; refuses with E_SECRET_TABLE for secrets, otherwise E_ENTRY
 */
export function checkEntry(entry: CatalogEntry): Outcome<CatalogEntry> {
  const faults = [
    ...entryFaults(entry),
    ...openingFaults(entry),
    ...entry.tables.flatMap((table, at) => tableFaults(entry, table, `tables.${at}`)),
  ];
  return faults.length === 0 ? accept(entry) : refuseFaults(faults);
}

function entryFaults(entry: CatalogEntry): readonly Fault[] {
  const faults: Fault[] = [];
  for (const secret of entry.secrets) {
    if (secret !== 'state_secret' && secret !== 'work_secret') continue;
    faults.push({ path: 'secrets', must: 'name no state or work secret', got: secret, code: 'E_SECRET_TABLE' });
  }
  if (entry.origin === 'shared') {
    faults.push({ path: 'origin', must: 'be collected by the department itself (GY-14)', got: 'shared' });
  }
  if (entry.attribute === 'unconditional' && !entry.basis?.trim()) {
    faults.push({ path: 'basis', must: 'name the statute that makes an unconditional entry public', got: 'none' });
  }
  faults.push(...repeats(entry.tables, 'tables', 'table'));
  const holdsUnits = entry.tables.some((table) => table.units.length > 0);
  if (entry.attribute !== 'unconditional' && entry.secrets.length > 0 && !holdsUnits) {
    faults.push({ path: 'tables', must: 'name the unit that the secrets belong to', got: 'no unit in any table' });
  }
  return faults;
}

function tableFaults(entry: CatalogEntry, table: Table, path: string): readonly Fault[] {
  const faults: Fault[] = [
    ...identifierFault(table.name, `${path}.name`),
    ...repeats(table.columns, `${path}.columns`, 'column'),
  ];
  const isPublic = entry.attribute === 'unconditional';
  table.columns.forEach((column, at) => {
    const here = `${path}.columns.${at}`;
    faults.push(...identifierFault(column.name, `${here}.name`), ...columnFaults(column, here, isPublic));
  });
  if (!isPublic && table.units.length === 0 && table.columns.some(isProtected)) {
    faults.push({ path: `${path}.units`, must: 'name a unit for rows of protected data', got: 'none' });
  }
  return [
    ...faults,
    ...unitFaults(entry, table, path),
    ...keyFaults(entry, table, path),
    ...dependencyFaults(table, path),
    ...qualityFaults(table, path),
  ];
}

/** Data of a grade above L1, or that names somebody: its rows belong to a protected unit. */
function isProtected(column: Column): boolean {
  return column.grade !== 'L1' || column.tag === 'direct' || column.tag === 'sensitive';
}

function keyFaults(entry: CatalogEntry, table: Table, path: string): readonly Fault[] {
  const faults = [...namedColumns(table, table.primaryKey, `${path}.primaryKey`)];
  table.foreignKeys.forEach((key, at) => {
    const here = `${path}.foreignKeys.${at}`;
    faults.push(...namedColumns(table, key.columns, `${here}.columns`));
    if (key.columns.length === 0 || key.columns.length !== key.references.length) {
      const got = `${key.columns.length} and ${key.references.length}`;
      faults.push({ path: here, must: 'pair each column with one that it references', got });
    }
    // A table of another entry is looked up when the entry is published; here only its name is known.
    const target = entry.tables.find(({ name }) => name === key.table);
    if (target) faults.push(...namedColumns(target, key.references, `${here}.references`));
  });
  return faults;
}

function namedColumns(table: Table, names: readonly string[], path: string): readonly Fault[] {
  const missing = names.filter((name) => !table.columns.some((column) => column.name === name));
  const faults = missing.map((name) => ({ path, must: `name columns of ${table.name}`, got: name }));
  const twice = names.find((name, at) => names.indexOf(name) < at);
  return twice === undefined ? faults : [...faults, { path, must: 'name each column once', got: twice }];
}

/** An entry made in code has not passed the schema, so names are checked again here. */
function identifierFault(name: string, path: string): readonly Fault[] {
  if (name.includes('__')) {
    return [{ path, must: 'not hold __, which names of the private lane are made with', got: JSON.stringify(name) }];
  }
  if (/^[a-z][a-z0-9_]{0,62}$/.test(name)) return [];
  return [{ path, must: 'be lower-case letters, digits and _, at most 63', got: JSON.stringify(name) }];
}

function repeats(items: readonly { readonly name: string }[], path: string, kind: string): readonly Fault[] {
  return items.flatMap(({ name }, at) => {
    const twice = items.findIndex((other) => other.name === name) < at;
    return twice ? [{ path: `${path}.${at}.name`, must: `be a ${kind} name used once`, got: name }] : [];
  });
}

function refuseFaults(faults: readonly Fault[]): Outcome<never> {
  const refusals: readonly Refusal[] = faults.map(({ path, must, got, code = 'E_ENTRY' }) => ({
    code,
    detail: `Cannot accept the catalog entry: ${path} must ${must}; got ${got}`,
  }));
  const [first, ...rest] = refusals;
  return first ? { ok: false, refusals: [first, ...rest] } : refuse('E_ENTRY', 'Cannot accept the catalog entry');
}
