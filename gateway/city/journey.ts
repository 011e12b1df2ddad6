/**
 * The whole way of one product, from registration to bundle, through the API, each step by the person whose step it is.
 * The demonstration tells it, the journey tests walk it on real people's data.
 */
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import type { ReleaseSettings } from '#policies/disclosure/release-settings.ts';
import type { NamedFinding } from '#policies/procedure/export-votes.ts';
import type { TrainSpec } from '#policies/privacy/train/spec.ts';
import type { ProductForm } from '#policies/procedure/fields.ts';
import type { Output } from '#policies/procedure/output-contract.ts';
import type { Script } from '#policies/program/script.ts';
import { accept, unwrap, type Outcome } from '#policies/refusal.ts';
import type { Explanation } from '#sandbox/door.ts';
import type { Client, Json } from '../client.ts';
import { readingsOf, type Reading } from '../scope.ts';
import { people } from './people.ts';
import type { As } from './publish.ts';

export interface JourneyPlan {
  readonly scenario: { readonly id: string; readonly title: string };
  readonly purpose: string;
  readonly legalBasis: string;
  readonly sql: string;
  readonly recipients: readonly string[];
  readonly sourceStatement: string;
  /** Person of each source department whose data is used. */
  readonly departments: readonly string[];
  /** Whose product it is; the vendor of the demonstration where not given. */
  readonly vendor?: string;
  /** How the text is read on real data, and at what price; exactly where not given. */
  readonly lane?: 'exact' | 'private';
  readonly privacy?: { readonly epsilon: number };
  /** How an exact table leaves; with cells hidden where not given. */
  readonly release?: Partial<ReleaseSettings>;
  /** The model that the rows of the text train. */
  readonly train?: TrainSpec;
  /** The program over the rows or cells of the text. */
  readonly script?: Script;
  /** What the program declares, and in which forms results may leave; a table as a metric, or a model, where not given. */
  readonly outputs?: readonly Output[];
  readonly forms?: readonly ProductForm[];
  /** What the agreement lets all private runs spend, and which lanes it grants; those of the text where not given. */
  readonly budget?: number;
  readonly lanes?: readonly ('exact' | 'private')[];
}

/** What exists after a step; each step adds its own. */
export interface Walked {
  readonly application: string;
  readonly agreement: string;
  readonly program: string;
  readonly run: string;
  readonly export: string;
}

const day = 24 * 60 * 60 * 1000;
/** From yesterday, for a year. */
export const term = {
  from: new Date(Date.now() - day).toISOString(),
  to: new Date(Date.now() + 365 * day).toISOString(),
};
export const checklist = Object.fromEntries(
  ['data_security', 'network_security', 'personal_info', 'trade_secret'].map((domain) => [
    domain,
    { verdict: 'pass', note: '已核查' },
  ]),
);

/** Registers the vendor of the demonstration, once. */
export async function register(as: As, vendor = people.vendor): Promise<void> {
  const [mine, desk] = [as(vendor.person), as(people.operator.person)];
  const materials = {
    name: vendor.title.en,
    uscc: '91350100M000100Y43',
    contacts: [{ name: vendor.title.zh, certificate: '平台已实名核验', phone: '020-00000000' }],
    capabilities: ['develop', 'publish'],
    certificate: {
      number: '等保三级-2026',
      validFrom: term.from,
      validTo: new Date(Date.now() + 730 * day).toISOString(),
    },
    acceptedRules: 'platform_rules.1',
    credit: '信用良好',
    technology: '具备数据开发能力',
    security: '等保三级',
    affiliates: [],
  };
  unwrap(await mine.call('/propose/registrations', { materials }));
  unwrap(await mine.call(`/propose/registrations/${vendor.org}/submit`, {}));
  unwrap(await desk.call(`/review/registrations/${vendor.org}/accept`, {}));
  unwrap(await desk.call(`/review/registrations/${vendor.org}/register`, { reason: '材料齐全' }));
}

/** @returns entry → table → columns, as an application asks for them */
export async function scopeOf(
  vendor: Client,
  entries: readonly Json[],
  text: PlannedText,
): Promise<Outcome<readonly Reading[]>> {
  const explained = await vendor.call('/simulate/explain', textOf(text));
  if (!explained.ok) return explained;
  const owners = entries.map((doc) => doc['entry'] as CatalogEntry);
  return accept(readingsOf(explained.value as unknown as Explanation, owners));
}

/** What of a plan the domain reads. */
export function textOf({ sql, lane, privacy, release: left, train, script }: PlannedText) {
  return {
    sql,
    ...(lane && { lane }),
    ...(privacy && { privacy }),
    ...(left && { release: left }),
    ...(train && { train }),
    ...(script && { script }),
  };
}

