/**
 * How far each private query of TPC-H bounds what one customer contributes, from what everybody knows: a customer who orders at all has
 * about 15 orders of 4 lines over seven years, with 25 nations, 7 ways of shipping and 150 types of parts. Without these the limits of
 * the publication hold, and the noise covers customers who put all they have into one group.
 *
 * @see TPC-H specification, clause 4.2.3
 */
import type { PrivacySettings } from '#policies/privacy/settings.ts';
import type { QueryNumber } from './queries.ts';

type Limits = Pick<PrivacySettings, 'maxGroupsPerUnit' | 'maxRowsPerGroup'>;

export const queryLimits: Readonly<Record<QueryNumber, Limits>> = {
  /** Orders of a quarter, by five priorities. */
  4: { maxGroupsPerUnit: 3, maxRowsPerGroup: 2 },
  /** Lines of a year from suppliers of one's own nation. */
  5: { maxGroupsPerUnit: 1, maxRowsPerGroup: 4 },
  /** An eighth of the lines of a year. */
  6: { maxGroupsPerUnit: 1, maxRowsPerGroup: 6 },
  /** Lines of two years from suppliers of one nation. */
  7: { maxGroupsPerUnit: 2, maxRowsPerGroup: 3 },
  /** Lines of two years of one type of part. */
  8: { maxGroupsPerUnit: 2, maxRowsPerGroup: 2 },
  /** A twentieth of the lines, by nation and year. */
  9: { maxGroupsPerUnit: 8, maxRowsPerGroup: 2 },
  /** Late lines of a year, by two ways of shipping. */
  12: { maxGroupsPerUnit: 2, maxRowsPerGroup: 2 },
  /** A customer has one number of orders. */
  13: { maxGroupsPerUnit: 1, maxRowsPerGroup: 1 },
  /** Lines of a month. */
  14: { maxGroupsPerUnit: 1, maxRowsPerGroup: 6 },
  /** Lines of a quarter, by thousands of suppliers. */
  15: { maxGroupsPerUnit: 12, maxRowsPerGroup: 1 },
  /** Lines of very few parts. */
  19: { maxGroupsPerUnit: 1, maxRowsPerGroup: 2 },
  /** Late lines, by the suppliers of one nation. */
  21: { maxGroupsPerUnit: 2, maxRowsPerGroup: 1 },
  /** Customers by country. */
  22: { maxGroupsPerUnit: 1, maxRowsPerGroup: 1 },
};
