/**
 * Values planted once in the real side of the city, which no rule lets out: a test that finds one of them outside has found
 * a leak. Several belong to the only firm of its industry, so that a cell that should have been suppressed prints them.
 */
import { closeResidentId, closeUscc } from '../checks.ts';

export const canary = {
  uscc: closeUscc('91995999MCANARY7'),
  enterprise: '金丝雀玄矿业有限公司',
  representative: '鳯丝雀',
  representativeId: closeResidentId('99599919770707777'),
  capitalWan: '13579246.80',
  contributionsCny: '7654321.09',
  salesCny: '9876543210.12',
  testimony: '金丝雀证言丙午',
  meter: 'GDCANARY0000007',
  kwh: '314159.26',
  settlement: 'JS-CANARY-0007',
  insured: 'P-CANARY-0007',
  insuredId: closeResidentId('99599919880808888'),
  costCny: '1987654.32',
  trip: 'T-CANARY-0007',
  card: 'K-CANARY-0007',
} as const;

/** Strings that must never appear in anything that leaves, amounts also as they print without a trailing zero. */
export const canaries: readonly string[] = [...Object.values(canary), '13579246.8'];
