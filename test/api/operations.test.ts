/** The list of operations against the routes of the app, and its examples against the schemas that validate. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { operations, operationOf } from '#gateway/api/operations.ts';
import type { Operation } from '#gateway/api/operation.ts';
import { lifeOf, stageCommands } from '#gateway/stages/collections.ts';
import { lives } from '#policies/procedure/lives.ts';
import type { Stage } from '#policies/procedure/life.ts';
import { openCity, type Installation } from '../fixtures/installation.ts';

let city: Installation;
beforeAll(async () => {
  city = await openCity();
});
afterAll(async () => city[Symbol.asyncDispose]());

/** Routes of the app that answer programs: not middleware, not pages. */
function apiRoutes(): readonly string[] {
  const answering = city.app.routes.filter(
    ({ method, path }) => method !== 'ALL' && /^\/(api\/v1|log)\/|^\/openapi/.test(path),
  );
  return [...new Set(answering.map(({ method, path }) => `${method} ${path}`))].sort();
}

/** The router has one route for all commands of a thing. */
function routeOf({ method, path, id }: Operation, routes: readonly string[]): string {
  const own = `${method.toUpperCase()} ${path}`;
  const command = id.split('.').at(-1) ?? '';
  const generic = `${method.toUpperCase()} ${path.replace(new RegExp(`/${command}$`), '/:command')}`;
  return routes.includes(own) ? own : generic;
}

test('operations: every route of the API is described, and every description has its route', () => {
  const routes = apiRoutes();
  const described = [...new Set(operations.map((operation) => routeOf(operation, routes)))].sort();
  expect(described).toEqual(routes);
});

test('operations: every command that is given at a stage is described once', () => {
  for (const [stage, collections] of Object.entries(stageCommands))
    for (const [collection, commands] of Object.entries(collections))
      for (const command of commands) expect(operationOf(`${stage}.${collection}.${command}`)?.method).toBe('post');
  expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
  expect(new Set(operations.map(({ method, path }) => `${method} ${path}`)).size).toBe(operations.length);
});

test('operations: of each it is said who may', () => {
  expect(operations.filter(({ who }) => who === undefined || who.length === 0).map(({ id }) => id)).toEqual([]);
});

function commandOf({
  id,
  method,
}: Operation): { readonly life: keyof typeof lives; readonly type: string } | undefined {
  const [stage = '', collection = '', type = ''] = id.split('.');
  const commands = stageCommands[stage as Stage]?.[collection];
  return method === 'post' && commands?.includes(type) ? { life: lifeOf(collection), type } : undefined;
}

test.each(operations.filter(({ body }) => body))('$id: the example is well formed', (operation) => {
  const { body, example } = operation;
  expect(body?.safeParse(example?.body).error).toBeUndefined();
  const command = commandOf(operation);
  if (!command) return;
  const { life, type } = command;
  expect(lives[life].command.safeParse({ ...(example?.body as object), type }).error).toBeUndefined();
});

test('operations: every example of an answer has the form that is described', () => {
  for (const { id, answers, example, query } of operations) {
    const { schema } = answers[0] ?? {};
    if (example?.answer !== undefined) expect([id, schema?.safeParse(example.answer).error]).toEqual([id, undefined]);
    if (query) expect([id, query.safeParse(example?.query ?? {}).error]).toEqual([id, undefined]);
  }
});
