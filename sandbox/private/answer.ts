/**
 * A private answer is paid before the data is opened: reserve, open, measure, keep, commit. A repeated question gets the kept answer and
 * pays nothing. After `open` nothing is given back, whatever happens.
 *
 * @see query-and-privacy.md §0.7, §3.8, §3.9
 */
import { z } from 'zod';
import type { PrivateCell } from '#policies/privacy/noise-release.ts';
import { accept, type Outcome } from '#policies/refusal.ts';
import type { Sha256 } from '#policies/units.ts';
import type { Answers } from '../ledger/answers.ts';
import type { Head } from '../ledger/chain.ts';
import type { Ledger, Reservation } from '../ledger/ledger.ts';

const value = z.strictObject({ text: z.string(), sigma: z.number(), low: z.number(), high: z.number() });
const cell = z.strictObject({ keys: z.array(z.string().nullable()), values: z.array(value) });
/** The cells of each release. */
const answer = z.array(z.array(cell));

export interface Account {
  readonly ledger: Ledger;
  readonly answers: Answers;
}

export interface Answered {
  readonly cells: readonly (readonly PrivateCell[])[];
  /** Whether it was paid for before. */
  readonly cached: boolean;
  /** Where the ledger stands after this. */
  readonly head?: Head;
}

/** Refuses E_BUDGET before anything is opened; what `measure` refuses has been paid. */
export async function paidAnswer(
  { ledger, answers }: Account,
  reservation: Reservation,
  measure: () => Promise<Outcome<Answered['cells']>>,
): Promise<Outcome<Answered>> {
  const canon: Sha256 = reservation.canon;
  const kept = await answers.get(canon);
  if (!kept.ok) return kept;
  if (kept.value !== undefined) return accept({ cells: answer.parse(kept.value), cached: true });
  const reserved = ledger.reserve(reservation);
  if (!reserved.ok) return reserved;
  const opened = ledger.open(reservation.run);
  if (!opened.ok) return opened;
  const measured = await measure();
  if (!measured.ok) return measured;
  const hash = await answers.put(
    canon,
    measured.value.map((cells) => cells.map(finite)),
  );
  const committed = ledger.commit(reservation.run, hash);
  return committed.ok
    ? accept({ cells: measured.value.map((cells) => cells.map(finite)), cached: false, head: committed.value })
    : committed;
}

/** JSON has no infinity. An interval without an end is written with the largest number there is. */
function finite({ keys, values }: PrivateCell): PrivateCell {
  return {
    keys,
    values: values.map(({ text, sigma, low, high }) => ({
      text,
      sigma: within(sigma),
      low: within(low),
      high: within(high),
    })),
  };
}

function within(number: number): number {
  return Math.min(Number.MAX_VALUE, Math.max(-Number.MAX_VALUE, number));
}
