/** The chapter of programs: a vendor's TypeScript over rows that it never sees, and what it tries on the way. */
import { join } from 'node:path';
import { isConfining, tierWords } from '#policies/isolation.ts';
import { unwrap } from '#policies/refusal.ts';
import type { Simulation } from '#sandbox/door.ts';
import { acceptCityRisk } from '../city/accept-risk.ts';
import {
  agreeOn,
  approveProgram,
  fileExport,
  release,
  runProgram,
  submitExport,
  textOf,
  type JourneyPlan,
} from '../city/journey.ts';
import { people } from '../city/people.ts';
import type { As } from '../city/publish.ts';
import { ownersOf } from '../city/set-up.ts';
import type { OpenOffice } from '../open-office.ts';
import { printDisclosure } from '../record/verdict.ts';
import { verifyBundle } from '../record/verify.ts';
import type { Narrator } from './narrator.ts';
import { packProgram, type Packed } from './pack.ts';
import { printLeaving } from './print-program.ts';
import { printReport } from './print-report.ts';
import { readProgramFolder } from './program-folder.ts';

const example = join(import.meta.dirname, '../../docs/examples/scorecard-map');

export async function tellPrograms(office: OpenOffice, as: As, say: Narrator): Promise<void> {
  say.step('programs 程序', 'a vendor brings TypeScript, and it never holds a row');
  const folder = unwrap(await readProgramFolder(example));
  const packed = unwrap(await packProgram(folder));
  for (const line of printLeaving(packed.content, packed.script).split('\n')) say.note(line);
  const withClock = new Map(folder).set('main.ts', `${folder.get('main.ts') ?? ''}\nexport const now = Date.now();\n`);
  say.refused('the same with a look at the clock', await packProgram(withClock));
  const plan = planOf(packed);
  const tested = unwrap(await as(people.vendor.person).call('/simulate/query', textOf(plan))) as unknown as Simulation;
  say.done('on simulation data its vendor sees everything, and what noise would leave:');
  for (const line of printReport(tested).split('\n').slice(0, 8)) say.note(line);
  await tellIsolation(office, as, say);
  const { agreement } = await agreeOn(as, plan);
  const run = await runProgram(as, plan, await approveProgram(as, plan, agreement));
  const id = String(run['id']);
  const { tier } = run['result'] as { readonly tier: string };
  say.done(`receipt: ${String(run['state'])} in tier ${tier}, at its tick; of time, console and errors nothing`);
  const exported = String((await submitExport(as, plan, { agreement, run: id }))['id']);
  await fileExport(as, { id: exported, run: id });
  const { statement } = unwrap(verifyBundle(await release(as, plan, exported)));
  say.done(`filed, released, verified: ${statement.subject.map(({ name }) => name.replace(`-${id}`, '')).join(', ')}`);
  for (const line of printDisclosure(statement.predicate.disclosure)) say.note(line);
}

function planOf({ content, script }: Packed): JourneyPlan {
  const [query] = content.queries;
  if (!query || content.lane !== 'private') throw new Error('the example must be one private query');
  return {
    scenario: { id: 'scn.scorecard', title: content.title },
    purpose: '普惠金融',
    legalBasis: '公共数据授权运营管理办法',
    sql: query.sql,
    recipients: ['合作银行'],
    sourceStatement: '数据来源:市政府各部门',
    departments: ownersOf(query.sql),
    lane: 'private',
    privacy: { epsilon: content.privacy?.epsilon ?? 1 },
    budget: 4,
    script,
    forms: ['data_metric', 'data_model'],
  };
}

/** Whether a machine can confine programs, this one knows; where it cannot, somebody answers for it. */
async function tellIsolation(office: OpenOffice, as: As, say: Narrator): Promise<void> {
  await office.learnTier();
  const tier = office.tier();
  say.done(`this machine runs programs in tier ${tier}: ${tierWords[tier].en}  (npm run sluice doctor)`);
  if (isConfining(tier)) return;
  const accepted = await acceptCityRisk(office, as);
  say.done(
    `below T2 nothing runs unless the custodian answers for it: ${String(accepted?.['id'])}, for artificial data, until ${String(accepted?.['until'])}`,
  );
}
