/** Code lists of the medical table: hospitals of the artificial city and a short list of ICD-10 categories. */
import type { Domain } from '#policies/catalog/entry.ts';

/** Thirty hospitals, H01 to H30; the first ones are larger. */
export const hospitals = {
  kind: 'codes',
  values: Array.from({ length: 30 }, (_, index) => `H${String(index + 1).padStart(2, '0')}`),
  weights: Array.from({ length: 30 }, (_, index) => 30 - index),
} as const satisfies Domain;

/** Diagnoses by frequency; the first letter stands for the chapter, as in the scenarios. */
const frequency: Readonly<Record<string, number>> = {
  'A09.9': 8,
  'B18.1': 4,
  'C16.9': 3,
  'C34.9': 5,
  'C50.9': 4,
  'D25.9': 3,
  'D50.9': 1,
  'E11.9': 16,
  'E78.5': 8,
  'F32.9': 3,
  'F41.1': 2,
  'G40.9': 2,
  'G47.0': 3,
  'H25.9': 5,
  'H66.9': 2,
  I10: 18,
  'I25.1': 12,
  'I63.9': 10,
  'J06.9': 18,
  'J18.9': 10,
  'J44.9': 6,
  'K29.7': 10,
  'K80.2': 7,
  'L20.9': 2,
  'L40.0': 1,
  'M17.9': 6,
  'M51.2': 8,
  'N18.9': 4,
  'N20.0': 5,
  O80: 3,
  'Q21.1': 1,
  'R50.9': 4,
  'S52.5': 5,
  'S82.6': 4,
  'T14.9': 2,
  'Z51.1': 3,
};

export const diagnoses = {
  kind: 'codes',
  values: Object.keys(frequency),
  weights: Object.values(frequency),
} as const satisfies Domain;
