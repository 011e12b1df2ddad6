/** The policy text itself: what is printed is what the tables say, and the strict validator of Cedar finds nothing. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Access } from '#gateway/access/access.ts';
import { parsePolicies, validateAccess } from '#gateway/access/parse.ts';
import { hashOf, readAccessTexts } from '#gateway/access/texts.ts';
import { roleTitles } from '#policies/procedure/roles.ts';
import { printedPolicies } from './printed.ts';

const folder = join(import.meta.dirname, '..', '..', 'policies', 'access');
const texts = readAccessTexts();

test.each([...printedPolicies()])('policies/access/%s says what the tables say (else: npm run docs)', (name, text) => {
  expect(readFileSync(join(folder, name), 'utf8')).toBe(text);
});

test('policies and schema: the strict validator of Cedar finds neither error nor warning', () => {
  expect(validateAccess(texts)).toEqual([]);
});

test.each([
  ['a role that there is not', 'permit (principal in Role::"opperator", action, resource);'],
  ['an action that there is not', 'permit (principal, action == Action::"check.exports.wave", resource);'],
  ['an attribute that there is not', 'permit (principal, action, resource) when { principal.rank == 1 };'],
  ['an attribute that may be missing', 'permit (principal, action, resource) when { resource.vendor == "v" };'],
])('validateAccess finds %s', (_, policy) => {
  const wrong = { ...texts, policies: `${texts.policies}\n@id("wrong") @source("none") ${policy}` };
  expect(validateAccess(wrong).join()).toContain('wrong');
});

test.each([
  ['without an id', '@source("s") permit (principal, action, resource);', '@id'],
  ['without a source', '@id("i") permit (principal, action, resource);', '@source'],
  ['that forbids without a code', '@id("i") @source("s") forbid (principal, action, resource);', '@code'],
  [
    'that forbids with a code of another kind',
    '@id("i") @source("s") @code("E_SQL") forbid (principal, action, resource);',
    '@code',
  ],
])('parsePolicies refuses a policy %s', (_, policy, missing) => {
  expect(() => parsePolicies(policy)).toThrow(missing);
});

test('parsePolicies refuses two policies of one id, and what is no policy', () => {
  const one = '@id("i") @source("s") permit (principal, action, resource);';
  expect(() => parsePolicies(`${one}\n${one}`)).toThrow('got two');
  expect(() => parsePolicies('permit everything;')).toThrow('Cannot read');
});

test('the roles of the schema are those of the procedure', () => {
  const [, listed = ''] = /entity Role enum \[([^\]]*)\]/.exec(texts.schema) ?? [];
  expect([...listed.matchAll(/"([a-z_]+)"/g)].map(([, role]) => role)).toEqual(Object.keys(roleTitles));
});

test('hashOf names the text: one changed word is another hash', () => {
  const changed = { ...texts, policies: texts.policies.replace('forbid', 'permit') };
  expect(new Access(texts).hash).toBe(hashOf(texts));
  expect(hashOf(changed)).not.toBe(hashOf(texts));
});
