/** What every mode of a program needs beside its plan. */
import { requireModelDeclaration } from '#policies/program/models/require.ts';
import type { Script, ScriptOf } from '#policies/program/script.ts';
import { accept, type Outcome } from '#policies/refusal.ts';
import type { Given } from '#policies/query/parameters.ts';
import { contentHash } from '#policies/record/content-hash.ts';
import type { DomainParts } from '../supervisor/parts.ts';
import type { Guest, GuestColumn, GuestProgram, ProcessSource } from './guest.ts';
import { openGuest } from './open-guest.ts';

/** A program with the values of this run. */
export interface Asked<One extends Script = Script> {
  readonly script: One;
  readonly parameters: readonly Given[];
}

export interface ProgramUse extends Pick<DomainParts, 'limits' | 'log'> {
  readonly processes: ProcessSource;
  /** Simulation data: console, errors and times are kept. */
  readonly debug: boolean;
  readonly onStart?: (kill: () => void) => void;
}

/** Starts the program for these columns, of which it is told name and levels only. @param callMillis for one call, or one unit */
export function startGuest(
  { script, parameters }: Asked,
  { columns, callMillis }: { readonly columns: readonly GuestColumn[]; readonly callMillis: number },
  { processes, debug, limits, onStart }: ProgramUse,
): Promise<Guest> {
  const program: GuestProgram = {
    bundle: script.bundle,
    mode: script.mode,
    columns: columns.map(({ name, levels }) => ({ name, ...(levels && { levels }) })),
    parameters: Object.fromEntries(parameters.map(({ name, value }) => [name, value])),
    seed: seedOf({ script, parameters }),
    memoryMb: script.memoryMb,
    callMillis,
    jit: limits.jit,
    debug,
  };
  return openGuest(program, processes, onStart ? { onStart } : {});
}

/** A declared model can be made of what the program hands out and its query gives. */
export function requireModel(
  { mode, results, model }: Exclude<Script, ScriptOf<'tables'>>,
  columns: readonly GuestColumn[],
): Outcome<unknown> {
  return model ? requireModelDeclaration({ mode, results, model }, columns) : accept(undefined);
}

/** The same for the same program with the same values, so that the same question has the same answer. */
function seedOf({ script, parameters }: Asked): number {
  return Number.parseInt(contentHash({ bundle: script.bundle, parameters }).slice(0, 8), 16);
}
