/** A served city and a browser in which its people sit, each with a session of his own. Whatever a page complains of is kept. */
import type { ChildProcess } from 'node:child_process';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { copyOfCity } from '#test/fixtures/installation.ts';
import { serve, stop, type Running } from '#test/gateway/server.ts';
import { chromiumPath, openBrowser } from '#test/record/browser.ts';

/** In CI there is a browser, or the tests fail. */
export const isMissing = chromiumPath === undefined && !process.env['CI'];
if (isMissing) console.warn('browser: no chromium on this machine, so no page was looked at');

export interface Stage extends AsyncDisposable {
  readonly url: string;
  readonly server: Running;
  readonly browser: Browser;
  /** What pages complained of: console, errors, the content security policy. */
  readonly noise: string[];
  /** A page of its own, with nobody signed in. */
  visitor(options?: BrowserContextOptions): Promise<Page>;
}

/** @param dir an installation; a copy of the small city where not given */
export async function openStage(dir?: string): Promise<Stage> {
  const servers: ChildProcess[] = [];
  const server = await serve(dir ?? (await copyOfCity()), servers);
  const browser = await openBrowser();
  const noise: string[] = [];
  return {
    url: server.url,
    server,
    browser,
    noise,
    async visitor(options) {
      const context = await browser.newContext({
        locale: 'en',
        baseURL: server.url,
        acceptDownloads: true,
        ...options,
      });
      context.setDefaultTimeout(30_000);
      await listenTo(context, noise);
      return context.newPage();
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      await stop(server);
    },
  };
}

/** Chromium writes violations of the policy to the console too; the event tells which line of the policy. */
const tellViolations = `addEventListener('securitypolicyviolation', (event) =>
  console.error('policy: ' + event.effectiveDirective + ' ' + event.blockedURI + ' ' + event.sample))`;

async function listenTo(context: BrowserContext, noise: string[]): Promise<void> {
  await context.addInitScript(tellViolations);
  context.on('console', (message) => {
    // Hints for developers are no complaints.
    if (!['error', 'warning'].includes(message.type())) return;
    // That an answer was a refusal is no fault of the page that shows it.
    if (/the server responded with a status of 4\d\d/.test(message.text())) return;
    noise.push(`${message.page()?.url() ?? ''}: ${message.type()} ${message.text()}`);
  });
  context.on('weberror', (error) => noise.push(error.error().message));
}
