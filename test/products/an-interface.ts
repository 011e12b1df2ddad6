/** An interface over two of its three combinations, from draft to registration, by the people of the city. */
import { checklist, fileExport, idOf, programOf, waitForRun } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import { unwrap } from '#policies/refusal.ts';
import type { Json } from '#gateway/client.ts';
import type { Installation } from '../fixtures/installation.ts';
import { aPlan, toAgreement } from '../gateway/plans.ts';

const text = (band: string) =>
  `SELECT district_code, count(DISTINCT uscc) AS firms FROM ent_registration WHERE staff_size_band = ${band} GROUP BY ALL ORDER BY 1`;

const columns = [
  { name: 'district_code', type: 'VARCHAR', role: 'key' },
  { name: 'firms', type: 'BIGINT', role: 'statistic' },
] as const;

/** All that may be asked; `released` are those that have left. */
export const bands = ['1-9', '10-49', '50-99'] as const;
export const released = ['1-9', '10-49'] as const;

export const recipients = ['行业协会', '某银行'] as const;

export interface Made {
  readonly plan: ReturnType<typeof aPlan>;
  readonly agreement: string;
  readonly program: { readonly id: string; readonly hash: string };
  readonly product: string;
  /** Band → export. */
  readonly exports: Readonly<Record<string, string>>;
  /** Band → run. */
  readonly runs: Readonly<Record<string, string>>;
}

/** A plan whose agreement grants interfaces. */
export function apiPlan() {
  const outputs = [{ name: 'result', kind: 'api', columns, maxRows: 100 }] as const;
  return aPlan({ sql: text("'1-9'"), outputs, forms: ['data_api'], recipients });
}

export async function anInterface(city: Installation, callsPerDay = 1000): Promise<Made> {
  const plan = apiPlan();
  const agreement = await toAgreement(city.as, plan);
  const program = await approved(city, plan, agreement);
  const made: Pick<Made, 'plan' | 'agreement' | 'program'> = { plan, agreement, program };
  const exports: Record<string, string> = {};
  const runs: Record<string, string> = {};
  for (const band of released) {
    const { run, id } = await aRelease(city, made, band);
    [runs[band], exports[band]] = [run, id];
  }
  const vendor = city.as(people.vendor.person);
  const product = idOf(await vendor.call('/export/products', draftOf({ ...made, exports }, callsPerDay)));
  unwrap(await city.as(people.operator.person).call(`/export/products/${product}/register`, { number: product }));
  return { ...made, product, exports, runs };
}

/** The body of a product with an interface. */
export function draftOf(
  { plan, agreement, program, exports }: Omit<Made, 'product' | 'runs'>,
  callsPerDay = 1000,
): Json {
  return {
    title: '企业规模接口',
    form: 'data_api',
    scenario: plan.scenario.id,
    agreement,
    exports: Object.values(exports),
    payload: 'derived',
    benefit: 'industrial',
    sourceStatement: plan.sourceStatement,
    licence: { purpose: plan.purpose, recipients: plan.recipients },
    api: { program: program.id, hash: program.hash, callsPerDay },
  };
}

async function approved({ as }: Installation, plan: Made['plan'], agreement: string): Promise<Made['program']> {
  const [vendor, desk] = [as(people.vendor.person), as(people.operator.person)];
  const { content } = programOf({ ...plan, sql: text('$band') }, agreement);
  const parameters = [{ name: 'band', values: bands }];
  const id = idOf(await vendor.call('/propose/programs', { agreement, content: { ...content, parameters } }));
  unwrap(await vendor.call(`/propose/programs/${id}/test`, {}));
  const { hash } = unwrap(await vendor.call(`/propose/programs/${id}/freeze`, {}));
  unwrap(await desk.call(`/review/programs/${id}/begin_review`, {}));
  const combinations = bands.length;
  unwrap(await desk.call(`/review/programs/${id}/approve`, { hash, checklist, combinations }));
  return { id, hash: String(hash) };
}

/** One combination, run, checked by people, filed and released. */
export async function aRelease(
  { as }: Installation,
  { plan, agreement, program }: Pick<Made, 'plan' | 'agreement' | 'program'>,
  band: string,
): Promise<{ readonly run: string; readonly id: string }> {
  const vendor = as(people.vendor.person);
  const order = { program: program.id, hash: program.hash, scenario: plan.scenario.id };
  const ordered = await vendor.call('/run/runs', { ...order, parameters: [{ name: 'band', value: band }] });
  const done = await waitForRun(vendor, idOf(ordered));
  if (done['state'] !== 'quarantined') throw new Error(`the run ended ${JSON.stringify(done)}`);
  const run = String(done['id']);
  const product = {
    title: `${plan.scenario.title} ${band}`,
    form: 'data_api',
    scenario: plan.scenario.id,
    purpose: plan.purpose,
    recipients: plan.recipients,
    sourceStatement: plan.sourceStatement,
    runs: [run],
    consumers: plan.recipients,
  };
  const id = idOf(await vendor.call('/check/exports', { agreement, product }));
  const submitted = unwrap(await vendor.call(`/check/exports/${id}/submit`, {}));
  if (submitted['state'] !== 'operator_review') throw new Error(`the export is ${JSON.stringify(submitted)}`);
  await fileExport(as, { id, run });
  unwrap(await as(people.operator.person).call(`/export/exports/${id}/release`, {}));
  return { run, id };
}
