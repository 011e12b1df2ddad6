import { expect, test } from 'vitest';
import { accountIdOf, inForceSince } from '#policies/procedure/cases/account.ts';
import { daysAfter } from '#policies/procedure/term.ts';
import type { Actor } from '#policies/procedure/life.ts';
import type { CommandOf } from '#policies/procedure/lives.ts';
import type { Role } from '#policies/procedure/roles.ts';
import { orgId, personId, sha256 } from '#policies/units.ts';
import { codesOf } from '../expect.ts';
import { anActor } from '../people.ts';
import { World } from '../world.ts';

const [one, two, three] = ['one', 'two', 'three'].map((name) =>
  anActor(`${name}.operator`, 'operator', 'operator'),
) as [Actor, Actor, Actor];
const [agent, other] = ['agent', 'other'].map((name) => anActor(name, 'agency', 'data_agency')) as [Actor, Actor];
const system = anActor('system', 'system', 'system');
const reason = '依规定';
const binding = { name: '林某', document: 'artificial', evidence: '证件' } as const;
const hash = (byte: string) => sha256(byte.repeat(64));

type Member = Exclude<Role, 'system'>;

function opening(
  person: string,
  role: Member = 'vendor',
  org = 'vendor.a',
): Extract<CommandOf<'account'>, { type: 'open' }> {
  return { type: 'open', person: personId(person), org: orgId(org), role, title: { zh: '人员', en: 'person' } };
}

const give = (world: World, actor: Actor, command: CommandOf<'account'>, person = 'lin') =>
  codesOf(world.try('account', accountIdOf(person), actor, command));

/** Opened by the first, bound by the second. */
function active(): World {
  const world = new World();
  expect(give(world, one, opening('lin'))).toEqual(['accepted']);
  expect(give(world, two, { type: 'bind', binding })).toEqual(['accepted']);
  return world;
}

const invitation = (world: World, byte: string, days = 3) =>
  ({ type: 'invite', invitation: hash(byte), until: daysAfter(world.now, days) }) as const;

test('GD-18-3 who opens an account does not bind it, and nobody opens, binds or reinstates his own', () => {
  const world = new World();
  expect(give(world, one, opening(one.person, 'operator', 'operator'), one.person)).toEqual(['E_SEPARATION']);
  expect(give(world, one, opening('lin'))).toEqual(['accepted']);
  expect(give(world, one, { type: 'bind', binding })).toEqual(['E_SEPARATION']);
  expect(give(world, anActor('lin', 'operator', 'operator'), { type: 'bind', binding })).toEqual(['E_SEPARATION']);
  expect(give(world, two, { type: 'bind', binding })).toEqual(['accepted']);
  expect(give(world, one, { type: 'suspend', reason })).toEqual(['accepted']);
  expect(give(world, anActor('lin', 'agency', 'data_agency'), { type: 'reinstate', reason })).toEqual(['E_SEPARATION']);
});

test('AO-29-2 an operator makes nobody of the bodies that watch it, by opening or by amending; the data agency does', () => {
  const world = new World();
  for (const role of ['regulator', 'data_agency', 'competent_authority', 'committee', 'source_department'] as const)
    expect(give(world, one, opening(role, role, 'city'), role)).toEqual(['E_ROLE']);
  expect(give(world, one, opening('theirs', 'operator', 'another.operator'), 'theirs')).toEqual(['E_ROLE']);
  expect(give(world, agent, opening('ren', 'regulator', 'city'), 'ren')).toEqual(['accepted']);
  expect(give(world, one, { type: 'bind', binding }, 'ren')).toEqual(['E_ROLE']);
  const { type: _, person: __, ...duty } = opening('lin', 'regulator', 'city');
  expect(give(active(), one, { type: 'amend', ...duty, reason })).toEqual(['E_ROLE']);
});

test('a person has one account, under one id', () => {
  const world = active();
  expect(give(world, one, opening('lin'))).toEqual(['E_STATE']);
  expect(codesOf(world.try('account', 'act-elsewhere', one, opening('lin')))).toEqual(['E_STATE']);
  expect(give(world, one, opening('system'), 'system')).toEqual(['E_STATE']);
});

test('what an account may do changes with the eyes of another person, and what was given out before is void', () => {
  const world = active();
  const bound = world.now;
  expect(inForceSince(world.get('account', accountIdOf('lin')) ?? never())).toBe(bound);
  const { type: _, person: __, ...duty } = opening('lin', 'vendor', 'vendor.b');
  expect(give(world, three, { type: 'amend', ...duty, reason })).toEqual(['accepted']);
  expect(inForceSince(world.get('account', accountIdOf('lin')) ?? never())).toBeUndefined();
  expect(give(world, three, { type: 'bind', binding })).toEqual(['E_SEPARATION']);
  world.now = daysAfter(world.now, 1);
  expect(give(world, two, { type: 'bind', binding })).toEqual(['accepted']);
  expect(inForceSince(world.get('account', accountIdOf('lin')) ?? never())).toBe(world.now);
  expect(give(world, one, { type: 'unlock', reason })).toEqual(['accepted']);
});

test('who suspended last does not reinstate, nor does who holds an invitation that nobody has used', () => {
  const world = active();
  world.do('account', accountIdOf('lin'), three, { type: 'suspend', reason });
  expect(give(world, three, { type: 'reinstate', reason })).toEqual(['E_SEPARATION']);
  const again = { ...invitation(world, 'a'), type: 'invite_again' } as const;
  expect(give(world, two, again)).toEqual(['accepted']);
  expect(give(world, two, { type: 'reinstate', reason })).toEqual(['E_SEPARATION']);
  expect(give(world, one, { type: 'reinstate', reason })).toEqual(['accepted']);
});

const take = (byte: string) => ({ type: 'take_up', invitation: hash(byte) }) as const;

test('an invitation is taken up by the system alone, once, in time, and only the newest; of an account in use only after a suspension', () => {
  const world = active();
  expect(give(world, one, invitation(world, 'a', 15))).toEqual(['E_INPUT']);
  expect(give(world, one, invitation(world, 'a'))).toEqual(['accepted']);
  expect(give(world, one, invitation(world, 'b'))).toEqual(['accepted']);
  expect(give(world, one, take('b'))).toEqual(['E_ROLE']);
  expect(give(world, system, take('a'))).toEqual(['E_STATE']);
  world.now = daysAfter(world.now, 3);
  expect(give(world, system, take('b'))).toEqual(['E_STATE']);
  expect(give(world, one, invitation(world, 'c'))).toEqual(['accepted']);
  expect(give(world, system, take('c'))).toEqual(['accepted']);
  expect(give(world, system, take('c'))).toEqual(['E_STATE']);
  expect(give(world, one, invitation(world, 'd'))).toEqual(['E_SEPARATION']);
  expect(give(world, other, { type: 'suspend', reason })).toEqual(['accepted']);
  expect(give(world, one, { ...invitation(world, 'd'), type: 'invite_again' })).toEqual(['accepted']);
});

function never(): never {
  throw new Error('no account');
}
