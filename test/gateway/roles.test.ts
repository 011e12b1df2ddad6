/** Every command by everybody whom the table of its life does not name. Generated: a new command is covered by being there. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Person } from '#gateway/accounts.ts';
import { fileExport, idOf, release, term } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import { ownerOf } from '#gateway/city/set-up.ts';
import { lifeOf, openings, stageCommands, stages, type Collection } from '#gateway/stages/collections.ts';
import type { Stage } from '#policies/procedure/life.ts';
import { lives } from '#policies/procedure/lives.ts';
import type { Move } from '#policies/procedure/life.ts';
import { unwrap } from '#policies/refusal.ts';
import { openCity, type Installation } from '../fixtures/installation.ts';
import { aFit, aRisk, bodiesOf, bodyOf, type Bodies } from './bodies.ts';
import { aPlan, toExport, type Submitted } from './plans.ts';
import { beginCases } from './begin-cases.ts';
import { codesOf } from './refused.ts';

let city: Installation;
let made: Submitted;
let bodies: Bodies;
let ids: Readonly<Record<Collection, string>>;
beforeAll(async () => {
  city = await openCity();
  made = await toExport(city.as, aPlan());
  bodies = bodiesOf(city, made);
  ids = {
    entries: 'ent_registration',
    registrations: 'vendor.qiming',
    applications: city.office.record.read.list('application')[0]?.id ?? '',
    agreements: made.agreement,
    programs: made.program.id,
    runs: made.run,
    exports: made.export,
    standing: await aStandingApproval(),
    fits: idOf(await city.as(people.operator.person).call('/simulate/fits', aFit)),
    acceptances: idOf(await city.as(people.operator.person).call('/run/acceptances', aRisk)),
    ...(await beginCases(city, bodies)),
  };
});
afterAll(async () => city[Symbol.asyncDispose]());

/** Of a product of its own, so that the export of the test stays where it is. */
async function aStandingApproval(): Promise<string> {
  const plan = aPlan({ sql: 'SELECT industry_code, count(DISTINCT uscc) AS firms FROM ent_registration GROUP BY ALL' });
  const released = await toExport(city.as, plan);
  await fileExport(city.as, { id: released.export, run: released.run });
  await release(city.as, plan, released.export);
  const body = { export: released.export, until: term.to, uses: 3, drift: { rows: 1, suppressedCells: 1 } };
  return String(unwrap(await city.as(people.operator.person).call('/check/standing', body))['id']);
}

/** One person of every role; of vendors and departments the one whose things they are. */
const everybody: readonly Person[] = [
  people.vendor,
  people.operator,
  people.district,
  people.agency,
  people.authority,
  people.regulator,
  ownerOf('dept.market_regulation'),
];

interface Route {
  readonly stage: Stage;
  readonly collection: Collection;
  readonly command: string;
}

const routes: readonly Route[] = stages.flatMap((stage) =>
  Object.entries(stageCommands[stage]).flatMap(([collection, commands]: [string, readonly string[]]) =>
    commands.map((command) => ({ stage, collection, command })),
  ),
);

const isFirst = (route: Route): boolean => openings(lifeOf(route.collection)).includes(route.command);

function pathOf(route: Route): string {
  const { stage, collection, command } = route;
  return isFirst(route) ? `/${stage}/${collection}` : `/${stage}/${collection}/${ids[collection]}/${command}`;
}

function movesOf(collection: Collection): Readonly<Record<string, Move<string>>> {
  return lives[lifeOf(collection)].moves;
}

test('procedure.md §3: every command is refused to every role that its table does not name, and nothing is written', async () => {
  const before = city.office.record.read.size();
  let tried = 0;
  for (const route of routes) {
    const life = lifeOf(route.collection);
    const allowed: readonly string[] = movesOf(route.collection)[route.command]?.by ?? [];
    expect([route, allowed.length > 0]).toEqual([route, true]);
    for (const { person, role } of everybody.filter((one) => !allowed.includes(one.role))) {
      const refused = await city.as(person).call(pathOf(route), bodyOf(bodies, life, route.command));
      expect([route, role, codesOf(refused)]).toEqual([route, role, ['E_ROLE']]);
      tried++;
    }
  }
  expect(tried).toBeGreaterThan(250);
  expect(city.office.record.read.size()).toBe(before);
});

test('AO-28-1: a move of the system is reachable by nobody, at no stage', async () => {
  const before = city.office.record.read.size();
  for (const stage of stages) {
    for (const collection of Object.keys(stageCommands[stage])) {
      const moves = Object.entries(movesOf(collection)).filter(([, { by }]) => by.every((role) => role === 'system'));
      for (const [command] of moves.filter(([name]) => !asked.includes(`${collection}.${name}`))) {
        for (const { person } of everybody) {
          const refused = await city.as(person).call(`/${stage}/${collection}/${ids[collection]}/${command}`, {});
          expect([stage, command, person, codesOf(refused)]).toEqual([stage, command, person, ['E_NOT_FOUND']]);
        }
      }
    }
  }
  expect(city.office.record.read.size()).toBe(before);
});

/** Moves of the system that a person asks for by a route of its own. */
const asked = ['programs.test', 'exports.release'];

test('AO-21-1, AO-22-2: a test is asked for by the vendor, a release by the operator, a look by nobody else', async () => {
  const own: readonly (readonly [string, Person])[] = [
    [`/propose/programs/${made.program.id}/test`, people.vendor],
    [`/export/exports/${made.export}/release`, people.operator],
    [`/check/runs/${made.run}/reveal`, people.operator],
  ];
  for (const [path, who] of own) {
    for (const { person } of everybody.filter(({ role }) => role !== who.role)) {
      expect([path, person, codesOf(await city.as(person).call(path, { reason: '查看' }))]).toEqual([
        path,
        person,
        ['E_ROLE'],
      ]);
    }
  }
});

test('AO-30-1, DC-13: entries, proofs and traces are for supervising bodies', async () => {
  const watching: readonly Person[] = [people.agency, people.authority, people.regulator];
  const traces = [
    `/trace/${made.run}`,
    `/graph?start=run/${made.run}&direction=back`,
    `/people/${people.vendor.person}`,
  ];
  for (const path of ['/entries', '/entries/0/proof', '/consistency?first=1&second=2', ...traces]) {
    for (const one of everybody) {
      const codes = codesOf(await city.as(one.person).call(`/audit${path}`));
      expect([path, one.role, codes]).toEqual([path, one.role, watching.includes(one) ? [] : ['E_ROLE']]);
    }
  }
});
