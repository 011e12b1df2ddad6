/** `sluice demo`: one product from catalog to verified certificate, with what is refused on the way and why. Everything is really done. */
import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { scenarios } from '#synth/city/scenarios.ts';
import { unwrap } from '#policies/refusal.ts';
import { setTicks, type Revealed, type Simulation } from '#sandbox/door.ts';
import { openAccounts } from '../accounts.ts';
import { createApp } from '../app.ts';
import {
  apply,
  approve,
  approveProgram,
  draftAgreement,
  fileExport,
  programOf,
  register,
  release,
  runProgram,
  scopeOf,
  signAgreement,
  submitExport,
  type JourneyPlan,
} from '../city/journey.ts';
import { people } from '../city/people.ts';
import type { As } from '../city/publish.ts';
import { cityPeople, ownerOf, setUpCity } from '../city/set-up.ts';
import { clientOf } from '../client.ts';
import { domainOf, openOffice, type OpenOffice } from '../open-office.ts';
import type { Reading } from '../scope.ts';
import { listen } from '../serve.ts';
import { printVerdict } from '../record/verdict.ts';
import { verifyBundle } from '../record/verify.ts';
import { tellPrivateLane } from './demo-private.ts';
import { tellProcedure } from './demo-procedure.ts';
import { tellSimulation } from './demo-simulation.ts';
import { tellPrograms } from './demo-programs.ts';
import { Narrator } from './narrator.ts';

/** Smaller than the city of `serve`, so that the story is short. */
const scale = 0.3;

/** The index of the fourth scenario, in a city so small that only districts have enough firms with and without work. */
const byDistrict = scenarios.S4.sql.replace(
  'SELECT district_code, industry_code, count',
  'SELECT district_code, count',
);

const plan: JourneyPlan = {
  scenario: { id: 'scn.resumption', title: scenarios.S4.title.zh },
  purpose: '区政府与行业协会掌握复工复产情况',
  legalBasis: '公共数据授权运营管理办法',
  sql: byDistrict,
  recipients: ['天河区政府', '行业协会'],
  sourceStatement: '数据来源:供电局',
  departments: [ownerOf('dept.power').person],
};

