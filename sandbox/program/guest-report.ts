/** Gathers what a vendor sees of a run over simulation data. In a real run nothing is ever put into it. */
import { z } from 'zod';
import type { DebugReport } from './guest.ts';
import { maxConsole, maxError } from './worker/frames.ts';

const words = z.strictObject({
  console: z.string().max(maxConsole),
  error: z.string().max(maxError),
  heapBytes: z.number().nonnegative(),
  failed: z.int().nonnegative(),
});

export interface Counted {
  readonly failed: boolean;
  readonly millis: number;
  readonly why?: string | undefined;
  /** In mode `map`: that were finished. */
  readonly units?: number;
}

export interface Gathering {
  /** A frame of the worker's. */
  readonly hear: (json: string) => void;
  readonly count: (call: Counted) => void;
  readonly report: () => DebugReport;
}

export function openGathering(debug: boolean): Gathering {
  const text: string[] = [];
  const millis: number[] = [];
  let [error, room, calls, failed, peakHeapBytes]: [string, number, number, number, number] = ['', maxConsole, 0, 0, 0];
  const hear = (json: string): void => {
    const said = words.safeParse(parsed(json));
    if (!said.success) return;
    const kept = said.data.console.slice(0, room);
    room -= kept.length;
    if (kept !== '') text.push(kept);
    error ||= said.data.error;
    failed += said.data.failed;
    peakHeapBytes = Math.max(peakHeapBytes, said.data.heapBytes);
  };
  return {
    hear,
    count: (call) => {
      if (!debug) return;
      calls += (call.units ?? 1) + (call.units !== undefined && call.failed ? 1 : 0);
      millis.push(call.millis);
      if (!call.failed) return;
      failed += 1;
      error ||= call.why ?? '';
    },
    report: () => ({
      console: text
        .join('')
        .split('\n')
        .filter((line) => line !== ''),
      ...(error !== '' && { error }),
      calls,
      failed,
      millis: spread(millis),
      peakHeapBytes,
    }),
  };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function spread(millis: readonly number[]): DebugReport['millis'] {
  const sorted = [...millis].sort((a, b) => a - b);
  return { median: sorted[sorted.length >> 1] ?? 0, most: sorted.at(-1) ?? 0 };
}
