/** One document of every small life that people begin by hand, from its sample. */
import { people } from '#gateway/city/people.ts';
import { ownerOf } from '#gateway/city/set-up.ts';
import { caseOf, idPrefix } from '#gateway/stages/collections.ts';
import { lives, type LifeName } from '#policies/procedure/lives.ts';
import type { Installation } from '../fixtures/installation.ts';
import { idOf } from '#gateway/city/journey.ts';
import { bodyOf, type Bodies } from './bodies.ts';

/** Everybody who may begin something, by role; where several may, the first. */
const beginners = [...Object.values(people), ownerOf('dept.market_regulation')];

/** @returns collection → id */
export async function beginCases({ as }: Installation, bodies: Bodies): Promise<Readonly<Record<string, string>>> {
  const made: Record<string, string> = {};
  for (const life of Object.keys(lives) as LifeName[]) {
    const table = caseOf(life);
    const opening = table && Object.entries(table.moves).find(([, { from, stage }]) => from.includes('none') && stage);
    if (!opening) continue;
    const [kind, { by, stage }] = opening;
    const who = beginners.find(({ role }) => by.includes(role));
    if (!who) throw new Error(`nobody of the city may begin a ${idPrefix(life)}`);
    made[table.collection] = idOf(
      await as(who.person).call(`/${stage}/${table.collection}`, bodyOf(bodies, life, kind)),
    );
  }
  return made;
}
