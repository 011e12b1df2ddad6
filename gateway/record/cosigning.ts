/**
 * What the record asks its witnesses: for the cosignatures of its newest checkpoint, once for each; and, before anything is believed,
 * whether they remember more than it does.
 *
 * @see C2SP tlog-policy; record.md §1 rules 4, 6
 */
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { isSameBytes } from '#policies/record/hash.ts';
import { consistencyProof } from '#policies/record/proof.ts';
import { rootOf, type ReadNode } from '#policies/record/tree.ts';
import { oneAtATime } from '../one-at-a-time.ts';
import { gatherCosignatures } from './quorum.ts';
import type { Witness } from './witness.ts';

export interface Witnessing {
  readonly witnesses: readonly Witness[];
  /** How many of them must have cosigned; all of them where it is not said. */
  readonly quorum?: number | undefined;
  /** Told when a witness does not cosign, also where enough others do. */
  readonly onDissent?: ((detail: string) => void) | undefined;
}

/** What the witnesses are asked about. */
export interface Witnessed {
  readonly size: () => number;
  readonly checkpoint: () => { readonly size: number; readonly note: string } | undefined;
  readonly cosignatures: (size: number) => ReadonlyMap<string, string>;
  readonly readNode: ReadNode;
  /** Keeps a cosignature, so that it is asked for once. */
  readonly keep: (size: number, witness: string, line: string) => Promise<void>;
}

export interface Cosigned {
  readonly size: number;
  /** Signed by the log and at least a quorum. */
  readonly note: string;
}

/** @returns a function that gives the newest checkpoint with its cosignatures; it refuses as {@link gatherCosignatures} does */
export function cosigning(log: Witnessed, witnessing: Witnessing): () => Promise<Outcome<Cosigned>> {
  const { witnesses, quorum = witnesses.length, onDissent: tell } = witnessing;
  const inTurn = oneAtATime();
  const cosigned = async (): Promise<Outcome<Cosigned>> => {
    const newest = log.checkpoint();
    if (!newest) throw new Error('Cannot read the record: must have a checkpoint; got none');
    const { size, note } = newest;
    const prove = (first: number) => consistencyProof({ first, second: size }, log.readNode);
    const keep = (witness: string, line: string) => log.keep(size, witness, line);
    const asking = { witnesses, quorum, known: log.cosignatures(size), keep, ...(tell && { tell }) };
    const lines = await gatherCosignatures({ size, note, prove }, asking);
    return lines.ok ? accept({ size, note: note + lines.value.join('') }) : lines;
  };
  // One behind the other: a witness that is asked twice at once would see the second as a step back.
  return () => inTurn(cosigned);
}

type Tree = Pick<Witnessed, 'size' | 'readNode'>;

/**
 * No quorum may have seen a longer log, or another: this catches a restored backup and a rewritten past. So many witnesses must vouch
 * for the record that every quorum has one of them; one that does not answer does not vouch. Refuses E_RECORD.
 */
export async function requireNoForgetting(
  tree: Tree,
  { witnesses, quorum = witnesses.length }: Witnessing,
): Promise<Outcome<void>> {
  const told = await Promise.all(witnesses.map((witness) => objectionOf(tree, witness)));
  const objections = told.filter((objection) => objection !== undefined);
  // Of n witnesses, any k have one among any n − k + 1.
  if (objections.length < Math.max(quorum, 1)) return accept(undefined);
  return refuse('E_RECORD', `Cannot open the record: ${objections[0]}`);
}

async function objectionOf(tree: Tree, witness: Witness): Promise<string | undefined> {
  const { name } = witness.key;
  try {
    const seen = await witness.latest();
    if (!seen) return undefined;
    const size = tree.size();
    if (size < seen.size) return `must have the ${seen.size} entries that ${name} saw; got ${size}`;
    const isSame = seen.root === undefined || isSameBytes(rootOf(seen.size, tree.readNode), seen.root);
    return isSame ? undefined : `must have the history that ${name} saw; got another`;
  } catch (error) {
    return `${name} must say what it saw; got ${error instanceof Error ? error.message : 'no answer'}`;
  }
}
