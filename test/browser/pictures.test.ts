/**
 * Pictures of the three pages that a newcomer is shown, from a city in which they mean something; and a result of many rows, which stays
 * usable. `SLUICE_PICTURES=1 npx vitest run test/browser/pictures` writes the pictures that README shows.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Person } from '#gateway/accounts.ts';
import { people } from '#gateway/city/people.ts';
import { makeThings, type Things } from './kinds-of-pages.ts';
import { isMissing, openStage, type Stage } from './stage.ts';
import { enter } from './story-parts.ts';
import { mouse } from './hands.ts';

const folder = join(import.meta.dirname, '../../docs/pictures');
const inBrowser = test.skipIf(isMissing);

let stage: Stage | undefined;
let things: Things;
beforeAll(async () => {
  if (isMissing) return;
  stage = await openStage();
  things = await makeThings(stage.server.as);
});
afterAll(() => stage?.[Symbol.asyncDispose]());

async function pageOf(person: Person, height = 860): Promise<Page> {
  const options = { viewport: { width: 1280, height }, reducedMotion: 'reduce' } as const;
  const { page } = await enter(async () => mouse(await (stage as Stage).visitor(options)), person);
  return page;
}

/** Many colours are in a picture of something; a blank page has few bytes. */
async function take(page: Page, name: string): Promise<void> {
  const picture = await page.screenshot({ animations: 'disabled', caret: 'hide' });
  expect(picture.length).toBeGreaterThan(30_000);
  if (process.env['SLUICE_PICTURES'] !== '1') return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.png`), picture);
}

const index = `-- Firms that used power after the holiday, by district
SELECT district_code, count(DISTINCT uscc) AS firms
FROM power_usage_daily
WHERE usage_date = DATE '2025-02-10'
GROUP BY ROLLUP (district_code)`;

async function runHere(page: Page, sql: string): Promise<void> {
  await page.goto(`/workbench?sql=${encodeURIComponent(sql)}`);
  await page.locator('#run').click();
  await page.getByRole('grid').waitFor();
}

inBrowser('the workbench has its picture: a text, its result and its forecast', async () => {
  const page = await pageOf(people.vendor, 1240);
  await runHere(page, index);
  await page.locator('#sql-editor').press('ControlOrMeta+Home');
  await take(page, 'workbench');
});

inBrowser('the release review has its picture: cells by rule, and one of them opened', async () => {
  const page = await pageOf(people.operator);
  await page.goto(`/desk/check/exports/${things.waiting}`);
  await page.locator('table.heat td.s-primary a').first().click();
  await page.locator('#cell').waitFor();
  await page.locator('#cells').evaluate((heading: { scrollIntoView(): void }) => heading.scrollIntoView());
  await take(page, 'review');
});

inBrowser('the trace of a released export has its picture', async () => {
  const page = await pageOf(people.regulator);
  await page.goto(`/desk/trace?start=export/${things.out}`);
  await page.locator('img.trace').waitFor();
  await page.waitForLoadState('networkidle');
  await take(page, 'trace');
});

const many = `SELECT district_code, industry_code, usage_date, count(DISTINCT uscc) AS firms
FROM power_usage_daily GROUP BY ALL ORDER BY ALL`;

inBrowser('a result of many rows is drawn where it is seen, and keys lead to its last row', async () => {
  const page = await pageOf(people.vendor);
  const begun = performance.now();
  await runHere(page, many);
  const grid = page.getByRole('grid');
  const rows = Number(await grid.getAttribute('aria-rowcount')) - 1;
  const drawn = performance.now();
  console.info(`${rows} rows: asked, answered and drawn in ${Math.round(drawn - begun)} ms`);
  expect(rows).toBeGreaterThan(1_000);
  expect(await grid.locator('tbody tr[role=row]').count()).toBeLessThan(200);
  await grid.getByRole('gridcell').first().click();
  await page.keyboard.press('Control+End');
  await page.locator(`[aria-rowindex="${rows + 1}"]`).waitFor();
  console.info(`its last row was reached in ${Math.round(performance.now() - drawn)} ms`);
  expect(await grid.locator('tbody tr[role=row]').count()).toBeLessThan(200);
  const here = page.locator(':focus');
  expect(await here.locator('xpath=..').getAttribute('aria-rowindex')).toBe(String(rows + 1));
  await page.keyboard.press('PageUp');
  await page.keyboard.press('Control+Home');
  expect(await page.locator(':focus').locator('xpath=..').getAttribute('aria-rowindex')).toBe('2');
});
