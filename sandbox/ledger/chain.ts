/**
 * Entries that name the hash of the entry before: whoever knows the last hash knows all of them. The chain alone does not tell that its
 * end was cut off, or that all of it was written anew: for that somebody outside must know a head.
 */
import { z } from 'zod';
import { canonicalText } from '#policies/record/canonical.ts';
import { digestHex, toUtf8 } from '#policies/record/hash.ts';
import { sha256, type Sha256 } from '#policies/units.ts';
import { posting, type Posting } from './posting.ts';

/** The last entry: its number and hash. */
export interface Head {
  readonly seq: number;
  readonly hash: Sha256;
}

/** The head of a ledger without entries; the first entry has number 1. */
export const genesis: Head = { seq: 0, hash: sha256('0'.repeat(64)) };

/** An entry as it is stored: `hash` is the SHA-256 of `json`, which is the JCS form of number, hash before, and posting. */
export interface Row {
  readonly seq: number;
  readonly hash: string;
  readonly json: string;
}

/** The ledger holds something that this code did not write, or lacks something that it did. */
export class BrokenLedger extends Error {}

const entry = z.strictObject({ seq: z.number(), prev: z.string(), posting });

/** @throws ZodError for what is no posting, such as a negative amount */
export function link(head: Head, what: Posting): Row & Head {
  const next = { seq: head.seq + 1, prev: head.hash, posting: what };
  const json = canonicalText(z.encode(entry, next));
  return { seq: next.seq, hash: digestHex(toUtf8(json)), json };
}

/**
 * @returns what the row says, if it is the next after `head`
 * @throws BrokenLedger otherwise
 */
export function follow(head: Head, row: Row): { readonly head: Head; readonly posting: Posting } {
  const hash = digestHex(toUtf8(row.json));
  if (row.hash !== hash) throw broken(row.seq, 'must have the hash that stands beside it');
  const read = entry.safeParse(jsonOf(row));
  if (!read.success) throw broken(row.seq, 'must be an entry');
  const { seq, prev, posting: what } = read.data;
  if (seq !== row.seq || seq !== head.seq + 1) throw broken(row.seq, `must be entry ${head.seq + 1}`);
  if (prev !== head.hash) throw broken(row.seq, 'must name the hash of the entry before');
  return { head: { seq, hash }, posting: what };
}

function jsonOf({ seq, json }: Row): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw broken(seq, 'must be JSON');
  }
}

function broken(seq: number, must: string): BrokenLedger {
  return new BrokenLedger(`Cannot read the ledger: entry ${seq} ${must}`);
}
