/**
 * Asks witnesses until enough of them have cosigned. One that cannot be reached holds nothing up once the others suffice;
 * one that says that the history is another is always told of, and stops what cannot do without it.
 *
 * @see record.md §1 rule 4; C2SP tlog-policy
 */
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { printSignature } from '#policies/record/note.ts';
import type { Hash } from '#policies/record/tree.ts';
import type { Witness } from './witness.ts';

/** The checkpoint that is to be cosigned. */
export interface Asked {
  readonly size: number;
  /** Signed by the log, without cosignatures. */
  readonly note: string;
  /** Proof that it adds to its first `first` entries, for `first` up to `size`. */
  readonly prove: (first: number) => readonly Hash[] | Promise<readonly Hash[]>;
}

export interface Asking {
  readonly witnesses: readonly Witness[];
  /** How many must have cosigned. */
  readonly quorum: number;
  /** Lines that are there already, by name of the witness. */
  readonly known: ReadonlyMap<string, string>;
  /** Takes each new line when it comes: some come after the quorum, when the answer was given already. */
  readonly keep: (witness: string, line: string) => void | Promise<void>;
  /** Learns of every witness that was asked, and refused or did not answer. */
  readonly tell?: (detail: string) => void;
}

/**
 * @returns the lines of a quorum, those of `known` first, in order of the witnesses. Refuses E_RECORD where too few cosigned and one of
 * the others says that it knows another history, E_WITNESS where they only cannot be reached
 */
export async function gatherCosignatures(asked: Asked, asking: Asking): Promise<Outcome<readonly string[]>> {
  const lines = new Map<string, string>();
  for (const { key } of asking.witnesses) {
    const line = asking.known.get(key.name);
    if (line !== undefined) lines.set(key.name, line);
  }
  const missing = asking.witnesses.filter((witness) => !lines.has(witness.key.name) && witness.isResting?.() !== true);
  const isEnough = () => lines.size >= asking.quorum;
  const refused = isEnough() ? [] : await askUntil(isEnough, { asked, asking, missing, lines });
  if (isEnough()) return accept(asking.witnesses.flatMap(({ key }) => lines.get(key.name) ?? []));
  const worst = refused.find(({ code }) => code === 'E_RECORD') ?? refused[0];
  const got = `${lines.size} of ${asking.quorum}${worst ? `: ${worst.detail}` : ''}`;
  return refuse(worst?.code === 'E_RECORD' ? 'E_RECORD' : 'E_WITNESS', `Cannot get a quorum of witnesses; got ${got}`);
}

interface Round {
  readonly asked: Asked;
  readonly asking: Asking;
  readonly missing: readonly Witness[];
  readonly lines: Map<string, string>;
}

interface Refused {
  readonly code: 'E_RECORD' | 'E_WITNESS';
  readonly detail: string;
}

/** All at once. Ends when `isEnough`, or when the last has answered; what comes later is still kept. */
function askUntil(isEnough: () => boolean, { asked, asking, missing, lines }: Round): Promise<readonly Refused[]> {
  const refused: Refused[] = [];
  return new Promise((resolve) => {
    const answers = missing.map(async (witness) => {
      const answer = await askOne(witness, asked);
      if (answer.ok) {
        await asking.keep(witness.key.name, answer.value);
        lines.set(witness.key.name, answer.value);
      } else {
        const [{ code, detail }] = answer.refusals;
        refused.push({ code: code === 'E_RECORD' ? code : 'E_WITNESS', detail });
        asking.tell?.(detail);
      }
      if (isEnough()) resolve(refused);
    });
    void Promise.allSettled(answers).then(() => resolve(refused));
  });
}

/** Once more where the witness turns out to know another size: another process may have asked meanwhile. */
async function askOne(witness: Witness, { size, note, prove }: Asked): Promise<Outcome<string>> {
  try {
    for (let again = true; ; again = false) {
      const first = (await witness.latest())?.size ?? 0;
      if (first > size) {
        return refuse('E_RECORD', `Cannot get a cosignature: ${witness.key.name} saw ${first} entries; got ${size}`);
      }
      const answer = await witness.cosign(note, await prove(first));
      if (answer.ok) return accept(printSignature(answer.value));
      const isOther = ((await witness.latest())?.size ?? 0) !== first;
      if (!again || !isOther) return answer;
    }
  } catch (error) {
    const got = error instanceof Error ? error.message : 'nothing';
    return refuse('E_WITNESS', `Cannot get a cosignature: ${witness.key.name} must answer; got ${got}`);
  }
}
