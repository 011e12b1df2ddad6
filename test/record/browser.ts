/** `verify.html` in the browser of this machine, with the network off. */
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser } from 'playwright-core';
import { pagePath } from '#gateway/record/verify-page/build.ts';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Undefined where there is none. In CI there must be one. */
export const chromiumPath = process.env['CHROMIUM'] ?? places.find((place) => existsSync(place));

/** What the page says of files that were given to it. */
export interface Shown {
  readonly state: string;
  readonly step: string;
  readonly engine: string;
  readonly text: string;
  /** Requests other than for the page itself, and what the console complained of. */
  readonly noise: readonly string[];
}

export interface PageOptions {
  readonly policy?: string;
  /** The browser is made to have no Ed25519. */
  readonly withoutEd25519?: boolean;
}

export async function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath ?? '', args: ['--no-sandbox'] });
}

/** Gives `files` to a fresh page and reads its answer. */
export async function showIn(
  browser: Browser,
  files: ReadonlyMap<string, Uint8Array>,
  { policy, withoutEd25519 = false }: PageOptions = {},
): Promise<Shown> {
  const context = await browser.newContext({ offline: true });
  const noise: string[] = [];
  const page = await context.newPage();
  page.on('console', (message) => noise.push(message.text()));
  page.on('pageerror', (error) => noise.push(error.message));
  page.on('request', (request) => {
    if (request.url() !== pathToFileURL(pagePath).href) noise.push(request.url());
  });
  if (withoutEd25519) await page.addInitScript('SubtleCrypto.prototype.importKey = () => Promise.reject(new Error())');
  await page.goto(pathToFileURL(pagePath).href);
  if (policy !== undefined) await page.setInputFiles('#policy', given('policy.txt', Buffer.from(policy)));
  await page.setInputFiles(
    '#bundle',
    [...files].map(([name, bytes]) => given(name, bytes)),
  );
  const result = page.locator('#result[data-state]');
  await result.waitFor();
  const read = async (name: string): Promise<string> => (await result.getAttribute(`data-${name}`)) ?? '';
  const shown = {
    state: await read('state'),
    step: await read('step'),
    engine: await read('engine'),
    text: await result.innerText(),
    noise,
  };
  await context.close();
  return shown;
}

function given(name: string, bytes: Uint8Array) {
  return { name, mimeType: '', buffer: Buffer.from(bytes) };
}