type PlannedText = Pick<JourneyPlan, 'sql' | 'lane' | 'privacy' | 'release' | 'train' | 'script'>;

function vendorOf(as: As, { vendor = people.vendor.person }: JourneyPlan): Client {
  return as(vendor);
}

/** What an application asks for: every column with a reason. */
export function requestOf(plan: JourneyPlan, scope: readonly Reading[]) {
  return {
    scenario: plan.scenario,
    purpose: { text: plan.purpose, legalBasis: plan.legalBasis },
    datasets: scope.map(({ entry, table, columns }) => ({
      entry,
      table,
      columns: columns.map((name) => ({ name, reason: '计算所需' })),
    })),
    rowScope: '全部记录',
    productForms: plan.forms ?? [formOf(plan)],
    term,
    securityMeasures: '仅在域内计算',
    district: people.district.org,
  };
}

/** Draft, submission and the operator's check of an application. */
export async function apply(as: As, plan: JourneyPlan, scope: readonly Reading[]): Promise<string> {
  const vendor = vendorOf(as, plan);
  const desk = as(people.operator.person);
  const request = requestOf(plan, scope);
  const id = idOf(await vendor.call('/propose/applications', { request }));
  unwrap(await vendor.call(`/propose/applications/${id}/submit`, {}));
  unwrap(await desk.call(`/review/applications/${id}/begin_check`, {}));
  unwrap(await desk.call(`/review/applications/${id}/forward`, { checklist }));
  return id;
}

/** Every reviewing body says yes. */
export async function approve(as: As, plan: JourneyPlan, application: string): Promise<void> {
  for (const person of [...plan.departments, people.district.person, people.agency.person]) {
    unwrap(await as(person).call(`/review/applications/${application}/approve`, { reason: '同意' }));
  }
}

/** The operator drafts from the application, the vendor signs; the operator's signature opens the rights. */
export async function draftAgreement(
  as: As,
  plan: JourneyPlan,
  { application, scope }: { application: string; scope: readonly Reading[] },
): Promise<string> {
  const clauses = {
    rightsAndDuties: { reportEvery: 6, text: '双方权利义务' },
    scenario: plan.scenario.id,
    dataScope: scope,
    term,
    conditions: {
      runs: 20,
      productForms: plan.forms ?? [formOf(plan)],
      recipients: plan.recipients,
      deviation: '按应用场景约定',
      text: '仅限本场景',
      ...privateConditions(plan),
    },
    dataSecurity: { destroyWithin: 30, text: '原始数据不出域' },
    fees: { items: [], text: '公益场景免费' },
    trading: { text: '不进场交易' },
    termination: { cases: ['mutual', 'breach'], text: '违约终止' },
    breachLiability: '依法承担',
  };
  const id = idOf(await as(people.operator.person).call('/review/agreements', { application, clauses }));
  const vendor = vendorOf(as, plan);
  const { hash } = unwrap(await vendor.call(`/propose/agreements/${id}`));
  unwrap(await vendor.call(`/propose/agreements/${id}/sign_vendor`, { hash }));
  return id;
}

function privateConditions({ lane, lanes = lane && [lane], budget }: JourneyPlan) {
  return { ...(lanes && { lanes }), ...(budget !== undefined && { epsilon: budget }) };
}

export async function signAgreement(as: As, agreement: string): Promise<void> {
  const desk = as(people.operator.person);
  const { hash } = unwrap(await desk.call(`/review/agreements/${agreement}`));
  unwrap(await desk.call(`/review/agreements/${agreement}/sign_operator`, { hash }));
}

/** From the application to an agreement in force. */
export async function agreeOn(as: As, plan: JourneyPlan): Promise<Pick<Walked, 'application' | 'agreement'>> {
  const vendor = vendorOf(as, plan);
  const entries = unwrap(await vendor.all('/catalog/entries'));
  const scope = unwrap(await scopeOf(vendor, entries, plan));
  const application = await apply(as, plan, scope);
  await approve(as, plan, application);
  const agreement = await draftAgreement(as, plan, { application, scope });
  await signAgreement(as, agreement);
  return { application, agreement };
}

/** @returns the body of a program draft */
export function programOf(plan: JourneyPlan, agreement: string) {
  const { sql, ...reading } = textOf(plan);
  return {
    agreement,
    content: {
      title: plan.scenario.title,
      queries: [{ name: 'result', sql }],
      ...reading,
      parameters: [],
      outputs: plan.outputs ?? [{ name: 'result', kind: isModel(plan) ? 'model' : 'table' }],
    },
  };
}

/** The form that what is computed has. */
function formOf(plan: JourneyPlan): ProductForm {
  return isModel(plan) ? 'data_model' : 'data_metric';
}

function isModel({ train, script }: JourneyPlan): boolean {
  return train !== undefined || (script !== undefined && script.mode !== 'tables' && script.model !== undefined);
}

