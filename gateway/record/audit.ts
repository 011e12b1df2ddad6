/**
 * What is compared when the record is opened, before anything is believed: leaves with tree, payloads with commitments,
 * tree with checkpoint, projections with the fold of the events.
 *
 * @see record.md §1 rule 6
 */
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { canonicalText, parseCanonical } from '#policies/record/canonical.ts';
import { openCheckpoint } from '#policies/record/checkpoint.ts';
import { parseEntry, requireCommitment } from '#policies/record/entry.ts';
import { isSameBytes, toHex, toUtf8 } from '#policies/record/hash.ts';
import { printKey, type NoteKey } from '#policies/record/note.ts';
import { appendLeaf, leafHash, rootOf, type Hash, type ReadNode, type TreeNode } from '#policies/record/tree.ts';
import type { Law } from './decision.ts';
import { verifyEd25519 } from './keys.ts';
import { readEvent, subjectOf, type Doc, type RecordedEvent } from './reader.ts';
import { BrokenTables, isBroken, type EventRow, type Tables } from './tables.ts';

/** What was found sound. */
export interface Audited {
  readonly size: number;
  /** Root of the tree, hexadecimal. */
  readonly root: string;
}

/** Audits the tables as they are at one moment, while others write. Refuses E_RECORD. */
export function auditNow(tables: Tables, log: NoteKey, fold: Law['fold']): Outcome<Audited> {
  try {
    return tables.snapshot(() => {
      const audited = auditTables(tables, log, fold);
      const size = tables.size();
      return audited.ok ? accept({ size, root: toHex(rootOf(size, tables.readNode)) }) : audited;
    });
  } catch (error) {
    if (isBroken(error)) return refuse('E_RECORD', `Cannot believe the record: ${error.message}`);
    throw error;
  }
}

/** Thrown from inside the walk over the events; whoever opens the record turns it into a refusal. */
class Mismatch extends BrokenTables {}

/**
 * Accepts tables that follow from the events and the log key alone.
 *
 * @throws BrokenTables where they do not; refuses E_RECORD where the checkpoint is not of these events
 */
export function auditTables(tables: Tables, log: NoteKey, fold: Law['fold']): Outcome<void> {
  const versions = new Map<string, number>();
  const docs = [...fold(walk(tables, versions))];
  requireWhole(tables, versions);
  requireDocs(tables, docs, versions);
  return requireCheckpoint(tables, log);
}

/** So many events are read at once. */
const page = 1000;

/** Every event once, in order, checked against the tree and its commitment before the fold sees it. */
function* walk(tables: Tables, versions: Map<string, number>): Generator<RecordedEvent> {
  const size = tables.size();
  const counted = { nodes: 0, subjects: 0 };
  const tree = growing();
  for (let from = 0; from < size; from += page) {
    const to = Math.min(from + page, size);
    const [rows, subjects, nodes] = [tables.events(from, to), subjectsOf(tables, from, to), nodesOf(tables, from, to)];
    for (let seq = from; seq < to; seq++) {
      const row = rows[seq - from];
      if (row?.seq !== seq) throw new Mismatch(`event ${seq} must be there, with its payload; got another`);
      for (const subject of requireEvent(row, versions)) {
        if (!subjects.has(`${seq} ${subject}`)) throw new Mismatch(`event ${seq} must be listed under ${subject}`);
        counted.subjects++;
      }
      for (const { level, index, hash } of tree(seq, row.leaf)) {
        const stored = nodes.get(`${level}/${index}`);
        if (!stored) throw new Mismatch(`node ${level}/${index} must be there; got none`);
        if (!isSameBytes(hash, stored)) throw new Mismatch(`node ${level}/${index} must follow from the events`);
        counted.nodes++;
      }
      yield readEvent(row);
    }
  }
  requireCounts(tables, counted);
}

/** The nodes that each leaf completes, from the leaves alone: only the last of each level is needed again. */
function growing(): (seq: number, leaf: string) => readonly TreeNode[] {
  const last: Hash[] = [];
  const read: ReadNode = (level) => {
    const hash = last[level];
    if (!hash) throw new Error(`Cannot grow the tree: level ${level} must have a node`);
    return hash;
  };
  return (seq, leaf) => {
    const added = appendLeaf(seq, leafHash(toUtf8(leaf)), read);
    for (const { level, hash } of added) last[level] = hash;
    return added;
  };
}

