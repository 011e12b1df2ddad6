/** Code lists that several tables of the city share; declared once, so that joins and group keys agree. */
import type { Domain } from '#policies/catalog/entry.ts';

/** The eleven districts of Guangzhou, GB/T 2260, with weights near their shares of enterprises. */
export const districts = {
  kind: 'codes',
  values: [
    '440103',
    '440104',
    '440105',
    '440106',
    '440111',
    '440112',
    '440113',
    '440114',
    '440115',
    '440117',
    '440118',
  ],
  weights: [8, 10, 10, 18, 14, 10, 11, 7, 6, 3, 3],
} as const satisfies Domain;

/** Eighteen sections of GB/T 4754 (A to R), the ones in which enterprises are registered. */
export const industries = {
  kind: 'codes',
  values: ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R'],
  weights: [2, 1, 16, 1, 8, 20, 6, 7, 10, 4, 5, 10, 6, 1, 5, 2, 2, 3],
} as const satisfies Domain;

/** The twenty-four months of the social insurance table. */
export const periods = {
  kind: 'codes',
  values: [2024, 2025].flatMap((year) => Array.from({ length: 12 }, (_, month) => year * 100 + month + 1)),
} as const satisfies Domain;

/**
 * 414 days from a month before 2024-02-20 to a month after 2025-02-10. The table holds 120 of them: sixty at either end,
 * so that a resumption after the New Year can be compared with the year before.
 */
export const powerDays = { kind: 'dates', lo: '2024-01-22', hi: '2025-03-11' } as const satisfies Domain;

/** One month of trips. */
export const tripMonth = { kind: 'dates', lo: '2025-03-01', hi: '2025-03-31' } as const satisfies Domain;

/** One year of weather. */
export const weatherYear = { kind: 'dates', lo: '2025-01-01', hi: '2025-12-31' } as const satisfies Domain;
