/** The third layer of separation of duty: written past the rules of the lives and past Cedar, the database itself refuses. Both engines. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { sideOf } from '#policies/access/sides.ts';
import type { Store } from '#gateway/record/driver.ts';
import { openDriver } from '#gateway/record/open-driver.ts';
import { openTables } from '#gateway/record/tables.ts';
import { engines, usePlaces } from '../record/engines.ts';

const { place } = usePlaces();

/** Of a new record, with the folder that it needs. */
function newStore(kind: Store['kind']): Store {
  const { store } = place(kind);
  if (store.kind === 'sqlite') mkdirSync(dirname(store.file), { recursive: true });
  return store;
}

const thing = { life: 'export', id: 'exp-1' };

test.each(engines)(
  'AO-22-2: %s keeps one side of a person and thing: who made it neither checks nor accepts it',
  (kind) => {
    const tables = openTables(newStore(kind));
    const add = (person: string, type: string, about = thing) =>
      tables.transact(() => {
        tables.addSide(about, person, sideOf(type) ?? 'makes');
      });
    add('ana', 'export.drafted');
    add('ana', 'export.submitted');
    add('olga', 'export.voted');
    add('gus', 'export.filed');
    expect(() => add('ana', 'export.voted')).toThrow();
    expect(() => add('ana', 'export.filed')).toThrow();
    expect(() => add('olga', 'export.filed')).toThrow();
    // On another thing each may be on another side.
    add('olga', 'export.filed', { ...thing, id: 'exp-2' });
    tables.close();
  },
);

test.each(engines)(
  '%s refuses a bare row of a second side, another word for a side, and to change or forget one',
  (kind) => {
    const store = newStore(kind);
    openTables(store).close();
    const driver = openDriver(store);
    const write = (text: string) => driver.transaction(() => driver.exec(text));
    write("INSERT INTO side (life, id, person, side) VALUES ('export', 'exp-1', 'ana', 'makes')");
    for (const text of [
      "INSERT INTO side (life, id, person, side) VALUES ('export', 'exp-1', 'ana', 'checks')",
      "INSERT INTO side (life, id, person, side) VALUES ('export', 'exp-1', 'ben', 'watches')",
      "UPDATE side SET side = 'checks'",
      'DELETE FROM side',
    ])
      expect(() => write(text)).toThrow();
    expect(driver.all('SELECT side FROM side')).toEqual([{ side: 'makes' }]);
    driver.close();
  },
);
