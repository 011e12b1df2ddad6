/** When a standing approval may be given, and when it passes something. @see disclosure.md decision 6; docs/decisions/031-standing-approvals.md */
import { contentHash } from '../record/content-hash.ts';
import { refuse, type Outcome } from '../refusal.ts';
import type { Instant } from '../units.ts';
import type { Agreement } from './agreement.ts';
import type { CatalogEntryDoc } from './catalog-entry-doc.ts';
import { doersOf, requireAll, requireThat } from './decider.ts';
import type { Export } from './export-doc.ts';
import { needsException } from './export-exception.ts';
import type { Finding } from './export-votes.ts';
import { requireGrant } from './grant.ts';
import type { Context } from './life.ts';
import { requireIndependent, requireOtherPerson } from './roles.ts';
import type { Run } from './run.ts';
import { pinnedBy, type Pinned, type StandingApproval } from './standing-doc.ts';
import { isBefore } from './term.ts';

/** What a decision about a standing approval depends on. */
export interface StandingContext extends Context {
  /** The export that it is, or is to be, for. */
  readonly approved: Export | undefined;
  /** The runs of that export. */
  readonly runs: readonly Run[];
  readonly agreement: Agreement | undefined;
  readonly entries: readonly CatalogEntryDoc[];
}

/** Released, of one run, passed by people, and with nothing that needed an exception; refuses with E_STANDING. */
export function requireBasis(doing: string, { approved, runs }: StandingContext): Outcome<void> {
  const is = approved?.state === 'released' && approved.standing === undefined && approved.product.runs.length === 1;
  const plain = is && !approved.findings.some(needsException) && runs[0]?.result !== undefined;
  const must = 'must be for a released export of one run that people passed without an exception';
  return requireThat(plain, 'E_STANDING', `Cannot ${doing}: ${must}; got ${approved?.state ?? 'none'}`);
}

/** In the agreement's term, and not over; refuses with E_SCOPE or E_NO_RIGHTS. */
export function requireTermOf(
  doing: string,
  { vendor, until }: Pick<StandingApproval, 'vendor' | 'until'>,
  context: StandingContext,
): Outcome<void> {
  const grant = requireGrant(doing, 'use', { agreement: context.agreement, vendor }, context);
  if (!grant.ok) return grant;
  const { to } = grant.value.term;
  return requireThat(
    isBefore(context.now, until) && !isBefore(to, until),
    'E_SCOPE',
    `Cannot ${doing}: must end between now and the end of the agreement, ${to}; got ${until}`,
  );
}

/** Of the operator or the agency, and none of the product's authors or of `others`. */
export function requireApprover(
  doing: string,
  doc: Pick<StandingApproval, 'vendor' | 'affiliates'>,
  { context, others = [] }: { context: StandingContext; others?: readonly Context['actor'][] },
): readonly Outcome<unknown>[] {
  if (context.actor.role === 'system') return [];
  const authors = [
    ...(context.approved ? doersOf(context.approved, ['export.drafted', 'export.edited', 'export.submitted']) : []),
    ...context.runs.flatMap((run) => doersOf(run, ['run.requested'])),
  ];
  const { actor } = context;
  return [requireIndependent(doing, actor, doc), requireOtherPerson(doing, actor, [...authors, ...others])];
}

/** In force at this moment; refuses with E_STANDING. */
export function requireInForce(
  doing: string,
  standing: StandingApproval | undefined,
  now: Instant,
): Outcome<StandingApproval> {
  if (standing?.state === 'active' && isBefore(now, standing.until)) return { ok: true, value: standing };
  const got = standing?.state === 'active' ? `its end, ${standing.until}` : (standing?.state ?? 'none');
  return refuse('E_STANDING', `Cannot ${doing}: its standing approval must be in force; got ${got}`);
}

/** What is to pass without people. */
export interface Asked {
  readonly product: Export['product'];
  readonly vendor: Export['vendor'];
  readonly runs: readonly Run[];
  readonly entries: readonly CatalogEntryDoc[];
  readonly findings: readonly Finding[];
  /** How often the approval has passed something. */
  readonly used: number;
}

/**
 * For every export that is accepted: one run of the pinned program for the pinned product, with policy and schema unchanged, nothing found
 * that asks for a person, rows and suppressed cells within the drift limits, and a use left. Refuses with E_STANDING, each brake by name.
 */
export function requireUnchanged(doing: string, standing: StandingApproval, asked: Asked): Outcome<void> {
  const [run, ...others] = asked.runs;
  const { result } = run ?? {};
  if (!run || !result || others.length > 0) return brake(doing, 'one run', false);
  const now = pinnedBy(asked.product, run, asked.entries);
  const { receipt, drift } = standing;
  const near = (name: 'rows' | 'suppressedCells') => Math.abs(result[name] - receipt[name]) <= drift[name];
  const same = (name: keyof Pinned) => brake(doing, name, contentHash(now[name]) === contentHash(standing[name]));
  return requireAll([
    brake(doing, 'vendor', asked.vendor === standing.vendor),
    ...(['agreement', 'hash', 'product', 'policy', 'schema'] as const).map(same),
    brake(
      doing,
      'findings',
      asked.findings.every(({ verdict }) => verdict === 'suppressed'),
    ),
    brake(doing, 'rows', near('rows')),
    brake(doing, 'suppressed cells', near('suppressedCells')),
    brake(doing, 'uses', asked.used < standing.uses),
  ]);
}

function brake(doing: string, what: string, holds: boolean): Outcome<void> {
  return requireThat(holds, 'E_STANDING', `Cannot ${doing}: ${what} must be as approved; got another`);
}
