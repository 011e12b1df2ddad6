/**
 * Random walks of random commands by random actors, from every stage of the journey: whatever is accepted is one legal move,
 * and no walk ends in a document that breaks separation of duty or opens a right too early.
 */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { fold, type ActedDoc, type Life, type LifeTypes } from '#policies/procedure/decider.ts';
import type { Actor } from '#policies/procedure/life.ts';
import { lives, type LifeName } from '#policies/procedure/lives.ts';
import { instant } from '#policies/units.ts';
import { anyCommand, idsOf, lifeNames, stageNames } from './any-command.ts';
import { rejectApplication, worldAt } from './journey.ts';
import { people } from './people.ts';
import type { World } from './world.ts';

const actors: readonly Actor[] = Object.values(people);
const clock = ['2026-03-02T01:30:00.000Z', '2026-12-31T23:59:59.999Z', '2027-01-01T00:00:00.000Z'].map(instant);

/** `fitting`: choose among the moves of this state and the actors of their roles, so that walks get far. */
const step = fc.record({
  life: fc.constantFrom(...lifeNames),
  id: fc.nat(9),
  kind: fc.nat(99),
  variant: fc.nat(9),
  actor: fc.nat(99),
  fitting: fc.integer({ min: 0, max: 9 }).map((n) => n < 8),
  time: fc.oneof({ weight: 30, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(2) }),
});
const walk = fc.record({
  stage: fc.constantFrom(...stageNames),
  reviewsNeeded: fc.constantFrom(1 as const, 2 as const),
  steps: fc.array(step, { minLength: 20, maxLength: 60 }),
});

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
const pick = <T>(items: readonly T[], at: number): T => {
  const item = items[at % items.length];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
};

/** Takes one step and checks all that must hold of an accepted command. @returns whether it was accepted */
function take(world: World, { life: name, id: at, kind: which, variant, actor: who, fitting, time }: Step): boolean {
  world.now = pick(clock, time);
  const life = lives[name] as unknown as Life<LifeTypes>;
  const id = pick(idsOf(name), at);
  const before = world.get(name, id) as ActedDoc | undefined;
  const kinds = Object.keys(life.moves);
  const open = kinds.filter((kind) => life.moves[kind]?.from.includes(before?.state ?? 'none'));
  const kind = pick(fitting && open.length > 0 ? open : kinds, which);
  const able = actors.filter(({ role }) => life.moves[kind]?.by.includes(role));
  const actor = pick(fitting ? able : actors, who);
  const command = anyCommand(world, name, kind, id, variant);
  const outcome = world.try(name, id, actor, life.command.parse(command) as never);
  const after = world.get(name, id) as ActedDoc | undefined;
  if (!outcome.ok) {
    expect(outcome.refusals.length).toBeGreaterThan(0);
    expect(after).toEqual(before);
    return false;
  }
  expect(outcome.value).toHaveLength(1);
  // What follows at once may have moved the same thing on.
  const [made, ...more] = (world.events(name, id) as LifeTypes['event'][]).slice(before?.acts.length ?? 0);
  expect(made).toEqual(outcome.value[0]);
  const to = made?.data.to;
  const legal = Object.entries(life.moves).some(
    ([, move]) => move.from.includes(before?.state ?? 'none') && move.to === to && move.by.includes(actor.role),
  );
  expect(legal, `${kind}: ${before?.state} → ${to} by ${actor.role}`).toBe(true);
  for (const { data } of more) expect(data.by.role).toBe('system');
  expect(after?.acts).toHaveLength((before?.acts.length ?? 0) + 1 + more.length);
  // The store keeps JSON: folding what comes back from it gives the same document, step by step and from nothing.
  const stored = JSON.parse(JSON.stringify(world.events(name, id))) as LifeTypes['event'][];
  expect(fold(life.evolve, stored)).toEqual(after);
  for (const event of more.length === 0 ? outcome.value : []) expect(life.evolve(before, event)).toEqual(after);
  return true;
}

