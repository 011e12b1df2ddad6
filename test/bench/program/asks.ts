/** What the peer can be asked: the same work as a program worker, on numbers in a file. */
import type { Layout } from '#sandbox/program/guest.ts';
import type { partKinds } from '#sandbox/program/worker/frames.ts';
import type { Sample } from '../measure.ts';

interface Common {
  readonly bundle: string;
  /** Doubles; read once. */
  readonly path: string;
  readonly columns: readonly { readonly name: string }[];
}

/** `map` for every unit of one row. */
export interface MapAsk extends Common {
  readonly kind: 'map';
  readonly state: readonly number[];
  readonly length: number;
  readonly clip: number;
}

/** `main` for parts of rows that lie column by column. */
export interface CallsAsk extends Common {
  readonly kind: 'calls';
  readonly layout: Layout;
  readonly offsets: readonly number[];
  readonly parts: readonly { readonly kind: (typeof partKinds)[number]; readonly segment: number }[];
}

export type PeerAsk = MapAsk | CallsAsk;

export interface PeerAnswer extends Sample {
  /** Of mode `map`, processor time without the sums. */
  readonly mapping: number;
  /** All numbers, added up: to see that both sides did the same. */
  readonly check: string;
}
