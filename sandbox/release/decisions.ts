/**
 * Decision objects lie beside the quarantined results, in a folder of their own, because they outlive them: what was released can be
 * explained to a regulator later. The part that was committed to never changes; what became known since stands beside it.
 *
 * @see disclosure.md §2.10
 */
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { commitDecision, completeDecision, type Completion } from '#policies/disclosure/decision.ts';
import { decision, type Decision } from '#policies/disclosure/decision/form.ts';
import type { Sha256 } from '#policies/units.ts';
import { fileNameOf, readIfThere, writeWhole } from '../whole-file.ts';

const completion = z.strictObject({
  history: decision.shape.history.unwrap().exactOptional(),
  approvals: decision.shape.approvals.exactOptional(),
});

/** `salt` and `decision` together open the commitment. */
const keptDecision = z.strictObject({ salt: z.string(), decision, completion });
type Kept = z.output<typeof keptDecision>;

export class Decisions {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** @returns the commitment, under a salt of its own */
  async put(made: Decision): Promise<Sha256> {
    const salt = randomBytes(32);
    await writeWhole(this.#path(made.uid), { salt: salt.toString('hex'), decision: made, completion: {} });
    return commitDecision(salt, made);
  }

  /** As it stands now, and its commitment; undefined for a run without one. */
  async get(run: string): Promise<{ readonly commitment: Sha256; readonly decision: Decision } | undefined> {
    const kept = await this.#read(run);
    if (!kept) return undefined;
    const commitment = commitDecision(Buffer.from(kept.salt, 'hex'), kept.decision);
    return { commitment, decision: completeDecision(kept.decision, kept.completion) };
  }

  /** Notes what became known since; a run without a decision has nothing to be noted beside. */
  async complete(run: string, known: Completion): Promise<void> {
    const kept = await this.#read(run);
    if (kept) await writeWhole(this.#path(run), { ...kept, completion: { ...kept.completion, ...known } });
  }

  async purge(run: string): Promise<void> {
    await rm(this.#path(run), { force: true });
  }

  async #read(run: string): Promise<Kept | undefined> {
    const text = await readIfThere(this.#path(run));
    return text === undefined ? undefined : keptDecision.parse(JSON.parse(text));
  }

  #path(run: string): string {
    return join(this.#folder, `${fileNameOf(run)}.json`);
  }
}
