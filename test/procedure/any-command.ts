/** A well-formed command of every kind of every life, with the world's present hashes where it needs one. */
import { lives, type LifeName } from '#policies/procedure/lives.ts';
import { fieldsOf } from '#policies/procedure/decider.ts';
import { entryId, sha256 } from '#policies/units.ts';
import { onConditions } from '#synth/city/entries/opening.ts';
import { anEntry } from '../catalog/builders.ts';
import {
  aContent,
  aFit,
  aFitResult,
  aFile,
  allPass,
  aProduct,
  aRequest,
  aResult,
  aRisk,
  aVote,
  aVoteFor,
  suppressed,
  theClauses,
  theMaterials,
} from './commands.ts';
import { sampleOf } from './cases/samples.ts';
import type { Stage } from './journey.ts';
import type { World } from './world.ts';

export const lifeNames = Object.keys(lives) as readonly LifeName[];

/** Few ids, so that commands meet existing documents; the second is free at first. */
const ids: Readonly<Partial<Record<LifeName, readonly string[]>>> = {
  registration: ['reg1', 'reg1', 'reg2'],
  catalogEntry: ['social_insurance', 'social_insurance', 'tax_credit'],
  application: ['app1', 'app1', 'app2'],
  agreement: ['agr1', 'agr1', 'agr2'],
  program: ['prog1', 'prog1', 'prog2'],
  run: ['run1', 'run1', 'run2'],
  export: ['exp1', 'exp1', 'exp2'],
  standingApproval: ['std1', 'std1', 'std2'],
  riskAcceptance: ['acc1', 'acc1', 'acc2'],
  fit: ['fit1', 'fit1', 'fit2'],
};

/** The ids of a life: those of the small ones are its name with a number. */
export function idsOf(life: LifeName): readonly string[] {
  return ids[life] ?? [`${life}1`, `${life}1`, `${life}2`];
}

/** Where walks begin. */
export const stageNames: readonly Stage[] = [
  'registered',
  'published',
  'forwarded',
  'vendor_signed',
  'frozen',
  'in_review',
  'program_approved',
  'running',
  'quarantined',
  'operator_review',
  'filing_submitted',
  'filed',
  'released',
  'standing',
  'risk_accepted',
  'fit_agreed',
];

/** What exists in a world that has come far enough. */
const knownIds = {
  vendor: 'fintech',
  entry: 'social_insurance',
  department: 'hr_bureau',
  table: 'social_insurance',
  column: 'firm_id',
  application: 'app1',
  agreement: 'agr1',
  program: 'prog1',
  run: 'run1',
  export: 'exp1',
};

const wrong = sha256('12'.repeat(32));

/** `variant` 0 makes one thing wrong where there is something to make wrong; others make it fit. */
export function anyCommand(world: World, name: LifeName, kind: string, id: string, variant: number): object {
  const type = kind.replace(/(_(pass|change|reject|conflict|except|narrow))?_last$/, '');
  const rejected = world.all('application').find(({ state }) => state === 'rejected')?.id ?? 'app1';
  const product = world.all('product').find(({ api, state }) => api && state !== 'withdrawn')?.id;
  const known = { ...knownIds, ...(product !== undefined && { product }), rejected, now: world.now };
  return { type, ...(sampleOf(name, type, known, variant) ?? fields(world, `${name}.${type}`, id, variant)) };
}

