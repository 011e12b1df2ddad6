/** Both engines for one test: where each keeps a new record. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { Store } from '#gateway/record/driver.ts';
import { hasPostgres, startPostgres, type Server } from './postgres.ts';

export interface Place {
  /** Keys, witness, and the record of SQLite. */
  readonly dir: string;
  readonly store: Store;
}

export const engines: readonly Store['kind'][] = hasPostgres ? ['sqlite', 'postgres'] : ['sqlite'];

/** For the tests of one file: new places, gone at its end, and the server where there is one. */
export function usePlaces(): { readonly place: (kind: Store['kind']) => Place; readonly server: () => Server } {
  const dirs: string[] = [];
  let running: Server | undefined;
  beforeAll(async () => {
    if (hasPostgres) running = await startPostgres();
  });
  afterAll(async () => {
    await running?.[Symbol.asyncDispose]();
    dirs.forEach((dir) => rmSync(dir, { recursive: true, force: true }));
  });
  const server = () => {
    if (!running) throw new Error('no PostgreSQL here');
    return running;
  };
  const place = (kind: Store['kind']): Place => {
    const dir = mkdtempSync(join(tmpdir(), 'engine-'));
    dirs.push(dir);
    const file = join(dir, 'record', 'record.db');
    return { dir, store: kind === 'sqlite' ? { kind, file } : { kind, url: server().database() } };
  };
  return { place, server };
}
