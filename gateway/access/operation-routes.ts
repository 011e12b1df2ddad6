/** Every operation that is no command of a life and no look at a document: those are decided with the document itself. */
import type { OperationRoute } from '#policies/access/print-operations.ts';
import { lifeOperations } from '../api/life-operations.ts';
import { operations } from '../api/operations.ts';
import type { Operation } from '../api/operation.ts';

const ofLives = new Set(lifeOperations);

/** Those that need an account. */
export const ownOperations: readonly Operation[] = operations.filter(
  (one) => !ofLives.has(one) && one.who !== 'anybody',
);

export const operationRoutes: readonly OperationRoute[] = ownOperations.map(({ id, method, who }) => ({
  id,
  changes: method !== 'get',
  who: who === undefined || who === 'anybody' ? [] : who,
}));
