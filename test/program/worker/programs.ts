/** Programs for tests, in the form that the bundler gives them, and what runs them: real workers without confinement. */
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Guest, GuestProgram, ProcessSource, SegmentedRows } from '#sandbox/program/guest.ts';
import { openGuest } from '#sandbox/program/open-guest.ts';
import { openProcesses } from '#sandbox/program/processes.ts';

/** A bundle whose exports are given as JavaScript. */
export function bundle(exports: Readonly<Record<string, string>>, before = ''): string {
  const members = Object.entries(exports).map(([name, text]) => `${name}: ${text}`);
  return `var program = (() => { ${before}\n return { ${members.join(', ')} }; })();`;
}

export function aProgram(given: Partial<GuestProgram>): GuestProgram {
  return {
    bundle: 'var program = {};',
    mode: 'rows',
    columns: [{ name: 'x' }],
    parameters: {},
    seed: 7,
    memoryMb: 64,
    callMillis: 1_000,
    jit: false,
    debug: false,
    ...given,
  };
}

/** One column in segments. */
export function aColumn(...segments: readonly (readonly number[])[]): SegmentedRows {
  let at = 0;
  const offsets = [0, ...segments.map(({ length }) => (at += length))];
  return { columns: [Float64Array.from(segments.flat())], offsets: Uint32Array.from(offsets) };
}

export interface Workshop extends AsyncDisposable {
  readonly processes: ProcessSource;
  open(program: Partial<GuestProgram>, onStart?: (kill: () => void) => void): Promise<Guest>;
}

/** @param worker text of a worker that is not ours */
export async function openWorkshop(worker?: string): Promise<Workshop> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-program-'));
  const log = openSync(join(folder, 'log'), 'a');
  const processes = await openProcesses({ folder, log, tier: 'T0', ...(worker !== undefined && { worker }) });
  return {
    processes,
    open: (program, onStart) => openGuest(aProgram(program), processes, onStart && { onStart }),
    [Symbol.asyncDispose]: async () => {
      await processes[Symbol.asyncDispose]();
      closeSync(log);
      rmSync(folder, { recursive: true });
    },
  };
}
