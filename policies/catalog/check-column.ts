/** Is one column of a catalog entry sound: its rule, its coarsenings, its type and its domain? */
import { boundsFault } from './bounds.ts';
import { columnQualityFaults } from './check-quality.ts';
import { compare } from '../decimal.ts';
import { parseDeclared } from './decimal.ts';
import type { Bounds, Column, Coarsening, Domain } from './entry.ts';
import type { Fault } from './fault.ts';

/**
 * Everything that is wrong with a column. `isPublic` says that the entry is unconditional.
 *
 * @see procedure.md §4 (column rules); SCQL column control
 */
export function columnFaults(column: Column, path: string, isPublic: boolean): readonly Fault[] {
  return [
    ...ruleFaults(column, `${path}.rule`, isPublic),
    ...(column.coarsen ?? []).flatMap((step, at) => coarsenFaults(column, step, `${path}.coarsen.${at}`)),
    ...decimalFaults(column.type, `${path}.type`),
    ...weightFaults(column, `${path}.tag`),
    ...(column.domain ? domainFaults(column, column.domain, `${path}.domain`) : []),
    ...columnQualityFaults(column, `${path}.quality`),
    ...(column.bounds ? boundsFaults(column, column.bounds, `${path}.bounds`) : []),
  ];
}

function ruleFaults(column: Column, path: string, isPublic: boolean): readonly Fault[] {
  const { rule, grade, tag } = column;
  const got = rule.join(', ');
  const faults: Fault[] = [];
  const shows = rule.includes('P') || rule.includes('G');
  if (new Set<string>(rule).size !== rule.length) faults.push({ path, must: 'name each letter once', got });
  if (rule.includes('X') && rule.length > 1) faults.push({ path, must: 'be X alone, for X means never', got });
  if (!isPublic && grade === 'L4' && shows) faults.push({ path, must: 'not be P or G at grade L4', got });
  if (!isPublic && tag === 'direct' && shows) faults.push({ path, must: 'not be P or G for a direct identifier', got });
  if (tag === 'free_text' && (shows || rule.includes('A'))) {
    faults.push({ path, must: 'be X or F, for free text is never aggregated or shown', got });
  }
  return faults;
}

/** A weight multiplies what is added up. */
function weightFaults(column: Column, path: string): readonly Fault[] {
  return column.tag === 'weight' && !isNumeric(column) ? [{ path, must: 'be on a number', got: column.type }] : [];
}

function coarsenFaults(column: Column, step: Coarsening, path: string): readonly Fault[] {
  const faults: Fault[] = [];
  if (!column.rule.includes('F') && !column.rule.includes('G')) {
    faults.push({ path, must: 'be on a column of rule F or G', got: column.rule.join(', ') });
  }
  switch (step.by) {
    case 'year':
    case 'quarter':
    case 'month':
      if (!isTemporal(column)) faults.push({ path, must: 'be on a DATE or TIMESTAMP', got: column.type });
      break;
    case 'prefix':
      if (column.type !== 'VARCHAR') faults.push({ path, must: 'be on a VARCHAR', got: column.type });
      if (!isWithin(step.length, 1, 64))
        faults.push({ path, must: 'keep 1 to 64 characters', got: String(step.length) });
      break;
    case 'bands':
      if (column.type === 'BOOLEAN') faults.push({ path, must: 'be on values with an order', got: column.type });
      if (!isWithin(step.max, 2, 64)) faults.push({ path, must: 'have 2 to 64 bands', got: String(step.max) });
      break;
  }
  return faults;
}

function decimalFaults(type: Column['type'], path: string): readonly Fault[] {
  if (!type.startsWith('DECIMAL')) return [];
  const [, width, scale] = /^DECIMAL\((\d{1,2}),(\d{1,2})\)$/.exec(type) ?? [];
  const sound = isWithin(Number(width), 1, 38) && isWithin(Number(scale), 0, Number(width));
  return sound ? [] : [{ path, must: 'be DECIMAL(width,scale) with width 1 to 38 and scale 0 to width', got: type }];
}

