/** Bundles for tests, from a log in memory: no database, so that a thousand can be made. */
import { buildBundle, describeExport, type ExportContents } from '#gateway/record/bundle.ts';
import { makeKey, makeKeys, type Ciphers, type Keys, type Signer } from '#gateway/record/keys.ts';
import type { ExportPredicate } from '#policies/record/certificate.ts';
import { printCheckpoint, type Trust } from '#policies/record/checkpoint.ts';
import { cosign } from '#policies/record/cosignature.ts';
import { commit, printEntry, type Entry } from '#policies/record/entry.ts';
import { toBase64, toHex, toUtf8 } from '#policies/record/hash.ts';
import { algorithms, printKey, printNote, signNote } from '#policies/record/note.ts';
import type { Permit } from '#policies/record/permit.ts';
import { printPolicy } from '#policies/record/policy.ts';
import { consistencyProof, inclusionProof } from '#policies/record/proof.ts';
import { entryId, instant, orgId, personId, sha256, snapshotId } from '#policies/units.ts';
import { anEntry, aTree, salt } from './builders.ts';

const origin = 'sluice.example/record';
/** Monday 2 March 2026, 01:30 UTC. */
const second = 1_772_415_000;

export function aPredicate(overrides: Partial<ExportPredicate> = {}): ExportPredicate {
  const at = instant('2026-03-02T01:30:00.000Z');
  return {
    product: { id: 'exp-1', form: 'data_metric', title: { zh: '企业活跃度指标', en: 'Enterprise activity index' } },
    scenario: 'scenario-1',
    agreement: 'agreement-3',
    sources: [{ entry: entryId('ent_registration'), snapshot: snapshotId('s1'), commitment: sha256('a'.repeat(64)) }],
    program: sha256('b'.repeat(64)),
    policy: sha256('c'.repeat(64)),
    profile: sha256('d'.repeat(64)),
    verdicts: [{ rule: 'threshold', verdict: 'suppressed' }],
    disclosure: {
      mode: 'private',
      mechanism: 'discrete Gaussian',
      noisy: true,
      answers: [{ run: 'run-1', space: 'person', epsilon: 0.5, delta: 1e-6, rho: 0.01 }],
    },
    approvals: [{ act: 'export.passed', person: personId('li.lei'), org: orgId('operator-1'), role: 'operator', at }],
    filing: 'F-2026-0001',
    isolation: { tier: 'T2', versions: { node: '24.21.0' } },
    sourceStatement: { zh: '市市场监管局登记数据', en: 'Registration data of the market regulator' },
    licence: 'use in scenario-1 only',
    recipients: ['vendor-1'],
    ...overrides,
  };
}

/** A log that can be written to, and be asked for proofs at any of its sizes. */
export interface MemoryLog {
  readonly keys: Keys;
  readonly trust: Trust;
  readonly witnesses: readonly Signer[];
  readonly leaves: readonly string[];
  /** @returns number of the entry */
  append(entry: Partial<Entry>): number;
  /** Cosigned by the first `cosigners` witnesses; all of them where not said. */
  checkpoint(size?: number, cosigners?: number): string;
  permit(seq: number, payload: unknown, cosigners?: number): Permit;
  tree(): ReturnType<typeof aTree>;
  /** From a tree of so many entries to the whole. */
  consistency(first: number): readonly string[];
}

export function aMemoryLog(
  options: {
    readonly ciphers?: Ciphers;
    readonly witnesses?: number;
    readonly quorum?: number;
    /** Signs as this log does. */
    readonly keys?: Pick<MemoryLog, 'keys' | 'witnesses'>;
  } = {},
): MemoryLog {
  const { ciphers, witnesses = 1, quorum = witnesses } = options;
  const keys = options.keys?.keys ?? makeKeys(origin, ciphers);
  const leaves: string[] = [];
  const more = Array.from({ length: witnesses - 1 }, (_, i) =>
    makeKey(`witness.example/w${i + 1}`, algorithms.cosignature),
  );
  const signers = options.keys?.witnesses ?? [keys.witness, ...more];
  const trust: Trust = {
    origin,
    logKey: printKey(keys.log.key),
    witnessKeys: signers.map(({ key }) => printKey(key)),
    quorum,
  };
  const treeOf = (size: number) => aTree(leaves.slice(0, size).map(toUtf8));
  const checkpoint = (size = leaves.length, cosigners = witnesses): string => {
    const text = printCheckpoint({ origin, size, root: treeOf(size).root() });
    const lines = signers.slice(0, cosigners).map(({ key, sign }) => cosign({ text, time: second }, key, sign));
    return printNote({ text, signatures: [signNote(text, keys.log.key, keys.log.sign), ...lines] });
  };
  return {
    keys,
    trust,
    witnesses: signers,
    leaves,
    append: (entry) => leaves.push(printEntry(anEntry({ ...entry, seq: leaves.length }))) - 1,
    checkpoint,
    tree: () => treeOf(leaves.length),
    consistency: (first) =>
      consistencyProof({ first, second: leaves.length }, treeOf(leaves.length).read).map(toBase64),
    permit(seq, payload, cosigners) {
      const size = leaves.length;
      const proof = inclusionProof({ index: seq, size }, treeOf(size).read).map(toBase64);
      const note = checkpoint(size, cosigners);
      return { leaf: leaves[seq] ?? '', payload, salt: toHex(salt), index: seq, size, proof, checkpoint: note };
    },
  };
}

export interface ABundle {
  readonly log: MemoryLog;
  readonly contents: ExportContents;
  readonly permit: Permit;
  readonly zip: Uint8Array;
  /** Text of a policy as a receiver would keep it. */
  readonly pinned: string;
}

/** One export of `log`, released as its last entry. */
export function aReleased(
  options: {
    readonly log?: MemoryLog;
    readonly files?: ReadonlyMap<string, Uint8Array>;
    readonly predicate?: Partial<ExportPredicate>;
  } = {},
): ABundle {
  const { log = aMemoryLog() } = options;
  const files = options.files ?? new Map([['data.csv', toUtf8('district,index\n310101,97\n')]]);
  const predicate = aPredicate(options.predicate);
  const contents: ExportContents = {
    files,
    predicate,
    policy: log.trust,
    signer: log.keys.certificate,
    sm2: log.keys.sm2,
  };
  const payload = { certificate: describeExport(contents).digest };
  const subjects = [`export/${predicate.product.id}`];
  const seq = log.append({ type: 'export.released', subjects, commitment: commit(salt, payload) });
  const permit = log.permit(seq, payload);
  const pinned = printPolicy({ ...log.trust, certificateKey: printKey(log.keys.certificate.key) });
  return { log, contents, permit, zip: buildBundle({ ...contents, permit }), pinned };
}
