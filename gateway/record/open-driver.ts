/** One of the engines behind the same door. */
import type { Driver, Store } from './driver.ts';
import { openPostgres } from './postgres.ts';
import { openSqlite } from './sqlite.ts';

/** @throws Error when the engine cannot be reached, or would not keep what it was told */
export function openDriver(store: Store): Driver {
  return store.kind === 'sqlite' ? openSqlite(store.file) : openPostgres(store.url);
}
