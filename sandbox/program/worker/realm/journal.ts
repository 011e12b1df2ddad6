/**
 * What a program says over simulation data: its console and its first error, as text in shared memory of fixed size. In a real run there is
 * no such memory, and the console does nothing.
 *
 * @see programs.md decision 7, finding 3
 */
import { maxConsole, maxError, wordsHeadBytes } from '../frames.ts';

export interface Journal {
  /** For the program's `console`. */
  say(values: readonly unknown[]): void;
  /** Never called in a real run: to look at an error may run the program's code. */
  fail(error: unknown): void;
  /** Counts a unit that threw. */
  countFailed(): void;
  readonly isOpen: boolean;
}

/** @param memory two lengths and a count, then the console, then the error */
export function openJournal(memory: ArrayBufferLike | undefined): Journal {
  if (!memory) return { say: () => undefined, fail: () => undefined, countFailed: () => undefined, isOpen: false };
  const lengths = new Int32Array(memory, 0, 3);
  const said = new Uint16Array(memory, wordsHeadBytes, maxConsole);
  const failed = new Uint16Array(memory, wordsHeadBytes + maxConsole * 2, maxError);
  return {
    say: (values) => append(`${values.map((value) => describe(value, 0)).join(' ')}\n`, said, { lengths, at: 0 }),
    fail: (error) => {
      if (lengths[1] === 0) append(described(error), failed, { lengths, at: 1 });
    },
    countFailed: () => void (lengths[2] = (lengths[2] ?? 0) + 1),
    isOpen: true,
  };
}

function append(text: string, into: Uint16Array, { lengths, at }: { lengths: Int32Array; at: number }): void {
  let length = lengths[at] ?? 0;
  const end = length + text.length > into.length ? into.length : length + text.length;
  for (let i = 0; length < end; i++) into[length++] = text.charCodeAt(i);
  lengths[at] = length;
}

const mostItems = 20;
const mostDepth = 3;

/** May run the program's code: under the same limits as the call that says it. */
function describe(value: unknown, depth: number): string {
  if (typeof value === 'string') return depth === 0 ? value.slice(0, maxConsole) : JSON.stringify(value.slice(0, 200));
  if (typeof value === 'function') return '[function]';
  if (typeof value !== 'object' || value === null) return String(value);
  if (value instanceof Error) return describeError(value);
  if (depth === mostDepth) return '…';
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return describeList(value as ArrayLike<unknown>, depth);
  const keys = Object.keys(value);
  const shown = keys
    .slice(0, mostItems)
    .map((key) => `${key}: ${describe((value as Record<string, unknown>)[key], depth + 1)}`);
  return `{ ${shown.join(', ')}${keys.length > mostItems ? ', …' : ''} }`;
}

function describeList(list: ArrayLike<unknown>, depth: number): string {
  const shown: string[] = [];
  for (let i = 0; i < list.length && i < mostItems; i++) shown[i] = describe(list[i], depth + 1);
  return `(${list.length}) [${shown.join(', ')}${list.length > mostItems ? ', …' : ''}]`;
}

function described(error: unknown): string {
  try {
    return describeError(error);
  } catch {
    return 'threw something that cannot be described';
  }
}

function describeError(error: unknown): string {
  if (!(error instanceof Error)) return `threw ${describe(error, 1)}`;
  const { name, message, stack } = error;
  const head = `${name}: ${message}`;
  const text = typeof stack === 'string' && stack.includes(message) ? stack : head;
  return text.slice(0, maxError);
}
