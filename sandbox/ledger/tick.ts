/**
 * An answer becomes visible at a moment that was fixed before the data was opened. How long the work took, and whether it failed, shows
 * neither in the time nor in the words.
 *
 * @see query-and-privacy.md §2.6, §2.7
 */
import { setTimeout as wait } from 'node:timers/promises';
import { refuse, type Outcome } from '#policies/refusal.ts';
import { millis, type Millis } from '#policies/units.ts';

export interface Clock {
  /** Never goes back. */
  readonly now: () => Millis;
  readonly wait: (time: Millis) => Promise<void>;
}

const steadyClock: Clock = { now: () => millis(performance.now()), wait: (time) => wait(time) };

export interface Ticked<T> {
  readonly window: Millis;
  /** Must not hold the event loop: at the tick somebody has to wake up. */
  readonly work: () => Promise<Outcome<T>>;
  /** Kills the work: its result is wanted no longer. */
  readonly onLate: () => void;
  /** For the owner's log: what was thrown, or the refusals that the answer does not show. */
  readonly onFailure: (reason: unknown) => void;
  readonly clock?: Clock;
}

/**
 * Starts `work` and answers at start + `window`, never earlier, whatever happens.
 *
 * @returns the value; or E_EXEC with the one text for work that is late, refuses or throws
 */
export async function atTick<T>({ window, work, onLate, ...more }: Ticked<T>): Promise<Outcome<T>> {
  const { onFailure, clock = steadyClock } = more;
  const tick = clock.now() + window;
  let done: Outcome<T> | undefined;
  void outcomeOf(work, onFailure).then((outcome) => (done = outcome));
  // A timer may wake up a little before its time.
  for (let left = window; left > 0; left = millis(tick - clock.now())) await clock.wait(left);
  if (!done) attempt(onLate, onFailure);
  return done ?? failed();
}

/** Never rejects. */
async function outcomeOf<T>(work: Ticked<T>['work'], onFailure: Ticked<T>['onFailure']): Promise<Outcome<T>> {
  try {
    const outcome = await work();
    if (outcome.ok) return outcome;
    attempt(() => onFailure(outcome.refusals), ignore);
  } catch (error) {
    attempt(() => onFailure(error), ignore);
  }
  return failed();
}

function attempt(act: () => void, onFailure: (error: unknown) => void): void {
  try {
    act();
  } catch (error) {
    attempt(() => onFailure(error), ignore);
  }
}

/** What cannot be written to the log changes no answer. */
function ignore(): void {}

function failed(): Outcome<never> {
  return refuse('E_EXEC', 'Cannot complete the run');
}
