/** The buttons of the console and the answers of the API are one decision: compared over every life, role and a second organization. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commandRoutes } from '#gateway/access/command-routes.ts';
import { theAccess } from '#gateway/access/access.ts';
import { offersOf, openingsOf } from '#gateway/access/offers.ts';
import type { Caller, Person } from '#gateway/accounts.ts';
import { idOf } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import { cityPeople, ownerOf } from '#gateway/city/set-up.ts';
import { decideAll } from '#gateway/decide.ts';
import { lifeOf, openings } from '#gateway/stages/collections.ts';
import { codeVersions, versions } from '#gateway/versions.ts';
import { lives, type LifeName } from '#policies/procedure/lives.ts';
import { orgId, personId } from '#policies/units.ts';
import { openInstallation, copyOfCity, type Installation } from '../fixtures/installation.ts';
import { beginCases } from '../gateway/begin-cases.ts';
import { aFit, aRisk, bodiesOf, bodyOf, type Bodies } from '../gateway/bodies.ts';
import { aPlan, toExport } from '../gateway/plans.ts';

const first: readonly Person[] = [...Object.values(people), ownerOf('dept.market_regulation')];
/** Of every role another organization. */
const second = [...new Map(first.map((one) => [one.role, one])).values()].map((one) => ({
  ...one,
  person: personId(`other.${one.role}`),
  org: orgId(`other.${one.role}`),
}));

let city: Installation;
let bodies: Bodies;
let ids: Readonly<Record<string, string>>;
beforeAll(async () => {
  city = await openInstallation(await copyOfCity(), [...cityPeople, ...second]);
  const made = await toExport(city.as, aPlan());
  bodies = bodiesOf(city, made);
  ids = {
    entries: 'ent_registration',
    registrations: 'vendor.qiming',
    applications: city.office.record.read.list('application')[0]?.id ?? '',
    agreements: made.agreement,
    programs: made.program.id,
    runs: made.run,
    exports: made.export,
    fits: idOf(await city.as(people.operator.person).call('/simulate/fits', aFit)),
    acceptances: idOf(await city.as(people.operator.person).call('/run/acceptances', aRisk)),
    ...(await beginCases(city, bodies)),
  };
});
afterAll(async () => city[Symbol.asyncDispose]());

/** What the API refuses for who asks, where the thing stands or what he did: everything else is a matter of the body. */
const personal = ['E_ROLE', 'E_STATE', 'E_SEPARATION', 'E_NOT_FOUND'];

/** What the body says, and not who asks: which entries a department names. */
const ofTheBody = ['incidents.confirm'];

/** Roles that move this life at all, and one that does not: that nobody else may is tested for every role elsewhere. */
function askingOf(life: LifeName): readonly Person[] {
  const movers = Object.values(lives[life].moves).flatMap(({ by }) => by);
  const outsider = second.find(({ role }) => !movers.includes(role));
  return [...first, ...second].filter((one) => movers.includes(one.role) || one === outsider);
}

/** The decision of the API about a well-formed body, without writing it. */
function isTaken(life: LifeName, { command: type, id }: { command: string; id: string }, caller: Caller): boolean {
  const { record, clock, settings, tier } = city.office;
  const { person, org, role } = caller;
  const command = lives[life].command.parse({ ...bodyOf(bodies, life, type), type });
  const act = { life, id, command, actor: { person, org, role }, caller };
  const decided = decideAll(record.read, act, { now: clock(), settings, tier: tier() });
  return decided.ok || !decided.refusals.some(({ code }) => personal.includes(code));
}

test('a command is offered exactly to whom the API does not refuse it for who he is, where the thing stands or what he did', () => {
  const wrong: string[] = [];
  let [tried, offered] = [0, 0];
  for (const [collection, id] of Object.entries(ids)) {
    const life = lifeOf(collection);
    const commands = commandRoutes
      .filter((route) => route.life === life && route.stage !== 'account')
      .map(({ command }) => command)
      .filter((command) => !openings(life).includes(command) && !ofTheBody.includes(`${collection}.${command}`));
    for (const one of askingOf(life)) {
      const caller: Caller = { ...one, via: 'token' };
      const offers = offersOf(city.office, life, id, caller).map(({ command }) => command);
      for (const command of commands) {
        const taken = isTaken(life, { command, id }, caller);
        if (offers.includes(command) !== taken) wrong.push(`${collection} ${command} ${one.org} ${one.role}: ${taken}`);
        tried++;
        if (taken) offered++;
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(tried).toBeGreaterThan(1_500);
  expect(offered).toBeGreaterThan(50);
});

test('record.md §1 rule 3: the event of a command says by which policies it was allowed; no certificate does', () => {
  const { read } = city.office.record;
  const drafted = read.bySubject(ids['programs'] ?? '').find(({ type }) => type === 'program.drafted');
  expect(drafted?.entry.versions).toMatchObject({ access: theAccess().hash, permit: 'programs/vendor' });
  const bySystem = read.bySubject(ids['runs'] ?? '').find(({ type }) => type === 'run.ordered');
  expect(bySystem?.entry.versions).toMatchObject({ access: theAccess().hash });
  expect(bySystem?.entry.versions).not.toHaveProperty('permit');
  expect(Object.keys(codeVersions(drafted?.entry.versions ?? {}))).toEqual(Object.keys(versions).toSorted());
});

test('openingsOf offers to begin exactly what the table of its life lets the role begin', () => {
  for (const one of first) {
    const offered = openingsOf({ ...one, via: 'token' }).map(({ collection, command }) => `${collection}.${command}`);
    const expected = commandRoutes.filter(({ life, command, stage }) => {
      const { by = [], from = [] } = lives[life].moves[command] ?? {};
      return stage !== 'account' && from.includes('none') && by.includes(one.role);
    });
    expect([one.role, offered]).toEqual([
      one.role,
      expected.map(({ collection, command }) => `${collection}.${command}`),
    ]);
  }
});
