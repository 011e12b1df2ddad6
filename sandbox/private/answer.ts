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

/** What can be asked for pay. */
export interface Question<T> {
  readonly measure: () => Promise<Outcome<T>>;
  /** The form of a kept answer. What is told is what was kept, also the first time. */
  readonly kept: z.ZodType<T>;
}

const value = z.strictObject({ text: z.string(), sigma: z.number(), low: z.number(), high: z.number() });
const cell = z.strictObject({ keys: z.array(z.string().nullable()), values: z.array(value) });
/** The cells of each release. */
const cellsOfReleases = z.array(z.array(cell));

export interface Account {
  readonly ledger: Ledger;
  readonly answers: Answers;
}

export interface Answered<T> {
  readonly answer: T;
  /** Whether it was paid for before. */
  readonly cached: boolean;
  /** Where the ledger stands after this. */
  readonly head?: Head;
}

/** Refuses E_BUDGET before anything is opened; what `measure` refuses has been paid. */
export async function paidAnswer<T>(
  { ledger, answers }: Account,
  reservation: Reservation,
  { measure, kept }: Question<T>,
): Promise<Outcome<Answered<T>>> {
  const canon: Sha256 = reservation.canon;
  const known = await answers.get(canon);
  if (!known.ok) return known;
  if (known.value !== undefined) return accept({ answer: kept.parse(known.value), cached: true });
  const reserved = ledger.reserve(reservation);
  if (!reserved.ok) return reserved;
  const opened = ledger.open(reservation.run);
  if (!opened.ok) return opened;
  const measured = await measure();
  if (!measured.ok) return measured;
  const hash = await answers.put(canon, measured.value);
  const committed = ledger.commit(reservation.run, hash);
  if (!committed.ok) return committed;
  const answer = kept.parse(JSON.parse(JSON.stringify(measured.value)));
  return accept({ answer, cached: false, head: committed.value });
}

type Cells = readonly (readonly PrivateCell[])[];

/** The question for the cells of each release. */
export function askCells(measure: () => Promise<Outcome<Cells>>): Question<Cells> {
  return {
    kept: cellsOfReleases,
    measure: async () => {
      const measured = await measure();
      return measured.ok ? accept(measured.value.map((cells) => cells.map(finite))) : measured;
    },
  };
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
