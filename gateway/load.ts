/** Step *load*: the other documents that a decision depends on, read inside the transaction that will write it. */
import type { IsolationTier } from '#policies/isolation.ts';
import type { CatalogEntryDoc } from '#policies/procedure/catalog-entry-doc.ts';
import type { Consent } from '#policies/procedure/cases/consent.ts';
import type { Scope } from '#policies/procedure/fields.ts';
import type { Context } from '#policies/procedure/life.ts';
import { partsOf } from '#policies/procedure/export-parts.ts';
import { forCases, type CommandOf, type ContextOf, type DocOf, type LifeName } from '#policies/procedure/lives.ts';
import type { Run } from '#policies/procedure/run.ts';
import type { EntryId, Instant, OrgId } from '#policies/units.ts';
import { authorizedUntil } from '#policies/procedure/authorization.ts';
import type { CaseContext, Lookup } from '#policies/procedure/lookup.ts';
import type { Profile } from '#policies/procedure/profiles/profile.ts';
import { approvedExchanges } from '#policies/procedure/profiles/exchanges.ts';
import { profiles } from '#policies/procedure/profiles/profiles.ts';
import { packInForce } from '#policies/procedure/rule-packs/in-force.ts';
import type { Standard } from '#policies/procedure/rule-packs/standard-in-force.ts';
import { recordedCalendar } from '#policies/procedure/working-days-record.ts';
import type { WorkCalendar } from '#policies/procedure/working-days.ts';
import { bookOf } from './denial-book.ts';
import type { Settings } from './office.ts';
import type { Reader } from './record/reader.ts';

export interface Loading<Name extends LifeName> {
  readonly read: Reader;
  readonly doc: DocOf<Name> | undefined;
  readonly command: CommandOf<Name>;
  readonly context: Context;
  readonly settings: Settings;
  /** In which the domain runs programs. */
  readonly tier: IsolationTier;
}

/** The document of a life as it was folded. */
export function loadDoc<Name extends LifeName>(
  read: Reader,
  life: Name,
  id: string | undefined,
): DocOf<Name> | undefined {
  if (id === undefined) return undefined;
  return read.load(life, id)?.json as DocOf<Name> | undefined;
}

/** All documents of a life. */
export function loadAll<Name extends LifeName>(read: Reader, life: Name): readonly DocOf<Name>[] {
  return read.list(life).map((doc) => doc.json as DocOf<Name>);
}

/** One loader per life; total, so that a new life without one does not compile. */
export const loaders: { readonly [Name in LifeName]: (loading: Loading<Name>) => ContextOf<Name> } = {
  registration: caseContext,
  catalogEntry: caseContext,
  application: ({ read, doc, command, context, settings }) => {
    const vendor = doc?.vendor ?? context.actor.org;
    const request = 'request' in command ? command.request : doc?.request;
    return {
      ...caseContext({ read, context, settings }),
      registration: registrationOf(read, vendor),
      entries: request
        ? entriesOf(
            read,
            request.datasets.map((dataset) => dataset.entry),
          )
        : [],
      sameScenario: loadAll(read, 'application')
        .filter(
          (other) =>
            other.id !== context.id && other.vendor === vendor && other.request.scenario.id === request?.scenario.id,
        )
        .map(({ id, state }) => ({ id, state })),
      standard: standardOf(read, settings, context.now),
    };
  },
  agreement: ({ read, doc, command, context, settings }) => {
    const named = command.type === 'draft' ? command.application : doc?.application;
    const application = loadDoc(read, 'application', named);
    return {
      ...context,
      application,
      registration: application && registrationOf(read, application.vendor),
      sameApplication: loadAll(read, 'agreement')
        .filter((other) => other.id !== context.id && other.application === named)
        .map(({ id, state }) => ({ id, state })),
      authorizedUntil: authorizedFor({ read, doc, command, context, settings }),
      longestYears: profileOf(settings).maxAgreementYears.value,
      agreementRequired: profileOf(settings).switches.agreementRequired.value,
      exchanges: Object.keys(approvedExchanges[settings.profile]),
      entries: entriesUsed(read, (command.type === 'draft' ? command : doc)?.clauses.dataScope),
      lookup: lookupOf(read),
      profile: profileOf(settings),
    };
  },
  program: ({ read, doc, command, context, settings }) => ({
    ...context,
    agreement: loadDoc(read, 'agreement', command.type === 'draft' ? command.agreement : doc?.agreement),
    entries: entriesUsed(read, doc?.uses),
    standard: standardOf(read, settings, context.now),
  }),
  run: ({ read, doc, command, context, settings, tier }) => {
    const program = loadDoc(read, 'program', command.type === 'request' ? command.program : doc?.program);
    const agreement = loadDoc(read, 'agreement', program?.agreement);
    return {
      ...context,
      registration: registrationOf(read, doc?.vendor ?? context.actor.org),
      agreement,
      program,
      entries: entriesUsed(read, program?.uses),
      runsUsed: loadAll(read, 'run').filter((other) => other.id !== context.id && other.agreement === agreement?.id)
        .length,
      tier,
      acceptances: loadAll(read, 'riskAcceptance'),
      lookup: lookupOf(read),
      profile: profileOf(settings),
      consents: consentsOf(read, command.type === 'request' ? command.consents : doc?.consents),
    };
  },
  export: ({ read, doc, command, context, settings }) => {
    const product = 'product' in command ? command.product : doc?.product;
    const runs = (product?.runs ?? []).flatMap((id): Run[] => {
      const run = loadDoc(read, 'run', id);
      return run ? [run] : [];
    });
    return {
      ...context,
      agreement: loadDoc(read, 'agreement', command.type === 'draft' ? command.agreement : doc?.agreement),
      runs,
      programs: [...new Set(runs.map((run) => run.program))].flatMap((id) => loadDoc(read, 'program', id) ?? []),
      entries: entriesUsed(
        read,
        runs.flatMap((run) => run.uses),
      ),
      ...standingOf(read, command.type === 'pass_standing' ? command.standing : doc?.standing),
      denials: bookOf(read, doc?.vendor ?? context.actor.org, entriesNamed(runs)),
      reviewsNeeded: settings.reviewsNeeded,
      profile: profileOf(settings),
      lookup: lookupOf(read),
      standard: standardOf(read, settings, context.now),
      parts: product ? partsOf(product).flatMap((id) => loadDoc(read, 'export', id) ?? []) : [],
    };
  },
  standingApproval: ({ read, doc, command, context }) => {
    const approved = loadDoc(read, 'export', command.type === 'request' ? command.export : doc?.export);
    const runs = (approved?.product.runs ?? []).flatMap((id) => loadDoc(read, 'run', id) ?? []);
    return {
      ...context,
      approved,
      runs,
      agreement: loadDoc(read, 'agreement', approved?.agreement),
      entries: entriesOf(read, entriesNamed(runs)),
    };
  },
  riskAcceptance: ({ read, doc, command, context }) => ({
    ...context,
    entries: entriesOf(read, command.type === 'request' ? command.entries : (doc?.entries ?? [])),
  }),
  fit: ({ read, doc, command, context }) => ({
    ...context,
    entries: entriesOf(read, (command.type === 'request' ? command : doc)?.order.entries ?? []),
    lookup: lookupOf(read),
  }),
  ...forCases(caseContext),
};

