/** What an export must be at each gate: within the grant, of quarantined results, checked, filed, and by different people. */
import { refuse, type Outcome } from '../refusal.ts';
import type { Agreement } from './agreement.ts';
import type { CatalogEntryDoc } from './catalog-entry-doc.ts';
import { doersOf, requireAll, requireThat } from './decider.ts';
import { requireDenialsLeft, type DenialBook } from './denials.ts';
import type { Product } from './export-commands.ts';
import type { Export } from './export-doc.ts';
import { requireParts } from './export-parts.ts';
import { requireUndisputed } from './disputed.ts';
import { requireGrant, type Grant } from './grant.ts';
import { requireUnhindered, type PlannedUse } from './hindrances.ts';
import type { Actor, Context } from './life.ts';
import type { Lookup } from './lookup.ts';
import { requirePublished } from './precheck.ts';
import type { Program } from './program-doc.ts';
import { requireReport } from './report/report.ts';
import { requireReported } from './reported.ts';
import type { Profile } from './profiles/profile.ts';
import type { Standard } from './rule-packs/standard-in-force.ts';
import { requireIndependent, requireOtherOrg, requireOtherPerson } from './roles.ts';
import type { Run } from './run.ts';
import type { StandingApproval } from './standing-doc.ts';
import { entriesOf } from './scope.ts';

/** What a decision about an export depends on. */
export interface ExportContext extends Context {
  readonly agreement: Agreement | undefined;
  /** The runs that the product names, as far as they exist. */
  readonly runs: readonly Run[];
  /** The catalog entries that these runs used, as far as they exist. */
  readonly entries: readonly CatalogEntryDoc[];
  /** The programs of these runs, as far as they exist. */
  readonly programs: readonly Program[];
  /** Denials of the vendor's legal group. */
  readonly denials: DenialBook;
  /** The standing approval that the command or the document names. */
  readonly standing: StandingApproval | undefined;
  /** How often it has passed something. */
  readonly standingUses: number;
  /** How many persons of the operator must vote. Where one is enough there is nobody to be blind to. */
  readonly reviewsNeeded: 1 | 2;
  readonly profile: Profile;
  readonly lookup: Lookup;
  /** Under what it is checked. */
  readonly standard: Standard;
  /** The exports that the product embeds or delivers, as far as they exist. */
  readonly parts: readonly Export[];
}

type Claim = Pick<Export, 'vendor' | 'agreement' | 'product'>;

/** The agreement is in force and grants the form for this scenario; refuses with E_NO_RIGHTS or E_SCOPE. */
export function requireGranted(doing: string, { vendor, agreement: named, product }: Claim, context: ExportContext) {
  const open = requireUnhindered(doing, { vendor, ...useOf(product, context) }, context);
  if (!open.ok) return open;
  const agreement = context.agreement?.id === named ? context.agreement : undefined;
  const grant = requireGrant(doing, 'use', { agreement, vendor }, context);
  if (!grant.ok) return grant;
  const { scenario, productForms } = grant.value;
  return requireAll([
    requireThat(
      product.scenario === scenario,
      'E_SCOPE',
      `Cannot ${doing}: must be for scenario ${scenario} of the agreement; got ${product.scenario}`,
    ),
    requireThat(
      productForms.includes(product.form),
      'E_SCOPE',
      `Cannot ${doing}: must be one of the forms ${productForms.join(', ')}; got ${product.form}`,
    ),
    requireRecipients(doing, product, grant.value),
  ]);
}

/** What a product is made of, as far as its runs exist. */
function useOf({ form, scenario, runs }: Product, context: ExportContext): Omit<PlannedUse, 'vendor'> {
  const named = context.runs.filter(({ id }) => runs.includes(id));
  const snapshots = named.flatMap(({ result }) => result?.sources.map(({ snapshot }) => snapshot) ?? []);
  return { form, scenario, entries: entriesOf(named.flatMap(({ uses }) => uses)), snapshots };
}

/** Results go to nobody whom the agreement does not name. @see AO-20-4, AO-27-7 */
function requireRecipients(doing: string, { recipients }: Product, grant: Pick<Grant, 'recipients'>): Outcome<void> {
  const others = recipients.filter((one) => !grant.recipients.includes(one));
  const must = `Cannot ${doing}: every recipient must be one of the agreement`;
  return requireThat(others.length === 0, 'E_SCOPE', `${must}; got ${others.join(', ')}`);
}

/**
 * Every run that the product names is the vendor's own, of this agreement and scenario, lies in quarantine,
 * and used only datasets that are still published. A run of another vendor is refused in the words of a missing one.
 */
