/** One document of every small life that people begin by hand, from its sample. */
import { act } from '#gateway/act.ts';
import { people } from '#gateway/city/people.ts';
import { ownerOf } from '#gateway/city/set-up.ts';
import { systemActor } from '#gateway/office.ts';
import { caseOf, idPrefix } from '#gateway/stages/collections.ts';
import { lives, type LifeName } from '#policies/procedure/lives.ts';
import { unwrap } from '#policies/refusal.ts';
import type { Installation } from '../fixtures/installation.ts';
import { idOf } from '#gateway/city/journey.ts';
import { bodyOf, type Bodies } from './bodies.ts';

/** Everybody who may begin something, by role; where several may, the first. */
const beginners = [...Object.values(people), ownerOf('dept.market_regulation')];

/** What an appeal is against. */
async function rejectedApplication({ as }: Installation, { core }: Bodies): Promise<string> {
  const request = core.map((body) => body['request']).find((one) => one !== undefined);
  const scenario = { id: 'appealed', title: '申诉场景' };
  const asked = { request: { ...(request as object), scenario } };
  const id = idOf(await as(people.vendor.person).call('/propose/applications', asked));
  unwrap(await as(people.vendor.person).call(`/propose/applications/${id}/submit`, {}));
  unwrap(await as(people.operator.person).call(`/review/applications/${id}/begin_check`, {}));
  unwrap(await as(people.operator.person).call(`/review/applications/${id}/reject`, { reason: '理由' }));
  return id;
}

/** What only follows from something else, or is asked for by a route of its own. */
async function beginInside({ office }: Installation, bodies: Bodies, life: LifeName): Promise<string> {
  const [kind = '', move] = Object.entries(lives[life].moves).find(([, { from }]) => from.includes('none')) ?? [];
  const { person, org, role } = beginners.find((one) => move?.by.includes(one.role)) ?? systemActor;
  const id = office.newId(idPrefix(life));
  const command = lives[life].command.parse({ ...bodyOf(bodies, life, kind), type: kind });
  unwrap(await act(office, { life, id, command, actor: { person, org, role } }));
  return id;
}

/** @returns collection → id */
export async function beginCases(city: Installation, given: Bodies): Promise<Readonly<Record<string, string>>> {
  const { as } = city;
  const bodies = { ...given, known: { ...given.known, rejected: await rejectedApplication(city, given) } };
  const made: Record<string, string> = {};
  for (const life of Object.keys(lives) as LifeName[]) {
    const table = caseOf(life);
    if (!table) continue;
    const opening = Object.entries(table.moves).find(([, { from, stage }]) => from.includes('none') && stage);
    if (!opening) {
      const { products: product } = made;
      const known = { ...bodies.known, ...(product !== undefined && { product }) };
      made[table.collection] = await beginInside(city, { ...bodies, known }, life);
      continue;
    }
    const [kind, { by, stage }] = opening;
    const who = beginners.find(({ role }) => by.includes(role));
    if (!who) throw new Error(`nobody of the city may begin a ${idPrefix(life)}`);
    made[table.collection] = idOf(
      await as(who.person).call(`/${stage}/${table.collection}`, bodyOf(bodies, life, kind)),
    );
  }
  return made;
}
