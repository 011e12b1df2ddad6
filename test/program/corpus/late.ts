/** What runs when nobody waits for it any more. `found` stays unset here: whoever writes late writes into the numbers, or burns time. */
import { bundle, hostile, main, mainAfter, map, update } from './hostile.ts';

export const late = hostile('late', [
  ['then-loop', 'a loop behind a promise', main`Promise.resolve().then(() => { for (;;); });`],
  ['then-loop-unit', 'a loop behind a promise, in a unit', map`Promise.resolve().then(() => { for (;;); });`],
  ['then-chain', 'promises that make promises', main`const f = () => Promise.resolve().then(f); f();`],
  [
    'async-loop',
    'an async function after its first wait',
    bundle('main', 'var program = { default: async (input, output) => { await 0; for (;;); } };'),
  ],
  [
    'async-for-await',
    'waiting for an iterator without end',
    bundle(
      'main',
      'var program = { default: async () => { for await (const x of (async function* () { for (;;) yield 0; })()); } };',
    ),
  ],
  ['return-thenable', 'the result is a thenable', main`return { then() { for (;;); } };`],
  ['return-getter-then', 'the result has a then that is code', main`return { get then() { for (;;); } };`],
  [
    'return-rejection',
    'a rejected promise with a getter',
    main`return Promise.reject({ get message() { for (;;); }, get stack() { for (;;); } });`,
  ],
  [
    'reject-getter',
    'nobody handles a rejection that is code',
    main`Promise.reject({ get message() { for (;;); }, get stack() { for (;;); } });`,
  ],
  [
    'reject-proxy',
    'nobody handles a rejection that is a proxy',
    main`Promise.reject(new Proxy({}, { get() { for (;;); }, getPrototypeOf() { for (;;); } }));`,
  ],
  [
    'reject-proxy-unit',
    'nobody handles a rejection, in a unit',
    map`Promise.reject(new Proxy({}, { get() { for (;;); }, getPrototypeOf() { for (;;); } }));`,
  ],
  [
    'reject-canary',
    'a rejection whose text carries a person',
    main`Promise.reject(new Error('canary ' + input.columns.amount[0] + input.levels.sector[2]));`,
  ],
  [
    'reject-many',
    'a hundred thousand rejections',
    main`for (let i = 0; i < 1e5; i += 1) Promise.reject(new Error('x' + i));`,
  ],
  ['reject-load', 'a rejection as the text loads', mainAfter('Promise.reject({ get message() { for (;;); } });', '')],
  ['reject-update', 'a rejection on public numbers', update`Promise.reject({ get message() { for (;;); } });`],
  ['import', 'an import that is refused, then a loop', main`import('x').catch(() => { for (;;); });`],
  ['import-getter', 'an import whose name is code', main`import({ toString() { for (;;); } });`],
  [
    'wasm-compile',
    'a continuation of WebAssembly, which no timeout covers',
    main`WebAssembly.compile(new Uint8Array([0,97,115,109,1,0,0,0])).then(() => { for (;;); });`,
  ],
  [
    'wasm-instantiate',
    'another continuation of WebAssembly',
    main`WebAssembly.instantiate(new Uint8Array([0,97,115,109,1,0,0,0])).then(() => { for (;;); });`,
  ],
  [
    'wait-async',
    'a wait that ends later',
    main`const a = Atomics.waitAsync(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1); a.value.then(() => { for (;;); });`,
  ],
  [
    'wait-async-notify',
    'a wait that is woken at once',
    main`const i = new Int32Array(new SharedArrayBuffer(4)); Atomics.waitAsync(i, 0, 0).value.then(() => { for (;;); }); Atomics.notify(i, 0);`,
  ],
  [
    'finalizer',
    'code when memory is cleaned',
    main`const r = new FinalizationRegistry(() => { for (;;); }); for (let i = 0; i < 1e4; i += 1) r.register({}, i);`,
  ],
  [
    'weak-ref',
    'watching the cleaning of memory',
    main`const all = Array.from({ length: 1e4 }, () => new WeakRef({})); const f = () => { if (all.some((w) => !w.deref())) found(); else Promise.resolve().then(f); }; f();`,
  ],
  ['timer', 'a timer', main`setTimeout(() => { for (;;); }, 0);`],
  ['immediate', 'an immediate', main`setImmediate(() => { for (;;); });`],
  ['queue-microtask', 'a microtask', main`queueMicrotask(() => { for (;;); });`],
  ['scheduler', 'a scheduler', main`scheduler.postTask(() => { for (;;); });`],
  ['late-write', 'writes after the return', main`output.x[0] = 1; Promise.resolve().then(() => { output.x[0] = 2; });`],
  [
    'late-write-unit',
    'writes into a vector that was added up already',
    map`out[0] = 1; const late = (n) => Promise.resolve().then(() => { out[0] = 2; if (n) late(n - 1); }); late(1000);`,
  ],
  [
    'late-memory',
    'memory after the return',
    main`const all = []; const f = () => { all.push(new Uint8Array(1 << 22).fill(1)); return Promise.resolve().then(f); }; f();`,
  ],
  [
    'proxy-get-then',
    'the program is a proxy that is asked for then',
    bundle('main', 'var program = new Proxy({}, { get(t, k) { if (k === "then") for (;;); return () => {}; } });'),
  ],
  [
    'program-thenable',
    'the program is a thenable',
    bundle('main', 'var program = { default() {}, then() { for (;;); } };'),
  ],
  [
    'generator',
    'the program is a generator: its body never begins',
    bundle('main', 'var program = { default: function* () { for (;;); } };'),
  ],
  [
    'async-dispose',
    'a disposal that is never awaited',
    main`return { [Symbol.asyncDispose]() { for (;;); }, [Symbol.dispose]() { for (;;); } };`,
  ],
]);
