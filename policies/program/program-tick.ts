/**
 * When a run of a program answers, and how long its parts may take: a function of what is declared. The longest run that is let through must be
 * done in time, not the expected one, for a program decides itself whom it is slow about.
 *
 * @see programs.md §D.5; query-and-privacy.md §2.6; map.proof.md §4; docs/decisions/035-private-failure-and-time.md
 */
import { tickClasses, type TickClass } from '../privacy/tick.ts';
import { accept, refuse, type Outcome } from '../refusal.ts';
import { millis, type Millis, type RowCount } from '../units.ts';
import { graceMillis, restartMillis, slowestUnit } from './call-time.ts';
import type { Allowance } from './failure.ts';
import type { ScriptOf } from './script.ts';

/** Milliseconds: what a run needs beside its calls. */
const start = 2_000;
/** Nanoseconds for each declared row: reading and sorting it once. */
const nanosPerRead = 4_000;
/** Handing it to a worker again after one was killed. */
const nanosPerReload = 400;
/** One pass: ten times what a small program takes for a unit of one row. */
const nanosPerPass = 25_000;
/** Milliseconds of each pass beside its units: a fresh isolate for `update`. */
const perPass = 200;

export interface MapTimes {
  /** What all passes are given; only beyond it a run is late. */
  readonly passes: Millis;
  /** Most that one unit can add to the time of all passes: slow, and killed once. */
  readonly unit: Millis;
}

export interface MapSize extends Pick<ScriptOf<'map'>, 'iterations' | 'unitMillis'> {
  /** Declared rows of all scans together. */
  readonly rows: RowCount;
}

export function mapTimes({ iterations, unitMillis, rows }: MapSize): MapTimes {
  return {
    passes: millis(Math.ceil(iterations * (perPass + (rows * nanosPerPass) / 1e6))),
    unit: millis(Math.ceil(slowestUnit({ unitMillis, iterations }) + reloadMillis(rows))),
  };
}

/** @returns the shortest class in which the worst run that the allowance admits is done; refuses E_COST_CLASS when there is none */
export function mapTick(size: MapSize, { most }: Pick<Allowance, 'most'>): Outcome<TickClass> {
  const { passes, unit } = mapTimes(size);
  return classFor(
    start + readMillis(size.rows) + passes + most * unit,
    'Declare a shorter unitMillis or fewer iterations, read fewer rows, or spend more: with a larger ε fewer units need be allowed to be slow.',
  );
}

export interface BlocksSize extends Pick<ScriptOf<'blocks'>, 'count' | 'callMillis'> {
  readonly rows: RowCount;
}

/** @returns the shortest class in which all blocks can be late and be killed; refuses E_COST_CLASS, and says which callMillis would do */
export function blocksTick({ count, callMillis, rows }: BlocksSize): Outcome<TickClass> {
  const beside = start + readMillis(rows) + count * (graceMillis + restartMillis + reloadMillis(rows));
  const most = Math.floor((longest - beside) / count);
  const remedy = most >= 10 ? `Declare a callMillis of at most ${most}, or fewer blocks.` : 'Declare fewer blocks.';
  return classFor(beside + count * callMillis, remedy);
}

export interface ExactSize {
  /** Calls of the program, one after another. */
  readonly calls: number;
  readonly callMillis: number;
  readonly rows: RowCount;
}

/** Modes `tables` and `rows`. @returns the class in which every call can be late and be killed; refuses E_COST_CLASS when there is none */
export function exactTick({ calls, callMillis, rows }: ExactSize): Outcome<TickClass> {
  const late = callMillis + graceMillis + restartMillis + reloadMillis(rows);
  return classFor(start + readMillis(rows) + calls * late, 'Declare a shorter callMillis, or read fewer rows.');
}

const longest = Math.max(...tickClasses.map(({ window }) => window));

function readMillis(rows: RowCount): number {
  return (rows * nanosPerRead) / 1e6;
}

function reloadMillis(rows: RowCount): number {
  return (rows * nanosPerReload) / 1e6;
}

function classFor(needed: number, remedy: string): Outcome<TickClass> {
  const found = tickClasses.find(({ window }) => window >= needed);
  if (found) return accept(found);
  const got = `up to ${Math.ceil(needed / 1000)} s in the worst case`;
  return refuse('E_COST_CLASS', `Cannot run the program: must be done in ${longest / 1000} s; got ${got}`, { remedy });
}
