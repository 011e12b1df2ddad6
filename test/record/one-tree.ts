/** Whether a record ever signed two histories. */
import { expect } from 'vitest';
import { verifyEd25519 } from '#gateway/record/keys.ts';
import { openDriver } from '#gateway/record/open-driver.ts';
import { openTables } from '#gateway/record/tables.ts';
import { openCheckpoint } from '#policies/record/checkpoint.ts';
import { isSameBytes } from '#policies/record/hash.ts';
import { rootOf } from '#policies/record/tree.ts';
import { unwrap } from '#policies/refusal.ts';
import type { Place } from './engines.ts';
import { aBench } from './ledger.ts';

/** Every checkpoint that was ever signed is of the one tree. @returns how many there are */
export function requireOneTree({ dir, store }: Place): number {
  const tables = openTables(store);
  const driver = openDriver(store);
  const trust = { ...aBench(dir).trust, witnessKeys: [], quorum: 0 };
  const rows = driver.all('SELECT size, note FROM checkpoint ORDER BY size');
  for (const row of rows) {
    const opened = unwrap(openCheckpoint(String(row['note']), trust, verifyEd25519));
    expect(opened.size).toBe(Number(row['size']));
    expect(isSameBytes(opened.root, rootOf(opened.size, tables.readNode))).toBe(true);
  }
  driver.close();
  tables.close();
  return rows.length;
}
