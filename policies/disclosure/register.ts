/**
 * The register of checks: what each rule means, which risk it meets, where it comes from. One page for reviewers, printed into docs.
 *
 * @see disclosure.md §2.2
 */
export interface Check {
  readonly title: string;
  readonly risk: string;
  /** It hides nothing, but sends the release to a person. */
  readonly effect?: 'review';
  readonly source: string;
}

export const checks = {
  secondary: {
    title: 'The cell itself is safe, but a hidden one could be computed from it and the others that are shown',
    risk: 'recalculation from margins',
    source: 'disclosure.md §2.4; SDC Handbook 4.2.2',
  },
  insider: {
    title:
      'Who stands alone behind hidden cells could compute another hidden cell from his own values; a person must look',
    risk: 'recalculation by a contributor',
    effect: 'review',
    source: 'disclosure.md §2.5',
  },
  infeasible: {
    title: 'No pattern of hidden cells protects the table as it is asked for; nothing of it is shown',
    risk: 'recalculation from margins',
    source: 'disclosure.md §2.4',
  },
  freq: {
    title: 'Fewer than k distinct units stand behind the cell, or behind this statistic',
    risk: 'identity disclosure',
    source: 'disclosure.md §2.2 (1); DC-07',
  },
  p_percent: {
    title: 'The second largest unit, with its coalition, can estimate the largest within p per cent',
    risk: 'dominance',
    source: 'disclosure.md §2.2 (2); SDC Handbook 4.2',
  },
  pq: {
    title: 'The same, where everybody is taken to know each contribution within q per cent beforehand',
    risk: 'dominance',
    source: 'disclosure.md §2.2 (4); SDC Handbook 4.2 (prior–posterior rule)',
  },
  dominance: {
    title: 'The n largest units hold more than the allowed share',
    risk: 'dominance',
    source: 'disclosure.md §2.2 (3); SDC Handbook 4.2',
  },
  few: {
    title: 'The text gives rows different weights, and k − 1 units hold nearly all of the sum',
    risk: 'encoding: the high digits of a large sum are those of few units',
    source: 'procedure.md §5 (encoding channel)',
  },
  negative: {
    title: 'Some units contribute negative values; a person must look',
    risk: 'dominance hidden by cancelling values',
    effect: 'review',
    source: 'disclosure.md §2.2 (5); SDC Handbook 4.2 (negative contributions)',
  },
  all_equal: {
    title: 'All units have the same value',
    risk: 'class disclosure',
    source: 'disclosure.md §2.2 (7); MHRA (SD > 0)',
  },
  complement: {
    title: 'Fewer than k units are what is missing to the whole: those without the property that is counted',
    risk: 'identity disclosure by subtraction',
    source: 'disclosure.md §2.7; SDC Handbook 6.6',
  },
  zero: {
    title: 'Every unit of the cell has the property that is counted (that none has it, freq hides)',
    risk: 'class disclosure',
    source: 'disclosure.md §2.2 (8)',
  },
  full: {
    title: 'All units of the group, or all but a coalition, have this sensitive value',
    risk: 'class disclosure',
    source: 'disclosure.md §2.2 (9); SDC Handbook 5.2 (within-group disclosure)',
  },
  beyond_nearest: {
    title: 'No rounded table adds up in which every count is next to its own value; a person must look',
    risk: 'none: some numbers say less than the others',
    effect: 'review',
    source: 'disclosure.md §2.6; SDC Handbook §5.5',
  },
  group_share: {
    title: 'Nearly all units of the group have this sensitive value; a person must look',
    risk: 'group disclosure',
    effect: 'review',
    source: 'disclosure.md §1.3, §2.1',
  },
  k_difference: {
    title: 'Two nested cells differ in no more units than a coalition has',
    risk: 'class disclosure by subtraction',
    source: 'disclosure.md §2.2 (10); GaussSuppression SuppressKDisclosure',
  },
  implicit: {
    title: 'The hidden cells of a sum would be told by what is shown of it, and together break a rule',
    risk: 'disclosure by subtraction',
    source: 'disclosure.md §2.3',
  },
  quantile: {
    title: 'Fewer than k units lie on one side of the quantile',
    risk: 'identity disclosure of an extreme value',
    source: 'disclosure.md §1.3; MHRA (position)',
  },
  degrees: {
    title: 'Too few units for the parameters: residual degrees of freedom, or parameters per unit',
    risk: 'reconstruction',
    source: 'disclosure.md §1.3, §2.1; dsBase corDS',
  },
  binary: {
    title: 'A variable with two values has one of them for fewer than k units',
    risk: 'reconstruction of a group mean',
    source: 'disclosure.md §1.3; dsBase corDS',
  },
  concentration: {
    title: 'The index of concentration is 0.81 or more: one unit has nine tenths',
    risk: 'dominance',
    source: 'MHRA (H < 0.81)',
  },
  gini: {
    title: 'The Gini coefficient is 1: one unit has everything',
    risk: 'dominance',
    source: 'MHRA (G < 100 %)',
  },
} as const satisfies Record<string, Check>;

export type CheckName = keyof typeof checks;
