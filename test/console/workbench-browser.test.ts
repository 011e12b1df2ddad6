/** The workbench in a real browser: refusals in place, a run by keyboard, cells that say why, and nothing that the page's policy forbids. */
import { serve } from '@hono/node-server';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { people } from '#gateway/city/people.ts';
import { openCity, type Installation } from '#test/fixtures/installation.ts';
import { chromiumPath, openBrowser } from '#test/record/browser.ts';

const isMissing = chromiumPath === undefined;
if (isMissing && !process.env['CI']) console.warn('workbench: no chromium on this machine, so no browser was tried');
const inBrowser = test.skipIf(isMissing && !process.env['CI']);
/** A busy machine may need them. */
const patience = 60_000;

let city: Installation;
let server: Server;
let browser: Browser;
beforeAll(async () => {
  if (isMissing && !process.env['CI']) return;
  city = await openCity();
  server = serve({ fetch: city.app.fetch, port: 0, hostname: '127.0.0.1' }) as Server;
  browser = await openBrowser();
}, patience);
afterAll(async () => {
  await browser?.close();
  server?.close();
  await city?.[Symbol.asyncDispose]();
});

interface Opened {
  readonly page: Page;
  /** What the console complained of: the policy's complaints are among it. */
  readonly noise: readonly string[];
}

async function openBench(): Promise<Opened> {
  const { port } = server.address() as AddressInfo;
  const token = city.accounts.byPerson(people.vendor.person)?.token ?? '';
  const context = await browser.newContext({
    baseURL: `http://127.0.0.1:${port}`,
    extraHTTPHeaders: { authorization: `Bearer ${token}` },
  });
  const page = await context.newPage();
  page.setDefaultTimeout(patience);
  const noise: string[] = [];
  page.on('console', (message) => noise.push(message.text()));
  page.on('pageerror', (error) => noise.push(error.message));
  await page.goto('/workbench');
  await page.getByRole('textbox', { name: 'SQL' }).waitFor();
  return { page, noise };
}

inBrowser(
  'a refused name is underlined where it stands, a run is started by keyboard, and each hidden cell says why',
  async () => {
    const { page, noise } = await openBench();
    const editor = page.getByRole('textbox', { name: 'SQL' });
    await editor.click();
    await page.keyboard.insertText('SELECT ent_name, count(*) AS n FROM ent_registration GROUP BY ALL');
    await expect
      .poll(() => page.locator('.cm-lintRange-error').allTextContents(), { timeout: patience })
      .toEqual(['ent_name']);
    expect(await page.locator('#forecast mark').textContent()).toBe('ent_name');

    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText(
      'SELECT district_code, count(DISTINCT uscc) AS n FROM power_usage_daily GROUP BY ALL',
    );
    await page.keyboard.press('ControlOrMeta+Enter');
    const grid = page.getByRole('grid');
    await grid.waitFor();
    expect(await grid.getAttribute('aria-rowcount')).toBe('12');
    await page.getByRole('gridcell').first().focus();
    await page.keyboard.press('ControlOrMeta+End');
    expect(await page.locator('.cells [role=status]').textContent()).toMatch(
      /^Row 11 of 11 .* would not be shown: Fewer than k/,
    );
    expect(await page.locator('figure.chart img').getAttribute('alt')).toContain('Chart of n');

    await page.reload();
    await expect.poll(() => page.locator('#sql').inputValue()).toContain('FROM power_usage_daily');
    expect(noise.filter((line) => !line.includes('422'))).toEqual([]);
  },
  patience,
);

inBrowser(
  'Tab indents in the editor, and leaves it after Escape',
  async () => {
    const { page } = await openBench();
    const editor = page.getByRole('textbox', { name: 'SQL' });
    await editor.click();
    await page.keyboard.press('Tab');
    expect(await page.locator('#sql-editor:focus').count()).toBe(1);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    expect(await page.locator('#sql-editor:focus').count()).toBe(0);
  },
  patience,
);