function domainFaults(column: Column, domain: Domain, path: string): readonly Fault[] {
  if (domain.kind === 'codes') return codesFaults(column, domain, path);
  const faults: Fault[] = [];
  const fits = domain.kind === 'range' ? isNumeric(column) : isTemporal(column);
  if (!fits) faults.push({ path, must: `fit the type: ${domain.kind} cannot be ${column.type}`, got: domain.kind });
  // A comparison with NaN is false, so a bound that is no number is refused too.
  if (!(domain.lo <= domain.hi)) faults.push({ path, must: 'have lo ≤ hi', got: `${domain.lo} to ${domain.hi}` });
  if (domain.kind === 'dates' || !fits) return faults;
  for (const bound of [domain.lo, domain.hi])
    if (!isStorable(column, bound)) faults.push(unstorable(column, bound, path));
  const { step = 1 } = domain;
  if (!(step > 0)) faults.push({ path, must: 'have a step above 0', got: `${step}` });
  return faults;
}

function codesFaults(column: Column, domain: Domain & { kind: 'codes' }, path: string): readonly Fault[] {
  const { values, weights } = domain;
  const faults: Fault[] = [];
  if (values.length === 0) faults.push({ path, must: 'have a value', got: 'none' });
  if (new Set(values).size !== values.length)
    faults.push({ path, must: 'name each value once', got: 'a repeated value' });
  for (const value of values) if (!isStorable(column, value)) faults.push(unstorable(column, value, path));
  if (!weights) return faults;
  const sound =
    weights.every((weight) => Number.isFinite(weight) && weight >= 0) && weights.some((weight) => weight > 0);
  if (weights.length !== values.length || !sound) {
    faults.push({ path, must: 'have one weight from 0 per value, not all 0', got: `${weights.length} weights` });
  }
  return faults;
}

function boundsFaults(column: Column, bounds: Bounds, path: string): readonly Fault[] {
  const got = `${bounds.lo} to ${bounds.hi} by ${bounds.step}`;
  if (!isNumeric(column)) return [{ path, must: 'be on a number', got: column.type }];
  const fault = boundsFault(bounds);
  if (fault !== undefined) return [{ path, must: fault, got }];
  const beyond = [bounds.lo, bounds.hi, bounds.step].find((text) => isBeyond(column.type, text));
  return beyond === undefined ? [] : [{ path, must: `lie in the range of ${column.type}`, got: beyond }];
}

const bits: Readonly<Record<string, bigint>> = { SMALLINT: 15n, INTEGER: 31n, BIGINT: 63n };

/** Whether no value of the type is as far from 0. Bounds there clamp nothing, so they are a slip of the author. */
function isBeyond(type: Column['type'], text: string): boolean {
  const value = parseDeclared(text);
  if (!value || type === 'DOUBLE') return false;
  const [, width, scale] = /^DECIMAL\((\d+),(\d+)\)$/.exec(type) ?? [];
  const limit =
    width === undefined ? 2n ** (bits[type] ?? 0n) : 10n ** BigInt(Math.max(0, Number(width) - Number(scale)));
  const size = { ...value, digits: value.digits < 0n ? -value.digits : value.digits };
  return compare(size, { digits: limit, scale: 0 }) > 0;
}

function unstorable(column: Column, value: string | number, path: string): Fault {
  return { path, must: `fit the type ${column.type}`, got: JSON.stringify(value) };
}

/** Can a column of this type hold the value exactly? */
function isStorable(column: Column, value: string | number): boolean {
  if (column.type === 'VARCHAR') return typeof value === 'string';
  if (typeof value !== 'number' || !Number.isFinite(value)) return false;
  if (column.type === 'SMALLINT') return isWithin(value, -(2 ** 15), 2 ** 15 - 1);
  if (column.type === 'INTEGER') return isWithin(value, -(2 ** 31), 2 ** 31 - 1);
  if (column.type === 'BIGINT') return Number.isSafeInteger(value);
  return isNumeric(column);
}

const isTemporal = (column: Column) => column.type === 'DATE' || column.type === 'TIMESTAMP';

const isNumeric = (column: Column) =>
  ['SMALLINT', 'INTEGER', 'BIGINT', 'DOUBLE'].includes(column.type) || column.type.startsWith('DECIMAL');

const isWithin = (value: number, lo: number, hi: number) => Number.isInteger(value) && value >= lo && value <= hi;
