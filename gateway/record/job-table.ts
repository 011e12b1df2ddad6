/**
 * Promised work as rows: taken by lease, so that of several gateways one does it, and given to another when the lease runs out. Each
 * claim has a fence, a number that grows; who comes with an older one has lost the lease, whatever it believes.
 *
 * @see record.md §2
 */
import type { Driver, Row } from './driver.ts';

export interface NewJob {
  /** A second job of the same id is the same job. */
  readonly id: string;
  readonly kind: string;
  /** Milliseconds since 1970: not before. */
  readonly runAt: number;
}

/** What a holder has in its hand. */
export interface Lease {
  readonly id: string;
  readonly kind: string;
  readonly fence: number;
  /** The how-manieth try this is, from 1. */
  readonly attempt: number;
}

export interface Claim {
  readonly kind: string;
  /** Which gateway asks. */
  readonly holder: string;
  /** Milliseconds since 1970 by the clock that jobs are due by. */
  readonly due: number;
  /** Milliseconds since 1970 by the clock that leases run by: that of the machines, which must roughly agree. */
  readonly now: number;
  readonly leaseMs: number;
}

export type JobTable = ReturnType<typeof jobTable>;

export type Take = Omit<Claim, 'due'> & Pick<NewJob, 'id'>;

const insert = `INSERT INTO job (id, kind, run_at, lease_until, holder, attempt, fence) VALUES ($1, $2, $3, 0, '', 0, 0)
  ON CONFLICT (id) DO NOTHING`;

/** Every function writes, so each runs inside of a transaction. */
export function jobTable({ all, run, dialect }: Driver) {
  const open = `SELECT id FROM job WHERE kind = $1 AND run_at <= $2 AND lease_until <= $3 AND done_at IS NULL
    ORDER BY run_at, id LIMIT 1${dialect.skipLocked}`;
  const held = 'id = $1 AND fence = $2 AND done_at IS NULL AND lease_until > 0';
  const claimed = (text: string, ...values: (string | number)[]): boolean => all(text, ...values).length === 1;
  return {
    enqueue: ({ id, kind, runAt }: NewJob): void => run(insert, id, kind, runAt),
    /** The job that is due longest and that nobody holds; undefined where there is none. */
    claim({ kind, holder, due, now, leaseMs }: Claim): Lease | undefined {
      const [row] = all(
        `UPDATE job SET lease_until = $4, holder = $5, attempt = attempt + 1, fence = fence + 1
         WHERE id = (${open}) RETURNING id, kind, fence, attempt`,
        kind,
        due,
        now,
        now + leaseMs,
        holder,
      );
      return row && toLease(row);
    },
    /** This very job, done or not, promised or not, unless somebody holds it. */
    take({ id, kind, holder, now, leaseMs }: Take): Lease | undefined {
      run(insert, id, kind, now);
      const [row] = all(
        `UPDATE job SET lease_until = $3, holder = $4, attempt = attempt + 1, fence = fence + 1, done_at = NULL
         WHERE id = $1 AND lease_until <= $2 RETURNING id, kind, fence, attempt`,
        id,
        now,
        now + leaseMs,
        holder,
      );
      return row && toLease(row);
    },
    /** @returns whether the lease was still this holder's */
    renew: ({ id, fence }: Lease, until: number) =>
      claimed(`UPDATE job SET lease_until = $3 WHERE ${held} RETURNING id`, id, fence, until),
    /** @returns whether the lease was still this holder's; only then the job is done */
    complete: ({ id, fence }: Lease, now: number) =>
      claimed(`UPDATE job SET done_at = $3, lease_until = 0 WHERE ${held} RETURNING id`, id, fence, now),
    /** Gives the job back, to be tried again. @returns whether the lease was still this holder's */
    retry: ({ id, fence }: Lease, runAt: number) =>
      claimed(`UPDATE job SET lease_until = 0, run_at = $3 WHERE ${held} RETURNING id`, id, fence, runAt),
    /** Gives back all that a holder had when it ended. @returns how many */
    release: (holder: string) =>
      all(
        `UPDATE job SET lease_until = 0 WHERE holder = $1 AND lease_until > 0 AND done_at IS NULL RETURNING id`,
        holder,
      ).length,
  };
}

function toLease(row: Row): Lease {
  return {
    id: String(row['id']),
    kind: String(row['kind']),
    fence: Number(row['fence']),
    attempt: Number(row['attempt']),
  };
}
