/**
 * The libraries that a program may import, each as one file with one hash: computing and nothing else, no native part, looked through once
 * and then held. A new version is a new line that somebody has read.
 *
 * @see programs.md §D.7; docs/decisions/036-bundles.md
 */

export interface Library {
  /** As a program imports it; a subpath is another library. */
  readonly name: string;
  readonly version: string;
  /** Of the ES module that the package exports, byte for byte. */
  readonly sha256: string;
}

export const libraries: readonly Library[] = [
  {
    name: 'simple-statistics',
    version: '7.8.8',
    sha256: '75ca39d7e1fa13707f0bd954769dfa96b640cd27b07d8bbd1c3673d98e73c2e9',
  },
];

/** @returns undefined for a name that is not on the list */
export function libraryOf(name: string): Library | undefined {
  return libraries.find((library) => library.name === name);
}
