/**
 * What a caller may do next: the buttons of a page are drawn from the same decision that the API makes, and the state of the thing. Whether
 * a command is well formed, its time has come and the other documents agree is for its life to decide.
 */
import { actionOf } from '#policies/access/command-route.ts';
import type { Stage } from '#policies/procedure/life.ts';
import { lives, type DocOf, type LifeName } from '#policies/procedure/lives.ts';
import type { Caller } from '../accounts.ts';
import { loadDoc, lookupOf } from '../load.ts';
import type { Office } from '../office.ts';
import { lifeOf, openings, stageCommands, stages } from '../stages/collections.ts';
import { theAccess } from './access.ts';
import { nothing } from './facts.ts';
import { isHindered } from './hindered.ts';
import { principalOf, readerOf, thingOf } from './thing.ts';

/** A command as the API takes it: `POST /api/v1/<stage>/<collection>[/<id>/<command>]`. */
export interface Offer {
  readonly stage: Stage;
  readonly collection: string;
  readonly command: string;
}

/** The commands that `caller` may give to this thing now; none of a thing that is not there, or not there for him. */
export function offersOf(office: Office, life: LifeName, id: string, caller: Caller): readonly Offer[] {
  const { read } = office.record;
  const doc: DocOf<LifeName> | undefined = loadDoc(read, life, id);
  if (!doc) return [];
  const possible = movesOf(life).filter(({ command }) => isIn(life, command, doc.state));
  if (possible.length === 0) return [];
  const [who, resource] = [principalOf(read, caller), thingOf(read, life, doc)];
  return possible.filter((offer) => {
    const { allowed } = theAccess().decide({ caller: who, action: actionOf(offer), resource });
    return allowed && !isHindered({ life, doc, command: offer.command }, lookupOf(read));
  });
}

/** What `caller` may begin. */
export function openingsOf(caller: Caller): readonly Offer[] {
  return begins.filter((offer) => {
    const resource = { ...nothing, life: lifeOf(offer.collection) };
    return theAccess().decide({ caller: readerOf(caller), action: actionOf(offer), resource }).allowed;
  });
}

const all: readonly Offer[] = stages.flatMap((stage) =>
  Object.entries(stageCommands[stage]).flatMap(([collection, commands]) =>
    commands.map((command) => ({ stage, collection, command })),
  ),
);
const [begins, moves] = [all.filter(isOpening), all.filter((offer) => !isOpening(offer))];

function isOpening({ collection, command }: Offer): boolean {
  return openings(lifeOf(collection)).includes(command);
}

function movesOf(life: LifeName): readonly Offer[] {
  return moves.filter(({ collection }) => lifeOf(collection) === life);
}

/** A command may be several moves (`renew_certificate_last`), by where the thing stands. */
function isIn(life: LifeName, command: string, state: string): boolean {
  const kinds = Object.entries(lives[life].moves).filter(
    ([kind]) => kind === command || (kind.startsWith(`${command}_`) && kind.endsWith('_last')),
  );
  return kinds.some(([, { from }]) => from.includes(state));
}
