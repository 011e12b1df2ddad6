/**
 * From a column of the catalog to its fine cells. What is declared decides, and never a row: cells that followed the data would tell of it.
 *
 * @see synth.md §2.2 (domain from the catalog, table of encodings)
 */
import type { Column, Domain } from '../catalog/entry.ts';
import type { Cells } from './attribute.ts';
import { decimalOf, isWholeType } from '../catalog/sql-type.ts';
import { dayNumber, isDate } from '../calendar.ts';
import { dayCells } from './day-cells.ts';
import { numberCells, type Numbers } from './number-cells.ts';

/** Longer code lists are not modelled: their one-way histogram alone would be noise. */
const mostCodes = 4096;

/**
 * The fine cells of a column; of a TIMESTAMP, those of its day.
 *
 * Guarantee: a function of the column alone, and every value of its domain belongs to exactly one cell.
 *
 * @param names the values of the column name something (a district, a row of another table), so that neighbouring numbers are not alike
 * @returns undefined for a column without public values
 */
export function cellsOf(column: Column, names = column.semantic === 'district'): Cells | undefined {
  const { type, domain, nullable: none } = column;
  if (type === 'BOOLEAN') return { kind: 'codes', values: [false, true], none };
  if (type === 'DATE' || type === 'TIMESTAMP') return daysOf(domain, none);
  if (domain?.kind === 'codes') return codesOf(column, domain.values);
  if (type === 'VARCHAR') return undefined;
  const numbers = numbersOf(column);
  if (!numbers) return undefined;
  if (column.semantic === 'period') return codesOf(column, monthsOf(numbers));
  if (names) return codesOf(column, valuesOf(numbers));
  return numberCells(numbers);
}

/** The step that values of a column are rounded to; undefined where none is declared and the type has none. */
export function stepOf({ type, domain, bounds }: Column): number | undefined {
  if (domain?.kind === 'range' && domain.step !== undefined) return domain.step;
  if (isWholeType(type)) return 1;
  if (bounds) return Number(bounds.step);
  const decimal = decimalOf(type);
  return decimal && Number(`1e-${decimal.scale}`);
}

function daysOf(domain: Domain | undefined, none: boolean): Cells | undefined {
  if (domain?.kind !== 'dates' || !isDate(domain.lo) || !isDate(domain.hi)) return undefined;
  return dayNumber(domain.lo) <= dayNumber(domain.hi) ? dayCells(domain, none) : undefined;
}

/** Of a column of text the codes are texts, of a number numbers: as the engine will compare them. */
function codesOf({ type, nullable: none }: Column, codes: readonly (string | number)[]): Cells | undefined {
  const values = [...new Set(codes.map((code) => (type === 'VARCHAR' ? String(code) : Number(code))))];
  const isSound = values.length > 0 && values.length <= mostCodes && !values.some(Number.isNaN);
  return isSound ? { kind: 'codes', values, none } : undefined;
}

/** Spans of more steps than this are wide: even cells would put most of what is counted or measured into the first. */
const wide = 10_000;

function numbersOf(column: Column): Numbers | undefined {
  const { domain, bounds, semantic, nullable: none } = column;
  const [lo, hi] =
    domain?.kind === 'range' ? [domain.lo, domain.hi] : bounds && !domain ? [Number(bounds.lo), Number(bounds.hi)] : [];
  if (lo === undefined || hi === undefined || lo > hi) return undefined;
  const step = stepOf(column);
  const isWide = lo <= 0 && hi >= 0 && step !== undefined && (hi - lo) / step > wide && semantic !== 'ratio';
  return { lo, hi, ...(step !== undefined && { step }), nearZero: semantic === 'amount' || isWide, none };
}

function valuesOf({ lo, hi, step = 0 }: Numbers): readonly number[] {
  const count = Math.floor((hi - lo) / step + 1e-9) + 1;
  return count <= mostCodes ? Array.from({ length: count }, (_, at) => Number((lo + at * step).toPrecision(12))) : [];
}

/** Calendar months as YYYYMM; a range of such numbers would hold months that do not exist. */
function monthsOf({ lo, hi }: Numbers): readonly number[] {
  const [from, to] = [lo, hi].map((period) => Math.floor(period / 100) * 12 + (period % 100) - 1);
  if (from === undefined || to === undefined || to - from >= mostCodes) return [];
  const months = Array.from({ length: to - from + 1 }, (_, at) => from + at);
  return months.map((month) => Math.floor(month / 12) * 100 + (month % 12) + 1);
}
