/** The decisions themselves: the tables' for every route and role, denied by default, and each policy alone makes a difference. */
import { expect, test } from 'vitest';
import { actionOf } from '#policies/access/command-route.ts';
import type { TokenScope } from '#policies/procedure/cases/access-token.ts';
import { requireRole } from '#policies/procedure/life.ts';
import { lives } from '#policies/procedure/lives.ts';
import { roleTitles, type Role } from '#policies/procedure/roles.ts';
import { orgId, personId } from '#policies/units.ts';
import { Access, type Question } from '#gateway/access/access.ts';
import { commandRoutes } from '#gateway/access/command-routes.ts';
import { nothing, type Thing } from '#gateway/access/facts.ts';
import { operationRoutes } from '#gateway/access/operation-routes.ts';
import { parsePolicies } from '#gateway/access/parse.ts';
import { readAccessTexts } from '#gateway/access/texts.ts';
import { aCaller, aQuestion, aThing, org, person, variationsOf } from './questions.ts';

const texts = readAccessTexts();
const access = new Access(texts);
const policies = parsePolicies(texts.policies);
const roles = (Object.keys(roleTitles) as Role[]).filter((role) => role !== 'system');

test('Access decides about every command and role as the table of its life, wherever the thing stands', () => {
  const wrong: unknown[] = [];
  for (const route of commandRoutes) {
    const move = lives[route.life].moves[route.command];
    const states = [move?.from[0] ?? 'none', 'elsewhere'];
    for (const role of roles) {
      const actor = { person: personId(person), org: orgId(org), role };
      const expected = requireRole(lives[route.life], route.command, actor).ok;
      for (const state of states) {
        const question = aQuestion(route, role);
        const { allowed, code } = access.decide({ ...question, resource: { ...question.resource, state } });
        if (allowed !== expected || (!allowed && code !== 'E_ROLE'))
          wrong.push([actionOf(route), role, state, allowed]);
      }
    }
  }
  expect(wrong).toEqual([]);
});

test('Access decides about every other operation as it says of itself', () => {
  for (const { id, who } of operationRoutes) {
    const allowed = roles.filter(
      (role) => access.decide({ caller: aCaller(role), action: id, resource: nothing }).allowed,
    );
    expect([id, allowed]).toEqual([id, roles.filter((role) => who.includes(role))]);
  }
});

test('Access denies whoever calls himself the system, every action', () => {
  const allowed = access.actions.filter(
    (action) =>
      access.decide({ caller: aCaller('system'), action, resource: aThing(action, 'system', 'export') }).allowed,
  );
  expect(allowed).toEqual([]);
});

test.each(['check.exports.wave', 'check.exports', 'command', 'read', '', '__proto__', 'system.run.queue'])(
  'Access denies the action %j, that there is not or that is a group',
  (action) => {
    for (const role of roles)
      expect(access.decide({ caller: aCaller(role), action, resource: nothing })).toMatchObject({ allowed: false });
  },
);

const asked = {
  caller: aCaller('operator'),
  action: 'check.exports.vote',
  resource: aThing('check.exports.vote', 'operator', 'export'),
};

test.each<readonly [string, Question]>([
  [
    'a role that there is not',
    { ...asked, caller: { ...asked.caller, asking: { ...asked.caller.asking, role: 'king' as Role } } },
  ],
  ['an owner that is none', { ...asked, resource: { ...asked.resource, owner: { role: 'vendor' } as never } }],
  ['a state that is a number', { ...asked, resource: { ...asked.resource, state: 3 as never } }],
  ['a deed that is a number', { ...asked, resource: { ...asked.resource, people: { [person]: [3 as never] } } }],
  ['an attribute that the schema does not know', { ...asked, resource: { ...asked.resource, rank: 1 } as Thing }],
  ['no word of whether he was a vendor', { ...asked, caller: { ...asked.caller, controlled: undefined as never } }],
])('Access denies what does not fit the schema: %s', (_, question) => {
  expect(access.decide(asked).allowed).toBe(true);
  expect(access.decide(question)).toEqual({ allowed: false, policies: [], code: 'E_ROLE' });
});

