/**
 * What a log asks of a witness, and how every witness answers: cosign only what adds to the largest tree that you saw.
 * The decision is here, without memory and without key, so that the witness in the process, over HTTP and on a stick is one witness.
 *
 * @see C2SP tlog-witness (c2sp.org/tlog-witness), “add-checkpoint”
 */
import { accept, refuse, type Outcome } from '../refusal.ts';
import { parseCheckpoint, type Checkpoint } from './checkpoint.ts';
import { fromBase64, isSameBytes, toBase64 } from './hash.ts';
import { isSignedBy, parseNote, requireSignature, type NoteKey, type Verify } from './note.ts';
import { isConsistent } from './proof.ts';
import { rootOf, type Hash } from './tree.ts';

export interface AddCheckpoint {
  /** Size of the tree that the witness saw last, as the log believes; 0 where it saw none. */
  readonly old: number;
  /** From `old` to the size of the checkpoint; empty where `old` is 0. */
  readonly proof: readonly Hash[];
  /** The printed note, signed by the log. */
  readonly checkpoint: string;
}

/** What the witness goes by. */
export interface WitnessView {
  readonly logs: readonly NoteKey[];
  /** The largest checkpoint of this origin that it cosigned. */
  readonly latest: (origin: string) => Checkpoint | undefined;
}

/** The status codes are those of the standard; `why` is for people. */
export type Judgement =
  | { readonly status: 200; readonly checkpoint: Checkpoint; readonly text: string }
  | { readonly status: 400 | 403 | 404 | 422; readonly why: string }
  | { readonly status: 409; readonly why: string; readonly size: number };

/** A tree of 2^63 leaves needs no more. */
const maxProof = 63;

export function printAddCheckpoint({ old, proof, checkpoint }: AddCheckpoint): string {
  return [`old ${old}`, ...proof.map(toBase64), '', checkpoint].join('\n');
}

/** Accepts exactly what {@link printAddCheckpoint} prints; the note in it is not looked at. Refuses E_VERIFY. */
export function parseAddCheckpoint(body: string): Outcome<AddCheckpoint> {
  const cut = body.indexOf('\n\n');
  const [first = '', ...lines] = body.slice(0, Math.max(0, cut)).split('\n');
  const old = /^old (0|[1-9]\d*)$/.exec(first)?.[1];
  const proof = lines.map(fromBase64).filter((hash) => hash?.length === 32);
  if (old === undefined || !Number.isSafeInteger(Number(old)) || proof.length < lines.length || lines.length > maxProof)
    return refuse(
      'E_VERIFY',
      'Cannot read the request: must be an old size, a proof and a checkpoint; got another form',
    );
  return accept({
    old: Number(old),
    proof: proof.filter((hash) => hash !== undefined),
    checkpoint: body.slice(cut + 2),
  });
}

/**
 * Decides in the order of the standard: form and origin, signature of the log, sizes, consistency.
 * For every pair of checkpoints of one origin that get 200 one after the other, the later tree begins with the earlier one.
 */
export function judgeCheckpoint(request: AddCheckpoint, view: WitnessView, verify: Verify): Judgement {
  const note = parseNote(request.checkpoint);
  const checkpoint = note.ok ? parseCheckpoint(note.value.text) : note;
  if (!note.ok || !checkpoint.ok) return { status: 400, why: 'must be a checkpoint; got something else' };
  const { origin, size } = checkpoint.value;
  const keys = view.logs.filter(({ name }) => name === origin);
  if (keys.length === 0) return { status: 404, why: `must be of a log that is watched here; got ${origin}` };
  const signed = keys.filter((key) => note.value.signatures.some((line) => isSignedBy(line, key)));
  if (signed.length === 0 || !signed.every((key) => requireSignature(note.value, key, verify).ok))
    return { status: 403, why: `must be signed by ${origin}; got another signature or none` };
  if (request.old > size) return { status: 400, why: `must add to the old size ${request.old}; got ${size} entries` };
  const refused = judgeGrowth(request, checkpoint.value, view.latest(origin));
  return refused ?? { status: 200, checkpoint: checkpoint.value, text: note.value.text };
}

/** @returns undefined where `next` adds to what was seen */
function judgeGrowth(request: AddCheckpoint, next: Checkpoint, seen: Checkpoint | undefined): Judgement | undefined {
  const size = seen?.size ?? 0;
  const conflict = (why: string): Judgement => ({ status: 409, why, size });
  if (request.old !== size) return conflict(`must be from the ${size} entries seen before; got from ${request.old}`);
  const firstRoot = seen?.root ?? emptyRoot;
  if (next.size === size && !isSameBytes(next.root, firstRoot)) {
    // A first checkpoint of no entries has only one root that it can have.
    if (size === 0) return { status: 422, why: 'must have the root of an empty tree; got another' };
    return conflict(`must be the ${size} entries seen before; got another history`);
  }
  const claim = { first: size, second: next.size, firstRoot, secondRoot: next.root, proof: request.proof };
  if (isConsistent(claim)) return undefined;
  return { status: 422, why: `must be proven to add to the ${size} entries seen before; got another history` };
}

const emptyRoot = rootOf(0, () => {
  throw new Error('Cannot read a node: an empty tree has none');
});
