/**
 * May he ask for this at all? Before any code of a stage. An operation that does not say of itself who may ask is for nobody. Commands and
 * documents go on: about them is decided with the thing itself, in the transaction that moves it.
 */
import { createMiddleware } from 'hono/factory';
import { matchedRoutes } from 'hono/route';
import type { Context } from 'hono';
import type { LifeName } from '#policies/procedure/lives.ts';
import { roleTitles, type Role } from '#policies/procedure/roles.ts';
import { refuse, type Outcome } from '#policies/refusal.ts';
import { lifeOperations } from '../api/life-operations.ts';
import { operations } from '../api/operations.ts';
import { everybody, type Operation } from '../api/operation.ts';
import { loadDoc } from '../load.ts';
import type { Office } from '../office.ts';
import { respond } from '../respond.ts';
import type { CallerEnv } from '../stages/caller.ts';
import { collections } from '../stages/collections.ts';
import { nothing, type Thing } from './facts.ts';
import { theAccess } from './access.ts';
import { mayDo } from './may.ts';
import { ownOperations } from './operation-routes.ts';
import { thingOf } from './thing.ts';

/** The console asks the stages inside of the process, without the prefix. */
const prefix = /^\/api\/v1(?=\/)/;
const byRoute = new Map(operations.map((one) => [`${one.method} ${one.path.replace(prefix, '')}`, one]));
const own = new Set(ownOperations);

/** Whose things others of their role do not see. */
const tenants: readonly Role[] = ['vendor', 'source_department'];

export function requireMay(office: Office) {
  return createMiddleware<CallerEnv>(async (c, next) => {
    const route = routeOf(c);
    const operation = route === undefined ? undefined : operationAt(route);
    if (route !== undefined && !operation)
      return respond(
        c,
        refuse('E_ROLE', `Cannot answer ${route}: must be an operation that a policy names; got another`),
      );
    const refused = operation && own.has(operation) ? refusalOf(c, office, operation) : undefined;
    if (refused) return respond(c, refused);
    await next();
    return undefined;
  });
}

/** The route that will answer, the first that was made: `get /api/v1/check/denials`; undefined where none does. */
function routeOf(c: Context<CallerEnv>): string | undefined {
  const found = matchedRoutes(c).find(({ method }) => method !== 'ALL');
  return found && `${found.method.toLowerCase()} ${found.path.replace(prefix, '')}`;
}

/** All commands of a collection share one route. */
function operationAt(route: string): Operation | undefined {
  return byRoute.get(route) ?? (isCommands(route) ? anyCommand(route) : undefined);
}

function isCommands(route: string): boolean {
  return route.startsWith('post ') && route.endsWith('/:id/:command');
}

function anyCommand(route: string): Operation | undefined {
  const start = route.slice('post '.length, -':command'.length);
  return lifeOperations.find(({ method, path }) => method === 'post' && path.replace(prefix, '').startsWith(start));
}

function refusalOf(c: Context<CallerEnv>, office: Office, operation: Operation): Outcome<never> | undefined {
  const { read } = office.record;
  const caller = c.get('caller');
  const life = lifeIn(operation.path);
  const doc = life && loadDoc(read, life, idIn(c.req.path, operation.path));
  const resource = life ? thingOf(read, life, doc) : nothing;
  const ask = (about: Thing) => mayDo(read, caller, { action: operation.id, resource: about });
  // Who may not ask at all is told so, of whatever thing.
  const atAll = ask(nothing);
  const decision = atAll.allowed ? ask(resource) : atAll;
  const doing = operation.title.en;
  // What is another's is answered as what is not there: in the same words, for those from whom there is anything to hide.
  const isMissing = life !== undefined && doc === undefined && isHiddenFrom(life, caller.role);
  if (decision.code === 'E_NOT_FOUND' || (decision.allowed && isMissing))
    return refuse('E_NOT_FOUND', `Cannot ${doing}: must be an existing thing of your organization; got none`);
  if (decision.allowed) return undefined;
  if (!theAccess().actions.includes(operation.id))
    return refuse(
      'E_ROLE',
      `Cannot ${doing}: must be an action of policies/access, which npm run docs prints; got none`,
    );
  if (decision.code === 'E_SEPARATION')
    return refuse(
      decision.code,
      `Cannot ${doing}: must be of another organization and person, as access says; got ${decision.policies.join(', ')}`,
    );
  return refuse('E_ROLE', `Cannot ${doing}: must be asked by ${whoOf(operation)}; got ${roleTitles[caller.role].en}`);
}

/** Things of others of their own role are hidden from these: of a fit from another operator too. */
function isHiddenFrom(life: LifeName, role: Role): boolean {
  return tenants.includes(role) || (life === 'fit' && role === 'operator');
}

/** The life of the thing in a path: `/api/v1/check/runs/:id/reveal`. */
function lifeIn(path: string): LifeName | undefined {
  const [, collection = ''] = /\/([a-z-]+)\/:id(?:\/|$)/.exec(path) ?? [];
  return Object.hasOwn(collections, collection) ? collections[collection] : undefined;
}

/** The part of a path that stands where the pattern has `:id`: what a router will hand over is not known yet. */
function idIn(path: string, pattern: string): string | undefined {
  const at = pattern.replace(prefix, '').split('/').indexOf(':id');
  const part = path.replace(prefix, '').split('/')[at];
  try {
    return part === undefined ? undefined : decodeURIComponent(part);
  } catch {
    // No id is written so.
    return undefined;
  }
}

function whoOf({ who = [] }: Operation): string {
  const roles = who === 'anybody' ? everybody : who;
  return roles.length === 0 ? 'nobody' : roles.map((role) => roleTitles[role].en).join(' or ');
}
