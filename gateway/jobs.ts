/**
 * Works off promised work of one kind, each piece under a lease that is renewed while it goes on. Of several gateways one does it; when that
 * one dies, another gets it after the lease, and is told how often it was tried.
 *
 * @see record.md §2; record/job-table.ts
 */
import type { Lease } from './record/job-table.ts';
import type { Jobs } from './record/writer.ts';

export interface Work {
  readonly kind: string;
  /** Which gateway this is, also after a restart. */
  readonly holder: string;
  /** What it throws gives the job back, to be tried again after a lease. */
  readonly perform: (lease: Lease) => Promise<void>;
  /** Milliseconds since 1970: jobs are due by this clock. */
  readonly due: () => number;
  readonly onError: (error: unknown) => void;
  /** A holder that was not heard of for so long has lost its jobs. */
  readonly leaseMs?: number;
}

export interface Desk extends Disposable {
  /** There may be work: it is begun without waiting for the next look. */
  readonly soon: () => void;
}

export const defaultLeaseMs = 60_000;

/** Begins at once. Pieces are worked on side by side. */
export function workOff(jobs: Jobs, work: Work): Desk {
  const { kind, holder, due, leaseMs = defaultLeaseMs } = work;
  let [isOpen, isLooking, isAsked] = [true, false, false];
  // After the end the record is closed, and whoever still works hears it from there.
  const onError = (error: unknown) => void (isOpen && work.onError(error));
  const look = async (): Promise<void> => {
    const lease = isOpen && (await jobs.claim({ kind, holder, due: due(), now: Date.now(), leaseMs }));
    if (!lease) return;
    void underLease(jobs, lease, { ...work, leaseMs }).catch(onError);
    return look();
  };
  const soon = () => {
    isAsked = true;
    if (isLooking || !isOpen) return;
    isLooking = true;
    void (async () => {
      while (isAsked) {
        isAsked = false;
        await look();
      }
    })()
      .catch(onError)
      .finally(() => (isLooking = false));
  };
  const timer = setInterval(soon, leaseMs / 4).unref();
  soon();
  return {
    soon,
    [Symbol.dispose]: () => {
      isOpen = false;
      clearInterval(timer);
    },
  };
}

async function underLease(jobs: Jobs, lease: Lease, work: Work & { readonly leaseMs: number }): Promise<void> {
  const { leaseMs, perform, onError, due } = work;
  const timer = setInterval(() => {
    jobs.renew(lease, Date.now() + leaseMs).catch(onError);
  }, leaseMs / 3).unref();
  try {
    await perform(lease);
    await jobs.complete(lease, Date.now());
  } catch (error) {
    await jobs.retry(lease, due() + leaseMs);
    throw error;
  } finally {
    clearInterval(timer);
  }
}
