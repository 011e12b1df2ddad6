/**
 * Answers that were paid for, so that the same query gets the same bytes again and nobody averages noise away. First the file, then the
 * ledger's entry: a file is believed only if the ledger names its hash, so that neither a crash between the two nor a changed file
 * puts another answer into the world.
 *
 *   <canon>-<hash>.json     the noisy tables of one run, before post-processing
 *
 * @see query-and-privacy.md §3.9
 */
import { join } from 'node:path';
import { digestHex, toUtf8 } from '#policies/record/hash.ts';
import { accept, type Outcome } from '#policies/refusal.ts';
import { sha256, type Sha256 } from '#policies/units.ts';
import { readIfThere, writeWhole } from '../whole-file.ts';
import type { Ledger } from './ledger.ts';

export class Answers {
  readonly #folder: string;
  readonly #ledger: Pick<Ledger, 'committed'>;

  constructor(folder: string, ledger: Pick<Ledger, 'committed'>) {
    this.#folder = folder;
    this.#ledger = ledger;
  }

  /**
   * Keeps an answer that counts as soon as the ledger commits the hash that is returned. Two runs of one query do not overwrite each other.
   *
   * @param answer a JSON value: no bigint, no undefined, no NaN
   * @returns the hash, when the file is on disk
   */
  async put(canon: Sha256, answer: unknown): Promise<Sha256> {
    const hash = hashOf(JSON.stringify(answer));
    await writeWhole(this.#path(canon, hash), answer);
    return hash;
  }

  /**
   * The oldest committed answer whose file is as it was written: equal, also in the order of its fields, each time.
   *
   * @returns undefined when there is none; refuses E_RECORD when the ledger does not verify
   */
  async get(canon: Sha256): Promise<Outcome<unknown>> {
    const committed = this.#ledger.committed(canon);
    if (!committed.ok) return committed;
    for (const hash of committed.value) {
      const text = await readIfThere(this.#path(canon, hash));
      if (text !== undefined && hashOf(text) === hash) return accept(JSON.parse(text));
    }
    return accept(undefined);
  }

  #path(canon: Sha256, hash: Sha256): string {
    return join(this.#folder, `${sha256(canon)}-${hash}.json`);
  }
}

function hashOf(text: string): Sha256 {
  return digestHex(toUtf8(text));
}
