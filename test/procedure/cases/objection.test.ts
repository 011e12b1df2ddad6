/** Objections: what is alleged to infringe stays in the domain until it is decided; nobody sees another's, and no clock decides. */
import { describe, expect, test } from 'vitest';
import type { Actor } from '#policies/procedure/life.ts';
import { lives, type CommandOf } from '#policies/procedure/lives.ts';
import { disputesOf, requireUndisputed } from '#policies/procedure/disputed.ts';
import { profiles } from '#policies/procedure/profiles/profiles.ts';
import { entryId, instant } from '#policies/units.ts';
import { aFile } from '../commands.ts';
import { doAll } from '../consequences.ts';
import { codesOf } from '../expect.ts';
import { worldAt, type Stage } from '../journey.ts';
import { people } from '../people.ts';
import type { World } from '../world.ts';

const { ana, rival, pia, paul, sue, olga, dora, dana, system } = people;
const entry = entryId('social_insurance');
type ObjectTo = CommandOf<'objection'> & { readonly type: 'object' };
const object = (change: Partial<ObjectTo> = {}): ObjectTo => ({
  type: 'object',
  entry,
  ground: 'infringement',
  statement: 'our wages are a secret',
  evidence: 'the contract',
  ...change,
});
const note = 'n';

function marked(change: Partial<ObjectTo> = {}, stage: Stage = 'published', actor: Actor = sue): World {
  const world = worldAt(stage);
  world.do('objection', 'o1', actor, object(change));
  world.do('objection', 'o1', olga, { type: 'mark', note });
  return world;
}

function verifying(world = marked()): World {
  world.do('objection', 'o1', olga, { type: 'forward', material: 'm' });
  world.do('objection', 'o1', dora, { type: 'verify', note });
  return world;
}

const undisputed = (world: World, columns: readonly string[], table = 'social_insurance') =>
  codesOf(
    requireUndisputed('go', [{ entry, table, columns }], {
      lookup: { get: world.get.bind(world), all: world.all.bind(world) },
      profile: world.profile,
    }),
  );

describe('SH-23-1 GD-24-2 requireUndisputed: a column under an allegation of infringement does not leave', () => {
  test('the column, and no other; the table where no column is named, the entry where no table is', () => {
    const column = marked({ table: 'social_insurance', columns: ['paid_cny'] });
    expect(undisputed(column, ['paid_cny', 'district'])).toEqual(['E_DISPUTED']);
    expect(undisputed(column, ['district'])).toEqual(['accepted']);
    const table = marked({ table: 'social_insurance' });
    expect(undisputed(table, ['district'])).toEqual(['E_DISPUTED']);
    expect(undisputed(table, [])).toEqual(['E_DISPUTED']);
    expect(undisputed(table, ['district'], 'another')).toEqual(['accepted']);
    expect(undisputed(marked(), ['district'], 'another')).toEqual(['E_DISPUTED']);
  });

  test('only once marked, only for this ground, only where the profile says so', () => {
    const received = worldAt('published');
    received.do('objection', 'o1', sue, object());
    expect(undisputed(received, ['district'])).toEqual(['accepted']);
    expect(undisputed(marked({ ground: 'error_omission' }), ['district'])).toEqual(['accepted']);
    const world = marked();
    const { switches } = world.profile;
    world.profile = {
      ...world.profile,
      switches: { ...switches, disputedBlocksExports: { value: false, basis: 'default' } },
    };
    expect(undisputed(world, ['district'])).toEqual(['accepted']);
  });

  test.each(['correct', 'uphold', 'desensitise'] as const)('until it is decided: %s', (type) => {
    const world = verifying();
    expect(undisputed(world, ['district'])).toEqual(['E_DISPUTED']);
    world.do('objection', 'o1', dora, { type, decision: 'looked at' });
    expect(undisputed(world, ['district'])).toEqual(['accepted']);
    expect(disputesOf(entry, world.all('objection'))).toEqual([]);
  });

  test('the mark is there for any ground', () => {
    const world = marked({ ground: 'attribute' });
    expect(disputesOf(entry, world.all('objection')).map(({ id }) => id)).toEqual(['o1']);
  });
});