function fields(world: World, what: string, id: string, variant: number): object {
  const hash = (name: 'program' | 'agreement', of: string) =>
    variant === 0 ? wrong : (world.get(name, of)?.hash ?? wrong);
  const title = `version ${variant}`;
  const uses = theClauses().dataScope;
  switch (what) {
    case 'registration.draft':
    case 'registration.edit':
      return { materials: theMaterials() };
    case 'catalogEntry.draft':
    case 'catalogEntry.edit':
      return { entry: anEntry({ id: entryId(id) }) };
    case 'catalogEntry.revise':
    case 'catalogEntry.rework': {
      const version = (world.get('catalogEntry', id)?.entry.version ?? 1) + (variant === 0 ? 0 : 1);
      return { entry: anEntry({ id: entryId(id), version }) };
    }
    case 'catalogEntry.downgrade': {
      const entry = world.get('catalogEntry', id)?.entry ?? anEntry({ id: entryId(id) });
      const opening = onConditions({ theme: '社会保障', summary: title, grounds: ['statute'] });
      return { entry: { ...entry, attribute: 'closed', opening, version: entry.version + 1 }, legalBasis: title };
    }
    case 'catalogEntry.evaluate':
      return { outcome: variant < 5 ? 'keep' : 'upgrade', finding: title };
    case 'catalogEntry.submit':
      return { evidence: 'basis', riskAssessment: 'low' };
    case 'catalogEntry.consent':
      return { consentId: 'C-1' };
    case 'registration.renew_certificate':
      return { certificate: theMaterials().certificate };
    case 'application.advise':
      return { opinion: title, interests: 'none', conflict: variant === 0 };
    case 'application.grant':
      return { agreement: 'agr1' };
    case 'application.approve': {
      const columns = [{ entry: 'social_insurance', table: 'social_insurance', columns: ['uscc', 'paid_cny'] }];
      return { reason: title, ...(variant < 2 && { columns }) };
    }
    case 'agreement.amend':
      return { by: 'agr2' };
    case 'application.draft':
    case 'application.edit':
      return { request: aRequest(variant < 5 ? {} : { scenario: { id: 's2_energy', title } }) };
    case 'application.forward':
      return { checklist: allPass };
    case 'agreement.draft':
      return {
        application: variant < 8 ? 'app1' : 'app2',
        clauses: theClauses(),
        ...(variant === 7 && { supersedes: 'agr1' }),
      };
    case 'agreement.sign_vendor':
    case 'agreement.sign_operator':
      return { hash: hash('agreement', id) };
    case 'agreement.terminate':
      return { case: 'mutual', reason: title };
    case 'program.draft':
      return { agreement: variant < 8 ? 'agr1' : 'agr2', content: aContent() };
    case 'program.edit':
    case 'program.change':
      return { content: aContent({ title }) };
    case 'program.test':
      return { hash: hash('program', id) };
    case 'program.static_check':
      return { hash: hash('program', id), uses };
    case 'program.approve':
      return { hash: hash('program', id), checklist: allPass, combinations: 2 };
    case 'run.request': {
      const parameters = [{ name: 'year', value: 2024 }];
      return { program: 'prog1', hash: hash('program', 'prog1'), scenario: 's1_credit', parameters };
    }
    case 'run.finish':
      return { result: aResult() };
    case 'run.block':
      return { verdicts: ['D_THRESHOLD'] };
    case 'run.fail':
      return { code: 'E_EXEC' };
    case 'export.draft':
      return { agreement: 'agr1', product: aProduct() };
    case 'export.edit':
      return { product: aProduct({ title }) };
    case 'export.pass_standing':
      return { standing: 'std1', findings: [suppressed] };
    case 'standingApproval.request':
      return { export: 'exp1', until: '2026-12-01T00:00:00.000Z', uses: 2, drift: { rows: 1, suppressedCells: 1 } };
    case 'riskAcceptance.request':
      return fieldsOf(aRisk({ entries: [entryId(variant === 0 ? 'tax_credit' : 'social_insurance')] }));
    case 'fit.request':
      return fieldsOf(aFit({ entries: [entryId(variant === 0 ? 'tax_credit' : 'social_insurance')] }));
    case 'fit.finish':
      return { result: aFitResult() };
    case 'fit.fail':
      return { code: 'E_EXEC' };
    case 'export.block':
    case 'export.clear':
      return {
        findings: variant < 5 ? [suppressed] : [suppressed, { run: 'run1', code: 'negative', verdict: 'review' }],
      };
    case 'export.vote':
      return fieldsOf(variant < 6 ? aVote() : aVoteFor(variant < 8 ? 'change' : 'reject'));
    case 'export.consolidate': {
      const { acknowledged: _, ...judgement } = fieldsOf(variant < 6 ? aVote() : aVoteFor('change'));
      return judgement;
    }
    case 'export.request_exception': {
      const covers = [{ run: 'run1', code: 'negative' }];
      return { covers, code: 'structural', justification: title, until: '2026-12-01T00:00:00.000Z' };
    }
    case 'export.suspend':
      return { cause: 'agreement/agr1' };
    case 'export.submit_filing':
      return { filing: 'F-1' };
    case 'export.accept_filing':
      return { receipt: 'R-1' };
    case 'export.release':
      return { files: [aFile], certificate: aFile.sha256, askedBy: 'olga' };
    default:
      return bareKinds.has(what) ? {} : { reason: title };
  }
}

const bareKinds = new Set([
  'registration.submit',
  'registration.accept',
  'registration.check',
  'catalogEntry.sign',
  'catalogEntry.begin_city_review',
  'catalogEntry.begin_level_review',
  'catalogEntry.publish',
  'application.submit',
  'application.begin_check',
  'application.route',
  'agreement.expire',
  'agreement.adopt',
  'agreement.call_report',
  'application.lapse',
  'program.freeze',
  'program.begin_review',
  'run.precheck',
  'run.queue',
  'run.start',
  'export.submit',
  'export.begin_auto_check',
  'export.countersign',
  'export.resume',
  'export.expire',
  'export.grant_exception',
  'standingApproval.grant',
  'riskAcceptance.accept',
  'riskAcceptance.expire',
  'fit.agree',
  'fit.order',
  'fit.publish',
]);