test('Access denies where a policy errs, though others permit', () => {
  const errs =
    '@id("errs") @source("s") @code("E_ROLE") forbid (principal, action, resource) when { resource.vendor == "v" };';
  const erring = new Access({ ...texts, policies: `${texts.policies}\n${errs}` });
  expect(access.decide(asked).allowed).toBe(true);
  expect(erring.decide(asked)).toEqual({ allowed: false, policies: [], code: 'E_ROLE' });
});

test('every permit for a command is alone in what it permits: without it there is nobody', () => {
  const alone = new Set<string>();
  for (const route of commandRoutes)
    for (const role of roles) {
      const { allowed, policies: by } = access.decide(aQuestion(route, role));
      if (allowed && by.length === 1) alone.add(by[0] ?? '');
    }
  for (const { id, who } of operationRoutes)
    for (const role of who) {
      const { policies: by } = access.decide({ caller: aCaller(role), action: id, resource: nothing });
      if (by.length === 1) alone.add(by[0] ?? '');
    }
  const permits = policies.filter(({ json, actions }) => json.effect === 'permit' && actions.toString() !== 'read');
  expect(permits.map(({ id }) => id).filter((id) => !alone.has(id))).toEqual([]);
});

/** A question that nothing but this policy denies. */
function onlyBy(id: string): Question | undefined {
  const policy = policies.find((one) => one.id === id);
  if (!policy) throw new Error(`no policy ${id}`);
  const deeds = [...JSON.stringify(policy.json).matchAll(/"((?:last )?[a-zA-Z]+\.[a-z_]+)"/g)].map(
    ([, deed]) => deed ?? '',
  );
  const { actions } = policy;
  const routes = commandRoutes.filter(
    (route) =>
      actions === 'all' ||
      actions.includes(actionOf(route)) ||
      actions.some((one) => one === route.stage || one === 'command'),
  );
  for (const route of routes)
    for (const role of lives[route.life].moves[route.command]?.by ?? []) {
      const question = aQuestion(route, role);
      if (!access.decide(question).allowed) continue;
      const found = variationsOf(question, deeds).find((one) => {
        const { allowed, policies: by } = access.decide(one);
        return !allowed && by.length === 1 && by[0] === id;
      });
      if (found) return found;
    }
  return undefined;
}

const forbids = policies.filter(({ json, actions }) => json.effect === 'forbid' && actions.toString() !== 'read');

test.each(forbids.map(({ id, code }) => [id, code] as const))(
  'a forbid that is left out lets somebody through: %s',
  (id, code) => {
    const question = onlyBy(id);
    expect(question).toBeDefined();
    if (question) expect(access.decide(question).code).toBe(code);
  },
);

test('Access of texts where a forbid is a permit, or is not there, lets through what it must not', () => {
  const id = 'who makes a product does not check it';
  const question = onlyBy(id);
  if (!question) throw new Error('nothing that it alone forbids');
  const [before, after = ''] = texts.policies.split(`@id("${id}")`);
  const flipped = `${before}@id("${id}")${after.replace('forbid (', 'permit (')}`;
  const without = `${before}${after.slice(after.indexOf('@id('))}`;
  expect(access.decide(question)).toEqual({ allowed: false, policies: [id], code: 'E_SEPARATION' });
  expect(new Access({ ...texts, policies: flipped }).decide(question).allowed).toBe(true);
  expect(new Access({ ...texts, policies: without }).decide(question).allowed).toBe(true);
});

function asOperator(action: string, scope: TokenScope): boolean {
  const { asking, controlled } = aCaller('operator');
  const resource = aThing(action, 'operator', 'export');
  return access.decide({ caller: { asking: { ...asking, scope }, controlled }, action, resource }).allowed;
}

test('a token does what its scopes name, and no more', () => {
  expect(asOperator('check.exports.vote', { stages: ['check'], readOnly: false })).toBe(true);
  expect(asOperator('check.exports.vote', { stages: ['check'], readOnly: true })).toBe(false);
  expect(asOperator('check.exports.vote', { stages: ['audit'], readOnly: false })).toBe(false);
  expect(asOperator('check.exports.read', { stages: ['check'], readOnly: true })).toBe(true);
  expect(asOperator('account.me.read', { stages: ['audit'], readOnly: true })).toBe(true);
});