const released = (world: World) =>
  codesOf(
    world.try('export', 'exp1', system, {
      type: 'release',
      files: [aFile],
      certificate: aFile.sha256,
      askedBy: 'olga',
    }),
  );

describe('SH-23-1 GD-24-2 a disputed column cannot leave', () => {
  const disputed = { table: 'social_insurance', columns: ['paid_cny'] };

  test('no export of a run that used it is submitted, filed or released; when decided, it is', () => {
    const world = marked(disputed, 'filed');
    expect(released(world)).toEqual(['E_DISPUTED']);
    expect(
      codesOf(marked(disputed, 'passed').try('export', 'exp1', olga, { type: 'submit_filing', filing: 'F-2' })),
    ).toEqual(['E_DISPUTED']);
    const decided = verifying(world);
    decided.do('objection', 'o1', dora, { type: 'uphold', decision: 'it is right' });
    expect(released(decided)).toEqual(['accepted']);
    expect(released(marked({ ...disputed, ground: 'error_omission' }, 'filed'))).toEqual(['accepted']);
  });

  test('no run on it begins, nor goes on from the queue', () => {
    const world = worldAt('program_approved');
    const { hash } = world.must('program', 'prog1');
    const order = { program: 'prog1', hash, scenario: 's1_credit', parameters: [{ name: 'year', value: 2024 }] };
    world.do('run', 'r1', ana, { type: 'request', ...order });
    world.do('objection', 'o1', sue, object(disputed));
    world.do('objection', 'o1', olga, { type: 'mark', note });
    expect(codesOf(world.try('run', 'r1', system, { type: 'precheck' }))).toEqual(['E_DISPUTED']);
    expect(codesOf(world.try('run', 'r2', ana, { type: 'request', ...order }))).toEqual(['E_DISPUTED']);
  });
});

const about = (change: Partial<ObjectTo>, stage: Stage = 'published') =>
  codesOf(worldAt(stage).try('objection', 'o1', sue, object(change)));

describe('GD-24-2 GD-30-1 GZ-14 GY-20 whoever is wronged, or finds an error, objects', () => {
  test.each([sue, pia, ana])('$role', (actor) => {
    expect(codesOf(worldAt('published').try('objection', 'o1', actor, object()))).toEqual(['accepted']);
  });

  test('GD-24-2 an infringement is shown evidence of', () => {
    const { evidence: _, ...bare } = object();
    expect(codesOf(worldAt('published').try('objection', 'o1', sue, bare))).toEqual(['E_INPUT']);
    expect(codesOf(worldAt('published').try('objection', 'o1', sue, { ...bare, ground: 'other' }))).toEqual([
      'accepted',
    ]);
  });

  test('it is about something that can be read', () => {
    expect(about({ entry: entryId('nothing') })[0]).toBe('E_INPUT');
    expect(about({ table: 'nothing' })).toEqual(['E_INPUT']);
    expect(about({}, 'registered')[0]).toBe('E_INPUT');
  });

  test('another’s objection does not exist', () => {
    const world = marked({}, 'published', pia);
    for (const [mine, other] of [
      [pia, paul],
      [ana, rival],
    ] as const) {
      const { role, org } = lives.objection.ownerOf({ ...world.must('objection', 'o1'), acts: [act(mine)] });
      expect([role, org]).toEqual([mine.role, mine.org]);
      expect(org).not.toBe(other.org);
    }
  });
});

const act = (by: Actor) => ({
  type: 'objection.received',
  to: 'received',
  at: instant('2026-03-02T01:30:00.000Z'),
  by,
});

