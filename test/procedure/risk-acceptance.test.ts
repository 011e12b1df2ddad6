/** Below T2 a program runs only while the custodian answers for it: two people of two bodies, named entries, until a date. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { IsolationTier } from '#policies/isolation.ts';
import { lives } from '#policies/procedure/lives.ts';
import type { Actor } from '#policies/procedure/life.ts';
import { coversRisk, requireAcceptedRisk } from '#policies/procedure/risk-acceptance-guards.ts';
import { daysAfter, isBefore } from '#policies/procedure/term.ts';
import { entryId, instant } from '#policies/units.ts';
import { aRisk, aScript } from './commands.ts';
import { codesOf, wordsOf } from './expect.ts';
import { requestRun, worldAt } from './journey.ts';
import { anActor, people } from './people.ts';
import type { World } from './world.ts';

const { ana, olga, otto, gus, dora, cora, rita, system, olgaAtAgency, agencyInOperator } = people;
const reason = 'a flaw of the kernel was published';
const accept = { type: 'accept' } as const;
const withdraw = { type: 'withdraw', reason } as const;

/** The approved program has a script, and the domain runs it in `tier`. */
function worldWithScript(tier: IsolationTier): World {
  const world = worldAt('program_approved');
  world.tier = tier;
  world.change('program', 'prog1', (doc) => ({ ...doc, content: { ...doc.content, script: aScript() } }));
  return world;
}

function accepted(world: World, change: Parameters<typeof aRisk>[0] = {}, id = 'acc1'): World {
  world.do('riskAcceptance', id, olga, aRisk(change));
  world.do('riskAcceptance', id, gus, accept);
  return world;
}

const ask = (world: World, id = 'run1') => {
  const { hash } = world.must('program', 'prog1');
  const parameters = [{ name: 'year', value: 2024 }];
  return world.try('run', id, ana, { type: 'request', program: 'prog1', hash, scenario: 's1_credit', parameters });
};
const step = (world: World, type: 'precheck' | 'queue' | 'start') => world.try('run', 'run1', system, { type });

describe('a program with a script in T0', () => {
  const cases: readonly (readonly [string, (world: World) => void])[] = [
    ['without an acceptance', () => {}],
    ['with one that was asked for and not accepted', (world) => world.do('riskAcceptance', 'acc1', olga, aRisk())],
    ['with one of a better tier', (world) => accepted(world, { tier: 'T1' })],
    [
      'with one at its end',
      (world) => {
        accepted(world);
        world.now = instant('2026-04-01T01:30:00.000Z');
      },
    ],
    [
      'with one that was withdrawn before the request',
      (world) => accepted(world).do('riskAcceptance', 'acc1', cora, withdraw),
    ],
    [
      'with one that was refused',
      (world) => {
        world.do('riskAcceptance', 'acc1', olga, aRisk());
        world.do('riskAcceptance', 'acc1', gus, { type: 'refuse', reason });
      },
    ],
    [
      'with one that names another entry',
      (world) => {
        accepted(world);
        world.change('riskAcceptance', 'acc1', (doc) => ({ ...doc, entries: [entryId('tax_credit')] }));
      },
    ],
  ];
  test.each(cases)('is refused %s', (_, prepare) => {
    const world = worldWithScript('T0');
    prepare(world);
    const refused = ask(world);
    expect(codesOf(refused)).toEqual(['E_ISOLATION']);
    expect(wordsOf(refused)).toContain('got tier T0 and no acceptance in force that covers it');
  });

  test('runs with one, and the order names it', () => {
    const world = accepted(worldWithScript('T0'));
    requestRun(world, 'run1');
    for (const type of ['precheck', 'queue', 'start'] as const)
      expect(codesOf(step(world, type))).toEqual(['accepted']);
    const ordered = world.events('run', 'run1').find(({ type }) => type === 'run.ordered');
    expect(ordered?.data).toMatchObject({ isolation: 'acc1' });
    expect(world.must('run', 'run1').isolation).toBe('acc1');
  });

  test.each(['precheck', 'queue', 'start'] as const)('is refused at %s when it was withdrawn before', (at) => {
    const world = accepted(worldWithScript('T0'));
    requestRun(world, 'run1');
    for (const type of ['precheck', 'queue', 'start'] as const) {
      if (type === at) break;
      step(world, type);
    }
    world.do('riskAcceptance', 'acc1', olga, withdraw);
    expect(codesOf(step(world, at))).toEqual(['E_ISOLATION']);
  });

  test('runs by the acceptance that is left', () => {
    const world = accepted(accepted(worldWithScript('T0')), {}, 'acc2');
    world.do('riskAcceptance', 'acc1', gus, withdraw);
    requestRun(world, 'run1');
    step(world, 'precheck');
    step(world, 'queue');
    expect(world.must('run', 'run1').isolation).toBe('acc2');
  });
});

test.each(['T2', 'T3'] as const)('in %s a script runs without an acceptance, and the order names none', (tier) => {
  const world = accepted(worldWithScript(tier));
  requestRun(world, 'run1');
  expect(Object.keys(world.must('run', 'run1'))).not.toContain('isolation');
});

test('a query without a script runs in T0 as ever', () => {
  const world = worldAt('program_approved');
  world.tier = 'T0';
  expect(codesOf(ask(world))).toEqual(['accepted']);
});

