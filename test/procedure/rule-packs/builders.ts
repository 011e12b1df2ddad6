/** Evidence of each gate as the journey leaves it, to be changed by a test. */
import { judgeExport } from '#policies/procedure/export-check.ts';
import type { Export } from '#policies/procedure/export-doc.ts';
import type { Product } from '#policies/procedure/export-commands.ts';
import type { ExportEvidence } from '#policies/procedure/rule-packs/export-rules.ts';
import type { ApplicationEvidence } from '#policies/procedure/rule-packs/application-rules.ts';
import type { UseEvidence } from '#policies/procedure/rule-packs/use-rules.ts';
import type { Checklist, Domain } from '#policies/procedure/checklist.ts';
import { standardPack } from '#policies/procedure/rule-packs/standard.ts';
import { allPass, suppressed, theClauses } from '../commands.ts';
import { worldAt } from '../journey.ts';
import { people } from '../people.ts';

export function anApplication(change: Partial<ApplicationEvidence> = {}): ApplicationEvidence {
  const world = worldAt('approved');
  const { vendor, request } = world.must('application', 'app1');
  const registration = world.must('registration', 'reg1');
  const { switches } = world.profile;
  return { vendor, request, entries: world.all('catalogEntry'), registration, switches, ...change };
}

export function aUse(change: Partial<UseEvidence> = {}): UseEvidence {
  const world = worldAt('in_review');
  const program = world.must('program', 'prog1');
  return { program, granted: theClauses().dataScope, entries: world.all('catalogEntry'), ...change };
}

export interface ExportChange {
  readonly product?: Partial<Product>;
  readonly doc?: Partial<Export>;
  readonly findings?: ExportEvidence['findings'];
  readonly context?: Partial<ExportEvidence['context']>;
}

export function anExport({ product, doc, findings = [suppressed], context }: ExportChange = {}): ExportEvidence {
  const world = worldAt('operator_review');
  const found = world.must('export', 'exp1');
  return {
    doc: { ...found, ...doc, product: { ...found.product, ...product } },
    findings,
    context: {
      id: 'exp1',
      actor: people.system,
      now: world.now,
      lookup: { get: world.get.bind(world), all: world.all.bind(world) },
      profile: world.profile,
      calendar: world.calendar,
      agreement: world.must('agreement', 'agr1'),
      runs: world.all('run'),
      programs: world.all('program'),
      entries: world.all('catalogEntry'),
      denials: { denials: [], resets: [] },
      standing: undefined,
      standingUses: 0,
      reviewsNeeded: 1,
      standard: { pack: standardPack, switches: world.profile.switches },
      parts: [],
      ...context,
    } as ExportEvidence['context'],
  };
}

/** Items of the export gate that do not pass, by id without the gate. */
export function failing(evidence: ExportEvidence): readonly string[] {
  const { failures } = judgeExport(evidence.doc, evidence.findings, evidence.context);
  return failures.map(({ item }) => item.id.replace(/^export\./, ''));
}

/** A checklist in which one section says more. */
export function aChecklist(domain: Domain, section: Partial<Checklist[Domain]>): Checklist {
  return { ...allPass, [domain]: { ...allPass[domain], ...section } };
}
