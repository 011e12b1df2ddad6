/** A city in which something of every kind exists, with a person of every role, and for each role one of another organization. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Person } from '#gateway/accounts.ts';
import { fileExport, idOf, release, term } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import { cityPeople, ownerOf } from '#gateway/city/set-up.ts';
import { operations } from '#gateway/api/operations.ts';
import { everybody } from '#gateway/api/operation.ts';
import { lifeOf, stageCommands } from '#gateway/stages/collections.ts';
import type { Stage } from '#policies/procedure/life.ts';
import type { Role } from '#policies/procedure/roles.ts';
import { unwrap } from '#policies/refusal.ts';
import { orgId, personId } from '#policies/units.ts';
import { copyOfCity, openInstallation, type Installation } from '../fixtures/installation.ts';
import { copyOf } from '../fixtures/made-once.ts';
import { beginCases } from '../gateway/begin-cases.ts';
import { aFit, aRisk, bodiesOf, bodyOf, type Bodies } from '../gateway/bodies.ts';
import { aPlan, toExport } from '../gateway/plans.ts';

export interface World {
  readonly city: Installation;
  /** Collection → id of one that exists: of vendors' things one of the first vendor. */
  readonly ids: Readonly<Record<string, string>>;
  /** Operation → a well-formed body over things that exist. */
  readonly bodies: ReadonlyMap<string, unknown>;
  /** Who stands for each role, and somebody of another organization in the same role. */
  readonly first: ReadonlyMap<Role, Person>;
  readonly second: ReadonlyMap<Role, Person>;
}

function standIn(role: Role, which: 'first' | 'second'): Person {
  const name = `${which}.${role}`;
  const title = { zh: `${which} ${role}`, en: `${which} ${role}` };
  return { person: personId(name), org: orgId(name), role, title };
}

const named: readonly Person[] = [...Object.values(people), ownerOf('dept.market_regulation')];

const first = new Map(
  everybody.map((role) => [role, named.find((one) => one.role === role) ?? standIn(role, 'first')]),
);
/** The other vendor is registered, so that nothing but the owner stands between it and the first one's things. */
const second = new Map(everybody.map((role) => [role, role === 'vendor' ? people.rival : standIn(role, 'second')]));

const everyPerson = [...new Set([...cityPeople, ...first.values(), ...second.values()])];

/** A copy; it is made once per run of the tests. */
export async function openWorld(): Promise<World> {
  const dir = await copyOf('world', makeWorld);
  const { ids, bodies } = JSON.parse(readFileSync(join(dir, 'world.json'), 'utf8')) as Made;
  const city = await openInstallation(dir, everyPerson);
  return { city, ids, bodies: new Map(bodies), first, second };
}

interface Made {
  readonly ids: Readonly<Record<string, string>>;
  readonly bodies: readonly (readonly [string, unknown])[];
}

async function makeWorld(dir: string): Promise<void> {
  cpSync(await copyOfCity(), dir, { recursive: true });
  await using city = await openInstallation(dir, everyPerson);
  const made = await toExport(city.as, aPlan());
  const given = bodiesOf(city, made);
  const desk = city.as(people.operator.person);
  const set = { scale: 0.0001, entries: ['ent_registration'] };
  const ids = {
    entries: 'ent_registration',
    registrations: people.vendor.org,
    applications: city.office.record.read.list('application')[0]?.id ?? '',
    agreements: made.agreement,
    programs: made.program.id,
    runs: made.run,
    exports: made.export,
    standing: await aStandingApproval(city),
    fits: idOf(await desk.call('/simulate/fits', aFit)),
    acceptances: idOf(await desk.call('/run/acceptances', aRisk)),
    sets: idOf(await city.as(people.vendor.person).call('/simulate/sets', set)),
    ...(await beginCases(city, given)),
  };
  writeFileSync(join(dir, 'world.json'), JSON.stringify({ ids, bodies: bodiesFor(given) } satisfies Made));
}

/** Of a product of its own that has left, so that the export of the world stays where it is. */
async function aStandingApproval({ as }: Installation): Promise<string> {
  const plan = aPlan({ sql: 'SELECT industry_code, count(DISTINCT uscc) AS firms FROM ent_registration GROUP BY ALL' });
  const left = await toExport(as, plan);
  await fileExport(as, { id: left.export, run: left.run });
  await release(as, plan, left.export);
  const body = { export: left.export, until: term.to, uses: 3, drift: { rows: 1, suppressedCells: 1 } };
  return String(unwrap(await as(people.operator.person).call('/check/standing', body))['id']);
}

/** Commands say what exists; everything else says what its example says. */
function bodiesFor(given: Bodies): Made['bodies'] {
  return operations.flatMap(({ id, body, example }) => {
    if (!body) return [];
    const [stage = '', collection = '', command = ''] = id.split('.');
    const isCommand = stageCommands[stage as Stage]?.[collection]?.includes(command) === true;
    return [[id, isCommand ? bodyOf(given, lifeOf(collection), command) : example?.body] as const];
  });
}