/** Draft, test on simulation data, freeze, review. */
export async function approveProgram(
  as: As,
  plan: JourneyPlan,
  agreement: string,
): Promise<{ id: string; hash: string }> {
  const vendor = vendorOf(as, plan);
  const desk = as(people.operator.person);
  const id = idOf(await vendor.call('/propose/programs', programOf(plan, agreement)));
  unwrap(await vendor.call(`/propose/programs/${id}/test`, {}));
  const frozen = unwrap(await vendor.call(`/propose/programs/${id}/freeze`, {}));
  const hash = String(frozen['hash']);
  unwrap(await desk.call(`/review/programs/${id}/begin_review`, {}));
  unwrap(await desk.call(`/review/programs/${id}/approve`, { hash, checklist }));
  return { id, hash };
}

/** Asks for the run and waits for its end. */
export async function runProgram(as: As, plan: JourneyPlan, program: { id: string; hash: string }): Promise<Json> {
  const vendor = vendorOf(as, plan);
  const order = { program: program.id, hash: program.hash, scenario: plan.scenario.id, parameters: [] };
  return waitForRun(vendor, idOf(await vendor.call('/run/runs', order)));
}

const pending: readonly unknown[] = ['requested', 'prechecked', 'queued', 'running'];

export async function waitForRun(vendor: Client, id: string): Promise<Json> {
  for (;;) {
    const run = unwrap(await vendor.call(`/run/runs/${id}`));
    if (!pending.includes(run['state'])) return run;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The vendor assembles; the system checks against everything released before. */
export async function submitExport(
  as: As,
  plan: JourneyPlan,
  { agreement, run }: { agreement: string; run: string },
): Promise<Json> {
  const vendor = vendorOf(as, plan);
  const product = {
    title: plan.scenario.title,
    form: formOf(plan),
    scenario: plan.scenario.id,
    purpose: plan.purpose,
    recipients: plan.recipients,
    sourceStatement: plan.sourceStatement,
    runs: [run],
  };
  const id = idOf(await vendor.call('/check/exports', { agreement, product }));
  return unwrap(await vendor.call(`/check/exports/${id}/submit`, {}));
}

/** The body of a vote, with every finding of the automatic check acknowledged. */
export async function voteFor(desk: Client, id: string, decision: 'pass' | 'change' | 'reject' = 'pass') {
  const findings = unwrap(await desk.call(`/check/exports/${id}`))['findings'] as readonly NamedFinding[];
  const acknowledged = findings.map(({ run, code }) => ({ run, code }));
  const told = decision === 'pass' ? {} : { toVendor: '请调整后重新提交' };
  return { decision, checklist, comment: '逐项核查', acknowledged, ...told };
}

/** Two reviewers look and vote, neither seeing the other's vote; both pass, the operator files, the agency accepts. */
export async function fileExport(as: As, { id, run }: { id: string; run: string }): Promise<void> {
  for (const reviewer of [people.operator, people.second]) {
    const desk = as(reviewer.person);
    unwrap(await desk.call(`/check/runs/${run}/reveal`, { reason: '出域合规核查' }));
    unwrap(await desk.call(`/check/exports/${id}/vote`, await voteFor(desk, id)));
  }
  unwrap(await as(people.operator.person).call(`/export/exports/${id}/submit_filing`, { filing: `备案-${id}` }));
  unwrap(await as(people.agency.person).call(`/export/exports/${id}/accept_filing`, { receipt: `回执-${id}` }));
}

export async function release(as: As, plan: JourneyPlan, id: string): Promise<Uint8Array> {
  unwrap(await as(people.operator.person).call(`/export/exports/${id}/release`, {}));
  return unwrap(await vendorOf(as, plan).bytes(`/export/exports/${id}/bundle`));
}

/** The whole way at once. @throws Error with the first refusal */
export async function walk(
  as: As,
  plan: JourneyPlan,
): Promise<Walked & { readonly bundle: Uint8Array; readonly result: Json }> {
  const { application, agreement } = await agreeOn(as, plan);
  const program = await approveProgram(as, plan, agreement);
  const run = await runProgram(as, plan, program);
  if (run['state'] !== 'quarantined')
    throw new Error(`the run ended ${String(run['state'])} ${String(run['code'] ?? run['verdicts'])}`);
  const submitted = await submitExport(as, plan, { agreement, run: String(run['id']) });
  const id = String(submitted['id']);
  await fileExport(as, { id, run: String(run['id']) });
  const bundle = await release(as, plan, id);
  return {
    application,
    agreement,
    program: program.id,
    run: String(run['id']),
    export: id,
    bundle,
    result: run['result'] as Json,
  };
}

export function idOf(outcome: Outcome<Json>): string {
  return String(unwrap(outcome)['id']);
}
