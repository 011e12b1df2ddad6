/** What every answer carries, asked of every address that can be got without a name in it; signed in and not. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { people } from '#gateway/city/people.ts';
import type { Browser } from '../accounts/browser.ts';
import { openDesk, type At } from '../accounts/desk.ts';

interface Answer {
  readonly path: string;
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

let at: At;
let window: Browser;
let answers: readonly Answer[];
let written: number;
beforeAll(async () => {
  at = await openDesk({ demo: true });
  window = at.browser();
  await window.post('/account/enter', { person: people.operator.person });
  const found = at.app.routes.filter(({ method, path }) => method === 'GET' && !/[:*]/.test(path));
  const paths = [...new Set(found.map(({ path }) => path)), ...others].filter((path) => !path.endsWith('/events'));
  const before = at.office.record.read.size();
  const got = await Promise.all(paths.map((path) => fetched(window, path)));
  written = at.office.record.read.size() - before;
  const posted = await window.post('/none');
  const huge = await at.app.request('/api/v1/me', { method: 'POST', body: 'x'.repeat(3 * 1024 * 1024) });
  answers = [
    ...got,
    { ...posted, path: 'POST /none' },
    { path: 'too large', status: huge.status, text: await huge.text(), headers: huge.headers },
    ...(await Promise.all(others.map((path) => fetched(at.browser(), path)))),
  ];
});
afterAll(async () => at[Symbol.asyncDispose]());

const others = [
  '/none',
  '/api/v1/none',
  '/api/v1/run/runs/none',
  '/problems/E_NONE',
  '/catalog/none',
  '/preferences?lang=zh&theme=dark',
  '/desk',
  '/assets/none.js',
];

const fetched = async (browser: Browser, path: string): Promise<Answer> => ({ path, ...(await browser.get(path)) });

const without = (isRight: (answer: Answer) => boolean): readonly string[] =>
  answers.filter((answer) => !isRight(answer)).map(({ path }) => path);

/** Directive → values. */
function policyOf({ headers }: Answer): ReadonlyMap<string, string> {
  const parts = (headers.get('content-security-policy') ?? '').split('; ');
  return new Map(parts.map((part) => [part.split(' ')[0] ?? '', part.split(' ').slice(1).join(' ')]));
}

test('the addresses asked are many, of every kind, and none of them fails', () => {
  expect(answers.length).toBeGreaterThan(80);
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(50);
  expect(without(({ status }) => status < 500)).toEqual([]);
  expect(new Set(answers.map(({ status }) => status)).size).toBeGreaterThanOrEqual(4);
});

test('ASVS 3.4.1 every answer asks for https for a year, of all names below', () => {
  expect(
    without(({ headers }) => headers.get('strict-transport-security') === 'max-age=31536000; includeSubDomains'),
  ).toEqual([]);
});

test('ASVS 3.4.2 no answer lets another origin read it, whatever origin asks, preflight or not', async () => {
  const asks = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
  for (const path of ['/', '/api/v1/me', '/account/sign-in', '/openapi.json'])
    for (const method of ['GET', 'OPTIONS']) {
      const { headers } = await at.app.request(path, { method, headers: asks });
      expect([path, [...headers.keys()].filter((name) => name.startsWith('access-control'))]).toEqual([path, []]);
    }
  expect(without(({ headers }) => !headers.has('access-control-allow-origin'))).toEqual([]);
});

test('ASVS 3.4.3 every answer has a content policy: nothing by default, no plug-in, no base, scripts of this host and never inline', () => {
  for (const answer of answers) {
    const policy = policyOf(answer);
    expect([answer.path, policy.get('default-src'), policy.get('object-src'), policy.get('base-uri')]).toEqual([
      answer.path,
      "'none'",
      "'none'",
      "'none'",
    ]);
    expect(policy.get('script-src')).toBe("'self'");
    expect([...policy.values()].join(' ')).not.toMatch(/unsafe|\*|data:|https?:/);
  }
});

test('ASVS 3.4.3 no page has a script or a style in its text, or an attribute that is one', () => {
  const pages = answers.filter(({ headers }) => headers.get('content-type')?.startsWith('text/html'));
  expect(pages.length).toBeGreaterThan(25);
  for (const { path, text } of pages)
    expect([path, text.match(/<script(?![^>]* src=)[^>]*>|<style|\son[a-z]+="|\sstyle="|javascript:/gi)]).toEqual([
      path,
      null,
    ]);
});

test('ASVS 3.4.4 no answer is sniffed', () => {
  expect(without(({ headers }) => headers.get('x-content-type-options') === 'nosniff')).toEqual([]);
});

