/**
 * Commitments to snapshots: a certificate names the data that a result came from without telling anything that could be compared with a
 * guess. The key never leaves the domain; the custodian can open a commitment for an inspection.
 *
 * @see record.md §3
 */
import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256, type Sha256 } from '#policies/units.ts';
import type { Folders } from './config.ts';

/** HMAC-SHA256 of a content hash under the domain's own key, which is made at first use. */
export function commitTo(folders: Pick<Folders, 'snapshots'>, contentHash: Sha256): Sha256 {
  return keyed(folders, contentHash);
}

/** Names a data subject in the record without telling who it is: the same for the same id, and nothing to compare a guess with. */
export function commitToSubject(folders: Pick<Folders, 'snapshots'>, space: string, id: string): Sha256 {
  return keyed(folders, JSON.stringify(['subject', space, id]));
}

function keyed(folders: Pick<Folders, 'snapshots'>, text: string): Sha256 {
  const file = join(folders.snapshots, '.commitment.key');
  if (!existsSync(file)) writeFileSync(file, randomBytes(32), { mode: 0o400, flag: 'wx' });
  return sha256(createHmac('sha256', readFileSync(file)).update(text).digest('hex'));
}
