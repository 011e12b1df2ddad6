/**
 * What the commands of the small lives say, for tests that try every command: `life → kind → fields`. A kind that says nothing is left out.
 * One file per family of lives.
 */
import type { LifeName } from '#policies/procedure/lives.ts';
import type { Instant } from '#policies/units.ts';
import { accessSamples } from './access.samples.ts';
import { browseSamples } from './browse.samples.ts';
import { supervisionSamples } from './supervision.samples.ts';
import { catalogSamples } from './catalog.samples.ts';
import { clockSamples } from './clock.samples.ts';
import { rightsSamples } from './rights.samples.ts';

/** Ids of things that exist where the command is given. */
export interface Known {
  readonly now: Instant;
  readonly vendor: string;
  readonly entry: string;
  /** Whose entry it is. */
  readonly department: string;
  readonly table: string;
  readonly column: string;
  readonly application: string;
  readonly agreement: string;
  readonly program: string;
  readonly run: string;
  readonly export: string;
  /** A product that was begun, where there is one. */
  readonly product?: string;
  /** An application that was rejected: what an appeal is against. */
  readonly rejected: string;
}

/** `variant` 0 to 9: 0 makes one thing wrong where there is something to make wrong. */
export type Sample = (known: Known, variant: number) => object;
export type Samples = Partial<Readonly<Record<LifeName, Readonly<Record<string, Sample>>>>>;

const samples: Samples = {
  ...browseSamples,
  ...supervisionSamples,
  ...catalogSamples,
  ...rightsSamples,
  ...clockSamples,
  ...accessSamples,
};

/** The fields of a command of a small life; undefined for a life that is not one. */
export function sampleOf(life: LifeName, kind: string, known: Known, variant = 1): object | undefined {
  const kinds = samples[life];
  return kinds && (kinds[kind]?.(known, variant) ?? {});
}
