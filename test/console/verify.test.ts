/** `/verify` in a real browser: a bundle as it is, with a flipped byte, with another export's file; the log, grown, forked and out of reach. */
import { unzipSync } from 'fflate';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { people } from '#gateway/city/people.ts';
import { stepWords, verdictWords } from '#gateway/record/verify-page/sentences.ts';
import { listen, type Server } from '#gateway/serve.ts';
import { toUtf8 } from '#policies/record/hash.ts';
import { steps } from '#policies/record/verify-bundle.ts';
import { unwrap } from '#policies/refusal.ts';
import { openCity, type Installation } from '#test/fixtures/installation.ts';
import { chromiumPath, openBrowser } from '#test/record/browser.ts';
import { aMemoryLog, aReleased } from '#test/record/bundles.ts';

const log = aMemoryLog({ witnesses: 3, quorum: 2, ciphers: 'both' });
const sent = aReleased({ log });
const other = aReleased({ log, files: new Map([['data.csv', toUtf8('district,index\n310104,12\n')]]) });
const files = new Map<string, Uint8Array>(Object.entries(unzipSync(sent.zip)));
const strange = unzipSync(other.zip)['data.csv'] ?? new Uint8Array();

const isMissing = chromiumPath === undefined && !process.env['CI'];
if (isMissing) console.warn('verify: no chromium on this machine, so no browser was tried');
const inBrowser = test.skipIf(isMissing);

let city: Installation;
let server: Server;
let browser: Browser | undefined;
let context: BrowserContext;
const noise: string[] = [];

beforeAll(async () => {
  if (isMissing) return;
  city = await openCity();
  server = await listen(city.app, { port: 0 });
  browser = await openBrowser();
  context = await browser.newContext();
});
afterAll(async () => {
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
  await city?.[Symbol.asyncDispose]();
});

async function open(lang: 'zh' | 'en' = 'en'): Promise<Page> {
  await context.addCookies([{ name: 'sluice_lang', value: lang, url: server.url }]);
  const page = await context.newPage();
  page.on('console', (message) => noise.push(message.text()));
  page.on('pageerror', (error) => noise.push(error.message));
  await page.goto(`${server.url}/verify`);
  await page.locator('#bundle').waitFor();
  return page;
}

function given(bundle: ReadonlyMap<string, Uint8Array>) {
  return [...bundle].map(([name, bytes]) => ({ name, mimeType: '', buffer: Buffer.from(bytes) }));
}

/** What the page says of it, with the network off. */
async function examine(bundle: ReadonlyMap<string, Uint8Array>, lang: 'zh' | 'en' = 'en') {
  const page = await open(lang);
  await context.setOffline(true);
  await page.setInputFiles('#bundle', given(bundle));
  const result = page.locator('#bundle-result[data-state]');
  await result.waitFor();
  const found = { state: await result.getAttribute('data-state'), text: await result.innerText() };
  await context.setOffline(false);
  await page.close();
  return found;
}

inBrowser('AO-27-4 a good bundle is accepted as zip and as files, offline, with every step named', async () => {
  for (const bundle of [files, new Map([['exp-1.zip', sent.zip]])]) {
    const { state, text } = await examine(bundle);
    expect(state, text).toBe('good');
    for (const step of steps) expect(text).toContain(`✓ ${stepWords[step].looks.en}`);
    expect(text).toContain('As of checkpoint');
  }
  expect((await examine(files, 'zh')).text).toContain(verdictWords.good.zh);
  expect(noise).toEqual([]);
});

inBrowser('AO-27-4 a flipped byte and another export’s file are refused at the first thing that is wrong', async () => {
  const data = files.get('data.csv') ?? new Uint8Array();
  const flipped = new Map(files).set(
    'data.csv',
    data.map((byte, at) => (at === 3 ? byte ^ 1 : byte)),
  );
  for (const bundle of [flipped, new Map(files).set('data.csv', strange)]) {
    const { state, text } = await examine(bundle);
    expect(state).toBe('bad');
    expect(text).toContain(stepWords.files.fails.en);
    expect(text).toContain(`✗ ${stepWords.files.looks.en}`);
    expect(text).not.toContain(`✓ ${stepWords.log.looks.en}`);
  }
});

async function lookAtLog(page: Page): Promise<{ readonly state: string | null; readonly text: string }> {
  await page.getByRole('button', { name: 'Verify the log' }).click();
  const result = page.locator('#log-result[data-state]');
  await result.waitFor();
  return { state: await result.getAttribute('data-state'), text: await result.innerText() };
}

inBrowser(
  'the log verifies, again when it has grown; out of reach nothing is said; another history is refused',
  async () => {
    const page = await open();
    const first = await lookAtLog(page);
    expect(first.state, first.text).toBe('good');
    expect(first.text).toContain('The first look of this browser');
    const demand = { scenario: 's', wanted: 'w', purpose: 'p', value: 'v', channel: 'online' };
    unwrap(await city.as(people.citizen.person).call('/propose/demands', demand));
    await page.getByLabel('An entry of the log').fill(city.office.record.read.entry(2)?.leaf ?? '');
    const second = await lookAtLog(page);
    expect(second.text).toContain('Since the last look of this browser 1 entries were added');
    expect(second.text).toContain('The entry stands in the log, as number 2');
    await context.setOffline(true);
    expect(await lookAtLog(page)).toMatchObject({ state: 'unknown' });
    await context.setOffline(false);
    await page.evaluate(`localStorage.setItem('sluice_log_seen', JSON.stringify({
    ...JSON.parse(localStorage.getItem('sluice_log_seen')), root: '${Buffer.alloc(32, 7).toString('base64')}' }))`);
    const forked = await lookAtLog(page);
    expect([forked.state, forked.text.includes('it was rewritten or cut')]).toEqual(['bad', true]);
    await page.close();
  },
);

inBrowser('without a script the page says how it is done by command', async () => {
  const plain = await browser?.newContext({ javaScriptEnabled: false });
  const page = await plain?.newPage();
  await page?.goto(`${server.url}/verify`);
  expect(await page?.locator('main').innerText()).toContain('sluice verify bundle.zip');
  expect(await page?.locator('#bundle').isVisible()).toBe(false);
  await plain?.close();
});
