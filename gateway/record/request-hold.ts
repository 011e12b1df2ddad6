/** Under which key a request is being done, known to whatever it calls: a commit on its way marks the key. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Hold } from './request-table.ts';

interface Scope {
  readonly hold: Hold;
  /** What the request began and left to itself goes on without the key. */
  isOver: boolean;
}

const scopes = new AsyncLocalStorage<Scope>();

export async function underHold<T>(hold: Hold, work: () => Promise<T>): Promise<T> {
  const scope = { hold, isOver: false };
  try {
    return await scopes.run(scope, work);
  } finally {
    scope.isOver = true;
  }
}

export function holdNow(): Hold | undefined {
  const scope = scopes.getStore();
  return scope && !scope.isOver ? scope.hold : undefined;
}
