/**
 * What a caller may do next: the buttons of a page are drawn from the same decision that the API makes. Whether a command is well
 * formed, its time has come and the other documents agree is for its life to decide.
 */
import type { Stage } from '#policies/procedure/life.ts';
import { lives, type DocOf, type LifeName } from '#policies/procedure/lives.ts';
import { requireOwnOrg, type Owner } from '#policies/procedure/roles.ts';
import type { Caller } from '../accounts.ts';
import { loadDoc } from '../load.ts';
import type { Office } from '../office.ts';
import { lifeOf, openings, stageCommands, stages } from '../stages/collections.ts';

/** A command as the API takes it: `POST /api/v1/<stage>/<collection>[/<id>/<command>]`. */
export interface Offer {
  readonly stage: Stage;
  readonly collection: string;
  readonly command: string;
}

/** The commands that `caller` may give to this thing now; none of a thing that is not there, or not there for him. */
export function offersOf(office: Office, life: LifeName, id: string, caller: Caller): readonly Offer[] {
  const doc = loadDoc(office.record.read, life, id);
  if (!doc || !requireOwnOrg('offer', caller, ownerOf(life, doc)).ok) return [];
  const begin = openings(life);
  return commandsOf(life).filter(({ command }) => {
    const move = lives[life].moves[command];
    return !begin.includes(command) && move?.by.includes(caller.role) && move.from.includes(doc.state);
  });
}

/** What `caller` may begin. */
export function openingsOf(caller: Caller): readonly Offer[] {
  return allOffers.filter(({ collection, command }) => {
    const life = lifeOf(collection);
    return openings(life).includes(command) && lives[life].moves[command]?.by.includes(caller.role) === true;
  });
}

const allOffers: readonly Offer[] = stages.flatMap((stage) =>
  Object.entries(stageCommands[stage]).flatMap(([collection, commands]) =>
    commands.map((command) => ({ stage, collection, command })),
  ),
);

function commandsOf(life: LifeName): readonly Offer[] {
  return allOffers.filter(({ collection }) => lifeOf(collection) === life);
}

/** The table knows the types of each life; here they are only names. */
function ownerOf(life: LifeName, doc: DocOf<LifeName>): Owner {
  return (lives[life] as unknown as { ownerOf(doc: DocOf<LifeName>): Owner }).ownerOf(doc);
}