describe('programs.md decision 6, two people of two bodies', () => {
  const asked = () => {
    const world = worldAt('published');
    world.do('riskAcceptance', 'acc1', olga, aRisk());
    return world;
  };
  const wrong: readonly (readonly [string, Actor, string])[] = [
    ['its vendor', ana, 'E_ROLE'],
    ['the operator who asked', olga, 'E_ROLE'],
    ['a colleague of his', otto, 'E_ROLE'],
    ['the same person with an account at the agency', olgaAtAgency, 'E_SEPARATION'],
    ['somebody of the operator with a role of the agency', agencyInOperator, 'E_SEPARATION'],
    ['a department', dora, 'E_ROLE'],
    ['the authority above', cora, 'E_ROLE'],
    ['the regulator', rita, 'E_ROLE'],
    ['the system', system, 'E_ROLE'],
    ['another operator', anActor('olaf', 'operator2', 'operator'), 'E_NOT_FOUND'],
  ];
  test.each(wrong)('%s does not accept it', (_, actor, code) => {
    expect(codesOf(asked().try('riskAcceptance', 'acc1', actor, accept))).toEqual([code]);
  });

  test.each([
    ['the vendor', ana],
    ['the agency', gus],
    ['the system', system],
  ])('%s does not ask for one', (_, actor) => {
    expect(codesOf(worldAt('published').try('riskAcceptance', 'acc1', actor, aRisk()))).toEqual(['E_ROLE']);
  });

  test('the operator, the agency and the authority take it back alone; nobody gives it again', () => {
    for (const actor of [olga, otto, gus, cora]) {
      const world = accepted(worldAt('published'));
      world.do('riskAcceptance', 'acc1', actor, withdraw);
      for (const again of [accept, withdraw]) {
        expect(codesOf(world.try('riskAcceptance', 'acc1', gus, again))).toEqual(['E_STATE']);
      }
    }
    for (const actor of [ana, dora, rita, system]) {
      expect(codesOf(accepted(worldAt('published')).try('riskAcceptance', 'acc1', actor, withdraw))).toEqual([
        'E_ROLE',
      ]);
    }
  });

  test('entries that are not published have no risk to accept, also when they went since', () => {
    const unknown = aRisk({ entries: [entryId('social_insurance'), entryId('tax_credit')] });
    expect(codesOf(worldAt('published').try('riskAcceptance', 'acc1', olga, unknown))).toEqual(['E_NO_RIGHTS']);
    const world = asked();
    world.change('catalogEntry', 'social_insurance', (doc) => ({ ...doc, state: 'withdrawn' }));
    expect(codesOf(world.try('riskAcceptance', 'acc1', gus, accept))).toEqual(['E_NO_RIGHTS']);
  });

  test('the event says all that was accepted, by whom asked, and until when', () => {
    const [, event] = accepted(worldAt('published')).events('riskAcceptance', 'acc1');
    const { type: _, ...risk } = aRisk();
    const until = '2026-04-01T01:30:00.000Z';
    expect(event).toMatchObject({
      type: 'riskAcceptance.accepted',
      data: { ...risk, requestedBy: olga, until, by: gus },
    });
  });
});

test.each([
  ['a tier that needs none', { tier: 'T2' }],
  ['no entry', { entries: [] }],
  ['no day', { days: 0 }],
  ['more than a quarter', { days: 91 }],
  ['half a day', { days: 0.5 }],
  ['no reason', { justification: ' ' }],
  ['an end of its own', { until: '2099-01-01T00:00:00.000Z' }],
])('a request with %s is not well-formed', (_, change) => {
  expect(lives.riskAcceptance.command.safeParse({ ...aRisk(), ...change }).success).toBe(false);
});

const tiers: readonly IsolationTier[] = ['T0', 'T1', 'T2', 'T3'];
const names = ['a', 'b', 'c'];
const moment = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2032-01-01'), noInvalidDate: true })
  .map((date) => instant(date.toISOString()));

test('coversRisk never covers more than was accepted: not a weaker tier, not another entry, not its end', () => {
  const entries = fc.subarray(names);
  const risk = fc.record({ tier: fc.constantFrom(...tiers), entries, until: moment });
  const need = fc.record({ tier: fc.constantFrom(...tiers), entries, at: moment });
  fc.assert(
    fc.property(risk, need, (given, asked) => {
      const weaker = tiers.indexOf(asked.tier) < tiers.indexOf(given.tier);
      const outside = asked.entries.some((entry) => !given.entries.includes(entry));
      const over = Date.parse(asked.at) >= Date.parse(given.until);
      expect(coversRisk(given, asked)).toBe(!weaker && !outside && !over);
    }),
  );
});

test('requireAcceptedRisk covers T1 by an acceptance of T0, which is the larger risk', () => {
  const doc = accepted(worldAt('published')).must('riskAcceptance', 'acc1');
  const need = { tier: 'T1', entries: doc.entries, at: instant('2026-03-10T00:00:00.000Z') } as const;
  expect(requireAcceptedRisk('run', need, [doc])).toEqual({ ok: true, value: { isolation: 'acc1' } });
});

test('daysAfter agrees with the calendar', () => {
  fc.assert(
    fc.property(moment, fc.nat(900), (from, days) => {
      const expected = new Date(Date.parse(from) + days * 86_400_000).toISOString();
      expect(daysAfter(from, days)).toBe(expected);
      expect(isBefore(from, daysAfter(from, days))).toBe(days > 0);
    }),
  );
});
