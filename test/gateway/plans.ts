/** What vendors of the tests want to make, and the way there in strides. */
import {
  apply,
  approve,
  approveProgram,
  draftAgreement,
  runProgram,
  scopeOf,
  signAgreement,
  submitExport,
  type JourneyPlan,
} from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import type { As } from '#gateway/city/publish.ts';
import { ownersOf } from '#gateway/city/set-up.ts';
import type { Json } from '#gateway/client.ts';
import { unwrap } from '#policies/refusal.ts';

let plans = 0;

/** A quick product: firms by district. Each call is a scenario of its own. */
export function aPlan(change: Partial<JourneyPlan> = {}): JourneyPlan {
  const sql =
    change.sql ?? 'SELECT district_code, count(DISTINCT uscc) AS firms FROM ent_registration GROUP BY ALL ORDER BY 1';
  plans++;
  return {
    scenario: { id: `scn.test${plans}`, title: `场景${plans}` },
    purpose: '行业统计',
    legalBasis: '公共数据授权运营管理办法',
    recipients: ['行业协会'],
    sourceStatement: '数据来源:市政府各部门',
    departments: ownersOf(sql),
    ...change,
    sql,
  };
}

export type Scope = Parameters<typeof apply>[2];

/** Up to an agreement that the vendor has signed and the operator has not. */
export async function toSignature(as: As, plan: JourneyPlan): Promise<string> {
  const vendor = as(plan.vendor ?? people.vendor.person);
  const entries = unwrap(await vendor.call('/catalog/entries'))['items'] as readonly Json[];
  const scope = unwrap(await scopeOf(vendor, entries, plan));
  const application = await apply(as, plan, scope);
  await approve(as, plan, application);
  return draftAgreement(as, plan, { application, scope });
}

/** Up to an agreement in force. */
export async function toAgreement(as: As, plan: JourneyPlan): Promise<string> {
  const agreement = await toSignature(as, plan);
  await signAgreement(as, agreement);
  return agreement;
}

export interface Approved {
  readonly agreement: string;
  readonly program: { readonly id: string; readonly hash: string };
}

export async function toProgram(as: As, plan: JourneyPlan): Promise<Approved> {
  const agreement = await toAgreement(as, plan);
  return { agreement, program: await approveProgram(as, plan, agreement) };
}

export interface Ran extends Approved {
  readonly run: string;
}

/** Up to a result in quarantine. */
export async function toRun(as: As, plan: JourneyPlan): Promise<Ran> {
  const approved = await toProgram(as, plan);
  const run = await runProgram(as, plan, approved.program);
  if (run['state'] !== 'quarantined') throw new Error(`the run ended ${JSON.stringify(run)}`);
  return { ...approved, run: String(run['id']) };
}

export interface Submitted extends Ran {
  readonly export: string;
}

/** Up to an export that waits for its reviewers. */
export async function toExport(as: As, plan: JourneyPlan): Promise<Submitted> {
  const ran = await toRun(as, plan);
  const submitted = await submitExport(as, plan, ran);
  if (submitted['state'] !== 'operator_review') throw new Error(`the export is ${JSON.stringify(submitted)}`);
  return { ...ran, export: String(submitted['id']) };
}

/** The body of a run's request. */
export function orderOf(plan: JourneyPlan, { program }: Pick<Approved, 'program'>) {
  return { program: program.id, hash: program.hash, scenario: plan.scenario.id, parameters: [] };
}
