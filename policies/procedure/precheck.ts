/**
 * May this run touch real data, now? Asked when it is requested, prechecked, queued and started: rights may end in between.
 * Everything is decided before the data is opened and says nothing about it.
 *
 * @see procedure.md §3.8 (prechecks), requirements AO-20-3, AO-21-2, AO-04-1, DC-03
 */
import type { IsolationTier } from '../isolation.ts';
import { accept, refuse, type Outcome } from '../refusal.ts';
import type { EntryId, OrgId, Sha256 } from '../units.ts';
import type { Agreement } from './agreement.ts';
import { requireRegistered } from './application-guards.ts';
import { isPublished, type CatalogEntryDoc } from './catalog-entry-doc.ts';
import type { Consent } from './cases/consent.ts';
import { requireConsents } from './consent-guards.ts';
import { requireAll, requireThat } from './decider.ts';
import type { Scope } from './fields.ts';
import { requireUndisputed } from './disputed.ts';
import { requireGrantable } from './grantable.ts';
import { requireGrant, requireLane, type Grant } from './grant.ts';
import { requireUnhindered } from './hindrances.ts';
import type { Context } from './life.ts';
import type { Lookup } from './lookup.ts';
import type { Program } from './program-doc.ts';
import { requireGiven } from './parameters.ts';
import type { Profile } from './profiles/profile.ts';
import { requireApprovedProgram } from './program-approval.ts';
import type { Registration } from './registration.ts';
import type { RiskAcceptance } from './risk-acceptance-doc.ts';
import { requireAcceptedRisk } from './risk-acceptance-guards.ts';
import type { RunCommand } from './run-commands.ts';
import { entriesOf, requireWithin } from './scope.ts';

/** What a decision about a run depends on. */
export interface RunContext extends Context {
  readonly registration: Registration | undefined;
  readonly agreement: Agreement | undefined;
  readonly program: Program | undefined;
  /** The catalog entries that the program uses, as far as they exist. */
  readonly entries: readonly CatalogEntryDoc[];
  /** How many other runs under this agreement have been requested; none is given back. */
  readonly runsUsed: number;
  /** In which the domain runs programs. */
  readonly tier: IsolationTier;
  readonly acceptances: readonly RiskAcceptance[];
  /** Those that the run names, as far as they exist. */
  readonly consents: readonly Consent[];
  readonly lookup: Lookup;
  readonly profile: Profile;
}

/** What is to be run, for whom. */
export interface Order {
  readonly vendor: OrgId;
  readonly program: string;
  readonly hash: Sha256;
  readonly scenario: string;
  readonly parameters: Extract<RunCommand, { type: 'request' }>['parameters'];
  readonly consents?: readonly string[];
}

/** What an accepted order rests on. */
export interface Runnable {
  readonly agreement: string;
  readonly uses: Scope;
  /** Most ε at δ = 10⁻⁶ of all private runs under the agreement; absent where it says nothing. */
  readonly budget?: { readonly epsilon: number };
  /** The risk acceptance in force, where a script runs in a tier below T2. */
  readonly isolation?: string;
  /** Commitments of the data subjects who consented, where consent was needed: the domain must keep to their rows. */
  readonly subjects?: readonly string[];
}

/**
 * For every order that is accepted: the vendor is registered, the agreement is in force and in term, the program of exactly this hash
 * is approved under it, its lane and all its columns are granted for this scenario, a run is left, every dataset is published, what it
 * sees undisguised is consented to, and a script is confined or its risk accepted.
 *
 * @returns what the program uses, under which agreement and its budget; refuses with E_NO_RIGHTS, E_NOT_APPROVED, E_SCOPE, E_INPUT, E_CONSENT or E_ISOLATION
 */
export function requireRunnable(doing: string, order: Order, context: RunContext): Outcome<Runnable> {
  const registered = requireRegistered(doing, context.registration, order.vendor);
  const grant = requireGrant(doing, 'use', { agreement: context.agreement, vendor: order.vendor }, context);
  const named = context.program?.id === order.program ? context.program : undefined;
  const approved = requireApprovedProgram(doing, named, order);
  const use = { vendor: order.vendor, scenario: order.scenario, entries: entriesOf(named?.uses ?? []) };
  const first = requireAll([requireUnhindered(doing, use, context), registered, grant, approved]);
  if (!first.ok) return first;
  if (!grant.ok || !approved.ok) throw new Error('requireAll accepted a refusal');
  const { agreement, scenario, uses, content } = approved.value;
  if (uses === undefined) return refuse('E_NOT_APPROVED', `Cannot ${doing}: the program must be statically checked`);
  const isolated = requireIsolated(doing, { content, uses }, context);
  const { vendor, consents } = order;
  const consented = requireConsents(doing, { vendor, scenario, content, uses, ...(consents && { consents }) }, context);
  const checks = [
    requireThat(
      agreement === context.agreement?.id && scenario === order.scenario && grant.value.scenario === order.scenario,
      'E_SCOPE',
      `Cannot ${doing}: must be for the scenario of its agreement and program; got ${order.scenario}`,
    ),
    requireLane(doing, content, grant.value),
    requireWithin(doing, uses, grant.value.scope),
    requireRunsLeft(doing, context.runsUsed, grant.value.runs),
    requireGiven(doing, order.parameters, content.parameters),
    requirePublished(doing, entriesOf(uses), context.entries),
    requireGrantable(doing, uses, context),
    requireUndisputed(doing, uses, context),
    consented,
    isolated,
  ];
  const checked = requireAll(checks);
  if (!checked.ok) return checked;
  if (!isolated.ok || !consented.ok) throw new Error('requireAll accepted a refusal');
  const subjects = consented.value;
  const rests = { ...budgetOf(content, grant.value), ...isolated.value, ...(subjects.length > 0 && { subjects }) };
  return accept({ agreement, uses, ...rests });
}

/** Without a script only SQL that we printed runs, and nothing of the vendor's has to be confined. */
function requireIsolated(
  doing: string,
  { content, uses }: { readonly content: Program['content']; readonly uses: Scope },
  { tier, acceptances, now }: RunContext,
): Outcome<Pick<Runnable, 'isolation'>> {
  if (!content.script) return accept({});
  return requireAcceptedRisk(doing, { tier, entries: entriesOf(uses), at: now }, acceptances);
}

/** The agreement's budget concerns a private text only. */
function budgetOf({ lane }: Program['content'], { epsilon }: Grant): Pick<Runnable, 'budget'> {
  return lane === 'private' && epsilon !== undefined ? { budget: { epsilon } } : {};
}

/** Every dataset is published and has not been withdrawn; refuses with E_NO_RIGHTS. */
export function requirePublished(
  doing: string,
  entries: readonly EntryId[],
  known: readonly CatalogEntryDoc[],
): Outcome<void> {
  const found = entries.map((id) => ({ id, doc: known.find(({ entry }) => entry.id === id) }));
  const gone = found.filter(({ doc }) => !doc || !isPublished(doc));
  const got = gone.map(({ id, doc }) => `${id}, ${doc?.state ?? 'unknown'}`).join('; ');
  return requireThat(gone.length === 0, 'E_NO_RIGHTS', `Cannot ${doing}: every dataset must be published; got ${got}`);
}

function requireRunsLeft(doing: string, used: number, granted: number): Outcome<void> {
  const detail = `Cannot ${doing}: must be one of the ${granted} runs of the agreement; got ${used} before it`;
  return requireThat(used < granted, 'E_SCOPE', detail);
}