test('ASVS 3.4.5 no answer sends a browser on with the address of where it was', () => {
  expect(without(({ headers }) => headers.get('referrer-policy') === 'no-referrer')).toEqual([]);
});

test('ASVS 3.4.6 no answer is framed, embedded or opened into by another origin', () => {
  expect(without((answer) => policyOf(answer).get('frame-ancestors') === "'none'")).toEqual([]);
  expect(without(({ headers }) => headers.get('cross-origin-resource-policy') === 'same-origin')).toEqual([]);
  expect(without(({ headers }) => headers.get('cross-origin-opener-policy') === 'same-origin')).toEqual([]);
});

test('ASVS 4.1.1 every body says what it is, text with its charset', () => {
  const withBody = answers.filter(({ text }) => text !== '');
  expect(withBody.filter(({ headers }) => !headers.has('content-type')).map(({ path }) => path)).toEqual([]);
  const written = withBody.filter(({ headers }) => /^text\/|\+?xml/.test(headers.get('content-type') ?? ''));
  expect(
    written
      .filter(({ headers }) => !/; ?charset=utf-8/i.test(headers.get('content-type') ?? ''))
      .map(({ path }) => path),
  ).toEqual([]);
  for (const { path, text, headers } of withBody)
    if (/json/.test(headers.get('content-type') ?? '')) expect(() => JSON.parse(text) as unknown, path).not.toThrow();
});

test('ASVS 3.2.1 what is no page is not rendered as one: typed, not sniffed, and without scripts', () => {
  const api = answers.filter(({ path }) => path.startsWith('/api/v1'));
  expect(api.length).toBeGreaterThan(40);
  expect(
    api
      .filter(({ headers, text }) => text !== '' && /html/.test(headers.get('content-type') ?? ''))
      .map(({ path }) => path),
  ).toEqual([]);
});

test('ASVS 14.3.2 what is for one reader lies in no cache', () => {
  const kept = answers.filter(({ headers }) => headers.get('cache-control') !== 'no-store').map(({ path }) => path);
  expect(kept.filter((path) => !publicFiles.includes(path))).toEqual([]);
  expect(kept).toContain('/icon.svg');
});

/** The same for everybody; the last is the catalog, for a minute, in the browser that asked. */
const publicFiles = [
  '/style.css',
  '/icon.svg',
  '/openapi.json',
  '/log/checkpoint',
  '/log/witness-policy',
  '/workbench/catalog.json',
];

test('ASVS 13.4.2 no answer names the server, a version of it, or a place in the program', () => {
  for (const { path, text, headers } of answers) {
    expect([path, headers.get('server'), headers.get('x-powered-by')]).toEqual([path, null, null]);
    expect([path, /\n\s+at .+:\d+:\d+|node_modules|\/gateway\/|hono|better-auth/i.exec(text)?.[0]]).toEqual([
      path,
      undefined,
    ]);
  }
});

test('ASVS 14.2.3 no page has anything fetched from elsewhere', () => {
  for (const { path, text, headers } of answers)
    if (/html|css/.test(headers.get('content-type') ?? ''))
      expect([path, text.match(/(?:src|action|srcset|@import|url\()\s*=?\s*["'(]?(?:https?:)?\/\//gi)]).toEqual([
        path,
        null,
      ]);
});

test('ASVS 3.7.1 no page asks for a plug-in, a frame or an applet', () => {
  expect(
    without(
      ({ text, headers }) =>
        !/html/.test(headers.get('content-type') ?? '') || !/<(object|embed|applet|iframe|frame)\b/i.test(text),
    ),
  ).toEqual([]);
});

test('ASVS 7.4.4 every page of who has signed in has a way out', () => {
  const pages = answers.filter(({ text }) => text.includes('href="/account" title='));
  expect(pages.length).toBeGreaterThan(15);
  expect(pages.filter(({ text }) => !text.includes('action="/account/sign-out"')).map(({ path }) => path)).toEqual([]);
});

test('ASVS 3.5.3 what can be got changes nothing: no address writes to the record, and none signs out', async () => {
  expect(written).toBe(0);
  for (const path of ['/account/sign-out', '/account/sign-out?everywhere=yes', '/account/enter?person=x'])
    expect((await window.get(path)).status).toBe(405);
  for (const method of ['HEAD', 'OPTIONS'])
    expect((await at.app.request('/account/sign-out', { method })).status).toBe(405);
  expect((await window.api('/me')).status).toBe(200);
});

test('nothing went wrong behind these answers', () => {
  expect(at.errors).toEqual([]);
});
