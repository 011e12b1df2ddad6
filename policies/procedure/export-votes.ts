/**
 * Votes on an export and what they come to. A vote is one person's: what it says is told to nobody before the round is complete.
 *
 * @see disclosure.md decision 6, §6 (independent, blinded reviews); docs/decisions/021-blind-votes.md
 */
import { z } from 'zod';
import type { Instant } from '../units.ts';
import { aChecklist, requirePassed } from './checklist.ts';
import { requireAll, requireThat } from './decider.ts';
import { docId, prose, verdictCode, type Parsed } from './fields.ts';
import type { Actor } from './life.ts';
import type { CheckRecord } from './rule-packs/record.ts';
import type { Outcome } from '../refusal.ts';

/** `change`: the vendor may come again with a changed product. */
export const aDecision = z.enum(['pass', 'change', 'reject']);
/** @see aDecision */
export type Decision = z.infer<typeof aDecision>;

/** What the automatic check found of one run. */
export const aFinding = z.strictObject({
  run: docId,
  code: verdictCode,
  /** `suppressed`: the rules have removed what they found. `notice`: to be known. `review`: a person must look. `fail`: it should not leave. */
  verdict: z.enum(['suppressed', 'notice', 'review', 'fail']),
});
/** @see aFinding */
export type Finding = Parsed<typeof aFinding>;

/** A finding that a reviewer has seen, or that an exception is about. */
export const namedFinding = aFinding.omit({ verdict: true });
/** @see namedFinding */
export type NamedFinding = Parsed<typeof namedFinding>;

/** A decision with its grounds. */
export const judgement = {
  decision: aDecision,
  checklist: aChecklist,
  /** For the other reviewer and those who supervise; the vendor never reads it. */
  comment: prose,
  /** What the vendor is told; a decision against a product says it. */
  toVendor: prose.exactOptional(),
};
const aJudgement = z.strictObject(judgement);
/** @see judgement */
export type Judgement = Parsed<typeof aJudgement>;

/** One reviewer's vote. */
export interface Vote extends Judgement {
  readonly by: Actor;
  readonly at: Instant;
  /** Every finding of every run, by name: nobody votes on what he has not seen. */
  readonly acknowledged: readonly NamedFinding[];
  /** What this person says to each item that people are asked about. */
  readonly check?: CheckRecord;
}

/** For every complete round, returns what all votes say, or `conflict` where two differ. */
export function outcomeOf(votes: readonly Pick<Vote, 'decision'>[]): Decision | 'conflict' {
  const [first, ...rest] = votes;
  if (!first) throw new Error('Cannot count votes: there must be one');
  return rest.every(({ decision }) => decision === first.decision) ? first.decision : 'conflict';
}

/** Who passes has passed all four domains; who does not tells the vendor why. Refuses with E_INPUT. */
export function requireGrounds(doing: string, { decision, checklist, toVendor }: Judgement): Outcome<void> {
  if (decision === 'pass') return requirePassed(doing, checklist);
  const must = 'a decision against the product must say in toVendor what the vendor is to know';
  return requireThat(toVendor !== undefined, 'E_INPUT', `Cannot ${doing}: ${must}; got none`);
}

/** The vote names exactly the findings that there are; refuses with E_INPUT and the first difference. */
export function requireAcknowledged(
  doing: string,
  findings: readonly NamedFinding[],
  acknowledged: readonly NamedFinding[],
): Outcome<void> {
  const [missing, strange] = [outside(findings, acknowledged), outside(acknowledged, findings)];
  return requireAll([
    requireThat(
      missing === undefined,
      'E_INPUT',
      `Cannot ${doing}: every finding must be acknowledged; got none of ${nameOf(missing)}`,
    ),
    requireThat(
      strange === undefined,
      'E_INPUT',
      `Cannot ${doing}: must acknowledge findings that there are; got ${nameOf(strange)}`,
    ),
  ]);
}

/** Are these the same finding? */
export function isSameFinding(one: NamedFinding, other: NamedFinding): boolean {
  return one.run === other.run && one.code === other.code;
}

function outside(these: readonly NamedFinding[], those: readonly NamedFinding[]): NamedFinding | undefined {
  return these.find((one) => !those.some((other) => isSameFinding(one, other)));
}

function nameOf(finding: NamedFinding | undefined): string {
  return finding ? `${finding.code} of ${finding.run}` : 'none';
}
