/** How long a call of a program takes at most, all told: what the supervisor waits for, and what ticks are reckoned from. Milliseconds. */

/** Beyond the time that a call may take, until its worker is killed: to make an isolate and to answer, on a busy machine. */
export const graceMillis = 200;

/** To start a worker again and to give it the program; twice what it took on a busy machine. */
export const restartMillis = 300;

/** For a call on public numbers. How long it takes is no secret of the data, so it has plenty. */
export const publicMillis = 2_000;

/** Mode `map`, beyond the time of a unit: for a busy machine and the collection of garbage; and for the first of a pass, whose functions are compiled. */
export const unitGraceMillis = 250;
export const firstUnitGraceMillis = 300;

/**
 * Most that one unit can cost mode `map` when it is killed: to see that its worker ended, to find out that it was this unit, and to start
 * again. Three times what the worst took on a busy machine (0.5 s).
 */
export const killMillis = 1_500;

/** How often a worker says how far it is, for units of so many milliseconds. */
export function signMillis(unitMillis: number): number {
  return Math.min(10, Math.max(1, Math.floor(unitMillis / 8)));
}

/**
 * Most that one unit can add to the time of a run: its own time, of all passes together, as far as it is seen; in each pass what falls between two signs
 * and is not; and being killed.
 */
export function slowestUnit({
  unitMillis,
  iterations,
}: {
  readonly unitMillis: number;
  readonly iterations: number;
}): number {
  return unitMillis + firstUnitGraceMillis + iterations * 3 * signMillis(unitMillis) + killMillis;
}
