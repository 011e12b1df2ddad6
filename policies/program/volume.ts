/** How many numbers a program may be given, decided by declared sizes before any data is opened. @see query-and-privacy.md §2.6 */
import type { scansOf } from '../query/ir.ts';
import { accept, refuse, type Outcome } from '../refusal.ts';

/** 320 MB, which are held by the query worker, the supervisor and the program's worker one after another. */
export const maxProgramNumbers = 40_000_000;

/** Refuses E_COST_CLASS where the largest table that is read is declared to have too many rows for that many columns. */
export function requireVolume(scans: ReturnType<typeof scansOf>, width: number): Outcome<void> {
  const rows = Math.max(0, ...scans.map(({ table }) => table.volume));
  if (rows * width <= maxProgramNumbers) return accept(undefined);
  const got = `${rows} rows of ${width}`;
  return refuse(
    'E_COST_CLASS',
    `Cannot give the rows to a program: must be at most ${maxProgramNumbers} numbers; got ${got}`,
  );
}
