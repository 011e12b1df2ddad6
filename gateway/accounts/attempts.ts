/**
 * Attempts to prove to be somebody. Each is counted before it is looked at, so that many at once are no more than many in a row. After a few
 * failures one must wait longer each time, after more for a good while; whoever has no account is counted alike, so that nothing tells.
 *
 * @see AO-29-2; NIST SP 800-63B §5.2.2
 */
import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

export interface LockRule {
  /** Failures that cost nothing. */
  readonly free: number;
  /** The failure with which it locks. */
  readonly most: number;
  readonly lockSeconds: number;
}

export const usualLock: LockRule = { free: 5, most: 10, lockSeconds: 900 };

/** `locked`: with this very attempt, unless it succeeds. */
export type Attempt = 'open' | 'locked' | 'refused';

interface Row {
  readonly failures: number;
  readonly last: number;
  readonly locked_until: number;
}

const none: Row = { failures: 0, last: 0, locked_until: 0 };
const day = 86_400_000;

export class Attempts {
  readonly #db: DatabaseSync;
  readonly #rule: LockRule;

  constructor(db: DatabaseSync, rule: LockRule) {
    this.#db = db;
    this.#rule = rule;
  }

  /** @param unlocked when somebody let the person try again, in milliseconds */
  begin(person: string, unlocked = 0): Attempt {
    const now = Date.now();
    const known = this.#read(person);
    const row = unlocked > known.last ? none : known;
    if (now < row.locked_until || now < row.last + this.#delay(row)) return 'refused';
    // A lock that is over leaves nothing behind.
    const failures = (row.locked_until > 0 ? 0 : row.failures) + 1;
    const locks = failures >= this.#rule.most;
    this.#write(person, { failures, last: now, locked_until: locks ? now + this.#rule.lockSeconds * 1000 : 0 });
    return locks ? 'locked' : 'open';
  }

  /** The password was right: it does not count, and what failed before still does. */
  forgive(person: string): void {
    const { failures, last } = this.#read(person);
    this.#write(person, { failures: Math.max(0, failures - 1), last, locked_until: 0 });
  }

  succeed(person: string): void {
    this.#db.prepare('DELETE FROM attempt WHERE subject = ?').run(subjectOf(person));
  }

  #delay({ failures, locked_until }: Row): number {
    const more = failures - this.#rule.free;
    return more < 0 || locked_until > 0 ? 0 : Math.min(30_000, 1000 * 2 ** more);
  }

  #read(person: string): Row {
    const found = this.#db.prepare('SELECT failures, last, locked_until FROM attempt WHERE subject = ?');
    return (found.get(subjectOf(person)) as unknown as Row | undefined) ?? none;
  }

  #write(person: string, { failures, last, locked_until }: Row): void {
    this.#db.prepare('DELETE FROM attempt WHERE last < ? AND locked_until < ?').run(Date.now() - day, Date.now());
    this.#db
      .prepare('INSERT OR REPLACE INTO attempt (subject, failures, last, locked_until) VALUES (?, ?, ?, ?)')
      .run(subjectOf(person), failures, last, locked_until);
  }
}

/** What was typed as a name may have been a password: it is not kept. */
function subjectOf(person: string): string {
  return createHash('sha256').update(person).digest('base64url');
}
