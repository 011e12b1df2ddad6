/** As the gateway does it: a command, and what follows from it, all or nothing. */
import type { Actor } from '#policies/procedure/life.ts';
import type { CommandOf, LifeName } from '#policies/procedure/lives.ts';
import type { Outcome } from '#policies/refusal.ts';
import type { World } from './world.ts';

interface Given<Name extends LifeName> {
  readonly life: Name;
  readonly id: string;
  readonly actor: Actor;
  readonly command: CommandOf<Name>;
}

/** @throws Error when a consequence is refused: it would have stopped its cause, and none may */
export function tryAll<Name extends LifeName>(world: World, given: Given<Name>): Outcome<unknown> {
  return world.try(given.life, given.id, given.actor, given.command);
}

/** As `tryAll`, for a command that must be accepted. */
export function doAll<Name extends LifeName>(world: World, given: Given<Name>): void {
  const done = tryAll(world, given);
  if (!done.ok) throw new Error(done.refusals.map(({ detail }) => detail).join('\n'));
}
