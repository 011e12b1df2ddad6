/**
 * What the check of a gate asks, and what its automatic items say: of a thing that was checked, as the record has it; of one that waits for
 * its check, as it would be now. Nothing is written.
 *
 * @see AO-15-1, AO-15-2, DC-12; docs/decisions/050-rule-packs.md
 */
import { judgeApplication } from '#policies/procedure/application.ts';
import { domainTitles } from '#policies/procedure/checklist.ts';
import { judgeExport } from '#policies/procedure/export-check.ts';
import type { LifeTypes } from '#policies/procedure/decider.ts';
import type { DocOf, LifeName } from '#policies/procedure/lives.ts';
import { partiesOf, type Parties } from '#policies/procedure/parties.ts';
import { judgeProgram } from '#policies/procedure/program.ts';
import type { Failure, Judged } from '#policies/procedure/rule-packs/check.ts';
import type { RulePack } from '#policies/procedure/rule-packs/pack.ts';
import { packOf } from '#policies/procedure/rule-packs/in-force.ts';
import { domainOf, type CheckRecord } from '#policies/procedure/rule-packs/record.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { loadDoc, loaders, lookupOf, standardOf, type Loading } from './load.ts';
import { systemActor, type Office } from './office.ts';

/** The lives that pass a gate. */
export type GatedLife = Extract<LifeName, 'application' | 'program' | 'export'>;

/** One line of the reviewer's list. */
export interface CheckLine {
  readonly id: string;
  readonly domain: { readonly id: string; readonly zh: string; readonly en: string };
  readonly verdict: string;
  readonly title?: { readonly zh: string; readonly en: string };
  readonly evaluator?: string;
  readonly severity?: string;
  readonly normRef?: string;
  readonly remedy?: string;
  /** Where it failed, and what stood there: of a check that is computed now. */
  readonly at?: string;
  readonly got?: string;
}

/** The list, and which pack it is of. */
export interface CheckList extends Omit<CheckRecord, 'items'> {
  /** Does the record have it, or is it as it would be now? */
  readonly recorded: boolean;
  readonly items: readonly CheckLine[];
  /** Who answers for the thing. @see AO-04-2 */
  readonly parties: Parties;
}

/** The items of the gate of this thing; refuses with E_NOT_FOUND. */
export function checksOf(office: Office, life: GatedLife, id: string): Outcome<CheckList> {
  const { read } = office.record;
  const doc = loadDoc(read, life, id);
  if (!doc) return refuse('E_NOT_FOUND', `Cannot list the checks: must be an existing thing; got ${id}`);
  const parties = partiesOf(lookupOf(read), life, id);
  const { pack } = standardOf(read, office.settings, office.clock());
  if (doc.check) {
    const known = { pack: packOf(doc.check.hash) ?? pack, failures: [], recorded: true };
    return accept({ ...listOf(doc.check, known), parties });
  }
  const now = judgeNow(office, life, doc);
  return accept({ ...listOf(now.check, { pack, failures: now.failures, recorded: false }), parties });
}

function judgeNow(office: Office, life: GatedLife, doc: DocOf<GatedLife>): Judged {
  return judges[life](office, doc as never);
}

const judges: { readonly [Name in GatedLife]: (office: Office, doc: DocOf<Name>) => Judged } = {
  application: (office, doc) => judgeApplication(doc, contextOf(office, 'application', doc)),
  program: (office, doc) => judgeProgram(doc, contextOf(office, 'program', doc)),
  export: (office, doc) => judgeExport(doc, doc.findings, contextOf(office, 'export', doc)),
};

/** What a command of the system about this thing would depend on. */
function contextOf<Name extends GatedLife>(office: Office, life: Name, doc: DocOf<Name>) {
  const { record, settings, tier, clock } = office;
  const context = { id: (doc as LifeTypes['doc']).id, actor: systemActor, now: clock() };
  const command = { type: 'submit' };
  const loading = { read: record.read, doc, command, context, settings, tier: tier() } as unknown as Loading<Name>;
  return loaders[life](loading);
}

interface Known {
  readonly pack: RulePack;
  readonly failures: readonly Failure[];
  readonly recorded: boolean;
}

function listOf({ items, ...cited }: CheckRecord, { pack, failures, recorded }: Known): Omit<CheckList, 'parties'> {
  const lines = items.map(({ id, verdict }): CheckLine => {
    const item = pack.items.find((one) => one.id === id);
    const failure = failures.find((one) => one.item.id === id);
    const domain = domainOf(id);
    const said = item && {
      title: item.title,
      evaluator: item.evaluator,
      severity: item.severity,
      normRef: item.normRef,
      remedy: item.remedy,
    };
    const place = failure && { at: failure.at, got: failure.got };
    return { id, domain: { id: domain, ...domainTitles[domain] }, verdict, ...said, ...place };
  });
  return { ...cited, recorded, items: lines };
}
