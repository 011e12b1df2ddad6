/** Errors that are objects with code, texts with data, or never the same: whoever looks at one runs the vendor's code. */
import { bundle, hostile, main, mainAfter, map, update } from './hostile.ts';

export const error = hostile('error', [
  [
    'throw-canary',
    'a message that carries a person',
    main`throw new Error('canary ' + input.columns.amount[0] + input.levels.sector[2]);`,
  ],
  [
    'throw-canary-unit',
    'a message that carries a person, in a unit',
    map`throw new Error('canary ' + unit.values[0] + unit.levels.sector[2]);`,
  ],
  ['throw-text', 'a thrown text', main`throw input.levels.sector.join() + input.columns.amount.join();`],
  ['throw-number', 'a thrown number', main`throw input.columns.amount[0];`],
  ['throw-null', 'nothing is thrown', main`throw null;`],
  ['throw-symbol', 'a symbol that cannot become a text', main`throw Symbol(String(input.columns.amount[0]));`],
  ['throw-bigint', 'a number that takes long to print', main`throw 3n ** 3000000n;`],
  ['throw-long', 'a message of 134 MB', main`throw new Error('x'.repeat(2 ** 27));`],
  [
    'throw-function',
    'a function whose text is asked for',
    main`const f = () => {}; f.toString = () => { for (;;); }; throw f;`,
  ],
  ['getter-message', 'a message that never ends', main`throw { get message() { for (;;); } };`],
  ['getter-stack', 'a stack that never ends', main`throw { get stack() { for (;;); } };`],
  [
    'getter-name',
    'a name that never ends',
    main`const e = new Error('x'); Object.defineProperty(e, 'name', { get() { for (;;); } }); throw e;`,
  ],
  [
    'own-getters',
    'an error whose fields are all code',
    main`const e = new Error('x'); for (const k of ['message', 'stack', 'name', 'cause', 'toString', 'constructor']) Object.defineProperty(e, k, { get() { for (;;); } }); throw e;`,
  ],
  [
    'proxy',
    'a proxy is thrown',
    main`throw new Proxy({}, { get() { for (;;); }, has() { for (;;); }, getPrototypeOf() { for (;;); }, ownKeys() { for (;;); }, getOwnPropertyDescriptor() { for (;;); } });`,
  ],
  [
    'proxy-of-error',
    'a proxy of an error',
    main`throw new Proxy(new Error('x'), { get() { for (;;); }, getPrototypeOf() { for (;;); } });`,
  ],
  [
    'proxy-unit',
    'a proxy is thrown by a unit',
    map`throw new Proxy({}, { get() { for (;;); }, getPrototypeOf() { for (;;); } });`,
  ],
  ['getter-update', 'a message that never ends, on public numbers', update`throw { get message() { for (;;); } };`],
  [
    'prototype-name',
    'every error has a name that is code',
    main`Object.defineProperty(Error.prototype, 'name', { get() { for (;;); } }); throw new Error('x');`,
  ],
  [
    'prototype-to-string',
    'every error is printed by code',
    main`Error.prototype.toString = () => { for (;;); }; Object.prototype.toString = () => { for (;;); }; throw new Error('x');`,
  ],
  [
    'native-prototype-name',
    'errors of the engine have a name that is code',
    main`Object.defineProperty(TypeError.prototype, 'name', { get() { for (;;); } }); null.x;`,
  ],
  [
    'prepare-stack',
    'a stack that is made by code',
    main`Error.prepareStackTrace = () => { for (;;); }; throw new Error('x');`,
  ],
  [
    'prepare-stack-load',
    'a stack that is made by code, thrown as the text loads',
    mainAfter('Error.prepareStackTrace = () => { for (;;); }; throw new Error("x");', ''),
  ],
  [
    'prepare-stack-frames',
    'call sites are asked for the functions around',
    main`let f; Error.prepareStackTrace = (e, s) => s; f = new Error('x').stack; if (Array.isArray(f) && f.some((s) => s.getFunction && s.getFunction() && s.getFunction() !== call)) found();`,
  ],
  [
    'prepare-stack-this',
    'call sites are asked for the receiver',
    main`Error.prepareStackTrace = (e, s) => s; const f = new Error('x').stack; if (Array.isArray(f) && f.some((s) => s.getThis && s.getThis())) found();`,
  ],
  [
    'stack-paths',
    'the stack names files of the machine',
    main`const s = String(new Error('x').stack); if (/file:|node:|\/[a-z_-]+\/[a-z_-]+|\.ts|\.js/i.test(s)) found();`,
  ],
  [
    'capture-stack',
    'a stack on any object',
    main`const o = {}; if (Error.captureStackTrace) { Error.captureStackTrace(o); throw o; } throw new Error('x');`,
  ],
  [
    'stack-limit',
    'a stack of a million frames',
    main`Error.stackTraceLimit = 1e9; const f = (n) => { if (!n) throw new Error('x'); f(n - 1); }; f(5000);`,
  ],
  ['overflow-thrown', 'no stack is left when the error arrives', main`const f = () => { f(); }; f();`],
  [
    'overflow-with-getter',
    'an overflow, and its message is code',
    main`Object.defineProperty(RangeError.prototype, 'message', { get() { for (;;); } }); const f = () => { f(); }; f();`,
  ],
  [
    'syntax',
    'a text that does not parse, with a secret in its place',
    bundle('main', 'var program = (() => { return SECRET SECRET; })();'),
  ],
  [
    'syntax-late',
    'a text that is made to fail as it loads',
    mainAfter('throw { get message() { for (;;); }, get stack() { for (;;); } };', ''),
  ],
  [
    'aggregate',
    'an error of errors',
    main`throw new AggregateError(Array.from({ length: 1e5 }, (_, i) => new Error('x' + i)), 'all');`,
  ],
  [
    'cause-chain',
    'a chain of a hundred thousand causes',
    main`let e = new Error('x'); for (let i = 0; i < 1e5; i += 1) e = new Error('x', { cause: e }); throw e;`,
  ],
  ['cause-cycle', 'a cause that is itself', main`const e = new Error('x'); e.cause = e; throw e;`],
  [
    'suppressed',
    'a disposal that throws a proxy',
    main`try { throw new Error('x'); } finally { throw new Proxy({}, { get() { for (;;); } }); }`,
  ],
  ['throw-output', 'the output itself is thrown', main`throw output;`],
  [
    'throw-iterator',
    'an iterator that throws while it closes',
    main`for (const _ of { [Symbol.iterator]: () => ({ next: () => ({ done: false }), return() { throw { get stack() { for (;;); } }; } }) }) throw 1;`,
  ],
  [
    'fail-on-canary',
    'fails only where a person is in the data',
    main`if (input.columns.amount.includes(4711.0815)) throw new Error('yes');`,
  ],
]);
