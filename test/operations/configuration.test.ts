/** Configuration: where a value comes from, and every fault at once with its place. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfiguration } from '#gateway/operations/configuration.ts';
import { demoFaults, productionFaults, tierFaults } from '#gateway/operations/production.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-config-'));

function fileOf(value: unknown, mode = 0o600): string {
  const file = join(folder, `${Math.random()}.json`);
  writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value), { mode });
  return file;
}

test('readConfiguration: an option wins over the environment, that over the file, that over the default', () => {
  const file = fileOf({ port: 1, host: 'a', logLevel: 'warn' });
  const { values, origins } = readConfiguration({
    file,
    env: { SLUICE_PORT: '2', SLUICE_HOST: 'b' },
    options: { port: 3 },
  });
  expect([values.port, values.host, values.logLevel, values.profile]).toEqual([3, 'b', 'warn', 'guangzhou']);
  expect([origins.port, origins.host, origins.logLevel, origins.profile]).toEqual([
    'option',
    'environment',
    'file',
    'default',
  ]);
});

test('readConfiguration tells every fault at once, where it stands and what it must be, and no secret', () => {
  const file = fileOf({ mode: 'prod', prot: 1 });
  const env = { SLUICE_PORT: '99999', SLUICE_PASSPHRASE: 'short-one', SLUICE_PUBLIC_URL: 'ftp://x' };
  const told = () => readConfiguration({ file, env });
  expect(told).toThrow(TypeError);
  for (const part of ['prot', 'mode (the file)', 'port (SLUICE_PORT)', '99999', 'passphrase (SLUICE_PASSPHRASE)'])
    expect(told).toThrow(part);
  expect(told).not.toThrow('short-one');
});

test.each([
  ['not JSON', '{'],
  ['a list', []],
])('readConfiguration refuses a file that is %s', (_, content) => {
  expect(() => readConfiguration({ file: fileOf(content), env: {} })).toThrow('must be one JSON object');
});

test('readConfiguration refuses a file that was named and is not there', () => {
  expect(() => readConfiguration({ file: join(folder, 'none.json'), env: {} })).toThrow('there is none');
});

test('readConfiguration takes no secret from a file that others can read', () => {
  const secret = { passphrase: 'a passphrase of length' };
  expect(() => readConfiguration({ file: fileOf(secret, 0o644), env: {} })).toThrow('0600');
  expect(readConfiguration({ file: fileOf(secret), env: {} }).values.passphrase).toBe(secret.passphrase);
});

const whole = {
  SLUICE_PASSPHRASE: 'correct horse battery',
  SLUICE_ORIGIN: 'sluice.example.org/record',
  SLUICE_PUBLIC_URL: 'https://sluice.example.org',
  SLUICE_AUTHORIZED_UNTIL: '2029-01-01T00:00:00+08:00',
};

test('productionFaults: nothing is wrong with what is whole', () => {
  expect(productionFaults(readConfiguration({ env: whole }).values, folder)).toEqual([]);
});

test.each([
  ['SLUICE_PASSPHRASE', undefined, 'keys of personal texts'],
  ['SLUICE_ORIGIN', undefined, 'name of the log|log has the name'],
  ['SLUICE_PUBLIC_URL', 'http://sluice.example.org', 'in clear'],
  ['SLUICE_PUBLIC_URL', undefined, 'in clear'],
  ['SLUICE_AUTHORIZED_UNTIL', undefined, 'authorization'],
])('productionFaults names %s = %s with its remedy', (name, value, told) => {
  const [fault, ...more] = productionFaults(readConfiguration({ env: { ...whole, [name]: value } }).values, folder);
  expect(fault?.what).toMatch(new RegExp(told));
  expect(fault?.remedy.length).toBeGreaterThan(20);
  expect(more).toEqual([]);
});

test('productionFaults refuses the folder of a demonstration', () => {
  writeFileSync(join(folder, 'accounts.json'), '[]');
  const [fault] = productionFaults(readConfiguration({ env: whole }).values, folder);
  expect(fault?.what).toContain('demonstration');
});

test('tierFaults: a weaker tier than was asked for is a fault, a stronger one is none', () => {
  const { values } = readConfiguration({ env: whole });
  expect(tierFaults(values, 'T1')).toHaveLength(1);
  expect(tierFaults(values, 'T2')).toEqual([]);
  expect(tierFaults(values, 'T3')).toEqual([]);
});

test.each([
  ['127.0.0.1', 0],
  ['::1', 0],
  ['0.0.0.0', 1],
  ['192.168.1.7', 1],
])('demoFaults: a demonstration at %s has %i faults', (host, faults) => {
  expect(demoFaults({ host })).toHaveLength(faults);
});