const accepted = new Map<string, number>();

test('AO-04-8 no random walk leaves the tables, breaks separation or opens rights early', () => {
  fc.assert(
    fc.property(walk, ({ stage, reviewsNeeded, steps }) => {
      const world = worldAt(stage);
      if (stage !== 'registered') rejectApplication(world, 'app9');
      world.reviewsNeeded = reviewsNeeded;
      for (const one of steps) {
        if (take(world, one)) accepted.set(one.life, (accepted.get(one.life) ?? 0) + 1);
        requireRightsAreOpenOnlyInForce(world);
      }
      for (const name of lifeNames) for (const doc of world.all(name)) requireSeparation(name, doc);
    }),
    { numRuns: Number(process.env['SLUICE_RUNS'] ?? 600) },
  );
  // The walk is worth something only when it gets somewhere, in every life.
  for (const name of lifeNames) expect(accepted.get(name) ?? 0, name).toBeGreaterThan(10);
}, 120_000);

const persons = (doc: ActedDoc, types: readonly string[]) =>
  doc.acts.filter(({ type }) => types.includes(type.slice(type.indexOf('.') + 1))).map(({ by }) => by);

const authoring = ['drafted', 'edited', 'submitted', 'changed', 'frozen', 'vendor_signed'];
const checking = [
  'accepted',
  'checking',
  'registered',
  'refused',
  'forwarded',
  'approved',
  'review_passed',
  'activated',
];
const passing = ['voted', 'conflicted', 'consolidated', 'passed', 'filing_submitted'];

/** Separation of duty, stated again without the helpers that enforce it. */
function requireSeparation(name: LifeName, doc: ActedDoc & { vendor?: string; affiliates?: readonly string[] }): void {
  const authors = persons(doc, authoring).filter(({ role }) => role === 'vendor');
  const checkers = persons(doc, [...checking, ...passing, 'filed']);
  for (const checker of checkers) {
    expect(authors.map(({ person }) => person)).not.toContain(checker.person);
    if (doc.vendor !== undefined) expect([doc.vendor, ...(doc.affiliates ?? [])]).not.toContain(checker.org);
  }
  for (const author of authors) if (doc.vendor !== undefined) expect(author.org).toBe(doc.vendor);
  if (name === 'riskAcceptance') {
    const askers = persons(doc, ['requested']);
    for (const accepter of persons(doc, ['accepted'])) {
      expect(askers.map(({ person }) => person)).not.toContain(accepter.person);
      expect(askers.map(({ org }) => org)).not.toContain(accepter.org);
      expect(accepter.role).toBe('data_agency');
    }
  }
  if (name !== 'export') return;
  for (const accepter of persons(doc, ['filed'])) {
    const filers = persons(doc, passing);
    expect(filers.map(({ person }) => person)).not.toContain(accepter.person);
    expect(filers.map(({ org }) => org)).not.toContain(accepter.org);
    expect(accepter.role).toBe('data_agency');
  }
  for (const kind of ['passed', 'filed'] as const) {
    if (doc.state === 'released') expect(persons(doc, [kind])).not.toEqual([]);
  }
}

/** AO-20-3, DC-03, AO-22-2, stated again on what has just happened. */
function requireRightsAreOpenOnlyInForce(world: World): void {
  for (const agreement of world.all('agreement')) {
    const signed = ['vendor_signed', 'activated'].every((type) => persons(agreement, [type]).length > 0);
    if (agreement.state === 'active') expect(signed).toBe(true);
    expect(agreement.grants.length > 0).toBe(signed);
  }
  for (const run of world.all('run')) {
    const last = run.acts.at(-1);
    if (last?.type !== 'run.started' || last.at !== world.now) continue;
    const readings = world.events('program', run.program).filter(({ type }) => type === 'program.approved');
    expect(readings.map(({ data }) => ('hash' in data ? data.hash : undefined))).toContain(run.hash);
  }
}
