/** Lines and stops of the artificial city; few and unevenly used, so that origin-destination cells are filled. */
import type { Domain } from '#policies/catalog/entry.ts';

export const lines = {
  kind: 'codes',
  values: ['L1', 'L2', 'L3', 'L4', 'B21', 'B36'],
  weights: [30, 24, 20, 12, 8, 6],
} as const satisfies Domain;

/** Twenty-four stops, S01 to S24; use falls with the number. */
export const stops = {
  kind: 'codes',
  values: Array.from({ length: 24 }, (_, index) => `S${String(index + 1).padStart(2, '0')}`),
  weights: Array.from({ length: 24 }, (_, index) => Math.round(240 / (index + 2))),
} as const satisfies Domain;