export async function demo(): Promise<number> {
  const dir = mkdtempSync(join(tmpdir(), 'sluice-demo-'));
  try {
    // Artificial rows need no long ticks, and nobody wants to wait for them.
    setTicks(domainOf(dir), { short: 5_000, medium: 8_000, long: 12_000 });
    await using office = await openOffice({ dir });
    const accounts = openAccounts(join(dir, 'accounts.json'), cityPeople);
    await using server = await listen(createApp(office, accounts), { port: 0 });
    const as: As = (person) => clientOf(server.url, accounts.byPerson(person)?.token ?? '', fetch);
    await tell(office, as, { say: new Narrator(), url: server.url });
    return 0;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function tell(
  office: OpenOffice,
  as: As,
  { say, url }: { readonly say: Narrator; readonly url: string },
): Promise<void> {
  const vendor = as(people.vendor.person);
  say.step('catalog 目录', 'departments publish what they have, and what may be done with each column');
  await setUpCity(office, as, { scale, tell: (line) => say.done(line) });
  await register(as);
  say.done(`${people.vendor.title.en} is registered`);

  say.step('simulate 仿真', 'the vendor asks on simulation data; same engine, same rules, everything visible');
  const simulated = unwrap(await vendor.call('/simulate/query', { sql: plan.sql })) as unknown as Simulation;
  say.done(
    `business-resumption index per district; forecast under the rules (k = ${simulated.explanation.k} ${simulated.explanation.units.join()}s):`,
  );
  say.table(simulated.forecast, 3);
  for (const line of simulated.advice ?? []) say.note(`advice: ${line}`);
  say.refused(
    'SELECT ent_name FROM ent_registration',
    await vendor.call('/simulate/explain', { sql: 'SELECT ent_name FROM ent_registration' }),
  );
  say.refused(
    "SELECT * FROM '/etc/passwd'",
    await vendor.call('/simulate/explain', { sql: "SELECT * FROM '/etc/passwd'" }),
  );
  const fullCode = 'SELECT dx_code, count(DISTINCT person_id) AS n FROM medical_settlement GROUP BY ALL';
  say.refused(fullCode, await vendor.call('/simulate/explain', { sql: fullCode }));

  const { application, scope } = await propose(as, say);
  const agreement = await agree(as, say, { application, scope });
  const { run, id } = await runAndCheck(office, as, say, agreement);
  await exportAndVerify(as, say, { run, id });
  await totals(as, say, agreement);
  await difference(as, say, agreement);
  await tellPrivateLane(as, say, agreement);
  await tellPrograms(office, as, say);
  await tellSimulation(as, say);
  await tellProcedure(office, as, say, { plan, agreement, export: id, url });
  say.note(`${office.record.read.size()} entries in the log, told in ${say.seconds()} s`);
}

async function propose(as: As, say: Narrator): Promise<{ application: string; scope: readonly Reading[] }> {
  say.step('propose 申请', 'one scenario, one application, every column with its reason');
  const vendor = as(people.vendor.person);
  const entries = unwrap(await vendor.all('/catalog/entries'));
  const scope = unwrap(await scopeOf(vendor, entries, plan));
  const application = await apply(as, plan, scope);
  say.done(`${application}: ${scope.map(({ table, columns }) => `${table}(${columns.join(', ')})`).join('; ')}`);
  say.done('review 1 of 4: the operator checked it in four domains');

  say.step('review 审核', 'the bodies that answer for the data decide');
  await approve(as, plan, application);
  say.done('reviews 2 to 4: power bureau, district authority and data agency said yes');
  return { application, scope };
}

async function agree(
  as: As,
  say: Narrator,
  { application, scope }: { application: string; scope: readonly Reading[] },
): Promise<string> {
  const vendor = as(people.vendor.person);
  const agreement = await draftAgreement(as, plan, { application, scope });
  say.refused(
    'a program before the operator has signed too',
    await vendor.call('/propose/programs', programOf(plan, agreement)),
  );
  await signAgreement(as, agreement);
  say.done(`${agreement} is in force; its ten clauses are now enforced policy`);
  return agreement;
}

async function runAndCheck(
  office: OpenOffice,
  as: As,
  say: Narrator,
  agreement: string,
): Promise<{ run: string; id: string }> {
  const vendor = as(people.vendor.person);
  say.step('run 运行', 'the approved hash runs inside the domain over the real side; the vendor gets a receipt');
  const program = await approveProgram(as, plan, agreement);
  say.done(`program ${program.hash.slice(0, 16)}… tested, frozen, approved`);
  const other = {
    program: program.id,
    hash: program.hash.replace(/^./, (digit) => (digit === '0' ? '1' : '0')),
    scenario: plan.scenario.id,
    parameters: [],
  };
  say.refused('another text under the same approval', await vendor.call('/run/runs', other));
  const run = await runProgram(as, plan, program);
  const result = run['result'] as { rows: number; suppressedCells: number; verdicts: readonly string[]; tier: string };
  say.done(
    `receipt: ${String(run['state'])}, ${result.rows} rows, ${result.suppressedCells} values suppressed by ${result.verdicts.join(', ')}`,
  );
  const id = String(run['id']);
  const ordered = office.record.read.bySubject(`run/${id}`).find((event) => event.type === 'run.ordered');
  const permit = unwrap(await office.record.permit(ordered?.entry.seq ?? -1));
  const { content } = programOf({ ...plan, sql: `${plan.sql} ` }, agreement);
  say.refused(
    'the domain itself, asked with one more space in the text',
    await office.domain.run({ permit, run: id, content }),
  );

  say.step('check 核查', 'disclosure rules, earlier releases, then two people');
  const submitted = await submitExport(as, plan, { agreement, run: id });
  say.done(`automatic check: ${String(submitted['state'])}, the vendor is told: ${String(submitted['outcome'])}`);
  const exported = String(submitted['id']);
  const seen = unwrap(
    await as(people.operator.person).call(`/check/runs/${id}/reveal`, { reason: '演示' }),
  ) as unknown as Revealed;
  say.done('what the reviewer sees, by a request that stands in the record:');
  say.table(seen.table, 4);
  say.refused(
    'release before the filing',
    await as(people.operator.person).call(`/export/exports/${exported}/release`, {}),
  );
  return { run: id, id: exported };
}

async function exportAndVerify(as: As, say: Narrator, { run, id }: { run: string; id: string }): Promise<void> {
  say.step('export 出域', 'filed, accepted, signed, released');
  await fileExport(as, { id, run });
  say.done('two reviewers passed it, the operator filed it, the data agency accepted');
  const bundle = await release(as, plan, id);
  const folder = resolve('.data');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'demo-bundle.zip');
  writeFileSync(path, bundle);
  say.done(`bundle of ${bundle.length} bytes: .data/demo-bundle.zip`);

  say.step('audit 审计', 'anybody verifies it offline:  npm run sluice verify .data/demo-bundle.zip');
  const verified = unwrap(verifyBundle(bundle));
  for (const line of printVerdict(verified).trimEnd().split('\n')) say.note(line);
  const forged = Uint8Array.from(bundle);
  const at = Buffer.from(bundle).indexOf('district_code,') + 20;
  forged[at] = (forged[at] ?? 0) ^ 1;
  say.refused('the same bundle with one bit of the data changed', verifyBundle(forged));
}

/** A table with totals, in which a hidden cell could be what a total leaves. */
const withTotals = `SELECT industry_code, district_code, count(DISTINCT uscc) AS n_ent, round(sum(kwh)) AS kwh
FROM power_usage_daily WHERE usage_date = DATE '2025-02-10' GROUP BY ROLLUP (industry_code, district_code)`;

async function totals(as: As, say: Narrator, agreement: string): Promise<void> {
  say.step('check 核查, with totals', 'hidden cells that no total gives away');
  const table = { ...plan, sql: withTotals };
  const run = String((await runProgram(as, table, await approveProgram(as, table, agreement)))['id']);
  const { table: seen, decision } = unwrap(
    await as(people.operator.person).call(`/check/runs/${run}/reveal`, { reason: '演示' }),
  ) as unknown as Revealed;
  const cells = decision?.object.cells ?? [];
  const count = (status: string): number => cells.filter((cell) => cell.status === status).length;
  say.done(
    `${cells.length} cells: ${count('primary')} hidden by a rule, ${count('secondary')} more so that nothing follows from the totals`,
  );
  const isPartial = (industry: unknown): boolean => {
    const marks = seen.rows.flatMap((row, at) =>
      row[0] === industry ? [seen.hidden[at]?.includes(true) === true] : [],
    );
    return marks.includes(true) && marks.includes(false);
  };
  const industry = seen.rows.map(([first]) => first).find((first) => first !== null && isPartial(first));
  const places = seen.rows.flatMap((row, at) => (row[0] === industry ? [at] : []));
  say.table(
    { ...seen, rows: places.map((at) => seen.rows[at] ?? []), hidden: places.map((at) => seen.hidden[at] ?? []) },
    12,
  );
}

/** Two harmless tables whose difference is one firm: industry B has only one. */
const wholeCity = `SELECT district_code, count(DISTINCT uscc) AS n_ent, round(sum(kwh)) AS kwh
FROM power_usage_daily GROUP BY ALL`;
const withoutB = wholeCity.replace(' GROUP BY', ` WHERE industry_code <> 'B' GROUP BY`);

async function difference(as: As, say: Narrator, agreement: string): Promise<void> {
  say.step('check 核查, again', 'two harmless tables whose difference would be one firm');
  const first = { ...plan, sql: wholeCity };
  const run = String((await runProgram(as, first, await approveProgram(as, first, agreement)))['id']);
  const passed = String((await submitExport(as, first, { agreement, run }))['id']);
  await fileExport(as, { id: passed, run });
  await release(as, first, passed);
  say.done('electricity by district: checked, filed, released');
  const second = { ...plan, sql: withoutB };
  const next = String((await runProgram(as, second, await approveProgram(as, second, agreement)))['id']);
  const submitted = await submitExport(as, second, { agreement, run: next });
  if (submitted['state'] !== 'blocked') throw new Error('the difference was not found');
  say.done(
    `the same without industry B, which has one firm: blocked; the vendor is told: ${String(submitted['outcome'])}`,
  );
  const seen = unwrap(
    await as(people.operator.person).call(`/check/runs/${next}/reveal`, { reason: '演示' }),
  ) as unknown as Revealed;
  for (const recipe of seen.history.recipes.slice(0, 1)) say.note(`the reviewer reads: ${recipe}`);
}
