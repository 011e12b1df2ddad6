/** The chapter of the procedure: who owes what until when, what stops at once, and what a regulator finds out without trusting anybody. */
import type { Title } from '#policies/catalog/entry.ts';
import { unwrap } from '#policies/refusal.ts';
import { openCheckpoint } from '#policies/record/checkpoint.ts';
import { verifyTiledLog } from '#policies/record/tiled-log.ts';
import { idOf, runProgram, approveProgram, type JourneyPlan } from '../city/journey.ts';
import { people } from '../city/people.ts';
import type { As } from '../city/publish.ts';
import { ownerOf } from '../city/set-up.ts';
import type { Json } from '../client.ts';
import type { OpenOffice } from '../open-office.ts';
import { verifyEd25519 } from '../record/keys.ts';
import { openPublishedLog } from '../record/published-log.ts';
import type { Narrator } from './narrator.ts';

/** What the earlier chapters made. */
export interface Told {
  readonly plan: JourneyPlan;
  readonly agreement: string;
  readonly export: string;
  /** Address of the server. */
  readonly url: string;
}

const reason = '演示';

export async function tellProcedure(office: OpenOffice, as: As, say: Narrator, told: Told): Promise<void> {
  say.step('procedure 程序', 'every clock, every stop, every proof');
  await owed(as, say);
  await stopEverything(as, say, told);
  await lookBehind(as, say, told.export);
  await checkTheLog(office, say, told.url);
}

/** A demand for data that nobody has published, and how long the department has for it. */
async function owed(as: As, say: Narrator): Promise<void> {
  const department = ownerOf('dept.transport');
  const demand = {
    scenario: '智慧停车',
    wanted: '停车场余位',
    purpose: '停车诱导',
    value: '缓解停车难',
    channel: 'online',
  };
  const id = idOf(await as(people.vendor.person).call('/propose/demands', demand));
  unwrap(await as(people.operator.person).call(`/review/demands/${id}/register`, { department: department.org }));
  const { items, profile } = unwrap(await as(department.person).call('/deadlines')) as unknown as {
    items: readonly {
      readonly thing: string;
      readonly title: Title;
      readonly days: number;
      readonly lastDay?: string;
    }[];
    profile: string;
  };
  say.done(`${id}: the vendor asks for data that is in no catalog; by profile ${profile} the department owes`);
  for (const { title, days, lastDay } of items)
    say.note(
      `${title.en} ${title.zh}: ${days} working days, until ${lastDay ?? 'the waiting ends'}; late decides nothing`,
    );
}

/** Any of three pulls it; two of them lift it. */
async function stopEverything(as: As, say: Narrator, { plan, agreement, export: id }: Told): Promise<void> {
  const [vendor, operator, second] = [as(people.vendor.person), as(people.operator.person), as(people.second.person)];
  const program = await approveProgram(as, { ...plan, sql: `${plan.sql} ` }, agreement);
  const stop = idOf(await as(people.regulator.person).call('/audit/emergency-stops', { reason }));
  say.done(`${stop}: the regulator stops everything with one word`);
  const order = { program: program.id, hash: program.hash, scenario: plan.scenario.id, parameters: [] };
  say.refused('a run while everything is stopped', await vendor.call('/run/runs', order));
  say.refused('the bundle that was released before', await vendor.bytes(`/export/exports/${id}/bundle`));
  unwrap(await operator.call(`/audit/emergency-stops/${stop}/propose_lift`, { reason }));
  say.refused(
    'lifting it by two of one house',
    await second.call(`/audit/emergency-stops/${stop}/confirm_lift`, { reason }),
  );
  unwrap(await as(people.agency.person).call(`/audit/emergency-stops/${stop}/confirm_lift`, { reason }));
  const run = await runProgram(as, { ...plan, sql: `${plan.sql} ` }, program);
  say.done(`lifted by operator and agency; the same run is ${String(run['state'])}`);
}

/** Back to the data, again to equal bytes, and who answers for each step. */
async function lookBehind(as: As, say: Narrator, id: string): Promise<void> {
  const regulator = as(people.regulator.person);
  const back = unwrap(await regulator.call(`/audit/graph?start=export/${id}&direction=back`)) as unknown as {
    nodes: readonly { readonly name: string }[];
  };
  say.done(
    `${id} rests on ${back.nodes
      .map(({ name }) => name)
      .slice(1)
      .join(', ')}`,
  );
  const { items } = unwrap(await regulator.call(`/audit/exports/${id}/responsibility`)) as unknown as { items: Json[] };
  say.note(`${items.length} steps, each with the person who answers for it`);
  const { runs } = unwrap(await regulator.call(`/audit/exports/${id}/replay`, { reason })) as unknown as {
    runs: readonly { readonly equal: boolean }[];
  };
  if (!runs.every(({ equal }) => equal)) throw new Error('the replay is not equal');
  say.done('computed again in the domain over the snapshots of then: equal, byte by byte');
  const year = 'from=2020-01-01T00:00:00.000Z&to=2100-01-01T00:00:00.000Z';
  const report = unwrap(await as(people.agency.person).call(`/audit/reports/R08?${year}`)) as unknown as {
    sections: readonly { readonly title: { readonly en: string }; readonly rows: readonly (readonly unknown[])[] }[];
  };
  const [forms] = report.sections;
  say.done(`report R08, made from the record: ${(forms?.rows ?? []).map((row) => row.join(' ')).join(', ')} released`);
}

/** From its tiles alone, as anybody may. */
async function checkTheLog({ trust }: OpenOffice, say: Narrator, url: string): Promise<void> {
  const log = openPublishedLog(`${url}/log`, undefined);
  const checkpoint = unwrap(openCheckpoint((await log.text('checkpoint')) ?? '', trust, verifyEd25519));
  const { tiles } = unwrap(await verifyTiledLog({ checkpoint, read: log.tile, depth: 'hashes', seen: undefined }));
  say.done(
    `the log verifies from ${tiles} tiles: ${checkpoint.size} entries, cosigned by ${checkpoint.cosigners.length}`,
  );
}
