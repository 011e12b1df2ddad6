/** Every command of every life, where it is given. */
import { actionOf, type CommandRoute } from '#policies/access/command-route.ts';
import type { LifeName } from '#policies/procedure/lives.ts';
import { lifeOf, stageCommands, stages } from '../stages/collections.ts';

export const commandRoutes: readonly CommandRoute[] = stages.flatMap((stage) =>
  Object.entries(stageCommands[stage]).flatMap(([collection, commands]) =>
    commands.map((command) => ({ stage, collection, command, life: lifeOf(collection) })),
  ),
);

const byCommand = new Map(commandRoutes.map((route) => [`${route.life}.${route.command}`, actionOf(route)]));
const byLife = new Map(
  commandRoutes.map(({ stage, collection, life }) => [life, actionOf({ stage, collection, command: 'read' })]),
);

/** The action of a command; undefined for a move that nobody makes by hand: no policy permits that. */
export function actionOfCommand(life: LifeName, command: string): string | undefined {
  return byCommand.get(`${life}.${command}`);
}

/** The action of reading a thing of this life. Where several stages show the same life, any of them: they show the same. */
export function actionOfReading(life: LifeName): string | undefined {
  return byLife.get(life);
}
