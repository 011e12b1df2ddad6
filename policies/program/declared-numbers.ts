/** The numbers that a program hands out, one after another, each with what was declared of it. */
import type { Result } from './script.ts';
import { roundTo } from './stability.ts';

/** One number: the `place`-th of its result, from 0. */
export interface DeclaredNumber extends Pick<Result, 'name' | 'lo' | 'hi' | 'step'> {
  readonly place: number;
}

export function declaredNumbers(results: readonly Result[]): readonly DeclaredNumber[] {
  return results.flatMap(({ name, length, lo, hi, step }) =>
    Array.from({ length }, (_, place) => ({ name, place, lo, hi, step })),
  );
}

/** In its range and on its grid; no negative zero. NaN stays. Where an end of the range lies between grid points, that end may come out. */
export function settle(number: number, { lo, hi, step }: Pick<DeclaredNumber, 'lo' | 'hi' | 'step'>): number {
  if (Number.isNaN(number)) return Number.NaN;
  const within = Math.min(Math.max(number, lo), hi);
  return Math.min(Math.max(roundTo(within, step), lo), hi) + 0;
}
