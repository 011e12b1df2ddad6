/** The libraries of the allow-list as they lie in this installation; one that is not the one on the list is not given out. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Library } from '#policies/program/allow-list.ts';

export class LibraryShelf {
  readonly #taken = new Map<string, Library>();

  /** @returns its text; undefined where the bytes are not those of the list */
  take(library: Library): string | undefined {
    const bytes = readFileSync(fileURLToPath(import.meta.resolve(library.name)));
    if (createHash('sha256').update(bytes).digest('hex') !== library.sha256) return undefined;
    this.#taken.set(library.name, library);
    // Its map lies elsewhere and would not be read.
    return bytes.toString('utf8').replace(/\n\/\/# sourceMappingURL=\S+\s*$/, '\n');
  }

  /** What went into a bundle, in the order of names. */
  taken(): Library[] {
    return [...this.#taken.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }
}
