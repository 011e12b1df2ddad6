/**
 * The witnesses of an installation, as its policy file names them: one in this process, some at an address, some to whom requests are
 * carried. Without a file there is the one in this process, which is enough to show how it works.
 *
 * @see C2SP tlog-policy; record.md §1 rule 4
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { accept, unwrap, type Outcome } from '#policies/refusal.ts';
import { parseCheckpoint, type Trust } from '#policies/record/checkpoint.ts';
import { toHex } from '#policies/record/hash.ts';
import { keyId, parseKey, parseNote, printKey, type NoteKey } from '#policies/record/note.ts';
import { parseHashes } from '#policies/record/permit.ts';
import { parsePolicy, type Policy } from '#policies/record/policy.ts';
import type { Keys } from './keys.ts';
import { gatherCosignatures, type Asking } from './quorum.ts';
import { openRemoteWitness } from './witness-client.ts';
import { openMailboxWitness } from './witness-mailbox.ts';
import { openWitness, type Witness } from './witness.ts';
import type { Writer } from './writer.ts';

export interface InstalledWitnesses {
  readonly witnesses: readonly Witness[];
  /** Whom everybody else is to believe. */
  readonly trust: Trust;
}

export interface InstallationOptions {
  /** Folder of the installation: the policy is `witness/policy.txt` in it. */
  readonly dir: string;
  readonly keys: Keys;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/** @throws Error for a policy of another log, without a quorum, or that cannot be read */
export function openWitnesses({ dir, keys, clock }: InstallationOptions): InstalledWitnesses {
  const policy = readInstalledPolicy(dir, keys);
  const { origin, logKey, witnessKeys, quorum } = policy;
  const witnesses = witnessKeys.map((vkey): Witness => {
    const key = unwrap(parseKey(vkey));
    const url = policy.urls?.[vkey];
    if (vkey === printKey(keys.witness.key)) {
      return openWitness({ file: join(dir, 'witness', 'state'), signer: keys.witness, log: keys.log.key, clock });
    }
    if (url === undefined) return openMailboxWitness({ key, folder: mailboxOf(dir), origin });
    const file = join(dir, 'witness', 'remote', `${toHex(keyId(key))}.state`);
    return openRemoteWitness({ key, url, origin, file, clock });
  });
  return { witnesses, trust: { origin, logKey, witnessKeys, quorum } };
}

/**
 * Asks every witness anew about the newest checkpoint, whatever cosignatures it has: those may be of a time before a backup was made.
 * Who cannot be reached says nothing, and nothing new is released without a quorum anyway. Refuses E_RECORD where too few vouch because
 * they know another history.
 */
export async function requireVouched(
  record: Pick<Writer, 'checkpoint' | 'consistency'>,
  asked: Pick<Asking, 'witnesses' | 'quorum' | 'tell'>,
): Promise<Outcome<void>> {
  const newest = await record.checkpoint();
  const checkpoint = newest.ok ? parseCheckpoint(unwrap(parseNote(newest.value)).text) : newest;
  if (!newest.ok || !checkpoint.ok) return unlessOutOfReach(newest);
  const { size } = checkpoint.value;
  const prove = (first: number) => parseHashes(record.consistency({ first, second: size })) ?? [];
  const asking = { ...asked, known: new Map<string, string>(), keep: () => undefined };
  return unlessOutOfReach(await gatherCosignatures({ size, note: newest.value, prove }, asking));
}

function unlessOutOfReach(outcome: Outcome<unknown>): Outcome<void> {
  return outcome.ok || outcome.refusals[0].code === 'E_WITNESS' ? accept(undefined) : outcome;
}

const hour = 3_600_000;

/** Says each thing once an hour: a witness that is away, or to whom requests are carried, is asked with every commit. */
export function seldom(tell: (detail: string) => void, clock: () => number): (detail: string) => void {
  const last = new Map<string, number>();
  return (detail) => {
    const before = last.get(detail);
    if (before !== undefined && clock() - before < hour) return;
    if (last.size > 100) last.clear();
    last.set(detail, clock());
    tell(detail);
  };
}

/** Where requests lie ready and answers are found. */
export function mailboxOf(dir: string): string {
  return join(dir, 'witness', 'carried');
}

/** @throws Error as {@link openWitnesses} */
export function readInstalledPolicy(dir: string, { log, witness }: Pick<Keys, 'log' | 'witness'>): Policy {
  const file = join(dir, 'witness', 'policy.txt');
  const own = { origin: log.key.name, logKey: printKey(log.key) };
  if (!existsSync(file)) return { ...own, witnessKeys: [printKey(witness.key)], quorum: 1 };
  const policy = unwrap(parsePolicy(readFileSync(file, 'utf8')));
  if (policy.logKey !== own.logKey)
    throw new Error(`Cannot use ${file}: must be for ${own.logKey}; got ${policy.logKey}`);
  if (policy.quorum === 0) throw new Error(`Cannot use ${file}: must have a quorum of at least one witness; got none`);
  return policy;
}

/** The witness of this name, or key. @throws TypeError where the policy has none such, or several */
export function findWitness(policy: Policy, name: string): NoteKey {
  const keys = policy.witnessKeys.map((vkey) => unwrap(parseKey(vkey)));
  const found = keys.filter((key) => key.name === name || printKey(key) === name);
  if (found.length === 1 && found[0]) return found[0];
  const known = keys.map((key) => key.name).join(', ');
  throw new TypeError(`Cannot choose a witness: must be one of ${known}; got ${name}`);
}
