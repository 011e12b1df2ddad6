/**
 * The log of an installation, checked by whoever looks at it: signature and cosignatures of its checkpoint, every tile, and that it only
 * added to what this browser saw before. Nothing that is fetched is believed.
 *
 * @see C2SP tlog-tiles; record.md §1, §3
 */
import type { Outcome } from '#policies/refusal.ts';
import { openCheckpoint, type OpenedCheckpoint } from '#policies/record/checkpoint.ts';
import { parseEntry, printEntry, type Entry } from '#policies/record/entry.ts';
import { fromBase64, isSameBytes, toBase64, toUtf8 } from '#policies/record/hash.ts';
import { parsePolicy, type Policy } from '#policies/record/policy.ts';
import { verifyTiledLog } from '#policies/record/tiled-log.ts';
import { printTilePath } from '#policies/record/tiles.ts';
import { leafHash, rootOf, type ReadNode } from '#policies/record/tree.ts';
import { examineLater, type VerifyLater } from '#policies/record/verify-later.ts';

/** What is looked at, in this order. */
export const logSteps = ['policy', 'signature', 'witnesses', 'tree', 'history'] as const;
export type LogStep = (typeof logSteps)[number];

/** What a browser keeps of the log that it saw last. */
export interface Seen {
  readonly origin: string;
  readonly size: number;
  /** base64 */
  readonly root: string;
  readonly logKey: string;
}

export interface LogQuestion {
  /** A file of the log; undefined where it cannot be had. */
  readonly get: (path: string) => Promise<Uint8Array | undefined>;
  /** Text of a policy that the reader keeps; without it the log's own is used. */
  readonly policy?: string | undefined;
  readonly seen?: Seen | undefined;
  readonly verify: VerifyLater;
}

export interface CheckedLog {
  readonly state: 'good';
  readonly checkpoint: OpenedCheckpoint;
  readonly tiles: number;
  /** How many entries were added since; undefined for a first look. */
  readonly grown: number | undefined;
  readonly keys: 'pinned' | 'as before' | 'self-asserted';
  readonly nodes: ReadNode;
  readonly policy: Policy;
}

/** `bad`: the first thing that does not hold. `unknown`: something could not be had, so nothing can be said. */
export type LogFinding =
  | CheckedLog
  | { readonly state: 'bad'; readonly step: LogStep; readonly detail: string }
  | { readonly state: 'unknown'; readonly detail: string };

export async function checkLog(question: LogQuestion): Promise<LogFinding> {
  const { get, seen, verify } = question;
  const [printed, own] = [await textOf(get, 'checkpoint'), question.policy ?? (await textOf(get, 'policy.txt'))];
  if (printed === undefined) return { state: 'unknown', detail: '/log/checkpoint' };
  if (own === undefined) return { state: 'unknown', detail: '/log/policy.txt' };
  const policy = parsePolicy(own);
  if (!policy.ok) return bad('policy', policy);
  if (seen && seen.logKey !== policy.value.logKey)
    return { state: 'bad', step: 'policy', detail: `${seen.logKey} → ${policy.value.logKey}` };
  const signed = await opened(printed, { ...policy.value, witnessKeys: [], quorum: 0 }, verify);
  if (!signed.ok) return bad('signature', signed);
  const checkpoint = await opened(printed, policy.value, verify);
  if (!checkpoint.ok) return bad('witnesses', checkpoint);
  return checkTree(question, { policy: policy.value, checkpoint: checkpoint.value });
}

interface Believed {
  readonly policy: Policy;
  readonly checkpoint: OpenedCheckpoint;
}

async function checkTree(
  { get, seen, policy: pinned }: LogQuestion,
  { policy, checkpoint }: Believed,
): Promise<LogFinding> {
  let missing: string | undefined;
  const tree = await verifyTiledLog({
    checkpoint,
    depth: 'hashes',
    read: async (tile) => {
      const bytes = await get(printTilePath(tile));
      if (!bytes) missing ??= printTilePath(tile);
      return bytes;
    },
  });
  if (missing !== undefined) return { state: 'unknown', detail: `/log/${missing}` };
  if (!tree.ok) return bad('tree', tree);
  const { nodes, tiles } = tree.value;
  if (seen && !hasGrownFrom(checkpoint, seen, nodes))
    return { state: 'bad', step: 'history', detail: `${seen.size} → ${checkpoint.size}` };
  const keys = pinned !== undefined ? 'pinned' : seen ? 'as before' : 'self-asserted';
  return { state: 'good', checkpoint, tiles, grown: seen && checkpoint.size - seen.size, keys, nodes, policy };
}

/** The first `size` entries are those of then. */
export function hasGrownFrom(
  { size }: { readonly size: number },
  seen: { readonly size: number; readonly root: string | Uint8Array },
  nodes: ReadNode,
): boolean {
  const root = typeof seen.root === 'string' ? fromBase64(seen.root) : seen.root;
  return root !== undefined && size >= seen.size && isSameBytes(rootOf(seen.size, nodes), root);
}

/** Does this entry stand in the log, at its own number? */
export function holds({ checkpoint, nodes }: CheckedLog, entry: Entry): boolean {
  return entry.seq < checkpoint.size && isSameBytes(nodes(0, entry.seq), leafHash(toUtf8(printEntry(entry))));
}

/** A leaf as an auditor has it; undefined for what is none. */
export function leafIn(text: string): Entry | undefined {
  const entry = parseEntry(text.trim());
  return entry.ok ? entry.value : undefined;
}

/** What to keep for the next look. */
export function seenOf({ checkpoint: { origin, size, root }, policy: { logKey } }: CheckedLog): Seen {
  return { origin, size, root: toBase64(root), logKey };
}

function opened(printed: string, trust: Policy, verify: VerifyLater): Promise<Outcome<OpenedCheckpoint>> {
  return examineLater((now) => openCheckpoint(printed, trust, now), verify);
}

async function textOf(get: LogQuestion['get'], path: string): Promise<string | undefined> {
  const bytes = await get(path);
  return bytes && new TextDecoder().decode(bytes);
}

function bad(step: LogStep, outcome: Outcome<unknown>): LogFinding {
  return { state: 'bad', step, detail: outcome.ok ? '' : outcome.refusals[0].detail };
}
