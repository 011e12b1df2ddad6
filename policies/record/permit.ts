/**
 * A permit: the proof, complete in itself, that an event stands in the record under a checkpoint that the witnesses saw.
 * The domain runs nothing, and nothing is released, without one. It needs no network and no trust in who hands it over.
 *
 * @see programs.md decision 2; record.md §1 rule 5
 */
import { accept, refuse, type Outcome } from '../refusal.ts';
import { openCheckpoint, type OpenedCheckpoint, type Trust } from './checkpoint.ts';
import { parseEntry, requireCommitment, type Entry } from './entry.ts';
import { fromBase64, toUtf8 } from './hash.ts';
import type { Verify } from './note.ts';
import { isIncluded } from './proof.ts';
import { leafHash, type Hash } from './tree.ts';

export interface Permit {
  /** The log leaf: JCS text of an {@link Entry}. */
  readonly leaf: string;
  readonly payload: unknown;
  /** 32 bytes, hexadecimal. */
  readonly salt: string;
  /** Number of the leaf, from 0. */
  readonly index: number;
  /** Size of the tree that the proof is for. */
  readonly size: number;
  /** Inclusion proof, base64, from the leaf upwards. */
  readonly proof: readonly string[];
  /** The signed checkpoint, with its cosignatures. */
  readonly checkpoint: string;
}

/** What a permit that holds says. */
export interface Permitted {
  readonly entry: Entry;
  readonly payload: unknown;
  readonly checkpoint: OpenedCheckpoint;
}

/**
 * Accepts a permit only if, in this order: the checkpoint is believed by `trust`; the leaf is an entry with its own number;
 * the proof leads from the leaf to the root of that checkpoint; the payload opens the commitment of the entry.
 * It may be fed anything: every other value refuses.
 *
 * @returns entry and payload; refuses E_PERMIT, the detail says at which step
 */
export function verifyPermit(permit: Permit, trust: Trust, verify: Verify): Outcome<Permitted> {
  if (!isPermit(permit)) return fail('form', 'must have leaf, payload, salt, index, size, proof and checkpoint');
  const checkpoint = openCheckpoint(permit.checkpoint, trust, verify);
  if (!checkpoint.ok) return fail('checkpoint', checkpoint.refusals[0].detail);
  const entry = parseEntry(permit.leaf);
  if (!entry.ok) return fail('leaf', entry.refusals[0].detail);
  if (entry.value.seq !== permit.index) return fail('leaf', `must be number ${permit.index}; got ${entry.value.seq}`);
  if (!isProven(permit, checkpoint.value))
    return fail('inclusion', 'the proof must lead from leaf to root; got another');
  const opened = requireCommitment(entry.value, permit);
  if (!opened.ok) return fail('payload', opened.refusals[0].detail);
  return accept({ entry: entry.value, payload: permit.payload, checkpoint: checkpoint.value });
}

function isProven(permit: Permit, checkpoint: OpenedCheckpoint): boolean {
  const proof = parseHashes(permit.proof);
  if (!proof || permit.size !== checkpoint.size) return false;
  const { size, root } = checkpoint;
  return isIncluded({ leaf: leafHash(toUtf8(permit.leaf)), index: permit.index, size, root, proof });
}

/** @returns undefined when one is not the base64 of bytes */
export function parseHashes(texts: readonly string[]): readonly Hash[] | undefined {
  const hashes = texts.map(fromBase64);
  return hashes.every((hash) => hash !== undefined) ? hashes : undefined;
}

/** The permit comes from another process: its shape is not given by its type. */
function isPermit(value: unknown): value is Permit {
  if (typeof value !== 'object' || value === null) return false;
  const { leaf, salt, index, size, proof, checkpoint } = value as Partial<Record<keyof Permit, unknown>>;
  return (
    [leaf, salt, checkpoint].every((text) => typeof text === 'string') &&
    [index, size].every(Number.isSafeInteger) &&
    'payload' in value &&
    Array.isArray(proof) &&
    proof.every((hash) => typeof hash === 'string')
  );
}

function fail(step: string, why: string): Outcome<never> {
  return refuse('E_PERMIT', `Cannot accept the permit at step ${step}: ${why}`);
}
