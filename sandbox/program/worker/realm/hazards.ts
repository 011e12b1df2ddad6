/**
 * Takes away what a program must not have: makers of code, clocks, chance, shared and growing memory, engines within the engine, and hooks that
 * run while an error is looked at.
 *
 * @see programs.md §D.3(5), findings 2–5, 7
 */
import type { Journal } from './journal.ts';

type Holder = Record<PropertyKey, unknown>;

const removed = [
  'WebAssembly',
  'SharedArrayBuffer',
  'Atomics',
  'Intl',
  'Temporal',
  'Date',
  'WeakRef',
  'FinalizationRegistry',
  'ShadowRealm',
  'eval',
  'Function',
  'escape',
  'unescape',
];

/** Of prototypes: what depends on language and place, or runs long in one step, or grows or detaches memory. */
const removedMethods: readonly (readonly [object, readonly string[]])[] = [
  [String.prototype, ['normalize', 'toLocaleLowerCase', 'toLocaleUpperCase']],
  [Number.prototype, ['toLocaleString']],
  [BigInt.prototype, ['toLocaleString']],
  [Array.prototype, ['toLocaleString']],
  [Object.getPrototypeOf(Uint8Array.prototype) as object, ['toLocaleString']],
  [ArrayBuffer.prototype, ['resize', 'transfer', 'transferToFixedLength']],
  [Math, ['random']],
];

/** State that any regular expression leaves behind for all. */
const regexpStatics = ['input', 'lastMatch', 'lastParen', 'leftContext', 'rightContext'];
const regexpSigns = ['$_', '$&', '$+', '$`', "$'", '$1', '$2', '$3', '$4', '$5', '$6', '$7', '$8', '$9'];

export function removeHazards(journal: Journal): void {
  const realm = globalThis as unknown as Holder;
  closeCodeMakers();
  for (const name of removed) delete realm[name];
  for (const [holder, names] of removedMethods) for (const name of names) delete (holder as Holder)[name];
  for (const name of [...regexpStatics, ...regexpSigns]) delete (RegExp as unknown as Holder)[name];
  // By place in the list of characters, the same on every machine.
  fix(String.prototype, 'localeCompare', function localeCompare(this: unknown, other: unknown) {
    const [a, b] = [String(this), String(other)];
    return a < b ? -1 : a > b ? 1 : 0;
  });
  realm.ArrayBuffer = fixedBuffer();
  realm.console = quietConsole(journal);
  const errors = Error as unknown as Holder;
  delete errors.captureStackTrace;
  errors.stackTraceLimit = journal.isOpen ? 10 : 0;
  Object.defineProperty(Error, 'prepareStackTrace', { value: undefined });
  Object.defineProperty(Error, 'stackTraceLimit', { writable: false, configurable: false });
}

/** All four constructors of functions are found again from any function. */
function closeCodeMakers(): void {
  const kinds = [() => 0, async () => 0, function* () {}, async function* () {}];
  for (const kind of kinds) {
    const prototype = Object.getPrototypeOf(kind) as object;
    fix(prototype, 'constructor', makeNoCode);
  }
  fix(makeNoCode, 'name', 'Function');
  makeNoCode.prototype = Object.getPrototypeOf(() => 0);
}

function makeNoCode(): never {
  throw new TypeError('Cannot make code from text');
}

function fix(holder: object, name: string, value: unknown): void {
  Object.defineProperty(holder, name, { value, writable: false, enumerable: false, configurable: false });
}

/** Memory that can grow is not counted by the isolate; this one has the length that it begins with. */
function fixedBuffer(): unknown {
  const Native = ArrayBuffer;
  function FixedBuffer(length: number): object {
    if (!new.target) throw new TypeError("Constructor ArrayBuffer requires 'new'");
    return Reflect.construct(Native, [length], new.target) as object;
  }
  FixedBuffer.prototype = Native.prototype;
  const species = Object.getOwnPropertyDescriptor(Native, Symbol.species);
  if (species) Object.defineProperty(FixedBuffer, Symbol.species, species);
  fix(FixedBuffer, 'name', 'ArrayBuffer');
  fix(FixedBuffer, 'isView', (value: unknown) => Native.isView(value));
  fix(Native.prototype, 'constructor', FixedBuffer);
  return FixedBuffer;
}

function quietConsole(journal: Journal): unknown {
  const say = (...values: readonly unknown[]): void => journal.say(values);
  const names = ['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir', 'table'];
  return Object.fromEntries(names.map((name) => [name, say]));
}
