/**
 * The secrets of cell-key perturbation. They are of an id space, not of a table: the same people get the same noise in every table about
 * them. One master key lies with the snapshots, is made at first use and never leaves; who had it could take the noise off again. Simulation
 * data has secrets of its own: beside the perturbed counts of its units their exact ones are shown, and ids may be those of real units.
 *
 * @see docs/decisions/026-cell-keys.md
 */
import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import type { KeyedHash } from '#policies/disclosure/treat/cell-key.ts';
import type { IdSpace } from '#policies/units.ts';
import { hmacSql, keyAt } from '../private/key.ts';
import type { Folders } from './config.ts';

export interface CellKeys {
  /** SQL of a text → SQL of its record key: the first 32 bits of its HMAC-SHA256. */
  readonly recordKey: (text: string) => string;
  /** Of sums of record keys, under another key. */
  readonly hash: KeyedHash;
}

/** @param data whose units are meant: under one key a simulation would tell the noise of real tables */
export async function cellKeysOf(
  folders: Pick<Folders, 'snapshots'>,
  space: IdSpace,
  data: 'real' | 'simulation' = 'real',
): Promise<CellKeys> {
  const master = await keyAt(join(folders.snapshots, '.cells.key'));
  const derive = (use: string): Buffer =>
    createHmac('sha256', master)
      .update(`${data === 'real' ? use : `simulation ${use}`}/${space}`)
      .digest();
  const [record, cell] = [derive('record'), derive('cell')];
  return {
    recordKey: (text) => `CAST('0x' || substr(${hmacSql(record, text)}, 1, 8) AS UBIGINT)`,
    hash: (message) => createHmac('sha256', cell).update(message).digest(),
  };
}
