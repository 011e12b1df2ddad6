/** Builders for the tests of the record: a tree in memory, keys, a log that signs, permits. Sane defaults, no mocks. */
import { createHash, generateKeyPairSync, sign as signBytes, verify as verifyBytes } from 'node:crypto';
import { appendLeaf, leafHash, rootOf, type Hash, type ReadNode } from '#policies/record/tree.ts';
import type { NoteKey, Sign, Verify } from '#policies/record/note.ts';
import { algorithms, printKey, printNote, signNote } from '#policies/record/note.ts';
import { cosign } from '#policies/record/cosignature.ts';
import { printCheckpoint, type Trust } from '#policies/record/checkpoint.ts';
import { commit, printEntry, type Entry } from '#policies/record/entry.ts';
import { toBase64, toHex, toUtf8 } from '#policies/record/hash.ts';
import { inclusionProof } from '#policies/record/proof.ts';
import type { Permit } from '#policies/record/permit.ts';
import { instant, orgId, personId } from '#policies/units.ts';
import { createPublicKey } from 'node:crypto';

/** A node store in memory, filled by `appendLeaf`. */
export function aTree(leaves: readonly Uint8Array[]): { read: ReadNode; root: (size?: number) => Hash; nodes: number } {
  const nodes = new Map<string, Hash>();
  const read: ReadNode = (level, index) => {
    const hash = nodes.get(`${level}/${index}`);
    if (!hash) throw new Error(`no node ${level}/${index}`);
    return hash;
  };
  leaves.forEach((leaf, size) => {
    for (const node of appendLeaf(size, leafHash(leaf), read)) nodes.set(`${node.level}/${node.index}`, node.hash);
  });
  return { read, root: (size = leaves.length) => rootOf(size, read), nodes: nodes.size };
}

/** The slow obvious oracle: MTH by its definition, on a hash of its own. @see RFC 6962 §2.1 */
export function oracleRoot(leaves: readonly Uint8Array[]): Buffer {
  const [only] = leaves;
  if (!only) return createHash('sha256').digest();
  if (leaves.length === 1) return createHash('sha256').update(Uint8Array.of(0)).update(only).digest();
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  const node = createHash('sha256').update(Uint8Array.of(1));
  return node
    .update(oracleRoot(leaves.slice(0, k)))
    .update(oracleRoot(leaves.slice(k)))
    .digest();
}

export interface Signing {
  readonly key: NoteKey;
  readonly sign: Sign;
}

export function aKey(name: string, algorithm: NoteKey['algorithm'] = algorithms.ed25519): Signing {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32));
  return { key: { name, algorithm, publicKey: raw }, sign: (message) => signBytes(null, message, privateKey) };
}

export const verifyEd25519: Verify = (publicKey, message, signature) => {
  const prefix = Buffer.from('302a300506032b6570032100', 'hex');
  const key = createPublicKey({ key: Buffer.concat([prefix, publicKey]), format: 'der', type: 'spki' });
  return verifyBytes(null, message, key, signature);
};

export function anEntry(overrides: Partial<Entry> = {}): Entry {
  return {
    v: 1,
    seq: 0,
    type: 'run.ordered',
    at: instant('2026-03-02T01:30:00.000Z'),
    actor: personId('wang.min'),
    org: orgId('operator-1'),
    role: 'operator',
    subjects: ['run-7', 'agreement-3'],
    commitment: commit(salt, payload),
    versions: { code: '0.1.0' },
    ...overrides,
  };
}

export const salt = new Uint8Array(32).fill(7);
export const payload = { program: 'a'.repeat(64), inputs: ['ent_registration'] };

export interface ALog {
  readonly permit: Permit;
  readonly trust: Trust;
}

/** A permit for entry `index` of a log of `size` entries, cosigned by `witnesses` witnesses of which `quorum` must sign. */
export function aPermit(options: { index?: number; size?: number; witnesses?: number; quorum?: number } = {}): ALog {
  const { index = 2, size = 5, witnesses = 1, quorum = witnesses } = options;
  const origin = 'sluice.example/record';
  const log = aKey(origin);
  const cosigners = Array.from({ length: witnesses }, (_, i) => aKey(`witness.example/w${i}`, algorithms.cosignature));
  const entries = Array.from({ length: size }, (_, seq) => printEntry(anEntry({ seq })));
  const tree = aTree(entries.map(toUtf8));
  const text = printCheckpoint({ origin, size, root: tree.root() });
  const signatures = [
    signNote(text, log.key, log.sign),
    ...cosigners.map((witness) => cosign({ text, time: 1_772_415_000 }, witness.key, witness.sign)),
  ];
  return {
    permit: {
      leaf: entries[index] ?? '',
      payload,
      salt: toHex(salt),
      index,
      size,
      proof: inclusionProof({ index, size }, tree.read).map(toBase64),
      checkpoint: printNote({ text, signatures }),
    },
    trust: { origin, logKey: printKey(log.key), witnessKeys: cosigners.map(({ key }) => printKey(key)), quorum },
  };
}

/** Another character in the place of one: for base64 and hexadecimal alike it stays in the alphabet. */
export function flip(text: string, at: number): string {
  return text.slice(0, at) + (text[at] === 'a' ? 'b' : 'a') + text.slice(at + 1);
}
