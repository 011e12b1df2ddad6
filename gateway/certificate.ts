/** What the certificate of an export says, gathered from the record: sources, program, rules, people, filing. No value, no secret. */
import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';
import { checks } from '#policies/disclosure/register.ts';
import type { DocOf } from '#policies/procedure/lives.ts';
import type { Act } from '#policies/procedure/decider.ts';
import type { ExportPredicate } from '#policies/record/certificate.ts';
import { sha256, type Sha256 } from '#policies/units.ts';
import { loadDoc } from './load.ts';
import type { Office } from './office.ts';
import { versions } from './versions.ts';

export function predicateOf(office: Office, doc: DocOf<'export'>): ExportPredicate {
  const { read } = office.record;
  const runs = doc.product.runs.flatMap((id) => loadDoc(read, 'run', id) ?? []);
  const results = runs.flatMap((run) => run.result ?? []);
  const { title, form, scenario, recipients, sourceStatement } = doc.product;
  return {
    product: { id: doc.id, form, title: { zh: title, en: title } },
    scenario,
    agreement: doc.agreement,
    sources: results.flatMap((result) => result.sources),
    program: runs[0]?.hash ?? hashOf(''),
    policy: hashOf(checks),
    profile: hashOf('standard'),
    verdicts: [...new Set(results.flatMap((result) => result.verdicts))]
      .sort()
      .map((rule) => ({ rule, verdict: 'suppressed' })),
    disclosure: { mode: 'exact', rules: Object.keys(checks) },
    approvals: approvalsOf(office, doc),
    filing: doc.receipt ?? '',
    isolation: { tier: results[0]?.tier ?? 'T0', versions },
    sourceStatement: { zh: sourceStatement, en: sourceStatement },
    licence: `${scenario}: ${doc.product.purpose}`,
    recipients,
  };
}

/** Who decided for it, in the application, the agreement, the program and the export itself, up to the filing. */
function approvalsOf({ record: { read } }: Office, doc: DocOf<'export'>): ExportPredicate['approvals'] {
  const agreement = loadDoc(read, 'agreement', doc.agreement);
  const application = loadDoc(read, 'application', agreement?.application);
  const programs = doc.product.runs.flatMap((id) => loadDoc(read, 'program', loadDoc(read, 'run', id)?.program) ?? []);
  const acts: readonly Act[] = [application, agreement, ...programs, doc].flatMap((found) => found?.acts ?? []);
  const kinds =
    /\.(forwarded|review_passed|approved|vendor_signed|activated|check_passed|passed|filing_submitted|filed)$/;
  return acts
    .filter(({ type }) => kinds.test(type))
    .map(({ type, at, by }) => ({ act: type, person: by.person, org: by.org, role: by.role, at }));
}

function hashOf(value: unknown): Sha256 {
  return sha256(
    createHash('sha256')
      .update(canonicalize(value) ?? '')
      .digest('hex'),
  );
}
