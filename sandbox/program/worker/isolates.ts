/**
 * Isolates for calls: each is used once, its end is awaited before anything is read. One waits ready while another runs.
 *
 * @see programs.md §D.3, findings 2–5
 */
import type ivm from 'isolated-vm';
import { endSelf } from './receive.ts';
import type { Start } from './realm/start.ts';

/** Text of the realm: defines `realm`. Put here by the build. */
declare const REALM: string;

/** Arguments: what to do, bundle, memory for words, then so much memory. */
const script = (buffers: number): string =>
  `"use strict";${REALM};return realm.start(${Array.from({ length: buffers + 3 }, (_, at) => `$${at}`).join()});`;

export interface Realm {
  readonly isolate: ivm.Isolate;
  readonly context: ivm.Context;
}

export interface Isolates {
  take(): Promise<Realm>;
  /** Makes one beside whatever runs, unless that takes too much. */
  prepare(): void;
}

/** With a compiler each isolate reserves half a gigabyte of addresses; without one there is no WebAssembly. */
const isCompiling = 'WebAssembly' in globalThis;

/**
 * What this process has when it says hello is what it may have later, and a little more: threads with their stacks, addresses. So it has then
 * as much as it will have at a time: one isolate at work, one that is being ended, and one to be safe; and a clock for the time limit.
 *
 * @returns ends them
 */
export async function reserve(vm: typeof ivm): Promise<() => void> {
  const isolates = [1, 2, 3].map(() => new vm.Isolate({ memoryLimit: 8 }));
  await Promise.all(isolates.map(tryOut));
  return () => {
    for (const isolate of isolates.splice(0)) isolate.dispose();
  };
}

async function tryOut(isolate: ivm.Isolate): Promise<void> {
  const context = await isolate.createContext();
  await context.evalClosure('', [], { timeout: 1_000 });
}

interface IsolatesOptions {
  readonly memoryMb: number;
  /** So many are wanted in all. */
  readonly most: number;
}

export function openIsolates(vm: typeof ivm, { memoryMb, most }: IsolatesOptions): Isolates {
  let waiting: Promise<Realm> | undefined;
  let made = 0;
  const make = async (): Promise<Realm> => {
    made += 1;
    const isolate = new vm.Isolate({ memoryLimit: Math.max(memoryMb, 8), onCatastrophicError: endSelf });
    return { isolate, context: await isolate.createContext() };
  };
  return {
    take: () => {
      const taken = waiting ?? make();
      waiting = undefined;
      return taken;
    },
    prepare: () => {
      if (!isCompiling && made < most) waiting ??= make();
    },
  };
}

export interface Begin {
  readonly start: Start;
  readonly bundle: string;
  readonly words: SharedArrayBuffer | undefined;
  /** Moved into the isolate. */
  readonly moved?: ArrayBuffer;
  /** Shared with it, after what is moved. */
  readonly shared: readonly SharedArrayBuffer[];
}

/** Runs the first script. Only text and memory reach the isolate, nothing of the library's. */
export function beginIn(
  { vm, realm }: { readonly vm: typeof ivm; readonly realm: Realm },
  { start, bundle, words, moved, shared }: Begin,
  options: Parameters<ivm.Context['evalClosure']>[2],
): Promise<unknown> {
  const share = (memory: SharedArrayBuffer) => new vm.ExternalCopy(memory).copyInto({ release: true });
  const buffers = [
    ...(moved ? [new vm.ExternalCopy(moved, { transferOut: true }).copyInto({ release: true, transferIn: true })] : []),
    ...shared.map(share),
  ];
  return realm.context.evalClosure(
    script(buffers.length),
    [JSON.stringify(start), bundle, words && share(words), ...buffers],
    options,
  );
}
