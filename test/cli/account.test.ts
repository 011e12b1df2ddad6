/** `sluice account`: the first account of an installation, up to its owner's first sign-in. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { people } from '#gateway/city/people.ts';
import { newFolder } from '../fixtures/made-once.ts';
import { openDesk, password } from '../accounts/desk.ts';
import { runVerb, valueOf } from './run-verb.ts';

const dir = newFolder();
const file = join(dir, 'chen.json');
const { person } = people.operator;
const binding = { name: '陈某', document: 'work_permit', evidence: '市数据局任命文件' };

beforeAll(() => {
  mkdirSync(dir, { recursive: true });
  writeFileSync(file, JSON.stringify({ ...people.operator, binding }));
});

test('account open prints an invitation by which the person signs in for the first time', async () => {
  const { link, code } = (await valueOf('account', 'open', file, '--dir', dir)) as { link: string; code: string };
  expect(link).toContain('/account/invitation?code=');
  expect(await valueOf('account', 'list', '--dir', dir)).toEqual({
    items: [{ person, org: people.operator.org, role: 'operator', state: 'active' }],
  });
  await using at = await openDesk({ dir });
  const window = at.browser();
  const { text } = await window.get(link.replace(/^https?:\/\/[^/]+/, ''));
  expect(text).toContain(`value="${code}"`);
  expect((await window.post('/account/invitation', { code, password })).to).toBe('/account/enrol');
});

test('account suspend, reinstate, unlock and close say how it stands; each needs a reason, and none goes twice', async () => {
  const given = [person, '--dir', dir, '--reason', '依规定'];
  await expect(runVerb('account', 'suspend', person, '--dir', dir)).rejects.toThrow('must have a --reason');
  for (const [verb, state] of [
    ['suspend', 'suspended'],
    ['reinstate', 'active'],
    ['unlock', 'active'],
    ['close', 'closed'],
  ] as const)
    expect(await valueOf('account', verb, ...given)).toEqual({ person, state });
  await expect(valueOf('account', 'reinstate', ...given)).rejects.toThrow('E_STATE');
  await expect(valueOf('account', 'invite', person, '--dir', dir)).rejects.toThrow('E_STATE');
});

test('account open refuses a file that is no account', async () => {
  writeFileSync(file, JSON.stringify({ ...people.operator, role: 'system', binding }));
  await expect(runVerb('account', 'open', file, '--dir', dir)).rejects.toThrow('Cannot read the account');
});
