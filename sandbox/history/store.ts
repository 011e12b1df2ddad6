/**
 * The history folder: what is known outside, and what would become known.
 *
 *   <run>.duckdb     who stands behind each shown cell of a run; absent for public data
 *   <run>.json       what was computed
 *   _denied.json     what refusals have told: differences of few units, which are known by their hashes
 *   _released.json   the runs whose files were handed out, oldest first; no run's name begins with `_`
 *
 * Every file is written whole or not at all. A run enters the list before its files are handed out, so that a crash can make the
 * domain believe that more is known outside than is, and never less.
 */
import { chmod, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { fileNameOf, readIfThere, writeWhole } from '../whole-file.ts';
import { deniedSet, type DeniedSet } from './denied.ts';
import { runNote, type RunNote } from './note.ts';

const releasedList = z.array(z.string());
const deniedList = z.array(deniedSet);

export class HistoryStore {
  readonly #folder: string;
  #last: Promise<unknown> = Promise.resolve();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Runs `work` when all earlier work is done: between an audit and the release that rests on it nothing else is released. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work);
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  /** Where the membership of a finished run is. */
  membership(run: string): string {
    return this.#path(run, 'duckdb');
  }

  /** Where a run that is going on may write its membership: nothing is there. */
  async draft(run: string): Promise<string> {
    const path = `${this.membership(run)}.new`;
    await removeAll([path, `${path}.wal`]);
    return path;
  }

  /**
   * Keeps the membership that was drafted, if any, and the note of a finished run. The note goes first and comes last, so that there is
   * never one beside the membership of another result. Refuses E_STATE for a released run: what is known outside does not change.
   */
  async keep(note: RunNote): Promise<Outcome<void>> {
    if ((await this.released()).includes(note.run)) {
      await this.draft(note.run);
      return refuse('E_STATE', `Cannot run ${note.run} again: it was released`);
    }
    await removeAll([this.#path(note.run, 'json')]);
    if (note.spaces.length > 0) {
      const draft = `${this.membership(note.run)}.new`;
      await chmod(draft, 0o600);
      await rename(draft, this.membership(note.run));
    }
    await writeWhole(this.#path(note.run, 'json'), note);
    return accept(undefined);
  }

  /** @returns undefined when there is no such run */
  async note(run: string): Promise<RunNote | undefined> {
    const text = await readIfThere(this.#path(run, 'json'));
    return text === undefined ? undefined : runNote.parse(JSON.parse(text));
  }

  async released(): Promise<readonly string[]> {
    const text = await readIfThere(this.#released());
    return text === undefined ? [] : releasedList.parse(JSON.parse(text));
  }

  /** On disk when this returns. */
  async markReleased(run: string): Promise<void> {
    const runs = await this.released();
    if (!runs.includes(run)) await writeWhole(this.#released(), [...runs, run]);
  }

  /** Forgets a run, unless it was released: knowledge outside cannot be taken back. */
  async purge(run: string): Promise<void> {
    if ((await this.released()).includes(run)) return;
    const path = this.membership(run);
    await removeAll([this.#path(run, 'json'), path, `${path}.new`, `${path}.new.wal`]);
  }

  async denied(): Promise<readonly DeniedSet[]> {
    const text = await readIfThere(this.#denied());
    return text === undefined ? [] : deniedList.parse(JSON.parse(text));
  }

  /** On disk when this returns; what was told before is not told again. To be called while nothing else is written. */
  async markDenied(sets: readonly DeniedSet[]): Promise<void> {
    const known = await this.denied();
    const keys = new Set(known.map(keyOf));
    const more = sets.filter((set) => !keys.has(keyOf(set)));
    if (more.length > 0) await writeWhole(this.#denied(), [...known, ...more]);
  }

  #denied(): string {
    return join(this.#folder, '_denied.json');
  }

  #released(): string {
    return join(this.#folder, '_released.json');
  }

  #path(run: string, kind: 'duckdb' | 'json'): string {
    return join(this.#folder, `${fileNameOf(run)}.${kind}`);
  }
}

function keyOf({ space, units }: DeniedSet): string {
  return JSON.stringify([space, units.map((unit) => unit.join()).sort()]);
}

async function removeAll(paths: readonly string[]): Promise<void> {
  for (const path of paths) await rm(path, { force: true });
}
