/** What a worker is told of its program before the rows come. It comes from the supervisor, so it is trusted. */
import type { GuestColumn, GuestProgram, Layout } from '../guest.ts';

export interface Setup {
  readonly bundle: string;
  readonly mode: GuestProgram['mode'];
  readonly columns: readonly GuestColumn[];
  readonly parameters: GuestProgram['parameters'];
  readonly seed: number;
  /** For one unit. */
  readonly callMillis: number;
  readonly debug: boolean;
}

/** Of the calls that follow. */
export interface CallSetup {
  readonly layout: Layout;
  /** How many there are: no isolate is made for one that does not come. */
  readonly calls: number;
  /** Of one isolate, with what is moved into it. */
  readonly memoryMb: number;
  readonly callMillis: number;
}

export function layoutLength(layout: Layout): number {
  return layout.reduce((sum, { length }) => sum + length, 0);
}
