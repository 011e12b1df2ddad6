/**
 * The quality score of an entry in the five properties of 001-20, from what was reported of it. The weights are an engineering choice; the
 * formula stands in the reports that show the numbers.
 *
 * @see requirements SH-20-1, AO-10-1; procedure.md §3.11
 */
import type { z } from 'zod';
import type { aDimension, QualityIssueTypes } from './cases/quality-issue.ts';

type Issue = Pick<QualityIssueTypes['doc'], 'entry' | 'state' | 'dimension' | 'severity'>;
type Dimension = z.infer<typeof aDimension>;

/** One entry's score: each property from 0 to 100, 100 where nothing is known against it, and their mean. */
export interface QualityScore {
  readonly entry: string;
  readonly properties: Readonly<Record<Dimension, number>>;
  readonly mean: number;
}

/** Points that an open issue takes; a mended and verified one takes a fifth of them. What was rejected takes none, what nobody sorted yet the least. */
export const qualityWeights = { minor: 5, major: 15, critical: 40 } as const;

/** The formula in words, for the report that shows the score. */
export const qualityFormula =
  '100 − Σ weight of open issues − Σ ⅕ · weight of verified issues, at least 0; minor 5, major 15, critical 40; mean of five properties';

/** For every entry and issues, returns scores from 0 to 100 that no further issue raises. */
export function qualityScore(entry: string, issues: readonly Issue[]): QualityScore {
  const own = issues.filter((issue) => issue.entry === entry);
  const scoreOf = (dimension: Dimension) => Math.max(0, 100 - sum(own.filter((one) => one.dimension === dimension)));
  const properties = {
    authenticity: scoreOf('authenticity'),
    completeness: scoreOf('completeness'),
    accuracy: scoreOf('accuracy'),
    timeliness: scoreOf('timeliness'),
    usability: scoreOf('usability'),
  };
  const values = Object.values(properties);
  return { entry, properties, mean: values.reduce((total, value) => total + value, 0) / values.length };
}

function sum(issues: readonly Issue[]): number {
  return issues.reduce((total, issue) => total + weightOf(issue), 0);
}

function weightOf({ state, severity = 'minor' }: Issue): number {
  if (state === 'rejected') return 0;
  return state === 'verified' ? qualityWeights[severity] / 5 : qualityWeights[severity];
}
