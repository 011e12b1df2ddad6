/** The happy path from registration to release, one step after another; a test stops it where it attacks. */
import type { Clauses } from '#policies/procedure/agreement-commands.ts';
import type { UseRequest } from '#policies/procedure/application-commands.ts';
import { entryId, instant } from '#policies/units.ts';
import { anEntry } from '../catalog/builders.ts';
import {
  aContent,
  aFile,
  aFit,
  allPass,
  aProduct,
  aRequest,
  aResult,
  aRisk,
  aVote,
  suppressed,
  theClauses,
  theMaterials,
} from './commands.ts';
import { people } from './people.ts';
import { World } from './world.ts';

const { ana, olga, dora, gus, cora, carl, system } = people;
const reason = 'as the norm says';

/** Each stage with what it does to a world in which the stages before are done. */
const stages = {
  registered(world: World) {
    world.do('registration', 'reg1', ana, { type: 'draft', materials: theMaterials() });
    world.do('registration', 'reg1', ana, { type: 'submit' });
    world.do('registration', 'reg1', olga, { type: 'accept' });
    world.do('registration', 'reg1', olga, { type: 'register', reason });
  },
  published(world: World) {
    const id = 'social_insurance';
    world.do('catalogEntry', id, dora, { type: 'draft', entry: anEntry({ id: entryId(id) }) });
    world.do('catalogEntry', id, dora, { type: 'submit', evidence: '002-11', riskAssessment: 'low' });
    world.do('catalogEntry', id, cora, { type: 'begin_level_review' });
    world.do('catalogEntry', id, cora, { type: 'pass_level_review', reason });
    world.do('catalogEntry', id, carl, { type: 'approve', reason });
    world.do('catalogEntry', id, carl, { type: 'consent', consentId: 'C-2026-1' });
    world.do('catalogEntry', id, gus, { type: 'publish' });
  },
  forwarded: (world: World) => forwardApplication(world),
  approved(world: World) {
    world.do('application', 'app1', dora, { type: 'approve', reason });
    world.do('application', 'app1', gus, { type: 'approve', reason });
  },
  drafted: (world: World) => draftAgreement(world),
  vendor_signed(world: World) {
    const { hash } = world.must('agreement', 'agr1');
    world.do('agreement', 'agr1', ana, { type: 'sign_vendor', hash });
  },
  active(world: World) {
    const { hash } = world.must('agreement', 'agr1');
    world.do('agreement', 'agr1', olga, { type: 'sign_operator', hash });
  },
  frozen(world: World) {
    const { hash } = world.do('program', 'prog1', ana, { type: 'draft', agreement: 'agr1', content: aContent() });
    world.do('program', 'prog1', system, { type: 'test', hash });
    world.do('program', 'prog1', ana, { type: 'freeze' });
  },
  in_review(world: World) {
    const { hash } = world.must('program', 'prog1');
    world.do('program', 'prog1', system, { type: 'static_check', hash, uses: theClauses().dataScope });
    world.do('program', 'prog1', olga, { type: 'begin_review' });
  },
  program_approved(world: World) {
    const { hash } = world.must('program', 'prog1');
    world.do('program', 'prog1', olga, { type: 'approve', hash, checklist: allPass, combinations: 2 });
  },
  running(world: World) {
    requestRun(world, 'run1');
    world.do('run', 'run1', system, { type: 'precheck' });
    world.do('run', 'run1', system, { type: 'queue' });
    world.do('run', 'run1', system, { type: 'start' });
  },
  quarantined(world: World) {
    world.do('run', 'run1', system, { type: 'finish', result: aResult() });
  },
  operator_review(world: World) {
    world.do('export', 'exp1', ana, { type: 'draft', agreement: 'agr1', product: aProduct() });
    world.do('export', 'exp1', ana, { type: 'submit' });
    world.do('export', 'exp1', system, { type: 'begin_auto_check' });
    world.do('export', 'exp1', system, { type: 'clear', findings: [suppressed] });
  },
  passed(world: World) {
    world.do('export', 'exp1', olga, aVote());
  },
  filing_submitted(world: World) {
    world.do('export', 'exp1', olga, { type: 'submit_filing', filing: 'F-1' });
  },
  filed(world: World) {
    world.do('export', 'exp1', gus, { type: 'accept_filing', receipt: 'R-1' });
  },
  released(world: World) {
    world.do('export', 'exp1', system, { type: 'release', files: [aFile], certificate: aFile.sha256, askedBy: 'olga' });
  },
  standing(world: World) {
    const request = { until: instant('2026-12-01T00:00:00.000Z'), uses: 2, drift: { rows: 2, suppressedCells: 1 } };
    world.do('standingApproval', 'std1', olga, { type: 'request', export: 'exp1', ...request });
    world.do('standingApproval', 'std1', gus, { type: 'grant' });
  },
  risk_accepted(world: World) {
    world.do('riskAcceptance', 'acc1', olga, aRisk());
    world.do('riskAcceptance', 'acc1', gus, { type: 'accept' });
  },
  fit_agreed(world: World) {
    world.do('fit', 'fit1', olga, aFit());
    world.do('fit', 'fit1', dora, { type: 'agree' });
  },
} as const;

/** How far a world has come. */
export type Stage = keyof typeof stages;

/** A world in which everything up to and including `stage` has happened. */
export function worldAt(stage: Stage): World {
  const world = new World();
  for (const [name, advance] of Object.entries(stages)) {
    advance(world);
    if (name === stage) break;
  }
  return world;
}

/** Applies, has the operator check and forward, and routes: the reviewers are next. */
export function forwardApplication(world: World, change: Partial<UseRequest> = {}, id = 'app1'): void {
  world.do('application', id, ana, { type: 'draft', request: aRequest(change) });
  world.do('application', id, ana, { type: 'submit' });
  world.do('application', id, olga, { type: 'begin_check' });
  world.do('application', id, olga, { type: 'forward', checklist: allPass });
  world.do('application', id, system, { type: 'route' });
}

/** An application for another scenario that the operator rejects: something to appeal against. */
export function rejectApplication(world: World, id: string): void {
  const scenario = { id: 's9_rejected', title: 'to be rejected' };
  world.do('application', id, ana, { type: 'draft', request: aRequest({ scenario }) });
  world.do('application', id, ana, { type: 'submit' });
  world.do('application', id, olga, { type: 'begin_check' });
  world.do('application', id, olga, { type: 'reject', reason });
}

/** Drafts the agreement of `app1`. */
export function draftAgreement(world: World, change: Partial<Clauses> = {}): void {
  world.do('agreement', 'agr1', olga, { type: 'draft', application: 'app1', clauses: theClauses(change) });
}

/** Requests a run of the approved program. */
export function requestRun(world: World, id: string): void {
  const { hash } = world.must('program', 'prog1');
  const parameters = [{ name: 'year', value: 2024 }];
  world.do('run', id, ana, { type: 'request', program: 'prog1', hash, scenario: 's1_credit', parameters });
}