function subjectsOf(tables: Tables, from: number, to: number): ReadonlySet<string> {
  return new Set(tables.subjects(from, to).map(({ seq, subject }) => `${seq} ${subject}`));
}

/** The stored nodes that the leaves from `from` to before `to` complete, by level and index. */
function nodesOf(tables: Tables, from: number, to: number): ReadonlyMap<string, Hash> {
  const found = new Map<string, Hash>();
  for (let [level, width] = [0, 1]; width <= to; level++, width *= 2) {
    const stored = tables.nodes(level, Math.floor(from / width), Math.floor(to / width));
    for (const { index, hash } of stored) found.set(`${level}/${index}`, hash);
  }
  return found;
}

function requireCounts(
  tables: Tables,
  { nodes, subjects }: { readonly nodes: number; readonly subjects: number },
): void {
  if (nodes !== tables.nodeCount()) throw new Mismatch(`the tree must have ${nodes} nodes; got ${tables.nodeCount()}`);
  if (subjects !== tables.subjectCount()) throw new Mismatch(`there must be ${subjects} subjects; got another number`);
}

/** @returns the subjects under which the event must be listed */
function requireEvent(row: EventRow, versions: Map<string, number>): ReadonlySet<string> {
  const entry = parseEntry(row.leaf);
  if (!entry.ok) throw new Mismatch(`leaf ${row.seq} must be an entry; got something else`);
  const name = subjectOf(row.life, row.id);
  if (entry.value.seq !== row.seq || entry.value.subjects[0] !== name) {
    throw new Mismatch(`leaf ${row.seq} must be number ${row.seq} of ${name}; got another`);
  }
  const payload = parseCanonical(row.json);
  if (!payload || !requireCommitment(entry.value, { salt: row.salt, payload: payload.value }).ok) {
    throw new Mismatch(`the payload of event ${row.seq} must be the one committed to; got another`);
  }
  const version = (versions.get(name) ?? 0) + 1;
  if (row.version !== version)
    throw new Mismatch(`event ${row.seq} must be number ${version} of ${name}; got ${row.version}`);
  versions.set(name, version);
  return new Set([row.id, ...entry.value.subjects]);
}

/** The fold may have stopped early; the events behind are checked all the same. */
function requireWhole(tables: Tables, versions: ReadonlyMap<string, number>): void {
  const seen = [...versions.values()].reduce((sum, n) => sum + n, 0);
  if (seen !== tables.size()) throw new Error(`Cannot open the record: fold must read every event; it read ${seen}`);
}

function requireDocs(tables: Tables, docs: readonly Doc[], versions: ReadonlyMap<string, number>): void {
  const folded = new Map(docs.map((doc) => [subjectOf(doc.life, doc.id), doc]));
  const stored = tables.allDocs();
  if (stored.length !== folded.size) throw new Mismatch(`there must be ${folded.size} documents; got ${stored.length}`);
  for (const row of stored) {
    const name = subjectOf(row.life, row.id);
    const doc = folded.get(name);
    const isSame =
      doc?.state === row.state && canonicalText(doc.json) === row.json && versions.get(name) === row.version;
    if (!isSame) throw new Mismatch(`${name} must be the fold of its events; got another state`);
  }
}

function requireCheckpoint(tables: Tables, log: NoteKey): Outcome<void> {
  const size = tables.size();
  const newest = tables.checkpoint();
  const trust = { origin: log.name, logKey: printKey(log), witnessKeys: [], quorum: 0 };
  const checkpoint = openCheckpoint(newest?.note ?? '', trust, verifyEd25519);
  if (!checkpoint.ok) return refuse('E_RECORD', checkpoint.refusals[0].detail);
  const isCurrent = newest?.size === size && checkpoint.value.size === size;
  if (isCurrent && isSameBytes(checkpoint.value.root, rootOf(size, tables.readNode))) return accept(undefined);
  return refuse(
    'E_RECORD',
    `Cannot open the record: the newest checkpoint must be of these ${size} entries; got another`,
  );
}
