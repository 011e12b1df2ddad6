/**
 * When a program over exact data answers: at a moment that follows from what is declared. How long it took, and whether it was stopped, is a
 * matter of the rows, and shows in nothing.
 *
 * @see programs.md §D.5; query-and-privacy.md §2.6
 */
import { tickClasses, type TickClass } from '../privacy/tick.ts';
import { accept, refuse, type Outcome } from '../refusal.ts';
import { stabilityBlocks } from './stability.ts';

/** Milliseconds: starting a worker again after a call that was killed, and what a run needs beside its calls. */
const restart = 500;
const start = 2_000;
/** Nanoseconds for each declared row, of reading and sorting it, on a busy machine. */
const nanosPerRow = 4_000;

export interface ExactSize {
  readonly mode: 'tables' | 'rows';
  readonly callMillis: number;
  /** Declared rows of all scans together. */
  readonly rows: number;
}

/** @returns the shortest class in which even a program that is late in every call is done; refuses E_COST_CLASS when there is none */
export function exactTick({ mode, callMillis, rows }: ExactSize): Outcome<TickClass> {
  const calls = mode === 'rows' ? stabilityBlocks + 1 : 1;
  const needed = start + calls * (callMillis + restart) + (rows * nanosPerRow) / 1e6;
  const found = tickClasses.find(({ window }) => window >= needed);
  if (found) return accept(found);
  const most = Math.max(...tickClasses.map(({ window }) => window));
  return refuse(
    'E_COST_CLASS',
    `Cannot run the program: must be done in ${most / 1000} s; got up to ${Math.ceil(needed / 1000)} s`,
    {
      remedy: 'Declare a shorter callMillis, or read fewer rows.',
    },
  );
}
