/** Is the declared quality of a table sound: its rates, and the columns that they are of? */
import type { Column, Table } from './entry.ts';
import type { Fault } from './fault.ts';

/**
 * Everything that is wrong with the quality of a table and its columns. Keys are spoilt as a whole, by `duplicated` and `unmatched`:
 * a key that is missing or unknown would make orphans of the rows that refer to it, at a rate that nobody declared.
 */
export function qualityFaults(table: Table, path: string): readonly Fault[] {
  return [
    ...tableFaults(table, `${path}.quality`),
    ...table.columns.flatMap((column, at) => keyFaults(table, column, `${path}.columns.${at}.quality`)),
  ];
}

/** What one column can say alone. */
export function columnQualityFaults({ quality, domain }: Column, path: string): readonly Fault[] {
  if (quality === undefined) return [];
  const { missing = 0, outside = 0 } = quality;
  const faults = [...shareFaults(missing, `${path}.missing`), ...shareFaults(outside, `${path}.outside`)];
  if (missing + outside > 1)
    faults.push({ path, must: 'have shares of at most 1 together', got: `${missing + outside}` });
  if (outside > 0 && domain === undefined) {
    faults.push({ path: `${path}.outside`, must: 'be on a column with a domain', got: 'no domain' });
  }
  return faults;
}

function keyFaults({ primaryKey, foreignKeys }: Table, { name, quality }: Column, path: string): readonly Fault[] {
  if (quality === undefined) return [];
  if (primaryKey.includes(name)) return [{ path, must: 'not be on a column of the primary key', got: name }];
  if (!quality.outside || !foreignKeys.some(({ columns }) => columns.includes(name))) return [];
  return [{ path: `${path}.outside`, must: 'not be on a foreign key, of which quality.unmatched speaks', got: name }];
}

function tableFaults({ quality, columns, foreignKeys, primaryKey }: Table, path: string): readonly Fault[] {
  if (quality === undefined) return [];
  const { duplicated = 0, unmatched = 0, late } = quality;
  const faults = [...shareFaults(duplicated, `${path}.duplicated`), ...shareFaults(unmatched, `${path}.unmatched`)];
  if (unmatched > 0 && foreignKeys.length === 0) {
    faults.push({ path: `${path}.unmatched`, must: 'be on a table with a foreign key', got: 'none' });
  }
  if (late === undefined) return faults;
  faults.push(...shareFaults(late.share, `${path}.late.share`));
  const type = columns.find(({ name }) => name === late.column)?.type;
  if (type !== 'DATE' && type !== 'TIMESTAMP') {
    faults.push({ path: `${path}.late.column`, must: 'name a DATE or TIMESTAMP of the table', got: late.column });
  }
  if (primaryKey.includes(late.column) || foreignKeys.some((key) => key.columns.includes(late.column))) {
    faults.push({ path: `${path}.late.column`, must: 'name no column of a key', got: late.column });
  }
  if (!(Number.isInteger(late.days) && late.days >= 1 && late.days <= 366)) {
    faults.push({ path: `${path}.late.days`, must: 'be a whole number from 1 to 366', got: `${late.days}` });
  }
  return faults;
}

/** A comparison with NaN is false, so a share that is no number is refused too. */
function shareFaults(share: number, path: string): Fault[] {
  return share >= 0 && share <= 1 ? [] : [{ path, must: 'be a share from 0 to 1', got: `${share}` }];
}
