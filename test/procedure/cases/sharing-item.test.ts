/** What departments share with each other: three types, each with what it must say; and who may browse it, until when. */
import { describe, expect, test } from 'vitest';
import { requireBrowsePermit } from '#policies/procedure/cases/browse-permit.ts';
import { sharedItems, type SharedAs } from '#policies/procedure/cases/sharing-item.ts';
import { lives } from '#policies/procedure/lives.ts';
import { entryId, instant } from '#policies/units.ts';
import { codesOf, wordsOf } from '../expect.ts';
import { worldAt } from '../journey.ts';
import { people } from '../people.ts';
import { World } from '../world.ts';

const { ana, rival, olga, gus, dora, dana, cora, system } = people;
const named = { catalogName: '法人基础信息', itemName: '登记状态' };
const open: SharedAs = { ...named, sharingType: 'unconditional' };
const onConditions: SharedAs = { ...named, sharingType: 'conditional', conditions: '履行职责需要' };
const closed: SharedAs = { ...named, sharingType: 'none', basis: '商业秘密' };
const list = (item: SharedAs = open) => ({ type: 'list', item }) as const;
const revise = (item: SharedAs) => ({ type: 'revise', item }) as const;

const isRead = (type: string, item: object) => lives.sharingItem.command.safeParse({ type, item }).success;

describe.each(['list', 'revise'])('GY-13 %s', (type) => {
  test('what is shared on conditions says which, what is not shared on what basis, and neither is empty', () => {
    for (const item of [open, onConditions, closed]) expect(isRead(type, item)).toBe(true);
    expect(isRead(type, { ...named, sharingType: 'conditional' })).toBe(false);
    expect(isRead(type, { ...named, sharingType: 'conditional', conditions: ' ' })).toBe(false);
    expect(isRead(type, { ...named, sharingType: 'conditional', basis: '商业秘密' })).toBe(false);
    expect(isRead(type, { ...named, sharingType: 'none' })).toBe(false);
    expect(isRead(type, { ...named, sharingType: 'none', basis: '' })).toBe(false);
    expect(isRead(type, { ...named, sharingType: 'none', conditions: '履行职责需要' })).toBe(false);
  });

  test('there are three types of sharing; one without conditions has none', () => {
    expect(isRead(type, { ...named, sharingType: 'open' })).toBe(false);
    expect(isRead(type, named)).toBe(false);
    expect(isRead(type, { ...open, conditions: '履行职责需要' })).toBe(false);
  });
});

test('GY-13 a source department alone lists, and what it has listed no other revises or withdraws', () => {
  const world = new World();
  for (const actor of [ana, olga, gus, cora])
    expect(codesOf(world.try('sharingItem', 's1', actor, list()))).toEqual(['E_ROLE']);
  world.do('sharingItem', 's1', dora, list());
  for (const command of [revise(closed), { type: 'withdraw', reason: 'r' }] as const)
    expect(codesOf(world.try('sharingItem', 's1', dana, command))).toEqual(['E_NOT_FOUND']);
});

test('GY-13 a revision says everything anew: no condition outlives its type; what is withdrawn stays so', () => {
  const world = new World();
  world.do('sharingItem', 's1', dora, list(onConditions));
  expect(world.do('sharingItem', 's1', dora, revise(open))).toMatchObject({ state: 'listed' });
  expect(world.must('sharingItem', 's1').item).toEqual(open);
  expect(world.do('sharingItem', 's1', dora, { type: 'withdraw', reason: 'r' }).state).toBe('withdrawn');
  expect(codesOf(world.try('sharingItem', 's1', dora, revise(closed)))).toEqual(['E_STATE']);
});

