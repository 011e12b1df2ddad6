/** What the certificate of an export says, gathered from the record: sources, program, rules, people, filing. No value, no secret. */
import { modelChecks } from '#policies/disclosure/model/register.ts';
import { checks } from '#policies/disclosure/register.ts';
import type { Judgement } from '#policies/procedure/export-votes.ts';
import type { DocOf } from '#policies/procedure/lives.ts';
import { weakestTier } from '#policies/isolation.ts';
import type { Disclosure, ExactModel, ExportPredicate, Isolation, TreatedTable } from '#policies/record/certificate.ts';
import { contentHash } from '#policies/record/content-hash.ts';
import { lossOf } from './budgets.ts';
import { loadDoc } from './load.ts';
import type { Office } from './office.ts';
import { subjectOf, type RecordedEvent } from './record/reader.ts';

/** The moment of the record that a certificate speaks of. */
export interface AsOf {
  /** Number of the release event: what was written later is not looked at. */
  readonly before: number;
  /** Of the code that released it. */
  readonly versions: Readonly<Record<string, string>>;
}

/** For an equal moment, an equal predicate, whatever happened since. */
export function predicateOf(office: Office, doc: DocOf<'export'>, asOf: AsOf): ExportPredicate {
  const { read } = office.record;
  const runs = doc.product.runs.flatMap((id) => loadDoc(read, 'run', id) ?? []);
  const results = runs.flatMap((run) => run.result ?? []);
  const { title, form, scenario, recipients, sourceStatement } = doc.product;
  return {
    product: { id: doc.id, form, title: { zh: title, en: title } },
    scenario,
    agreement: doc.agreement,
    sources: results.flatMap((result) => result.sources),
    program: runs[0]?.hash ?? contentHash(''),
    ...(runs.length > 1 && { programs: runs.map(({ id, hash }) => ({ run: id, sha256: hash })) }),
    policy: contentHash(checks),
    profile: contentHash(asOf.versions['profile'] ?? 'standard'),
    verdicts: [...new Set(results.flatMap((result) => result.verdicts))]
      .sort()
      .map((rule) => ({ rule, verdict: 'suppressed' })),
    ...decisionsOf(runs),
    disclosure: disclosureOf(runs),
    approvals: approvalsOf(office, doc, asOf.before),
    filing: doc.receipt ?? '',
    isolation: isolationOf(runs, asOf.versions),
    sourceStatement: { zh: sourceStatement, en: sourceStatement },
    licence: `${scenario}: ${doc.product.purpose}`,
    recipients,
  };
}

/** Of a run whose result is gone nothing is known, so it counts as the weakest. */
export function isolationOf(
  runs: readonly Pick<DocOf<'run'>, 'id' | 'result' | 'isolation'>[],
  versions: Isolation['versions'],
): Isolation {
  const tiers = runs.map(({ id, result, isolation }) => ({
    run: id,
    tier: result?.tier ?? 'T0',
    ...(isolation !== undefined && { acceptance: isolation }),
  }));
  const tier = weakestTier(tiers.map((one) => one.tier));
  const plain = tiers.length < 2 && tiers.every(({ acceptance }) => acceptance === undefined);
  return { tier, versions, ...(!plain && { runs: tiers }) };
}

/** Nothing where no cell was judged: of public data, and behind noise. */
function decisionsOf(runs: readonly DocOf<'run'>[]): Pick<ExportPredicate, 'decisions'> {
  const decisions = runs.flatMap(({ id, result }) => (result?.decision ? [{ run: id, sha256: result.decision }] : []));
  return decisions.length > 0 ? { decisions } : {};
}

const mechanism = 'discrete Gaussian noise on bounded contributions, zero-concentrated differential privacy';

type Finished = Pick<DocOf<'run'>, 'id' | 'result'>;

/** The loss of an answer is its own also where it was paid for by an earlier run. */
export function disclosureOf(runs: readonly Finished[]): Disclosure {
  const rules = Object.keys(checks);
  const answers = runs.flatMap(({ id, result }) => {
    const { privacy } = result ?? {};
    return privacy ? [{ run: id, space: privacy.space, ...lossOf(privacy) }] : [];
  });
  const found = exactModels(runs);
  const models = found.length > 0 ? { models: found } : {};
  const tables = treatedTables(runs);
  const [treated] = tables.toSorted((a, b) => (a.mode < b.mode ? -1 : 1));
  if (answers.length === 0)
    return treated
      ? { mode: treated.mode, exact: false, tables, rules, ...models }
      : { mode: 'exact', rules, ...models };
  const mixed = answers.length < runs.length ? { ...(treated && { tables }), rules, ...models } : {};
  return { mode: 'private', mechanism, noisy: true, answers, ...mixed };
}

function treatedTables(runs: readonly Finished[]): readonly TreatedTable[] {
  return runs.flatMap(({ id, result }) => (result?.treatment ? [{ run: id, ...result.treatment }] : []));
}

function exactModels(runs: readonly Finished[]): readonly ExactModel[] {
  const names = Object.keys(modelChecks);
  return runs.flatMap(({ id, result }) => (result?.model ? [{ run: id, kind: result.model, checks: names }] : []));
}

const approving =
  /\.(forwarded|review_passed|approved|vendor_signed|activated|requested|granted|exception_granted|voted|consolidated|passed|filing_submitted|filed)$/;

/** Who decided for it, in the application, the agreement, the programs and the export itself, up to the filing. */
function approvalsOf({ record: { read } }: Office, doc: DocOf<'export'>, before: number): ExportPredicate['approvals'] {
  const application = loadDoc(read, 'agreement', doc.agreement)?.application ?? '';
  const programs = doc.product.runs.flatMap((id) => loadDoc(read, 'run', id)?.program ?? []);
  const things = [
    subjectOf('application', application),
    subjectOf('agreement', doc.agreement),
    ...new Set(programs.map((id) => subjectOf('program', id))),
    ...(doc.standing === undefined ? [] : [subjectOf('standingApproval', doc.standing)]),
    subjectOf('export', doc.id),
  ];
  const events = things
    .flatMap((thing) => read.bySubject(thing).filter(({ entry }) => entry.subjects[0] === thing))
    .filter(({ entry }) => entry.seq < before);
  const submitted = events.findLast(({ type }) => type === 'export.submitted')?.entry.seq ?? 0;
  return events
    .filter((event) => approving.test(event.type) && !isAgainst(event, submitted))
    .map(({ type, entry: { actor, org, role, at } }) => ({ act: type, person: actor, org, role, at }));
}

/** Of a review: whether it is of an earlier round, or speaks against the product. */
function isAgainst({ type, data, entry }: RecordedEvent, submitted: number): boolean {
  if (!type.startsWith('export.')) return false;
  const { vote, consolidation = vote } = data as { vote?: Judgement; consolidation?: Judgement };
  return entry.seq < submitted || (consolidation !== undefined && consolidation.decision !== 'pass');
}
