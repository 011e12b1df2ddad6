/**
 * Makes a realm that a program may live in: takes away what can hang, hide memory, keep time or make code, and compiles the program.
 *
 * @see programs.md §D.3(5), finding 7
 */
import { boundLengths } from './bounds.ts';
import { freezeRealm } from './freeze.ts';
import type { Journal } from './journal.ts';
import { removeHazards } from './hazards.ts';

/** What a bundle defines: the exports of its entry module. */
export type Exports = Readonly<Record<string, unknown>>;

/**
 * @param frozen for a realm that sees more than one unit
 * @returns runs the bundle anew, each time with fresh closures; throws where the bundle is not the body of a function
 */
export function guard(bundle: string, journal: Journal, frozen: boolean): () => Exports {
  // The constructor refuses a text that ends the body early: it must be one function and nothing after it.
  const MakeFunction = Function;
  removeHazards(journal);
  boundLengths();
  if (frozen) freezeRealm();
  try {
    // oxlint-disable-next-line typescript/no-implied-eval
    return MakeFunction(`"use strict";${bundle}\n;return program;\n//# sourceURL=program.js`) as () => Exports;
  } catch (failure) {
    // The engine's own: no code of the program has run.
    return () => {
      throw failure;
    };
  }
}
