/** Requests as bytes, to the gateway behind a real port: what its HTTP parser and its routes make of them. */
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listen, type Server } from '#gateway/serve.ts';
import { openDesk, type At } from '../accounts/desk.ts';

let at: At;
let server: Server;
beforeAll(async () => {
  at = await openDesk({ rules: { address: { burst: 2, perSecond: 0.001 } } });
  server = await listen(at.app, { port: 0 });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await at[Symbol.asyncDispose]();
});

/** Everything that comes back until the connection ends. */
function send(lines: readonly string[], body = ''): Promise<string> {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port) });
    let got = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => (got += chunk));
    socket.on('end', () => resolve(got)).on('error', reject);
    socket.write(`${[...lines, '', ''].join('\r\n')}${body}`);
  });
}

const host = 'Host: sluice.test';
const close = 'Connection: close';
const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);

test('ASVS 13.4.4 TRACE, TRACK, CONNECT and what is no method are refused, and nothing is sent back', async () => {
  for (const method of ['TRACE', 'TRACK', 'DEBUG', 'FOO']) {
    const answer = await send([`${method} /api/v1/me HTTP/1.1`, host, close, 'X-Marked: MARKED7731']);
    expect([method, statusOf(answer) >= 400]).toEqual([method, true]);
    expect(answer).not.toContain('MARKED7731');
    expect(answer).not.toMatch(/\n\s+at /);
  }
});

test('ASVS 4.2.1 a request whose end can be read in two ways is refused, and nothing after it is answered', async () => {
  const hidden = 'GET /healthz-hidden HTTP/1.1\r\nHost: x\r\n\r\n';
  const start = ['POST /api/v1/simulate/explain HTTP/1.1', host, close];
  const both = await send([...start, 'Content-Length: 5', 'Transfer-Encoding: chunked'], `0\r\n\r\n${hidden}`);
  const twice = await send([...start, 'Content-Length: 5', 'Content-Length: 6'], `12345${hidden}`);
  const odd = await send([...start, 'Transfer-Encoding: chunked, identity'], `0\r\n\r\n${hidden}`);
  const bare = await send([...start, 'Transfer-Encoding: xchunked'], `0\r\n\r\n${hidden}`);
  for (const answer of [both, twice, odd, bare]) {
    expect(statusOf(answer)).toBe(400);
    expect(answer.match(/HTTP\/1\.1 \d/g)).toHaveLength(1);
  }
});

test('ASVS 1.2.1 a header with a line in it is none, sent or given back', async () => {
  const split = await send([`GET /preferences?back=/%0d%0aX-Injected:%201&lang=zh HTTP/1.1`, host, close]);
  expect(split).not.toMatch(/^x-injected/im);
  const folded = await send(['GET / HTTP/1.1', host, close, 'X-A: b\n c\0d']);
  expect(statusOf(folded)).toBe(400);
});

test('ASVS 4.1.3 ASVS 15.3.4 nobody says himself from which address he comes', async () => {
  const body = '_csrf=x&code=x&password=x';
  const tried = async (n: number): Promise<number> =>
    statusOf(
      await send(
        [
          'POST /account/invitation HTTP/1.1',
          host,
          close,
          'Sec-Fetch-Site: same-origin',
          'Content-Type: application/x-www-form-urlencoded',
          `Content-Length: ${body.length}`,
          ...['X-Forwarded-For', 'X-Real-IP', 'Forwarded', 'True-Client-IP'].map((name) => `${name}: 203.0.113.${n}`),
        ],
        body,
      ),
    );
  const statuses = [await tried(1), await tried(2), await tried(3)];
  expect(statuses).toEqual([401, 401, 429]);
});

test('ASVS 4.1.3 neither Host nor a forwarded one is repeated in an answer or leads anywhere', async () => {
  for (const path of ['/', '/desk', '/account/sign-in', '/openapi.json', '/api', '/none']) {
    const forged = [
      'X-Forwarded-Host: evil.example',
      'X-Forwarded-Proto: https',
      'X-Original-URL: /metrics',
      'X-Rewrite-URL: /metrics',
    ];
    const answer = await send([`GET ${path} HTTP/1.1`, 'Host: evil.example', close, ...forged]);
    expect([path, statusOf(answer) < 500, answer.includes('evil.example')]).toEqual([path, true, false]);
  }
});

test('ASVS 13.4.1 ASVS 13.4.3 ASVS 5.3.2 no file of the project or the installation, no folder, by any spelling of a path', async () => {
  const targets = [
    '.git/config',
    '.git/HEAD',
    'package.json',
    'accounts.json',
    'accounts/session.key',
    'gateway/app.ts',
    'etc/passwd',
  ];
  const ways = [
    '/',
    '/assets/',
    '/assets/..%2f',
    '/assets/%2e%2e/',
    '/../',
    '//',
    '/..%5c',
    '/log/tile/../../',
    '/%2e%2e%2f%2e%2e%2f',
    '/assets/..;/',
  ];
  for (const way of ways)
    for (const target of targets) {
      const answer = await send([`GET ${way}${target} HTTP/1.1`, host, close]);
      expect([way + target, statusOf(answer) >= 400]).toEqual([way + target, true]);
    }
  for (const folder of ['/assets/', '/log/', '/log/tile/', '/account/', '/docs/', '/.well-known/']) {
    const answer = await send([`GET ${folder} HTTP/1.1`, host, close]);
    expect([folder, statusOf(answer) >= 300, /index of/i.test(answer)]).toEqual([folder, true, false]);
  }
});

test('ASVS 4.2.1 headers without an end are cut off', async () => {
  const answer = await send(['GET / HTTP/1.1', host, close, `X-Long: ${'a'.repeat(40_000)}`]);
  expect(statusOf(answer)).toBe(431);
});
