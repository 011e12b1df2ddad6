/** The chapter of the private lane: noise instead of suppression, a price before the answer, a budget that nobody exceeds. */
import { unwrap } from '#policies/refusal.ts';
import type { Explanation, Simulation } from '#sandbox/door.ts';
import {
  agreeOn,
  approveProgram,
  fileExport,
  programOf,
  release,
  runProgram,
  submitExport,
  textOf,
  type JourneyPlan,
} from '../city/journey.ts';
import { people } from '../city/people.ts';
import type { As } from '../city/publish.ts';
import { ownerOf } from '../city/set-up.ts';
import type { Json } from '../client.ts';
import { verifyBundle } from '../record/verify.ts';
import { printDisclosure } from '../record/verdict.ts';
import type { Narrator } from './narrator.ts';
import { printPlan } from './print-plan.ts';

/** Enough for one answer at ε 1, not for two: ε of two is 1.44, since ρ adds up and ε does not. */
const budget = 1.2;

const plan: JourneyPlan = {
  scenario: { id: 'scn.inpatients', title: '各区住院参保人数' },
  purpose: '区卫生规划',
  legalBasis: '公共数据授权运营管理办法',
  sql: `SELECT district_code, insurance_type, count(DISTINCT person_id) AS inpatients
FROM medical_settlement WHERE visit_type = '住院' GROUP BY ALL ORDER BY ALL`,
  recipients: ['区卫生健康局'],
  sourceStatement: '数据来源:医疗保障局',
  departments: [ownerOf('dept.medical_insurance').person],
  lane: 'private',
  privacy: { epsilon: 1 },
  budget,
};

/** @param exactOnly an agreement that does not name the lane */
export async function tellPrivateLane(as: As, say: Narrator, exactOnly: string): Promise<void> {
  say.step('private lane 差分隐私', 'noise instead of suppression, its size and price known before anything is spent');
  const vendor = as(people.vendor.person);
  const explained = unwrap(await vendor.call('/simulate/explain', textOf(plan))) as unknown as Explanation;
  for (const line of printPlan(explained).split('\n')) say.note(line);
  const simulated = unwrap(await vendor.call('/simulate/query', textOf(plan))) as unknown as Simulation;
  say.done('forecast on simulation data, every number with its σ and 95 % interval:');
  say.table(simulated.forecast, 3);
  say.refused(
    'the private lane under the first agreement, which does not name it',
    await vendor.call('/propose/programs', programOf(plan, exactOnly)),
  );
  const { agreement } = await agreeOn(as, plan);
  say.done(`${agreement} grants the lane, and all its answers together ε ${budget}`);
  const run = await runTwice(as, say, agreement);
  const second = { ...plan, sql: plan.sql.replace("= '住院'", "<> '住院'") };
  const program = await approveProgram(as, second, agreement);
  const order = { program: program.id, hash: program.hash, scenario: plan.scenario.id, parameters: [] };
  say.refused('another question at the same price', await vendor.call('/run/runs', order));
  const id = String((await submitExport(as, plan, { agreement, run }))['id']);
  await fileExport(as, { id, run });
  const { statement } = unwrap(verifyBundle(await release(as, plan, id)));
  say.done('filed, released, verified; the certificate says:');
  for (const line of printDisclosure(statement.predicate.disclosure)) say.note(line);
}

/** @returns the first run. @throws Error when the second answer differs, or is not free */
async function runTwice(as: As, say: Narrator, agreement: string): Promise<string> {
  const program = await approveProgram(as, plan, agreement);
  const began = performance.now();
  const first = await runProgram(as, plan, program);
  say.done(`${receiptOf(first)}, at its tick after ${((performance.now() - began) / 1000).toFixed(1)} s`);
  const again = await runProgram(as, plan, program);
  const operator = as(people.operator.person);
  const tableOf = async (run: Json) =>
    JSON.stringify(
      unwrap(await operator.call(`/check/runs/${String(run['id'])}/reveal`, { reason: '重复查询比对' }))['table'],
    );
  if ((await tableOf(first)) !== (await tableOf(again)) || !privacyOf(again).cached)
    throw new Error('the repeated answer was another one');
  say.done(`the same again: ${receiptOf(again)}, and the operator sees the same numbers both times`);
  return String(first['id']);
}

function receiptOf(run: Json): string {
  const { rho, cached } = privacyOf(run);
  return `receipt: ${String(run['state'])}, ${cached ? 'nothing charged' : `ρ ${Number(rho) / 1e9} charged`}`;
}

function privacyOf(run: Json): { readonly rho: string; readonly cached: boolean } {
  return (run['result'] as { privacy: { rho: string; cached: boolean } }).privacy;
}