/** What the small lives decide by: they look up what they need. */
function caseContext({
  read,
  context,
  settings,
}: Pick<Loading<LifeName>, 'read' | 'context' | 'settings'>): CaseContext {
  const { authorizedUntil } = settings;
  return {
    ...context,
    lookup: lookupOf(read),
    profile: profileOf(settings),
    calendar: calendarOf(read),
    authorizedUntil,
  };
}

/** The documents as a decision may look them up. */
export function lookupOf(read: Reader): Lookup {
  return { get: (life, id) => loadDoc(read, life, id), all: (life) => loadAll(read, life) };
}

/** The operator that drafts, over the themes of what is granted. */
function authorizedFor({ read, doc, command, context, settings }: Omit<Loading<'agreement'>, 'tier'>): Instant {
  const operator = doc?.acts[0]?.by.org ?? context.actor.org;
  const entries = entriesUsed(read, (command.type === 'draft' ? command : doc)?.clauses.dataScope);
  const themes = [...new Set(entries.flatMap(({ entry }) => entry.opening?.theme ?? []))];
  const { authorizedUntil: fallback } = settings;
  return authorizedUntil({ operator, themes, fallback }, context.now, lookupOf(read));
}

/** Under what is checked: the pack in force, and the switches of this place. */
export function standardOf(read: Reader, settings: Settings, now: Instant): Standard {
  return { pack: packInForce(lookupOf(read), now), switches: profileOf(settings).switches };
}

export function profileOf({ profile }: Pick<Settings, 'profile'>): Profile {
  return profiles[profile];
}

/** The working days that the record knows; until somebody entered a year, those that came with the product. */
export function calendarOf(read: Reader): WorkCalendar {
  return recordedCalendar(loadAll(read, 'calendarYear'));
}

/** Uses count in every export, also those that were edited since. */
function standingOf(read: Reader, id: string | undefined) {
  const exported = id === undefined ? [] : loadAll(read, 'export');
  const uses = exported.flatMap(({ standingsUsed = [] }) => standingsUsed.filter((used) => used === id));
  return { standing: loadDoc(read, 'standingApproval', id), standingUses: uses.length };
}

function entriesNamed(runs: readonly Run[]): readonly EntryId[] {
  return [...new Set(runs.flatMap((run) => run.uses.map((use) => use.entry)))];
}

function consentsOf(read: Reader, ids: readonly string[] = []): readonly Consent[] {
  return [...new Set(ids)].flatMap((id) => loadDoc(read, 'consent', id) ?? []);
}

/** A vendor has one registration, under the id of its organization. */
function registrationOf(read: Reader, vendor: OrgId): DocOf<'registration'> | undefined {
  return loadDoc(read, 'registration', vendor);
}

function entriesUsed(read: Reader, uses: Scope | undefined): readonly CatalogEntryDoc[] {
  return entriesOf(
    read,
    (uses ?? []).map((use) => use.entry),
  );
}

/** A catalog entry has one document, under its own id. */
function entriesOf(read: Reader, ids: readonly string[]): readonly CatalogEntryDoc[] {
  return [...new Set(ids)].flatMap((id) => {
    const doc = loadDoc(read, 'catalogEntry', id);
    return doc ? [doc] : [];
  });
}
