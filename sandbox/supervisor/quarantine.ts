/**
 * Results wait here until their release: one file per run, mode 0600, written whole or not at all. Nothing in it has left the domain.
 *
 * @see DC-10
 */
import { randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { modelFinding } from '#policies/disclosure/model/finding.ts';
import { trainedCard } from '#policies/disclosure/model/forms.ts';
import { output, type Output } from '#policies/procedure/output-contract.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { commit } from '#policies/record/entry.ts';
import type { Sha256 } from '#policies/units.ts';
import { fileNameOf, readIfThere, writeWhole } from '../whole-file.ts';
import { explanation, resultTable, type Revealed } from '../operations.ts';

const quarantined = z.strictObject({
  run: z.string(),
  /** Random, so that the hash of a small result cannot be guessed back to the result. */
  salt: z.string(),
  sources: z.array(z.strictObject({ entry: z.string(), snapshot: z.string(), commitment: z.string() })),
  table: resultTable,
  model: trainedCard.exactOptional(),
  modelFinding: modelFinding.exactOptional(),
  /** What may become of it: nothing else is ever made a file. Absent in what was kept before programs had to say it. */
  outputs: z.array(output).exactOptional(),
  verdicts: z.record(z.string(), z.number()),
  review: z.array(z.string()),
  explanation,
});

export interface Quarantined extends Omit<Revealed, 'history'> {
  readonly outputs?: readonly Output[];
  readonly run: string;
  readonly salt: string;
  readonly sources: readonly { readonly entry: string; readonly snapshot: string; readonly commitment: string }[];
}

/** Names the result without telling it. */
export function resultHash({ salt, table, model }: Pick<Quarantined, 'salt' | 'table' | 'model'>): Sha256 {
  return commit(Buffer.from(salt, 'hex'), model ? { table, model } : table);
}

export class Quarantine {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async put(result: Omit<Quarantined, 'salt'>): Promise<Quarantined> {
    const kept = { ...result, salt: randomBytes(32).toString('hex') };
    await writeWhole(this.#path(result.run), kept);
    return kept;
  }

  async get(run: string): Promise<Outcome<Quarantined>> {
    const text = await readIfThere(this.#path(run));
    if (text === undefined) return refuse('E_QUARANTINE', `Cannot open the result of ${run}: there is none`);
    const kept = quarantined.parse(JSON.parse(text));
    return accept({ ...kept, review: kept.review as Revealed['review'] });
  }

  async purge(run: string): Promise<void> {
    await rm(this.#path(run), { force: true });
  }

  /** Removes whatever is no kept result: half-written ones, and what somebody put there. @returns their names */
  async destroyUndeclared(): Promise<readonly string[]> {
    const found = (await readdir(this.#folder)).filter(
      (name) => !/^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}\.json$/.test(name),
    );
    for (const name of found) await rm(join(this.#folder, name), { recursive: true, force: true });
    return found;
  }

  #path(run: string): string {
    return join(this.#folder, `${fileNameOf(run)}.json`);
  }
}
