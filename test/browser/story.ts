/**
 * One product from idea to trace, told through pages alone: each step by the person whose step it is, with whichever hand. Nothing is asked
 * of the API. What a step needs of another's (an id) is read from a page, as people do.
 */
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { people } from '#gateway/city/people.ts';
import { ownerOf } from '#gateway/city/set-up.ts';
import type { Hand } from './hands.ts';
import {
  cellsOf,
  checkFourDomains,
  enter,
  findings,
  giveReason,
  idHere,
  momentsOf,
  openReview,
  pressOnce,
  textOfMain,
  type Desk,
} from './story-parts.ts';

export interface Told {
  readonly agreement: string;
  readonly export: string;
  readonly bundle: Uint8Array;
}

/** The table as it shall be: households of districts by industry. */
const wrong = 'SELECT ent_name, count(DISTINCT uscc) AS n FROM ent_registration GROUP BY ALL';
export const right =
  'SELECT district_code, industry_code, count(DISTINCT uscc) AS firms FROM power_usage_daily GROUP BY ROLLUP (district_code, industry_code)';

export async function tell(desk: Desk): Promise<Told> {
  const vendor = await enter(desk, people.vendor);
  await writeQuery(vendor);
  const application = await apply(vendor);
  const operator = await enter(desk, people.operator);
  await checkApplication(operator, application);
  await approve(await enter(desk, ownerOf('dept.power')), application);
  await approve(await enter(desk, people.district), application);
  const agency = await enter(desk, people.agency);
  await approve(agency, application);
  const agreement = await agree({ operator, vendor, application });
  const program = await writeProgram(vendor, agreement);
  await approveProgram(operator, program);
  const run = await runProgram(vendor, program);
  const made = await draftExport(vendor, run);
  const second = await enter(desk, people.second);
  await voteBlind({ operator, second, made });
  await consolidate({ operator, second, made });
  await file({ operator, agency, made });
  return { agreement, export: made, bundle: await download(vendor, made) };
}

async function writeQuery(vendor: Hand): Promise<void> {
  const { page } = vendor;
  await vendor.press({ role: 'link', name: 'Workbench' });
  await vendor.write({ role: 'textbox', name: 'SQL' }, wrong);
  const underlined = page.locator('.cm-lintRange');
  await underlined.waitFor();
  expect(await underlined.innerText()).toBe('ent_name');
  const forecast = page.getByRole('region', { name: 'Forecast' });
  expect(await forecast.locator('.remedy').innerText()).not.toBe('');
  await vendor.write({ role: 'textbox', name: 'SQL' }, right);
  await forecast.getByText('Exact lane: accepted').waitFor();
  expect(await underlined.count()).toBe(0);
  await vendor.press({ role: 'button', name: 'Run on simulation data' });
  await page.getByRole('grid').waitFor();
  await forecast.getByText(/\d+ of \d+ cells would be shown/).waitFor();
}

/** @returns the id of the application */
async function apply(vendor: Hand): Promise<string> {
  await vendor.press({ role: 'button', name: 'Apply for the columns that it reads' });
  for (const [name, text] of [
    ['Name of the scenario', '用电复工指数'],
    ['Id of the scenario', 'scn.resumption'],
    ['Purpose', '区政府与行业协会掌握复工复产情况'],
    ['Legal basis', '公共数据授权运营管理办法'],
    ['Which rows', '全部记录'],
    ['Security measures', '仅在域内计算'],
    ['District authority (for data of one district)', people.district.org],
  ] as const)
    await vendor.write({ role: 'textbox', name }, text);
  await vendor.press({ role: 'button', name: 'Save and submit' });
  return idHere(vendor, 'applications');
}

async function checkApplication(operator: Hand, application: string): Promise<void> {
  await operator.press({ role: 'link', name: 'Applications' });
  await operator.press({ role: 'link', name: application });
  await operator.press({ role: 'link', name: 'Begin the check' });
  await pressOnce(operator, 'Begin the check');
  await checkFourDomains(operator);
  await pressOnce(operator, 'Passed: forward it');
  await operator.page.getByText('Forwarded', { exact: true }).first().waitFor();
}

async function approve(reviewer: Hand, application: string): Promise<void> {
  await reviewer.press({ role: 'link', name: 'Applications' });
  await reviewer.press({ role: 'link', name: application });
  await reviewer.press({ role: 'link', name: 'Approve' });
  await giveReason(reviewer, '同意', 'Approve');
}

interface Agreeing {
  readonly operator: Hand;
  readonly vendor: Hand;
  readonly application: string;
}

