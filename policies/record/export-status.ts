/**
 * How an export stands as of a checkpoint: a bundle proves that it was released, this says what the log knows of it since.
 *
 * Two strengths. Who has read the whole log knows that nothing else happened. Who got an answer knows that its newest event stands in the
 * log; that there is no newer one is the word of who answered.
 *
 * @see record.md §3, “Revocation means as of checkpoint N”; procedure.md §3.9
 */
import { accept, refuse, type Outcome } from '../refusal.ts';
import { openCheckpoint, type OpenedCheckpoint, type Trust } from './checkpoint.ts';
import { parseEntry, printEntry, type Entry } from './entry.ts';
import { fromUtf8, toUtf8 } from './hash.ts';
import type { Verify } from './note.ts';
import { parseHashes } from './permit.ts';
import { isConsistent, isIncluded } from './proof.ts';
import { verifyTiledLog, type ReadTile } from './tiled-log.ts';
import { parseEntryBundle, tilesOf } from './tiles.ts';
import { leafHash } from './tree.ts';

/** What each event leaves of the right to use an export; other events leave it as it is. */
const effects = {
  'export.released': 'stands',
  'export.resumed': 'stands',
  'export.suspended': 'suspended',
  'export.expired': 'expired',
  'export.recalled': 'recalled',
} as const satisfies Record<string, string>;

export type Standing = (typeof effects)[keyof typeof effects];

export interface ExportStatus {
  readonly standing: Standing;
  /** The event by which it stands so. */
  readonly since: Entry;
  /** What was looked at: nothing later is known. */
  readonly checkpoint: OpenedCheckpoint;
  /** `whole_log`: nothing else happened up to the checkpoint. `newest_event`: on the word of who answered. */
  readonly proof: 'whole_log' | 'newest_event';
}

/** The export that is asked about, as its bundle proves it, and whom to believe. */
export interface StatusQuestion {
  /** The release event. */
  readonly release: Entry;
  /** The checkpoint of the bundle: the log must only have added to it. */
  readonly seen: OpenedCheckpoint;
  readonly trust: Trust;
}

/** A leaf and its way to the root: nothing of the payload. */
export interface LeafProof {
  readonly leaf: string;
  readonly index: number;
  /** base64, from the leaf upwards. */
  readonly proof: readonly string[];
}

/** What an installation answers. */
export interface StatusAnswer {
  readonly checkpoint: string;
  /** base64: from the checkpoint that the asker has seen to this one. */
  readonly consistency: readonly string[];
  /** The newest event of the export that changed how it stands. */
  readonly newest: LeafProof;
}

/** How an event of this type leaves an export; undefined where it does not change that. */
export function effectOf(type: string): Standing | undefined {
  return Object.hasOwn(effects, type) ? effects[type as keyof typeof effects] : undefined;
}

/**
 * Accepts an answer whose checkpoint is believed and adds to the one of the bundle, and whose event is of this export and not before its
 * release. It may be fed anything. Refuses E_VERIFY.
 */
export function verifyStatusAnswer(answer: unknown, question: StatusQuestion, verify: Verify): Outcome<ExportStatus> {
  if (!isAnswer(answer)) return fail('must be a checkpoint, a consistency proof and an event; got something else');
  const checkpoint = requireGrown(answer, question, verify);
  if (!checkpoint.ok) return checkpoint;
  const { leaf, index, proof } = answer.newest;
  const since = parseEntry(leaf);
  if (!since.ok) return since;
  const { size, root } = checkpoint.value;
  const claim = { leaf: leafHash(toUtf8(leaf)), index, size, root, proof: parseHashes(proof) ?? [] };
  if (since.value.seq !== index || !isIncluded(claim)) return fail('the event must stand in the log; got another');
  const standing = effectOf(since.value.type);
  const { release } = question;
  const isOwn = since.value.subjects[0] === release.subjects[0] && index >= release.seq;
  if (!isOwn || standing === undefined)
    return fail('the event must be one of this export since its release; got another');
  return accept({ standing, since: since.value, checkpoint: checkpoint.value, proof: 'newest_event' });
}

/** The log as files, and the checkpoint that they lead to. */
export interface LogFiles {
  readonly checkpoint: string;
  readonly read: ReadTile;
}

/**
 * Reads the whole log: every entry is in the tree, the tree adds to the checkpoint of the bundle, and of all events of the export the last
 * says how it stands. Refuses E_VERIFY.
 */
export async function readStatus(
  log: LogFiles,
  question: StatusQuestion,
  verify: Verify,
): Promise<Outcome<ExportStatus>> {
  const checkpoint = openCheckpoint(log.checkpoint, question.trust, verify);
  if (!checkpoint.ok) return checkpoint;
  const kept = keeping(log.read);
  const { seen, release } = question;
  const whole = await verifyTiledLog({ checkpoint: checkpoint.value, read: kept.read, depth: 'entries', seen });
  if (!whole.ok) return whole;
  let since: Entry | undefined;
  for (const entry of kept.entries(checkpoint.value.size)) {
    if (entry.seq === release.seq && printEntry(entry) !== printEntry(release))
      return fail('the log must hold the release of the bundle; got another entry');
    if (entry.seq >= release.seq && entry.subjects[0] === release.subjects[0] && effectOf(entry.type)) since = entry;
  }
  const standing = since && effectOf(since.type);
  if (!since || !standing) return fail('the log must hold the release of the bundle; got none');
  return accept({ standing, since, checkpoint: checkpoint.value, proof: 'whole_log' });
}

/** Remembers the bundles of entries, so that what is read is what was verified. */
function keeping(read: ReadTile) {
  const bundles = new Map<number, Uint8Array>();
  return {
    read: async (tile: Parameters<ReadTile>[0]) => {
      const bytes = await read(tile);
      if (tile.level === 'entries' && bytes) bundles.set(tile.index, bytes);
      return bytes;
    },
    *entries(size: number): Generator<Entry> {
      for (const { level, index, width } of tilesOf(size)) {
        if (level !== 'entries') continue;
        for (const leaf of parseEntryBundle(bundles.get(index) ?? new Uint8Array(), width) ?? []) {
          const entry = parseEntry(fromUtf8(leaf) ?? '');
          if (entry.ok) yield entry.value;
        }
      }
    },
  };
}

function requireGrown(
  answer: StatusAnswer,
  { trust, seen }: StatusQuestion,
  verify: Verify,
): Outcome<OpenedCheckpoint> {
  const checkpoint = openCheckpoint(answer.checkpoint, trust, verify);
  if (!checkpoint.ok) return checkpoint;
  const { size, root } = checkpoint.value;
  if (size < seen.size) return fail(`the log must have the ${seen.size} entries of the bundle; got ${size}`);
  const proof = parseHashes(answer.consistency);
  const claim = { first: seen.size, second: size, firstRoot: seen.root, secondRoot: root, proof: proof ?? [] };
  return proof && isConsistent(claim)
    ? checkpoint
    : fail('the log must add to the checkpoint of the bundle; got another history');
}

function isAnswer(value: unknown): value is StatusAnswer {
  if (!isObject(value) || !isObject(value['newest'])) return false;
  const { leaf, index, proof } = value['newest'];
  return (
    typeof value['checkpoint'] === 'string' &&
    isTexts(value['consistency']) &&
    typeof leaf === 'string' &&
    Number.isSafeInteger(index) &&
    isTexts(proof)
  );
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function fail(why: string): Outcome<never> {
  return refuse('E_VERIFY', `Cannot say how the export stands: ${why}`);
}
