/** Being overdue decides nothing: over random histories of all lives, time ends things and fills the register, and does nothing else. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { dueOrders, type Shelf } from '#policies/procedure/deadlines-due.ts';
import { clocksOf } from '#policies/procedure/deadlines.ts';
import type { ActedDoc, Life, LifeTypes } from '#policies/procedure/decider.ts';
import { lives } from '#policies/procedure/lives.ts';
import { instant, type Instant } from '#policies/units.ts';
import { anyCommand, idsOf, lifeNames, stageNames } from '../any-command.ts';
import { worldAt } from '../journey.ts';
import { people } from '../people.ts';
import type { World } from '../world.ts';

const step = fc.record({
  life: fc.constantFrom(...lifeNames),
  id: fc.nat(9),
  kind: fc.nat(99),
  variant: fc.nat(9),
  actor: fc.nat(99),
});
const history = fc.record({ stage: fc.constantFrom(...stageNames), steps: fc.array(step, { maxLength: 40 }) });
const moments = ['2026-03-20', '2026-10-08', '2027-02-01', '2031-01-01'].map((day) => instant(`${day}T02:00:00.000Z`));
const actors = Object.values(people);

/** What time may do to a thing: end it, hold it, or ask for something. Never one of the states that give something. */
const endings = new Set(
  'expired ended lapsed suspended withdrawn auto_closed closed failed overdue archived destroyed frozen revoked killed purged'.split(
    ' ',
  ),
);

/** What time may begin: a report that somebody owes, and the trace of what ended. */
const asked = new Set(['due', 'opened']);

function live(
  world: World,
  { life: name, id: at, kind: which, variant, actor }: typeof step extends fc.Arbitrary<infer S> ? S : never,
): void {
  const life = lives[name] as unknown as Life<LifeTypes>;
  const id = idsOf(name)[at % idsOf(name).length] ?? '';
  const state = world.get(name, id)?.state ?? 'none';
  const open = Object.keys(life.moves).filter((kind) => life.moves[kind]?.from.includes(state));
  const kind = open[which % open.length];
  const able = actors.filter(({ role }) => kind !== undefined && life.moves[kind]?.by.includes(role));
  const who = able[actor % able.length];
  if (kind === undefined || !who) return;
  const command = life.command.safeParse(anyCommand(world, name, kind, id, variant));
  if (command.success) world.try(name, id, who, command.data as never);
}

function shelfOf(world: World): Shelf {
  return {
    docsIn: (life, states) => world.all(life).filter(({ state }) => states.includes(state)),
    get: (life, id) => world.get(life, id),
  };
}

/** Everything that this moment brings, until nothing is due any more. What is refused was done by something else in between. */
function letTimePass(world: World, now: Instant): number {
  world.now = now;
  const timing = { profile: world.profile, calendar: world.calendar, now };
  let given = 0;
  let refused = '';
  for (let round = 0; round < 40; round++) {
    const orders = dueOrders(shelfOf(world), timing);
    if (orders.length === 0) return given;
    for (const order of orders) {
      expect(JSON.stringify(order)).not.toBe(refused);
      const done = world.try(order.life, order.id, people.system, order.command);
      if (!done.ok) refused = JSON.stringify(order);
    }
    given += orders.length;
  }
  throw new Error('time brings something about for ever');
}

const statesOf = (world: World) =>
  new Map(lifeNames.flatMap((name) => world.all(name).map((doc) => [`${name} ${doc.id}`, doc as ActedDoc] as const)));

test('SH-43-1 SH-45-1 AO-19-2 AO-35-2 overdue never approves: time ends things and raises duties, over random histories', () => {
  const seen = { orders: 0, duties: 0, ended: new Set<string>() };
  fc.assert(
    fc.property(history, fc.nat(3), ({ stage, steps }, first) => {
      const world = worldAt(stage);
      for (const one of steps) live(world, one);
      for (const now of moments.slice(first)) {
        const before = statesOf(world);
        seen.orders += letTimePass(world, now);
        for (const [key, doc] of statesOf(world)) {
          const was = before.get(key);
          if (key.startsWith('duty ')) continue;
          // What is new is asked of somebody; what changed has ended, or is where people had put it before a hold that is over.
          if (doc.state !== was?.state && !was?.acts.some(({ to }) => to === doc.state)) {
            expect(was ? endings : asked, key).toContain(doc.state);
            seen.ended.add(doc.state);
          }
          for (const { by } of doc.acts.slice(was?.acts.length)) expect(by.role).toBe('system');
        }
      }
      seen.duties += world.all('duty').length;
    }),
    { numRuns: 150 },
  );
  expect(seen.orders).toBeGreaterThan(100);
  expect(seen.duties).toBeGreaterThan(50);
  expect([...seen.ended]).toEqual(expect.arrayContaining(['expired', 'ended']));
}, 120_000);

test('SH-43-1 after time has passed every overdue deadline is in the register once, and nothing else is', () => {
  fc.assert(
    fc.property(history, fc.constantFrom(...moments), ({ stage, steps }, now) => {
      const world = worldAt(stage);
      for (const one of steps) live(world, one);
      const already = new Set(world.all('duty').map(({ id }) => id));
      letTimePass(world, now);
      const timing = { profile: world.profile, calendar: world.calendar, now };
      const overdue = lifeNames.flatMap((name) =>
        world.all(name).flatMap((doc) =>
          clocksOf(lives[name], doc, timing)
            .filter(({ state }) => state === 'overdue')
            .map(({ clock, duty }) => `${name} ${doc.id} ${clock} ${duty.role} ${duty.org ?? ''}`),
        ),
      );
      const open = world
        .all('duty')
        .filter(({ id, state }) => !already.has(id) && state !== 'discharged')
        .map(({ life, subject, clock, owedBy, org }) => `${life} ${subject} ${clock} ${owedBy} ${org ?? ''}`);
      expect([...open].sort((a, b) => (a < b ? -1 : 1))).toEqual([...overdue].sort((a, b) => (a < b ? -1 : 1)));
    }),
    { numRuns: 60 },
  );
}, 120_000);
