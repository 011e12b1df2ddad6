/** Every kind of page there is, with whom it is shown to, of a city in which one export is out and one waits for its reviewers. */
import type { Page } from 'playwright-core';
import type { Person } from '#gateway/accounts.ts';
import { agreeOn, approveProgram, runProgram, submitExport, walk, type JourneyPlan } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import type { As } from '#gateway/city/publish.ts';
import { ownerOf } from '#gateway/city/set-up.ts';
import { right } from './story.ts';

/** A page, and what is done there before it is looked at. */
export interface Kind {
  readonly path: string;
  readonly then?: (page: Page) => Promise<unknown>;
  /** Of the answer to the address; 200 where not given. */
  readonly status?: number;
}

export interface Seen {
  /** Nobody on the public pages. */
  readonly by?: Person;
  readonly kinds: readonly Kind[];
}

const plan: JourneyPlan = {
  scenario: { id: 'scn.resumption', title: '用电复工指数' },
  purpose: '区政府与行业协会掌握复工复产情况',
  legalBasis: '公共数据授权运营管理办法',
  sql: right,
  recipients: ['天河区政府', '行业协会'],
  sourceStatement: '数据来源:供电局',
  departments: [ownerOf('dept.power').person],
};

export interface Things {
  readonly application: string;
  readonly agreement: string;
  readonly program: string;
  readonly run: string;
  /** Released. */
  readonly out: string;
  /** With its reviewers. */
  readonly waiting: string;
}

/** By the API: how it comes about is the journey's to show. */
export async function makeThings(as: As): Promise<Things> {
  const first = await walk(as, plan);
  const next = { ...plan, scenario: { id: 'scn.growth', title: '用电增长指数' } };
  const { agreement } = await agreeOn(as, next);
  const run = String((await runProgram(as, next, await approveProgram(as, next, agreement)))['id']);
  const waiting = String((await submitExport(as, next, { agreement, run }))['id']);
  return { ...first, out: first.export, waiting };
}

const wrong = encodeURIComponent('SELECT ent_name, count(DISTINCT uscc) AS n FROM ent_registration GROUP BY ALL');

/** Each person with the pages of his. */
export function kindsOf(things: Things): readonly Seen[] {
  return [
    { kinds: publicKinds },
    { by: people.vendor, kinds: vendorKinds(things) },
    { by: people.operator, kinds: operatorKinds(things) },
    { by: people.regulator, kinds: regulatorKinds(things) },
  ];
}

const plain = (...paths: readonly string[]): readonly Kind[] => paths.map((path) => ({ path }));

const publicKinds: readonly Kind[] = [
  ...plain('/', '/catalog', '/catalog/power_usage_daily', '/simulate', '/propose', '/voice', '/glossary'),
  ...plain('/log', '/verify', '/budgets', '/duties', '/notices', '/problems', '/problems/E_SCOPE', '/api', '/api/run'),
  ...plain('/account/sign-in', '/account/second-factor', '/account/invitation'),
  { path: '/nothing-here', status: 404 },
];

function vendorKinds({ application, agreement, program, run, out, waiting }: Things): readonly Kind[] {
  return [
    ...plain('/desk', '/desk/all', '/account', '/account/password', '/workbench?mode=program', '/desk/products'),
    { path: `/workbench?sql=${wrong}`, then: refuseIt },
    { path: `/workbench?sql=${encodeURIComponent(right)}`, then: runIt },
    ...plain('/desk/propose/applications', '/desk/propose/applications/new'),
    ...plain(`/desk/propose/applications/${application}`, `/desk/propose/agreements/${agreement}`),
    ...plain(`/desk/propose/programs/${program}`, `/desk/run/runs/${run}`),
    ...plain(`/desk/check/exports/${out}`, `/desk/check/exports/${waiting}`),
    { path: '/desk/propose/demands/new', then: sendEmpty },
  ];
}

function operatorKinds({ application, program, waiting }: Things): readonly Kind[] {
  const review = `/desk/check/exports/${waiting}`;
  return [
    ...plain('/desk', `/desk/propose/registrations/${people.vendor.org}`, `/desk/review/applications/${application}`),
    ...plain(`/desk/review/programs/${program}`, '/desk/review/agreements/new', '/desk/filing', '/desk/exceptions'),
    ...plain('/desk/denials', '/desk/audit/emergency-stops', '/desk/audit/emergency-stops/new'),
    { path: review, then: openCell },
    ...plain(`${review}/history`, `${review}/model`, `${review}/decision`, `${review}/manifest`),
    { path: review, then: look },
  ];
}

function regulatorKinds({ out }: Things): readonly Kind[] {
  return [
    ...plain('/desk', '/desk/filings', '/desk/duties', '/desk/ledger', '/desk/sampling', '/desk/reports'),
    ...plain('/desk/reports/R08', '/desk/trace', `/desk/trace?start=export/${out}`, '/desk/review/appeals'),
    ...plain(`/desk/trace/people/${people.operator.person}`, `/desk/check/exports/${out}`),
  ];
}

async function refuseIt(page: Page): Promise<void> {
  await page.locator('#check').click();
  await page.locator('.cm-lintRange').waitFor();
}

async function runIt(page: Page): Promise<void> {
  await page.locator('#run').click();
  await page.getByRole('grid').waitFor();
}

/** As a browser would send it that insists on nothing. */
async function sendEmpty(page: Page): Promise<void> {
  await page.locator('form.command').evaluate((form: { noValidate: boolean }) => (form.noValidate = true));
  await page.locator('form.command button.button').click();
  await page.locator('.refused').waitFor();
}

async function openCell(page: Page): Promise<void> {
  await page.locator('table.heat td.s-primary a').first().click();
  await page.locator('#cell').waitFor();
}

async function look(page: Page): Promise<void> {
  await page.locator('#reveal-reason').fill('出域合规核查');
  await page.locator('form[action$="/reveal"] button').click();
  await page.waitForURL('**/reveal');
}
