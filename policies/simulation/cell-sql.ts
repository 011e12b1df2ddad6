/**
 * SQL of what the fine cell of a value is found by: its place in a list, or for cells with edges the number that is compared with them. The
 * engine is fast at the former; at the latter a search over typed arrays is several times as fast.
 */
import { quotedText } from '../query/print.ts';
import { cellCount, type Cells } from './attribute.ts';
import { dayNumber } from '../calendar.ts';

/** Where each cell begins, ascending, as the numbers of {@link placeSql} are compared with; undefined where they are cells already. */
export function startsOf(cells: Cells): readonly number[] | undefined {
  if (cells.kind === 'numbers') return cells.edges.slice(0, -1);
  return cells.kind === 'days' ? cells.start.map(dayNumber) : undefined;
}

/** Of NULL and of codes that are not in the list: the cell of NULL, or the first where there is none. */
export const cellOfNone = (cells: Cells): number => (cells.none ? cellCount(cells) - 1 : 0);

/**
 * A number that ascends with the cells, NULL for a value that has none: the place of a code, the hour, the count; of days their number since
 * 1970, of numbers themselves.
 *
 * @param source SQL of the value: of days a date or moment
 */
export function placeSql(cells: Cells, source: string): string {
  switch (cells.kind) {
    case 'codes':
      return codeSql(cells.values, source);
    case 'numbers':
      return `CAST(${source} AS DOUBLE)`;
    case 'days':
      return dayNumberSql(source);
    case 'hours':
      return `hour(${source})`;
    case 'count':
      return `least(coalesce(${source}, 0), ${cells.max})`;
  }
}

/** Days since 1970-01-01 of a date or a moment. */
export const dayNumberSql = (source: string): string => `(CAST(${source} AS DATE) - DATE '1970-01-01')`;

/**
 * Whole seconds from one moment to another, exactly, whatever they are: of moments that the engine can store, the difference may need more
 * than 64 bits. NULL where one is infinite.
 */
export const secondsSql = (from: string, to: string): string =>
  `(CAST(epoch_us(${to}) AS HUGEINT) - epoch_us(${from})) // 1000000`;

/** By a hash table of texts that the engine makes of an ENUM; numbers that are not whole are few, and compared one by one. */
function codeSql(values: readonly (string | number | boolean)[], source: string): string {
  const isWhole = values.every((value) => Number.isSafeInteger(value));
  if (typeof values[0] === 'number' && !isWhole) {
    const cases = values.map((code, at) => `WHEN CAST(${quotedText(String(code))} AS DOUBLE) THEN ${at}`);
    return `CASE CAST(${source} AS DOUBLE) ${cases.join(' ')} END`;
  }
  const labels = values.map((code) => quotedText(String(code))).join(', ');
  // A whole number may be stored with decimals, which its text would show.
  const text = `CAST(${isWhole ? `CAST(${source} AS BIGINT)` : source} AS VARCHAR)`;
  return `enum_code(TRY_CAST(${text} AS ENUM(${labels})))`;
}
