/** Every command of every life that people give, and where. */
import { actionOf, type CommandRoute } from '#policies/access/command-route.ts';
import { lives, type LifeName } from '#policies/procedure/lives.ts';
import { collections, lifeOf, stageCommands, stages } from '../stages/collections.ts';

const staged: readonly CommandRoute[] = stages.flatMap((stage) =>
  Object.entries(stageCommands[stage]).flatMap(([collection, commands]) =>
    commands.map((command) => ({ stage, collection, command, life: lifeOf(collection) })),
  ),
);

/** What people ask for by a route of its own: the gateway makes something of it first, as the secret of a token. */
const own: readonly CommandRoute[] = Object.entries(collections).flatMap(([collection, life]) =>
  Object.entries(lives[life].moves)
    .filter(([kind, { by }]) => !kind.endsWith('_last') && by.some((role) => role !== 'system'))
    .filter(([kind]) => !staged.some((route) => route.life === life && route.command === kind))
    .map(([command]) => ({ stage: 'account', collection, command, life })),
);

export const commandRoutes: readonly CommandRoute[] = [...staged, ...own];

const byCommand = new Map(commandRoutes.map((route) => [`${route.life}.${route.command}`, actionOf(route)]));
const byLife = new Map(staged.map((route) => [route.life, actionOf({ ...route, command: 'read' })]));

/** The action of a command; undefined for a move that nobody makes by hand: no policy permits that. */
export function actionOfCommand(life: LifeName, command: string): string | undefined {
  return byCommand.get(`${life}.${command}`);
}

/** The action of reading a thing of this life. Where several stages show the same life, any of them: they show the same. */
export function actionOfReading(life: LifeName): string | undefined {
  return byLife.get(life);
}
