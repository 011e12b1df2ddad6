/** `sluice serve` for real work, as a process: what it refuses to open, how it opens, how it ends. */
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { command, start } from '../gateway/command.ts';
import { until } from '../gateway/processes.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-serve-'));

function configured(values: object): string {
  const file = join(folder, `${Math.random()}.json`);
  writeFileSync(file, JSON.stringify(values), { mode: 0o600 });
  return file;
}

const whole = {
  publicUrl: 'https://sluice.example.org',
  origin: 'sluice.example.org/record',
  authorizedUntil: '2029-01-01T00:00:00+08:00',
  passphrase: 'correct horse battery',
  metricsToken: 'a token of the metrics',
};

test('serve refuses what is not fit for real data, all of it at once, and makes nothing', async () => {
  const dir = join(folder, 'unfit');
  const ended = await command(['serve', '--config', configured({}), '--dir', dir]);
  expect(ended.code).toBe(1);
  expect(ended.stderr.match(/^✗/gm)).toHaveLength(4);
  expect(existsSync(dir)).toBe(false);
});

test('serve refuses a demonstration at an address that others reach', async () => {
  const ended = await command(['serve', '--demo', '--host', '0.0.0.0', '--dir', join(folder, 'open')]);
  expect(ended.code).toBe(1);
  expect(ended.stderr).toContain('accounts without passwords');
});

test('serve refuses a tier that this machine cannot keep', async () => {
  const config = configured({ ...whole, lowestTier: 'T3' });
  const ended = await command(['serve', '--config', config, '--dir', join(folder, 'weak'), '--port', '0']);
  expect(ended.code).toBe(1);
  expect(ended.stderr).toContain('sluice doctor');
});

test('serve opens a new installation without anybody in it, writes lines of JSON, and ends cleanly', async () => {
  const config = configured({ ...whole, lowestTier: 'T0' });
  const child = start(['serve', '--config', config, '--dir', join(folder, 'real'), '--port', '0']);
  const told: string[] = [];
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => told.push(String(chunk)));
  child.stderr?.on('data', (chunk: Buffer) => (said += String(chunk)));
  const url = await until('its address', () => /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0], 60);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  expect((await fetch(`${url}/metrics`)).status).toBe(401);
  expect((await fetch(`${url}/account/sign-in`)).status).toBe(200);
  // Nobody enters as somebody else here.
  expect(await (await fetch(`${url}/account/sign-in`)).text()).not.toContain('lin.vendor');
  expect((await fetch(`${url}/api/v1/me`, { headers: { authorization: 'Bearer x' } })).status).toBe(401);
  child.kill('SIGTERM');
  const [code] = (await once(child, 'exit')) as [number];
  expect(code).toBe(0);
  const lines = told
    .join('')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { msg: string });
  expect(lines.at(-1)?.msg).toBe('ending');
  expect(lines).toContainEqual(expect.objectContaining({ route: '/readyz', status: 200 }));
}, 120_000);

test('config prints where values come from, and no secret', async () => {
  const ended = await command(['config', '--json', '--config', configured(whole), '--port', '9000']);
  const { value } = JSON.parse(ended.stdout) as {
    value: { settings: { name: string; from: string; value: unknown }[] };
  };
  const of = (name: string) => value.settings.find((setting) => setting.name === name);
  expect(of('port')).toMatchObject({ value: 9000, from: 'option' });
  expect(of('origin')).toMatchObject({ value: whole.origin, from: 'file' });
  expect(of('passphrase')).toMatchObject({ value: '(set, not shown)' });
  expect(ended.stdout).not.toContain(whole.passphrase);
});