export function requireResults(doing: string, claim: Claim, context: ExportContext): Outcome<void> {
  return requireAll(
    claim.product.runs.map((id) => {
      const run = context.runs.find((run) => run.id === id && run.vendor === claim.vendor);
      if (!run)
        return refuse('E_NOT_FOUND', `Cannot ${doing}: must be an existing run of your organization; got ${id}`);
      return requireAll([
        requireThat(
          run.agreement === claim.agreement && run.scenario === claim.product.scenario,
          'E_SCOPE',
          `Cannot ${doing}: run ${id} must be of the same agreement and scenario; got scenario ${run.scenario}`,
        ),
        requireThat(
          run.state === 'quarantined',
          'E_STATE',
          `Cannot ${doing}: the result of run ${id} must be in quarantine; got ${run.state}`,
        ),
        requirePublished(doing, entriesOf(run.uses), context.entries),
        requireUndisputed(doing, run.uses, context),
      ]);
    }),
  );
}

/** Rights and results, as the vendor claims them. */
export function requireClaim(doing: string, claim: Claim, context: ExportContext): readonly Outcome<unknown>[] {
  const report = requireReport(doing, claim.product, context.runs);
  const parts = requireParts(doing, claim, context.parts);
  return [requireGranted(doing, claim, context), requireResults(doing, claim, context), report, parts];
}

/** No report is overdue, and the vendor's group may be refused once more by what was released of these datasets; refuses with E_OVERDUE, E_DENIALS. */
export function requireAskable(doing: string, claim: Claim, context: ExportContext): Outcome<void> {
  const reported = requireReported(doing, claim.agreement, context);
  if (!reported.ok) return reported;
  const own = context.runs.filter((run) => run.vendor === claim.vendor && claim.product.runs.includes(run.id));
  const entries = entriesOf(own.flatMap(({ uses }) => uses));
  return requireDenialsLeft(doing, entries, { book: context.denials, now: context.now });
}

/** The claim still stands, and for the same results. */
export function requireStanding(doing: string, doc: Export, context: ExportContext): readonly Outcome<unknown>[] {
  return [...requireClaim(doing, doc, context), requireSameResults(doing, doc, context)];
}

/** The hash of each result, as submitted. Empty where a run has none: `requireResults` refuses that. */
export function resultsOf(product: Product, runs: readonly Run[]): Export['results'] {
  return product.runs.flatMap((id) => {
    const resultHash = runs.find((run) => run.id === id)?.result?.resultHash;
    return resultHash === undefined ? [] : [{ run: id, resultHash }];
  });
}

/** The results are still those that were checked; refuses with E_STATE. */
export function requireSameResults(doing: string, doc: Export, context: ExportContext): Outcome<void> {
  const present = resultsOf(doc.product, context.runs);
  const same =
    present.length === doc.results.length &&
    present.every(({ run, resultHash }, at) => {
      const checked = doc.results[at];
      return checked?.run === run && checked.resultHash === resultHash;
    });
  return requireThat(same, 'E_STATE', `Cannot ${doing}: the results must be those that were submitted; got others`);
}

/** Passed by people and accepted by the data agency; refuses with E_NOT_FILED. @see AO-22-2 */
export function requireFiled(doing: string, doc: Export): Outcome<void> {
  const filed = (doc.votes.length > 0 || doc.standing !== undefined) && doc.receipt !== undefined;
  return requireThat(filed, 'E_NOT_FILED', `Cannot ${doing}: the filing must be accepted; got ${doc.state}`);
}

/** A person who checks: not of the vendor's organizations, author of neither product, runs nor programs, and none of `alsoNot`. */
export function requireChecker(
  doing: string,
  doc: Export,
  { actor, runs, programs }: ExportContext,
  alsoNot: readonly Actor[] = [],
): readonly Outcome<unknown>[] {
  const authors = [
    ...doersOf(doc, ['export.drafted', 'export.edited', 'export.submitted']),
    ...runs.flatMap((run) => doersOf(run, ['run.requested'])),
    ...programs.flatMap((program) => doersOf(program, writing)),
  ];
  return [requireIndependent(doing, actor, doc), requireOtherPerson(doing, actor, [...authors, ...alsoNot])];
}

const writing = ['program.drafted', 'program.edited', 'program.changed', 'program.frozen'];

const reviewing = ['voted', 'conflicted', 'consolidated', 'passed'].map((what) => `export.${what}`);

/** Who accepts a filing has neither checked nor filed it, and is of another organization than those. @see decision 4 */
export function requireAccepter(doing: string, doc: Export, context: ExportContext): readonly Outcome<unknown>[] {
  const filers = doersOf(doc, [...reviewing, 'export.filing_submitted']);
  const standing = context.standing ? doersOf(context.standing, ['standingApproval.granted']) : [];
  const granters = [...doersOf(doc, ['export.exception_granted']), ...standing];
  const sameOrg = filers.find((other) => other.org === context.actor.org);
  const separate = requireChecker(doing, doc, context, [...filers, ...granters]);
  return sameOrg ? [...separate, requireOtherOrg(doing, context.actor, sameOrg)] : separate;
}
