/** Verification with a cipher that answers later, as that of a browser does, by the same code that expects an answer at once. */
import { toHex } from './hash.ts';
import type { Verify } from './note.ts';

/** True when `signature` of `message` is by the holder of `publicKey`. */
export type VerifyLater = (...question: Parameters<Verify>) => Promise<boolean>;

/**
 * What `examine` returns when its verifier answers as `verify` does. It is run until every question that it asks has been answered; an
 * unanswered one counts as true meanwhile, so that the next ones are asked, and no result with such a one in it is returned.
 *
 * @param examine without effects, asking the same questions for the same answers
 */
export async function examineLater<T>(examine: (verify: Verify) => T, verify: VerifyLater): Promise<T> {
  const answers = new Map<string, boolean>();
  for (;;) {
    const asked = new Map<string, Parameters<Verify>>();
    const result = examine((...question) => {
      const name = question.map(toHex).join();
      if (!answers.has(name)) asked.set(name, question);
      return answers.get(name) ?? true;
    });
    if (asked.size === 0) return result;
    for (const [name, question] of asked) answers.set(name, await verify(...question));
  }
}