describe('SH-23-2 SH-23-3 who decides', () => {
  test('where the department handles objections the platform decides none', () => {
    expect(codesOf(marked().try('objection', 'o1', olga, { type: 'take', note }))).toEqual(['E_STATE']);
    expect(codesOf(marked().try('objection', 'o1', olga, { type: 'settle', decision: 'd' }))).toEqual(['E_STATE']);
  });

  test('SH-23-2 in Shanghai the platform decides its own corrections, or passes them on', () => {
    const world = marked();
    world.profile = profiles.shanghai;
    expect(world.do('objection', 'o1', olga, { type: 'take', note }).state).toBe('platform_deciding');
    expect(undisputed(world, ['district'])).toEqual(['E_DISPUTED']);
    const other = marked();
    other.profile = profiles.shanghai;
    other.do('objection', 'o1', olga, { type: 'take', note });
    expect(other.do('objection', 'o1', olga, { type: 'forward', material: 'not ours' }).state).toBe('forwarded');
    expect(world.do('objection', 'o1', olga, { type: 'settle', decision: 'a mistake of ours' }).state).toBe(
      'corrected',
    );
  });

  test('SH-23-3 the body whose data it is, and no other', () => {
    const world = marked();
    world.do('objection', 'o1', olga, { type: 'forward', material: 'm' });
    expect(codesOf(world.try('objection', 'o1', dana, { type: 'verify', note }))).toEqual(['E_NOT_FOUND']);
    expect(codesOf(world.try('objection', 'o1', olga, { type: 'verify', note }))).toEqual(['E_ROLE']);
    world.do('objection', 'o1', dora, { type: 'verify', note });
    expect(codesOf(world.try('objection', 'o1', olga, { type: 'uphold', decision: 'd' }))).toEqual(['E_ROLE']);
    expect(codesOf(world.try('objection', 'o1', dana, { type: 'uphold', decision: 'd' }))).toEqual(['E_NOT_FOUND']);
  });

  test('GD-24-2 SH-23-3 the objector is answered before it is closed', () => {
    const world = verifying();
    world.do('objection', 'o1', dora, { type: 'uphold', decision: 'it is right' });
    expect(codesOf(world.try('objection', 'o1', olga, { type: 'close' }))).toEqual(['E_STATE']);
    expect(codesOf(world.try('objection', 'o1', dana, { type: 'inform', answer: 'a' }))).toEqual(['E_NOT_FOUND']);
    expect(world.do('objection', 'o1', olga, { type: 'inform', answer: 'why' }).answer).toBe('why');
    expect(world.do('objection', 'o1', olga, { type: 'close' }).state).toBe('closed');
  });

  test('SH-27-2 data that the body withdraws is out of the catalog at once', () => {
    const world = verifying();
    doAll(world, {
      life: 'objection',
      id: 'o1',
      actor: dora,
      command: { type: 'withdraw_data', decision: 'it leaked' },
    });
    const doc = world.must('catalogEntry', entry);
    expect([doc.state, doc.acts.at(-1)?.by]).toEqual(['withdrawn', system]);
  });
});

const clock = (id: string) => lives.objection.clocks?.find((one) => one.id === id);

describe('SH-23-1 SH-23-2 SH-23-3 the clocks', () => {
  test('GY-03 one day to mark, two to decide or forward, five for the body; all from receipt', () => {
    expect(clock('mark')).toMatchObject({ runs: ['received'], days: 'objection_mark_days', duty: 'operator' });
    expect(clock('platform')).toMatchObject({ days: 'objection_platform_decide_days', from: 'receipt' });
    expect(clock('forward')).toMatchObject({ runs: ['received', 'marked'], days: 'objection_forward_days' });
    expect(clock('body')).toMatchObject({ runs: ['forwarded', 'verifying'], days: 'objection_body_decide_days' });
    const { days } = profiles.shanghai;
    const numbers = [
      days.objection_mark_days,
      days.objection_platform_decide_days,
      days.objection_forward_days,
      days.objection_body_decide_days,
    ];
    expect(numbers.map(({ value, basis }) => [value, basis])).toEqual([1, 2, 2, 5].map((value) => [value, 'text']));
  });

  test('being late decides for nobody: the data stays disputed', () => {
    const world = verifying();
    world.now = instant('2028-01-01T00:00:00.000Z');
    expect(lives.objection.due).toBeUndefined();
    expect(codesOf(world.try('objection', 'o1', system, { type: 'uphold', decision: 'd' }))).toEqual(['E_ROLE']);
    expect(undisputed(world, ['district'])).toEqual(['E_DISPUTED']);
  });
});
