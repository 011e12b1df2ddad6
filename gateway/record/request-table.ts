/**
 * Requests by the keys that their senders gave them, so that one that is sent again is not done again. A key is held under a lease with a
 * fence, as a job is; the first event that a request writes marks its key in the same transaction. So after a crash it is known of each
 * key whether it came to anything.
 *
 * @see draft-ietf-httpapi-idempotency-key-header-07; docs/decisions/054-api-conventions.md
 */
import type { Driver } from './driver.ts';

/** Whose key, and its digest: the key itself is kept nowhere. */
export interface RequestName {
  readonly owner: string;
  readonly name: string;
}

/** What a sender has in hand while its request is done. */
export interface Hold extends RequestName {
  readonly fence: number;
}

export interface RequestClaim extends RequestName {
  /** Of all that makes the request what it is. */
  readonly fingerprint: string;
  /** Which gateway asks. */
  readonly holder: string;
  /** Milliseconds since 1970, by the clock of the machines. */
  readonly now: number;
  readonly leaseMs: number;
  /** Keys are forgotten after so long. */
  readonly keptMs: number;
}

export type Claimed =
  /** To be done now. */
  | { readonly kind: 'yours'; readonly hold: Hold }
  /** It is done; without an `answer`, that was not kept. */
  | { readonly kind: 'answered'; readonly answer: string | undefined }
  /** It has written event `seq`, and then the gateway died. */
  | { readonly kind: 'cut'; readonly seq: number }
  /** Somebody is at it. */
  | { readonly kind: 'busy' }
  /** The key stands for another request. */
  | { readonly kind: 'other' };

export type RequestTable = ReturnType<typeof requestTable>;

/** Every function writes, so each runs inside of a transaction. */
export function requestTable({ get, all, run }: Driver) {
  const named = 'owner = $1 AND name = $2';
  const held = `${named} AND fence = $3`;
  const take = `INSERT INTO request (owner, name, fingerprint, begun_at, holder, lease_until, fence, is_done)
    VALUES ($1, $2, $3, $4, $5, $6, 1, 0)`;
  return {
    claim({ owner, name, fingerprint, holder, now, leaseMs, keptMs }: RequestClaim): Claimed {
      run('DELETE FROM request WHERE begun_at <= $1', now - keptMs);
      const row = get(`SELECT * FROM request WHERE ${named}`, owner, name);
      if (!row) {
        run(take, owner, name, fingerprint, now, holder, now + leaseMs);
        return { kind: 'yours', hold: { owner, name, fence: 1 } };
      }
      if (row['fingerprint'] !== fingerprint) return { kind: 'other' };
      if (Number(row['is_done']) === 1) {
        const { answer } = row;
        return { kind: 'answered', answer: typeof answer === 'string' ? answer : undefined };
      }
      if (Number(row['lease_until']) > now) return { kind: 'busy' };
      if (row['seq'] !== null) return { kind: 'cut', seq: Number(row['seq']) };
      const fence = Number(row['fence']) + 1;
      const again = `UPDATE request SET holder = $3, lease_until = $4, fence = $5 WHERE ${named}`;
      run(again, owner, name, holder, now + leaseMs, fence);
      return { kind: 'yours', hold: { owner, name, fence } };
    },
    /** To be called in the transaction that writes event `seq`. @returns whether the key is still held: otherwise nothing may be written */
    mark: ({ owner, name, fence }: Hold, seq: number): boolean =>
      all(`UPDATE request SET seq = coalesce(seq, $4) WHERE ${held} RETURNING name`, owner, name, fence, seq).length ===
      1,
    /** The request is done. */
    keep: ({ owner, name, fence }: Hold, answer: string | null): void =>
      run(`UPDATE request SET is_done = 1, answer = $4, lease_until = 0 WHERE ${held}`, owner, name, fence, answer),
    /** The request failed: it may be sent again, unless it has written something. */
    drop({ owner, name, fence }: Hold): void {
      run(`DELETE FROM request WHERE ${held} AND seq IS NULL`, owner, name, fence);
      run(`UPDATE request SET lease_until = 0 WHERE ${held}`, owner, name, fence);
    },
    /** Lets go of all that a gateway held when it died. */
    letGo: (holder: string): void =>
      run('UPDATE request SET lease_until = 0 WHERE holder = $1 AND lease_until > 0', holder),
  };
}
