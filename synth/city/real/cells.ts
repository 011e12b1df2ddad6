/**
 * Where the firms of the real side are: industry and district are drawn jointly, unlike in the simulation. Some industries
 * prefer some districts by far, so about half of the cells are too small to be shown.
 */
import { fmix32 } from '../../hash.ts';
import { districts, industries } from '../entries/domains.ts';

const districtShare = [5, 9, 8, 24, 13, 12, 11, 6, 7, 3, 2];
const industryShare: Readonly<Record<string, number>> = {
  A: 2,
  C: 18,
  E: 6,
  F: 22,
  G: 6,
  H: 5,
  I: 13,
  J: 4,
  K: 4,
  L: 8,
  M: 6,
  O: 3,
  P: 1,
  Q: 1,
  R: 1,
};

/** Industries that one firm has for itself; they are the first firms by number. */
export const loneIndustries = [
  { industry: 'B', district: '440118' },
  { industry: 'D', district: '440104' },
  { industry: 'N', district: '440112' },
] as const;

/** Cells in which one firm uses more than 85 % of the electricity; the firms next by number. */
export const dominatedCells = [
  { industry: 'G', district: '440115' },
  { industry: 'L', district: '440105' },
  { industry: 'H', district: '440111' },
] as const;

/** `district + industry` with its weight. */
export function cellWeights(): Record<string, number> {
  const weights: Record<string, number> = {};
  for (const [d, district] of districts.values.entries()) {
    for (const industry of industries.values) {
      const affinity = (fmix32(d * 97 + industry.charCodeAt(0)) % 100) / 100;
      const share = (districtShare[d] ?? 0) * (industryShare[industry] ?? 0);
      if (share > 0) weights[district + industry] = share * (0.15 + 1.4 * affinity ** 2);
    }
  }
  for (const { industry, district } of dominatedCells) weights[district + industry] = 35;
  return weights;
}
