/**
 * The register of checks: what each rule means, which risk it meets, where it comes from. One page for reviewers, printed into docs.
 *
 * @see disclosure.md §2.2
 */
export interface Check {
  readonly title: string;
  readonly risk: string;
  readonly source: string;
}

export const checks = {
  freq: {
    title: 'Fewer than k distinct units stand behind the cell, or behind this statistic',
    risk: 'identity disclosure',
    source: 'disclosure.md §2.2 (1); DC-07',
  },
  p_percent: {
    title: 'The second largest unit can estimate the largest within p per cent',
    risk: 'dominance',
    source: 'disclosure.md §2.2 (2); SDC Handbook 4.2',
  },
  dominance: {
    title: 'The n largest units hold more than the allowed share',
    risk: 'dominance',
    source: 'disclosure.md §2.2 (3); SDC Handbook 4.2',
  },
  negative: {
    title: 'Some units contribute negative values; a person must look',
    risk: 'dominance hidden by cancelling values',
    source: 'disclosure.md §2.2 (5)',
  },
  all_equal: {
    title: 'All units have the same value',
    risk: 'class disclosure',
    source: 'disclosure.md §2.2 (7)',
  },
  zero: {
    title: 'No unit of the group has this sensitive value',
    risk: 'class disclosure',
    source: 'disclosure.md §2.2 (8)',
  },
  full: {
    title: 'All units of the group, or all but one, have this sensitive value',
    risk: 'class disclosure',
    source: 'disclosure.md §2.2 (9)',
  },
  quantile: {
    title: 'Fewer than k units lie on one side of the quantile',
    risk: 'identity disclosure of an extreme value',
    source: 'disclosure.md §1.3',
  },
} as const satisfies Record<string, Check>;

export type CheckName = keyof typeof checks;
