/**
 * What the supervisor and a program worker agree on: the program, its rows, what is asked of it. Rows are numbers only; a text is the place of
 * its value in a public list.
 *
 * @see programs.md §D.3, §D.4
 */
import type { Duplex } from 'node:stream';
import type { ScriptMode } from '#policies/program/script.ts';
import type { IsolationTier } from '#policies/isolation.ts';

/** A column as the program sees it; `levels` where its numbers are places in a list of public texts, −1 for none of them. */
export interface GuestColumn {
  readonly name: string;
  readonly levels?: readonly string[];
}

export interface GuestProgram {
  /** One script that defines `program`. */
  readonly bundle: string;
  readonly mode: ScriptMode;
  readonly columns: readonly GuestColumn[];
  /** Values of the approved parameters of this run. */
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
  /** The program's own random numbers begin here; the same for each call of one run. */
  readonly seed: number;
  readonly memoryMb: number;
  /** For one call, or in mode `map` for one unit. */
  readonly callMillis: number;
  readonly jit: boolean;
  /** Simulation data: console, errors and timings are kept for the vendor. */
  readonly debug: boolean;
}

/** Rows column by column, sorted by segment (block of units). NaN is a missing number. */
export interface SegmentedRows {
  readonly columns: readonly Float64Array[];
  /** Where each segment begins, then where the last ends. */
  readonly offsets: Uint32Array;
}

/** Rows one after another, sorted by unit; row r has its numbers at r · width. */
export interface PackedRows {
  readonly width: number;
  readonly values: Float64Array;
  /** Row at which each unit begins, then where the last ends. */
  readonly offsets: Uint32Array;
}

/** Which segments a call sees. */
export type Part =
  | { readonly kind: 'all' }
  | { readonly kind: 'only'; readonly segment: number }
  | { readonly kind: 'without'; readonly segment: number };

/** The numbers that a call writes: named arrays, one after another. */
export type Layout = readonly { readonly name: string; readonly length: number }[];

/** One pass over all units. */
export interface MapPass {
  readonly state: Float64Array;
  readonly length: number;
  /** Longest vector of one unit, ℓ₂. Numbers are whole multiples of clip / 2²⁰. */
  readonly clip: number;
  /** Units that were killed in an earlier pass: they count as zero without being tried. */
  readonly skip: ReadonlySet<number>;
  /** So many may be killed, all passes together, before the run is given up; decided with noise before the first pass. */
  readonly mostKilled: number;
}

export interface MapSums {
  /** Σ over units, in steps of clip / 2²⁰. */
  readonly sums: readonly bigint[];
  /** Every unit that was killed until now, `skip` included. */
  readonly killed: ReadonlySet<number>;
  /** More than `mostKilled`: `sums` is not complete. */
  readonly gaveUp: boolean;
}

/** What a vendor sees of a run over simulation data. */
export interface DebugReport {
  readonly console: readonly string[];
  /** Name, message and stack of the first failure. */
  readonly error?: string;
  readonly calls: number;
  readonly failed: number;
  readonly millis: { readonly median: number; readonly most: number };
  readonly peakHeapBytes: number;
}

/** A program in its worker; when a call kills the worker, the next call has a new one. What a program does never refuses, only what we fail to do. */
export interface Guest extends Disposable {
  /**
   * Calls the program's `main` once for each part, each in a fresh isolate; all are always called.
   *
   * @returns the numbers of the layout for each part, NaN where nothing was written; undefined where the call failed: threw, was late, was killed
   */
  evaluate(rows: SegmentedRows, parts: readonly Part[], layout: Layout): Promise<readonly (Float64Array | undefined)[]>;
  /** `map` for every unit, each with a fresh closure. */
  mapUnits(rows: PackedRows, pass: MapPass): Promise<MapSums>;
  /** `update` or `finish`: on public numbers, in a fresh isolate without rows. */
  compute(
    call: 'update' | 'finish',
    input: { readonly state: Float64Array; readonly sums: Float64Array; readonly iteration: number },
    layout: Layout,
  ): Promise<Float64Array | undefined>;
  report(): DebugReport;
}

/** A started worker that has said it is ready. */
export interface ProgramProcess {
  readonly stream: Duplex;
  readonly pid: number;
  readonly ended: Promise<void>;
  kill(): void;
  /** Largest resident memory seen. */
  peakBytes(): number;
}

export interface ProcessNeeds {
  readonly jit: boolean;
  /** For mode `map`: no unit comes to the end of the stack, where it could see what earlier ones left. */
  readonly longStack?: boolean;
  readonly memoryMb: number;
}

/** Where workers come from: a warm pool of processes for one run each. */
export interface ProcessSource extends AsyncDisposable {
  readonly tier: IsolationTier;
  take(needs: ProcessNeeds): Promise<ProgramProcess>;
}
