/** What the inputs of an evaluation come to. Every kind of evaluator counts the same, however many of it there are. @see AO-32-1, R11 */
import type { Role } from './roles.ts';

export const evaluators = ['source_department', 'data_agency', 'vendor'] as const satisfies readonly Role[];

export interface Criterion {
  readonly id: string;
  /** Parts of the whole. */
  readonly weight: number;
}

/** What one organization gave, 0 to 100 points by criterion. */
export interface Input {
  readonly org: string;
  readonly role: Role;
  readonly scores: readonly { readonly criterion: string; readonly points: number }[];
}

/** In hundredths of a point, rounded down, so that the same inputs always come to the same number. */
export interface Score {
  readonly total: number;
  readonly byRole: Readonly<Partial<Record<Role, number>>>;
}

/** For every set of inputs, returns the mean over the kinds of evaluators of the mean over their organizations of the weighted points. */
export function scoreOf(criteria: readonly Criterion[], inputs: readonly Input[]): Score {
  const roles = evaluators.filter((role) => inputs.some((input) => input.role === role));
  const byRole = roles.map((role) => {
    const own = inputs.filter((input) => input.role === role).map((input) => weighted(criteria, input));
    return [role, mean(own)] as const;
  });
  return { total: mean(byRole.map(([, score]) => score)), byRole: Object.fromEntries(byRole) };
}

function weighted(criteria: readonly Criterion[], { scores }: Input): number {
  const parts = criteria.reduce((sum, { weight }) => sum + weight, 0);
  const points = criteria.reduce((sum, { id, weight }) => {
    return sum + weight * (scores.find(({ criterion }) => criterion === id)?.points ?? 0);
  }, 0);
  return parts === 0 ? 0 : Math.floor((points * 100) / parts);
}

function mean(numbers: readonly number[]): number {
  return numbers.length === 0 ? 0 : Math.floor(numbers.reduce((sum, one) => sum + one, 0) / numbers.length);
}
