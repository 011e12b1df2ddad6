/**
 * The memory of a witness: the largest checkpoint of each log that it cosigned, as plain text in one file that a person can read.
 * Old or new, never half; and one change at a time, also between processes.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { unwrap } from '#policies/refusal.ts';
import { parseCheckpoint, printCheckpoint, type Checkpoint } from '#policies/record/checkpoint.ts';

/** By origin. */
export type Seen = ReadonlyMap<string, Checkpoint>;

export interface WitnessState {
  read(): Seen;
  /** Alone among all processes: reads, and writes what `change` gives back, before this returns. */
  change<T>(change: (seen: Seen, write: (checkpoint: Checkpoint) => void) => T): T;
}

/**
 * @param file the state file, absent where nothing was seen; `:memory:` forgets with the process
 * @throws Error, also later, when the file cannot be read as a state: a witness that forgot must not sign
 */
export function openState(file: string): WitnessState {
  if (file === ':memory:') return memoryState();
  const read = () => (existsSync(file) ? parseState(readFileSync(file, 'utf8')) : new Map<string, Checkpoint>());
  read();
  return {
    read,
    change: (change) =>
      whileLocked(`${file}.lock`, () => {
        const seen = read();
        return change(seen, (checkpoint) => replaceFile(file, printState(remember(seen, checkpoint))));
      }),
  };
}

/** Checkpoints without signatures, an empty line between them. */
export function printState(seen: Seen): string {
  return [...seen.values()].map(printCheckpoint).join('\n');
}

/** @throws Error for what {@link printState} does not print */
export function parseState(text: string): Seen {
  const seen = new Map<string, Checkpoint>();
  const blocks = text === '' ? [] : text.split('\n\n');
  for (const [i, block] of blocks.entries()) {
    const checkpoint = unwrap(parseCheckpoint(i < blocks.length - 1 ? `${block}\n` : block));
    if (seen.has(checkpoint.origin))
      throw new Error(`Cannot read the state: ${checkpoint.origin} must stand in it once`);
    seen.set(checkpoint.origin, checkpoint);
  }
  return seen;
}

function memoryState(): WitnessState {
  let seen: Seen = new Map();
  return { read: () => seen, change: (change) => change(seen, (checkpoint) => (seen = remember(seen, checkpoint))) };
}

function remember(seen: Seen, checkpoint: Checkpoint): Seen {
  const { origin, size, root } = checkpoint;
  return new Map([...seen, [origin, { origin, size, root }]]);
}

/** The lock of an empty database: the kernel lets go of it when its process dies, and a file that is left behind locks nobody out. */
function whileLocked<T>(file: string, work: () => T): T {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const lock = new DatabaseSync(file, { timeout: 10_000 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return work();
  } finally {
    lock.close();
  }
}

/** Old or new, never half: written aside, flushed, renamed. */
export function replaceFile(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(`${file}.new`, text, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
  const dir = openSync(dirname(file), 'r');
  fsyncSync(dir);
  closeSync(dir);
}
