/** The questions that the gateway asks: may he give this command, may he read this, may he do that? */
import type { DocOf, LifeName } from '#policies/procedure/lives.ts';
import type { Reader } from '../record/reader.ts';
import { theAccess, type Decision } from './access.ts';
import { actionOfCommand, actionOfReading } from './command-routes.ts';
import { nothing, type Asking, type Thing } from './facts.ts';
import { outlineOf, principalOf, readerOf, thingOf } from './thing.ts';

interface Command {
  readonly life: LifeName;
  /** As it is now; undefined for what does not exist. */
  readonly doc: DocOf<LifeName> | undefined;
  readonly command: string;
}

/** To give a command to a thing, or to begin one. Whether its state allows it says the table of its life. */
export function mayGive(read: Reader, caller: Asking, { life, doc, command }: Command): Decision {
  const action = actionOfCommand(life, command) ?? `system.${life}.${command}`;
  return theAccess().decide({ caller: principalOf(read, caller), action, resource: thingOf(read, life, doc) });
}

/** To read a document. */
export function mayRead(life: LifeName, doc: DocOf<LifeName>, caller: Asking): boolean {
  const action = actionOfReading(life) ?? `none.${life}.read`;
  return theAccess().decide({ caller: readerOf(caller), action, resource: outlineOf(life, doc) }).allowed;
}

/** An operation that is no command, and no look at a document. */
export function mayDo(read: Reader, caller: Asking, { action, resource = nothing }: Operation): Decision {
  return theAccess().decide({ caller: principalOf(read, caller), action, resource });
}

interface Operation {
  readonly action: string;
  readonly resource?: Thing;
}
