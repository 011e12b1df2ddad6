/** What leaves as a file: its name is ours, and it is a file and no page. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { people } from '#gateway/city/people.ts';
import { openDesk, type At } from '../accounts/desk.ts';

let at: At;
beforeAll(async () => {
  at = await openDesk({ demo: true });
});
afterAll(async () => at[Symbol.asyncDispose]());

const root = join(import.meta.dirname, '..', '..');

test('ASVS 5.4.1 ASVS 5.4.2 every download is an attachment by a name of ours, which no request can break out of', async () => {
  const files = execFileSync('git', ['grep', '-l', 'content-disposition', '--', 'gateway'], {
    cwd: root,
    encoding: 'utf8',
  });
  const names = files
    .trim()
    .split('\n')
    .flatMap((file) => [...readFileSync(join(root, file), 'utf8').matchAll(/[`'](attachment; filename="[^`']*)[`']/g)])
    .map(([, text]) => text);
  expect(names.length).toBeGreaterThan(5);
  for (const name of names) expect(name).toMatch(/^attachment; filename="[^"]+"$/);
  const window = at.browser();
  await window.post('/account/enter', { person: people.regulator.person });
  const paths = ['/api/v1/audit/exports/ledger.csv', '/audit/ledger.csv', '/api/v1/audit/ledger'];
  const broken = ['x";filename="evil.exe', 'x%0d%0aX-Injected:1', '..%2f..%2fetc%2fpasswd'];
  for (const name of broken)
    for (const path of [
      `/api/v1/export/exports/${name}/bundle`,
      `/api/v1/audit/reports/${name}.csv`,
      ...paths.map((one) => `${one}?name=${name}`),
    ]) {
      const { headers, status } = await window.get(path);
      expect([path, headers.get('x-injected')]).toEqual([path, null]);
      expect([path, headers.get('content-disposition') ?? '']).toEqual([
        path,
        expect.not.stringMatching(/evil|passwd/),
      ]);
      expect(status).toBeLessThan(500);
    }
  expect(at.errors).toEqual([]);
});
