/** Parameters against rows: as many numbers as rows say what the rows said. @see disclosure.md §2.1, §3; SACRO-ML Structural (residual df) */
import type { CheckResult } from './finding.ts';
import type { ModelLimits } from './limits.ts';

export interface Sizes {
  readonly parameters: number;
  /** One per unit. */
  readonly rows: number;
}

/** Two results: of parameters per row, and of the residual degrees of freedom. */
export function checkParameters({ parameters, rows }: Sizes, limits: ModelLimits): readonly CheckResult[] {
  const share = rows === 0 ? Number.MAX_VALUE : parameters / rows;
  const df = rows - parameters;
  const { maxParameters, minResidualDf } = limits.profile;
  const byShare = share <= limits.easyShare ? 'pass' : share <= maxParameters.hard ? 'review' : 'fail';
  const byDf = df >= limits.easyDf ? 'pass' : df >= minResidualDf ? 'review' : 'fail';
  return [
    { name: 'model_parameters', verdict: byShare, figure: share, limit: limits.easyShare, about: 'parameters per row' },
    { name: 'model_parameters', verdict: byDf, figure: df, limit: limits.easyDf, about: 'degrees of freedom' },
  ];
}