async function agree({ operator, vendor, application }: Agreeing): Promise<string> {
  await operator.press({ role: 'link', name: 'Applications' });
  await operator.press({ role: 'link', name: application });
  const asked = await cellsOf(operator, 'Columns and why each is needed');
  const term = await momentsOf(operator);
  await operator.press({ role: 'link', name: 'To do' });
  await operator.press({ role: 'link', name: 'agreement' });
  await operator.write({ role: 'textbox', name: /^Application/ }, application);
  await draftClauses(operator, { asked, term });
  await operator.press({ role: 'button', name: 'Draft' });
  const agreement = await idHere(operator, 'agreements');
  await vendor.press({ role: 'link', name: 'Agreements' });
  await vendor.press({ role: 'link', name: agreement });
  await pressOnce(vendor, 'Sign this text');
  const hash = (await vendor.page.locator('main').innerText()).match(/[0-9a-f]{64}/)?.[0] ?? '';
  await operator.page.reload();
  await operator.press({ role: 'link', name: 'Sign for the operator' });
  await operator.write({ role: 'textbox', name: /^Hash/ }, hash);
  await pressOnce(operator, 'Sign for the operator');
  return agreement;
}

interface Clauses {
  /** Entry, table, column, reason of each column that was asked for. */
  readonly asked: readonly (readonly string[])[];
  readonly term: readonly string[];
}

/** The ten clauses, each in the group that bears its name. */
async function draftClauses(operator: Hand, { asked, term: [from = '', to = ''] }: Clauses): Promise<void> {
  const write = (within: RegExp, name: RegExp, text: string) => operator.write({ role: 'textbox', name, within }, text);
  const tick = (within: RegExp, name: string) => operator.tick({ role: 'checkbox', name, within });
  const [[entry = '', table = ''] = []] = asked;
  await write(/^Rights and duties/, /^Report every/, '6');
  await write(/^Rights and duties/, /^Text/, '双方权利义务');
  await write(/^Clauses/, /^Scenario/, 'scn.resumption');
  await write(/^Data scope 1/, /^Entry/, entry);
  await write(/^Data scope 1/, /^Table/, table);
  await write(/^Data scope 1/, /^Columns/, asked.map(([, , column]) => column).join('\n'));
  await write(/^Term /, /^From/, from);
  await write(/^Term /, /^To/, to);
  await write(/^Conditions/, /^Runs/, '20');
  await tick(/^Product forms/, 'Data metric');
  await write(/^Conditions/, /^Recipients/, recipients.join('\n'));
  await write(/^Conditions/, /^Deviation/, '按应用场景约定');
  await write(/^Conditions/, /^Text/, '仅限本场景');
  await write(/^Data security/, /^Destroy within/, '30');
  await write(/^Data security/, /^Text/, '原始数据不出域');
  await write(/^Fees/, /^Text/, '公益场景免费');
  await write(/^Trading/, /^Text/, '不进场交易');
  await tick(/^Termination/, 'Mutual');
  await tick(/^Termination/, 'Breach');
  await write(/^Termination/, /^Text/, '违约终止');
  await write(/^Clauses/, /^Breach liability/, '依法承担');
}

/** Drafts it from the text at the workbench, tests it on simulation data, freezes it. */
async function writeProgram(vendor: Hand, agreement: string): Promise<string> {
  await vendor.press({ role: 'link', name: 'Workbench' });
  await vendor.write({ role: 'textbox', name: 'SQL' }, right);
  await vendor.page.getByText('Exact lane: accepted').first().waitFor();
  await vendor.choose({ role: 'combobox', name: 'Under an agreement in force' }, `scn.resumption · ${agreement}`);
  await vendor.press({ role: 'button', name: 'Draft a program' });
  const program = await idHere(vendor, 'programs');
  await vendor.press({ role: 'button', name: 'Test on simulation data' });
  await vendor.page.getByRole('heading', { name: 'What the test showed' }).waitFor();
  await pressOnce(vendor, 'Freeze this text');
  await vendor.page.getByRole('heading', { name: 'What the static check found' }).waitFor();
  return program;
}

async function approveProgram(operator: Hand, program: string): Promise<void> {
  await operator.press({ role: 'link', name: 'Programs' });
  await operator.press({ role: 'link', name: program });
  await operator.press({ role: 'link', name: 'Begin the review' });
  await pressOnce(operator, 'Begin the review');
  await checkFourDomains(operator);
  await pressOnce(operator, 'Approve this hash');
  await operator.page.getByText('Approved', { exact: true }).first().waitFor();
}

/** Sees coarse states and at the end a receipt, and no value. */
async function runProgram(vendor: Hand, program: string): Promise<string> {
  await vendor.press({ role: 'link', name: 'Programs' });
  await vendor.press({ role: 'link', name: program });
  await vendor.press({ role: 'button', name: 'Run on real data' });
  const run = await idHere(vendor, 'runs');
  expect(await vendor.page.getByRole('status').innerText()).not.toBe('');
  await vendor.page.getByRole('heading', { name: 'Receipt' }).waitFor();
  const told = await textOfMain(vendor);
  expect(told).toMatch(/hash of the result\s+[0-9a-f]{64}/);
  expect(told).not.toMatch(/\b4401\d\d\b/);
  return run;
}

