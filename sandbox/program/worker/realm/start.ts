/** What the first script of an isolate is given, as JSON; numbers come beside it in shared or moved memory. */
import type { GuestColumn, Layout } from '../../guest.ts';

interface Common {
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
  readonly debug: boolean;
}

/** `main` on rows column by column. */
export interface StartMain extends Common {
  readonly call: 'main';
  readonly columns: readonly GuestColumn[];
  readonly rows: number;
  readonly seed: number;
  readonly layout: Layout;
}

/** `update` or `finish` on public numbers: the state, then the sums. */
export interface StartPublic extends Common {
  readonly call: 'update' | 'finish';
  readonly state: number;
  readonly sums: number;
  readonly iteration: number;
  readonly layout: Layout;
}

/** `map` on one unit at a time. */
export interface StartMap extends Common {
  readonly call: 'map';
  readonly columns: readonly GuestColumn[];
  /** Numbers of one vector. */
  readonly length: number;
  /** Where in the memory of the rows units begin, how many offsets there are, and where numbers begin; in bytes. */
  readonly places: { readonly offsets: number; readonly units: number; readonly numbers: number };
  /** Where in its memory the state begins, in bytes. */
  readonly state: number;
}

export type Start = StartMain | StartPublic | StartMap;