test('GY-13 the entry that an item names is one of its department', () => {
  const world = worldAt('published');
  const own = list({ ...open, entry: entryId('social_insurance') });
  expect(codesOf(world.try('sharingItem', 's1', dana, own))).toEqual(['E_NOT_FOUND']);
  expect(codesOf(world.try('sharingItem', 's1', dora, list({ ...open, entry: entryId('nothing') })))).toEqual([
    'E_NOT_FOUND',
  ]);
  expect(codesOf(world.try('sharingItem', 's1', dora, own))).toEqual(['accepted']);
  const foreign = revise({ ...open, entry: entryId('nothing') });
  expect(codesOf(world.try('sharingItem', 's1', dora, foreign))).toEqual(['E_NOT_FOUND']);
});

test('AO-16-2 to browse is to see catalog name, item name, sharing type and provider of what is listed, and nothing else', () => {
  const world = worldAt('published');
  world.do('sharingItem', 's1', dora, list({ ...onConditions, entry: entryId('social_insurance') }));
  world.do('sharingItem', 's2', dana, list(closed));
  world.do('sharingItem', 's3', dana, list(open));
  world.do('sharingItem', 's3', dana, { type: 'withdraw', reason: 'r' });
  expect(sharedItems(world.all('sharingItem'))).toEqual([
    { ...named, sharingType: 'conditional', provider: dora.org },
    { ...named, sharingType: 'none', provider: dana.org },
  ]);
});

const term = { from: instant('2026-04-01T00:00:00.000Z'), to: instant('2026-06-01T00:00:00.000Z') };

function browse(world: World, who = ana) {
  return requireBrowsePermit(who.org, world.all('browseRequest'), world.now);
}

test('AO-16-2 a vendor browses from the first moment of its own permit to the last, and not before it is given', () => {
  const world = new World();
  expect(wordsOf(browse(world))).toContain('got none Ask to browse');
  world.do('browseRequest', 'b1', ana, { type: 'submit', purpose: 'to find what there is' });
  expect(codesOf(browse(world))).toEqual(['E_NO_RIGHTS']);
  world.do('browseRequest', 'b1', olga, { type: 'forward', opinion: 'no objection' });
  expect(wordsOf(browse(world))).toContain('got forwarded');
  world.do('browseRequest', 'b1', gus, { type: 'permit', term });
  const at = (now: string, who = ana) => {
    world.now = instant(now);
    return codesOf(browse(world, who));
  };
  expect(at('2026-03-31T23:59:59.999Z')).toEqual(['E_NO_RIGHTS']);
  expect(at('2026-04-01T00:00:00.000Z')).toEqual(['accepted']);
  expect(at('2026-04-01T00:00:00.000Z', rival)).toEqual(['E_NO_RIGHTS']);
  expect(at('2026-05-31T23:59:59.999Z')).toEqual(['accepted']);
  // The term has ended, and nobody has noted it yet.
  expect(at('2026-06-01T00:00:00.000Z')).toEqual(['E_NO_RIGHTS']);
  world.do('browseRequest', 'b1', system, { type: 'expire' });
  expect(codesOf(browse(world))).toEqual(['E_NO_RIGHTS']);
});

test('AO-16-2 a refused request is no permit, and a later refusal takes no earlier permit away', () => {
  const world = new World();
  const now = { from: world.now, to: term.to };
  world.do('browseRequest', 'b1', ana, { type: 'submit', purpose: 'p' });
  world.do('browseRequest', 'b1', olga, { type: 'refuse', reason: 'r' });
  expect(wordsOf(browse(world))).toContain('got refused');
  world.do('browseRequest', 'b2', ana, { type: 'submit', purpose: 'p' });
  world.do('browseRequest', 'b2', olga, { type: 'forward', opinion: 'o' });
  world.do('browseRequest', 'b2', gus, { type: 'permit', term: now });
  world.do('browseRequest', 'b3', ana, { type: 'submit', purpose: 'p' });
  world.do('browseRequest', 'b3', olga, { type: 'refuse', reason: 'r' });
  expect(codesOf(browse(world))).toEqual(['accepted']);
});
