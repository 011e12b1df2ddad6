/**
 * The calendar of working days: which days are off though they are weekdays, and which are worked though they are not. It is data, entered
 * in the record by two persons of the agency; a year that nobody entered is counted by weekdays, and said to be provisional.
 *
 * @see record.md §5, DC-17
 */

/** One year as its notice has it; days as `2026-10-01`. */
export interface WorkYear {
  readonly off: readonly string[];
  readonly work: readonly string[];
  /** The notice it was taken from. */
  readonly notice: string;
}

export interface WorkCalendar {
  /** Changes whenever a year is entered; stands in every event that was decided under it. */
  readonly version: string;
  readonly years: Readonly<Record<number, WorkYear>>;
}

/** The years that come with the product. */
export const seedCalendar: WorkCalendar = { version: 'seed', years: {} };
