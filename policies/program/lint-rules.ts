/**
 * What a program's text must not have, one line for each rule. A lint is advice and an early error: it says at once, and where, what would
 * fail later. The worker takes all of this away again, whatever the text says, so that nothing rests on these rules alone.
 *
 * @see programs.md §D.3(5, 6), §D.7
 */

export interface LintRule {
  /** Completes "must …". */
  readonly must: string;
  readonly remedy: string;
}

export const lintRules = {
  /** Otherwise something could stand beside the program, and end what is written around it. */
  form: {
    must: 'be exactly one statement, `var program = (() => { … })();`',
    remedy: 'Make the bundle with `sluice program pack`, and change nothing in it by hand.',
  },
  syntax: {
    must: 'be a script in strict mode that the engine can read',
    remedy: 'Correct the syntax at the marked place.',
  },
  depth: {
    must: 'be nested less deeply',
    remedy: 'Write long chains and nested data as arrays and loops.',
  },
  module: {
    must: 'load nothing while it runs',
    remedy: 'Write `import … from` at the top of the file; all is bundled before the run.',
  },
  async: {
    must: 'end when its call ends, without async, await or promises',
    remedy: 'Compute at once and in order; there is nothing to wait for.',
  },
  generator: {
    must: 'have no generators in mode map',
    remedy: 'Use loops and arrays: the state of a generator could outlive its unit.',
  },
  with: {
    must: 'name what it uses, without `with`',
    remedy: 'Write the object before each property.',
  },
  debugger: {
    must: 'have no `debugger`',
    remedy: 'Use console.log: over simulation data you see what it says.',
  },
  code: {
    must: 'make no code from text',
    remedy: 'Write the function out.',
  },
  name: {
    must: 'use only names of the language and its own',
    remedy: 'There is no network, file, process or timer; all that a program has is handed to it.',
  },
  global: {
    must: 'reach what is global by its name',
    remedy: 'Write the name itself, as in Math.sqrt.',
  },
  clock: {
    must: 'have no clock, language or place',
    remedy: 'Have the query make numbers of dates, as in date_diff; write texts by hand.',
  },
  memory: {
    must: 'use memory of a fixed size that it does not share',
    remedy: 'Use Float64Array and its relatives, with the length that you need.',
  },
  lifetime: {
    must: 'not watch when memory is freed',
    remedy: 'Keep ordinary references, Map or WeakMap.',
  },
  random: {
    must: 'have no chance of its own',
    remedy: 'Use input.random(), which begins from the same seed in each call; mode map has none.',
  },
  hook: {
    must: 'leave alone how errors are printed',
    remedy: 'Throw an Error with a message; over simulation data you see its stack.',
  },
} as const satisfies Record<string, LintRule>;

export type LintRuleName = keyof typeof lintRules;

/** Names of the language that a program may use; what is not here is not there, or is refused by a rule of its own. */
export const knownNames: ReadonlySet<string> = new Set(
  [
    'Object Array Boolean Number String Symbol BigInt Math JSON RegExp Reflect Proxy Map Set WeakMap WeakSet Iterator',
    'ArrayBuffer DataView Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array',
    'Float32Array Float64Array BigInt64Array BigUint64Array',
    'Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError',
    'NaN Infinity undefined isNaN isFinite parseInt parseFloat',
    'encodeURI encodeURIComponent decodeURI decodeURIComponent console',
  ].flatMap((names) => names.split(' ')),
);

/** Names that say more than "not there". */
export const refusedNames: ReadonlyMap<string, LintRuleName> = new Map(
  (
    [
      ['code', 'eval Function ShadowRealm WebAssembly'],
      ['clock', 'Date Intl Temporal performance'],
      ['memory', 'SharedArrayBuffer Atomics'],
      ['lifetime', 'WeakRef FinalizationRegistry'],
      ['async', 'Promise queueMicrotask'],
      ['global', 'globalThis window self global arguments'],
      ['random', 'crypto'],
      ['module', 'require module exports'],
    ] as const
  ).flatMap(([rule, names]) => names.split(' ').map((name) => [name, rule] as const)),
);
