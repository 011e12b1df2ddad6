/** What the checks of a model found: a verdict for each, with the figure that it rests on and the limit that the figure was held against. */
import { z } from 'zod';
import { modelChecks, type ModelCheckName } from './register.ts';

const verdict = z.enum(['pass', 'review', 'fail']);
const name = z.custom<ModelCheckName>((text) => typeof text === 'string' && Object.hasOwn(modelChecks, text));

/** Figures are computed from rows: they are for reviewers, and never stand in a receipt or a message. */
export const checkResult = z.strictObject({
  name,
  verdict,
  figure: z.number(),
  /** What the figure must meet for `pass`. */
  limit: z.number(),
  /** Which part of the model: a feature, a value, a path in the card. */
  about: z.string().exactOptional(),
});
export const modelFinding = z.strictObject({ checks: z.array(checkResult), verdict });

export type Verdict = z.output<typeof verdict>;
export type CheckResult = z.output<typeof checkResult>;
export type ModelFinding = z.output<typeof modelFinding>;

const rank: Readonly<Record<Verdict, number>> = { pass: 0, review: 1, fail: 2 };

/** The strictest of several verdicts; `pass` for none. */
export function strictest(verdicts: readonly Verdict[]): Verdict {
  return verdicts.reduce<Verdict>((worst, found) => (rank[found] > rank[worst] ? found : worst), 'pass');
}

/** One failure fails the model; a model that nothing was checked of fails too. */
export function joinChecks(checks: readonly CheckResult[]): ModelFinding {
  return {
    checks: [...checks],
    verdict: checks.length === 0 ? 'fail' : strictest(checks.map((check) => check.verdict)),
  };
}

/** Names of the checks with that verdict, each once. */
export function checksWith({ checks }: ModelFinding, wanted: Verdict): readonly ModelCheckName[] {
  return [...new Set(checks.filter((check) => check.verdict === wanted).map((check) => check.name))];
}