const recipients = ['天河区政府', '行业协会'];

async function draftExport(vendor: Hand, run: string): Promise<string> {
  for (const [name, text] of [
    ['Name of the product', '用电复工指数'],
    ['Purpose', '掌握复工复产情况'],
    ['Statement of the sources', '数据来源:供电局'],
  ] as const)
    await vendor.write({ role: 'textbox', name }, text);
  await vendor.press({ role: 'button', name: 'Draft the export' });
  const made = await idHere(vendor, 'exports');
  expect(await textOfMain(vendor)).toContain(run);
  await vendor.press({ role: 'link', name: 'Submit' });
  await pressOnce(vendor, 'Submit');
  return made;
}

interface Reviewing {
  readonly operator: Hand;
  readonly second: Hand;
  readonly made: string;
}

const words = { chen: '陈:比对无误', he: '何:请合并小行业' };

/** Chen passes it, He asks for changes; neither reads a word of the other before both votes are in. */
async function voteBlind({ operator, second, made }: Reviewing): Promise<void> {
  await openReview(operator, made);
  await operator.write({ role: 'textbox', name: /^Reason for the look/ }, '出域合规核查');
  await pressOnce(operator, 'Record and look');
  await operator.page.getByRole('heading', { name: /^Look at / }).waitFor();
  await openReview(operator, made);
  await vote(operator, { decision: 'pass', comment: words.chen });
  await operator.page.getByRole('heading', { name: 'yours: pass' }).waitFor();
  await openReview(second, made);
  await second.press({ role: 'link', name: 'Decision' });
  await second.page.getByRole('heading', { name: 'Your vote' }).waitFor();
  const seen = await textOfMain(second);
  expect(seen).toContain('1 of this round are in');
  expect(seen).not.toContain(words.chen);
  await vote(second, { decision: 'request changes', comment: words.he, toVendor: '请合并小行业' });
  await second.page.getByRole('heading', { name: `${people.operator.person}: pass` }).waitFor();
}

interface Judgement {
  readonly decision: string;
  readonly comment: string;
  readonly toVendor?: string;
}

async function vote(hand: Hand, judgement: Judgement): Promise<void> {
  await hand.press({ role: 'link', name: 'Decision' });
  for (const box of await findings(hand)) await hand.tick({ role: 'checkbox', name: box });
  await judge(hand, judgement);
  await pressOnce(hand, 'Submit the vote');
}

async function judge(hand: Hand, { decision, comment, toVendor }: Judgement): Promise<void> {
  await checkFourDomains(hand);
  await hand.tick({ role: 'radio', name: decision, within: /^Decision/ });
  await hand.write({ role: 'textbox', name: /^Comment/ }, comment);
  if (toVendor !== undefined) await hand.write({ role: 'textbox', name: /^What the vendor is told/ }, toVendor);
}

/** They disagree: He writes down what both come to, Chen signs it. */
async function consolidate({ operator, second, made }: Reviewing): Promise<void> {
  await judge(second, { decision: 'pass', comment: '合议:小行业已由规则隐藏,无须合并' });
  await pressOnce(second, 'Write down the decision');
  await openReview(operator, made);
  await operator.press({ role: 'link', name: 'Decision' });
  await operator.press({ role: 'link', name: 'Countersign' });
  await pressOnce(operator, 'Countersign');
  await operator.page.getByText('passed', { exact: true }).first().waitFor();
}

interface Filing {
  readonly operator: Hand;
  readonly agency: Hand;
  readonly made: string;
}

/** The operator files it, the agency accepts, the operator releases. */
async function file({ operator, agency, made }: Filing): Promise<void> {
  await openReview(operator, made);
  await operator.press({ role: 'link', name: 'Manifest and filing' });
  await operator.press({ role: 'link', name: 'Submit the filing' });
  await operator.write({ role: 'textbox', name: /^Number of the filing/ }, '备案-2026-001');
  await pressOnce(operator, 'Submit the filing');
  await agency.press({ role: 'link', name: 'Filings' });
  await agency.press({ role: 'link', name: 'Accept the filing' });
  await agency.write({ role: 'textbox', name: /^Number of the receipt/ }, '回执-2026-001');
  await pressOnce(agency, 'Accept the filing');
  await openReview(operator, made);
  await operator.press({ role: 'link', name: 'Manifest and filing' });
  await pressOnce(operator, 'Sign and release');
  await operator.page.getByRole('heading', { name: 'Certificate' }).waitFor();
}

async function download(vendor: Hand, made: string): Promise<Uint8Array> {
  await openReview(vendor, made);
  const begun = vendor.page.waitForEvent('download');
  await vendor.press({ role: 'link', name: /bundle/i });
  return new Uint8Array(readFileSync(await (await begun).path()));
}
