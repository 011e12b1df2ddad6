/**
 * The operations that are no command of a life as Cedar text: who may ask for them at all, by what they say of themselves.
 *
 * @see docs/decisions/052-cedar.md
 */
import { roleTitles, type Role } from '../procedure/roles.ts';
import { declare, head } from './print-lives.ts';

/** What an operation says of itself. */
export interface OperationRoute {
  /** `check.runs.reveal` */
  readonly id: string;
  /** The first word of its id, a group of the schema. */
  readonly changes: boolean;
  /** Who may ask at all; nobody where it is empty. */
  readonly who: readonly Role[];
}

/** For every operation that somebody may ask for, returns one permit that names it for exactly these roles; one policy for each set of roles. */
export function printOperations(routes: readonly OperationRoute[]): string {
  const asked = routes.filter(({ who }) => who.length > 0);
  const groups = Map.groupBy(asked, ({ id, who }) => `${stageOf(id)} for ${who.join('+')}`);
  const permits = [...groups.values()].map(printPermit);
  return [head('Who may ask for what is no command of a life.', 'the operations of gateway/api'), ...permits].join(
    '\n',
  );
}

/** Their actions for the schema. */
export function printOperationActions(routes: readonly OperationRoute[]): string {
  const groups = Map.groupBy(routes, ({ id, changes }) => `${stageOf(id)}:${changes ? 'deed' : 'look'}`);
  const actions = [...groups].map(([name, group]) => {
    const [stage = '', kind] = name.split(':');
    return `${declare(group.map(({ id }) => `"${id}"`).join(',\n  '), stage, kind === 'deed' ? 'deed' : 'look')}\n`;
  });
  return [
    head('Every operation that is no command of a life as an action.', 'the operations of gateway/api'),
    ...actions,
  ].join('\n');
}

function printPermit(group: readonly OperationRoute[]): string {
  const [first] = group;
  const { id = '', who = [] } = first ?? {};
  const name = `${id} and ${group.length - 1} more`;
  const actions = group.map((one) => `Action::"${one.id}"`);
  const about =
    actions.length === 1 ? `  action == ${actions.join('')}` : `  action in [\n    ${actions.join(',\n    ')}\n  ]`;
  const [role = ''] = who;
  const is = who.length === 1 ? ` in Role::"${role}"` : '';
  const among = who.map((one) => `Role::"${one}"`).join(', ');
  const isAll = who.length === Object.keys(roleTitles).length - 1;
  const when = who.length === 1 || isAll ? '' : `\nwhen { principal in [${among}] }`;
  return `@id("${group.length === 1 ? id : name}")
@source("gateway/api, the operations")
permit (
  principal${is},
${about},
  resource
)${when};
`;
}

function stageOf(id: string): string {
  return id.slice(0, id.indexOf('.'));
}
