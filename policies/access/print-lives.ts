/**
 * The life tables as Cedar text: who may give which command, and who may not because of what he did before. Printed into files that stand
 * in the repository, so that an auditor reads them without running anything; a test compares.
 *
 * @see docs/decisions/052-cedar.md
 */
import { lives } from '../procedure/lives.ts';
import type { Move } from '../procedure/life.ts';
import type { Role } from '../procedure/roles.ts';
import { actionOf, type CommandRoute } from './command-route.ts';

/** First lines of a printed file. */
export function head(what: string, from = 'the tables of policies/procedure'): string {
  return `// ${what}\n// Printed by \`npm run docs\` from ${from}. Do not edit.\n`;
}

/**
 * For every route, returns one permit that names its action for exactly the roles of its table, the system excepted: its own moves are
 * asked for by nobody. One policy for each collection and set of roles.
 */
export function printLives(routes: readonly CommandRoute[]): string {
  const groups = Map.groupBy(routes, (route) => `${route.collection}/${rolesOf(route).join('+')}`);
  const permits = [...groups.values()].map(printPermit);
  return [head('Who may give which command.'), ...permits].join('\n');
}

/** For every route whose table says `apartFrom`, returns a forbid for whoever did one of these before to the same thing. */
export function printFourEyes(routes: readonly CommandRoute[]): string {
  const apart = routes.filter((route) => earlierOf(route).length > 0);
  const groups = Map.groupBy(apart, (route) => `${route.collection} after ${earlierOf(route).join(', ')}`);
  const forbids = [...groups].map(([id, group]) => printForbid(id, group));
  return [head('Four eyes: who did the one does not do the other to the same thing.'), ...forbids].join('\n');
}

/** The actions of all routes for the schema: each command, and reading each collection at each stage. */
export function printActions(routes: readonly CommandRoute[]): string {
  const groups = Map.groupBy(routes, ({ stage, collection }) => `${stage}.${collection}`);
  const actions = [...groups].map(([name, group]) => {
    const [{ stage }] = group as [CommandRoute];
    const commands = group.map((route) => `"${actionOf(route)}"`).join(',\n  ');
    const read = stage === 'account' ? '' : `${declare(`"${name}.read"`, stage, 'read')}\n`;
    return `${declare(commands, stage, 'command')}\n${read}`;
  });
  return [head('Every operation of every life as an action.'), ...actions].join('\n');
}

/** One declaration of actions for the schema. */
export function declare(actions: string, stage: string, kind: 'command' | 'read' | 'look' | 'deed'): string {
  const on = 'appliesTo { principal: Person, resource: Thing, context: Asked }';
  return `action ${actions}\n  in ["${stage}", "${kind}"] ${on};`;
}

function printPermit(group: readonly CommandRoute[]): string {
  const [first] = group;
  const roles = first ? rolesOf(first) : [];
  const [role] = roles;
  // It stands in every event: a long list is counted.
  const id = `${first?.collection ?? ''}/${roles.length > 4 ? `${roles.length} roles` : roles.join('+')}`;
  const is = roles.length === 1 ? ` in Role::"${role ?? ''}"` : '';
  const among = roles.map((one) => `Role::"${one}"`).join(', ');
  const when = roles.length === 1 ? '' : `\nwhen { principal in [${among}] }`;
  const sources = [...new Set(group.flatMap((route) => moveOf(route).source.split(', ')))].join(', ');
  return `@id("${id}")\n@source("${sources}")\npermit (\n  principal${is},\n${actionsOf(group)},\n  resource\n)${when};\n`;
}

function printForbid(id: string, group: readonly CommandRoute[]): string {
  const [first] = group;
  const earlier = first ? earlierOf(first) : [];
  const sources = [...new Set(group.map((route) => moveOf(route).source))].join(', ');
  const did = earlier.map((type) => `"${type}"`).join(', ');
  return `@id("${id}")
@source("${sources}")
@code("E_SEPARATION")
forbid (
  principal,
${actionsOf(group)},
  resource
)
when { resource.people.hasTag(principal.person) }
when { resource.people.getTag(principal.person).containsAny([${did}]) };
`;
}

function actionsOf(group: readonly CommandRoute[]): string {
  const [one, ...more] = group.map((route) => `Action::"${actionOf(route)}"`);
  return more.length === 0 ? `  action == ${one ?? ''}` : `  action in [\n    ${[one, ...more].join(',\n    ')}\n  ]`;
}

function moveOf({ life, command }: CommandRoute): Move<string> {
  const move = lives[life].moves[command];
  if (!move) throw new Error(`Cannot print ${life}.${command}: must be a move of its table`);
  return move;
}

function rolesOf(route: CommandRoute): readonly Role[] {
  return moveOf(route).by.filter((role) => role !== 'system');
}

/** Full names of the events: `demand.submitted`. */
function earlierOf(route: CommandRoute): readonly string[] {
  return (moveOf(route).apartFrom ?? []).map((past) => `${route.life}.${past}`);
}
