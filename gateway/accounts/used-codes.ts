/** Codes of the second factor that were used: each is good once, though the clock gives it longer. @see RFC 6238 §5.2 */
import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

/** The window of the one before, the one now and the one after, and a little. */
const remembered = 150_000;

export class UsedCodes {
  readonly #db: DatabaseSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  /** Before it is looked at, so that of two at once only one is. @returns false where it was used already */
  claim(person: string, code: string): boolean {
    const now = Date.now();
    this.#db.prepare('DELETE FROM used_code WHERE at < ?').run(now - remembered);
    const made = this.#db.prepare('INSERT OR IGNORE INTO used_code (subject, code, at) VALUES (?, ?, ?)');
    return made.run(...keyOf(person, code), now).changes === 1;
  }

  /** It was not the right one. */
  release(person: string, code: string): void {
    this.#db.prepare('DELETE FROM used_code WHERE subject = ? AND code = ?').run(...keyOf(person, code));
  }
}

function keyOf(person: string, code: string): [string, string] {
  return [hash(person), hash(`${person}\n${code}`)];
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
