/** Every kind of page in both languages and both lights: axe finds nothing, the policy is not broken, the console stays silent. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axe } from './axe.ts';
import { kindsOf, makeThings, type Kind, type Things } from './kinds-of-pages.ts';
import { isMissing, openStage, type Stage } from './stage.ts';

let stage: Stage | undefined;
let things: Things;
beforeAll(async () => {
  if (isMissing) return;
  stage = await openStage();
  things = await makeThings(stage.server.as);
});
afterAll(() => stage?.[Symbol.asyncDispose]());

const ofColour = ['color-contrast', 'link-in-text-block'];

const langs = [
  ['zh', 'zh-CN'],
  ['en', 'en'],
] as const;

test.skipIf(isMissing).each(langs)(
  'axe finds nothing on any page in %s, and its colours in light and in dark',
  async (lang, tag) => {
    const found: string[] = [];
    await Promise.all(
      kindsOf(things).map(async ({ by, kinds }) => {
        const page = await stage?.visitor({ colorScheme: 'light', reducedMotion: 'reduce' });
        if (!stage || !page) return;
        await page.context().addCookies([{ name: 'sluice_lang', value: lang, url: stage.url }]);
        if (by) await signIn(page, by.person);
        const titles = new Map<string, string>();
        for (const kind of kinds)
          found.push(
            ...(await lookAt(page, kind, { tag, titles })).map((line) => `${by?.person ?? ''} ${kind.path}: ${line}`),
          );
        await page.context().close();
      }),
    );
    expect(found).toEqual([]);
    expect(stage?.noise.splice(0)).toEqual([]);
  },
  300_000,
);

async function signIn(page: Page, person: string): Promise<void> {
  await page.goto('/account/sign-in?back=/desk');
  await page.locator(`button[name=person][value="${person}"]`).click();
  await page.waitForURL('**/desk');
}

interface Wanted {
  readonly tag: string;
  /** Of the pages that this person has seen. */
  readonly titles: Map<string, string>;
}

async function lookAt(
  page: Page,
  { path, then, status = 200 }: Kind,
  { tag, titles }: Wanted,
): Promise<readonly string[]> {
  const answer = await page.goto(path);
  const found: string[] = [];
  if (answer?.status() !== status) found.push(`answered ${answer?.status()}`);
  const title = await page.title();
  const other = titles.get(title);
  if (!then && other !== undefined) found.push(`is called as ${other}: ${title}`);
  if (!then) titles.set(title, path);
  await then?.(page);
  if ((await page.locator('html').getAttribute('lang')) !== tag) found.push('must say its language');
  if ((await page.locator('h1').count()) !== 1) found.push('must have one h1');
  // Two languages have one set of colours.
  if (tag !== 'en') return [...found, ...(await axe(page, { without: ofColour }))];
  found.push(...(await axe(page)));
  await page.emulateMedia({ colorScheme: 'dark' });
  found.push(...(await axe(page, { rules: ofColour })).map((line) => `dark: ${line}`));
  await page.emulateMedia({ colorScheme: 'light' });
  return found;
}
