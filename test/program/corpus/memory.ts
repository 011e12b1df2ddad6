/** Memory that the heap limit does not count, or notices late. */
import { hostile, main, map, mainAfter, update } from './hostile.ts';

export const memory = hostile('memory', [
  [
    'resizable',
    'a resizable buffer grows outside the heap',
    main`const b = new ArrayBuffer(8, { maxByteLength: 2 ** 30 }); b.resize(2 ** 30); new Uint8Array(b).fill(1); found();`,
  ],
  [
    'resizable-many',
    'many resizable buffers',
    main`const all = []; for (let i = 0; i < 16; i += 1) { const b = new ArrayBuffer(0, { maxByteLength: 2 ** 26 }); b.resize(2 ** 26); new Uint8Array(b).fill(1); all.push(b); } found();`,
  ],
  [
    'resizable-constructor',
    'the constructor by way of a view',
    main`const B = new Uint8Array(8).buffer.constructor; const b = new B(8, { maxByteLength: 2 ** 30 }); b.resize(2 ** 30); found();`,
  ],
  [
    'resizable-species',
    'the constructor by way of the species',
    main`const B = ArrayBuffer[Symbol.species]; const b = new B(8, { maxByteLength: 2 ** 30 }); b.resize(2 ** 30); found();`,
  ],
  [
    'resizable-reflect',
    'a construct with another new.target',
    main`const b = Reflect.construct(ArrayBuffer, [8, { maxByteLength: 2 ** 30 }], Object); ArrayBuffer.prototype.resize.call(b, 2 ** 30); found();`,
  ],
  [
    'resizable-transfer',
    'a transfer to a longer buffer',
    main`let b = new ArrayBuffer(8); for (let i = 0; i < 40; i += 1) b = b.transfer(2 ** 24 * (i + 1)); new Uint8Array(b).fill(1); found();`,
  ],
  [
    'resizable-prototype',
    'resize of the prototype after its removal',
    main`const d = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(new ArrayBuffer(1)), 'resize'); if (d && d.value) { const b = new ArrayBuffer(1, { maxByteLength: 2 ** 29 }); d.value.call(b, 2 ** 29); found(); }`,
  ],
  [
    'growable-shared',
    'a growable shared buffer',
    main`const b = new SharedArrayBuffer(8, { maxByteLength: 2 ** 30 }); b.grow(2 ** 30); new Uint8Array(b).fill(1); found();`,
  ],
  [
    'wasm-memory',
    'memory of WebAssembly',
    main`const m = new WebAssembly.Memory({ initial: 16000 }); new Uint8Array(m.buffer).fill(1); found();`,
  ],
  [
    'wasm-table',
    'a table of WebAssembly',
    main`new WebAssembly.Table({ element: 'externref', initial: 1e7 }); found();`,
  ],
  [
    'wasm-grow',
    'memory of WebAssembly grows',
    main`const m = new WebAssembly.Memory({ initial: 1 }); for (let i = 0; i < 10000; i += 100) m.grow(100); found();`,
  ],
  [
    'plain-buffers',
    'plain buffers without end',
    main`const all = []; for (;;) all.push(new Uint8Array(2 ** 22).fill(1));`,
  ],
  [
    'plain-buffers-unit',
    'plain buffers for one unit',
    map`const all = []; for (;;) all.push(new Uint8Array(2 ** 22).fill(1));`,
  ],
  [
    'plain-buffers-caught',
    'goes on after each refusal',
    main`const all = []; for (;;) { try { all.push(new Uint8Array(2 ** 20).fill(1)); } catch { all.push(new Float64Array(10)); } }`,
  ],
  ['one-large-buffer', 'one buffer of 4 GB', main`new Uint8Array(2 ** 32).fill(1); found();`],
  ['strings', 'texts that double', main`let s = 'x'; for (;;) { s += s; s.charCodeAt(0); }`],
  [
    'strings-flat',
    'flat texts without end',
    main`const all = []; for (let i = 0; ; i += 1) { const s = 'ab'.repeat(2 ** 20) + i; all.push(s); s.indexOf('z'); }`,
  ],
  [
    'ropes',
    'ropes flattened together',
    main`let s = 'x'; for (let i = 0; i < 29; i += 1) s += s; const all = []; for (let i = 0; i < 50; i += 1) all.push((s + i).split('q'));`,
  ],
  [
    'holey-concat',
    'a concatenation of holes',
    main`const a = []; a.length = 2 ** 31; const b = a.concat(a); b.fill(1);`,
  ],
  ['array-fill', 'a fill of sixty million', main`Array(6e7).fill({}); found();`],
  ['array-fill-unit', 'a fill of sixty million, for a unit', map`Array(6e7).fill({}); found();`],
  ['array-fill-giant', 'a fill of a thousand million', main`Array(1e9).fill(0); found();`],
  ['array-push', 'an array without end', main`const a = []; for (;;) a.push(1.1);`],
  ['map-bomb', 'a map without end', main`const m = new Map(); for (let i = 0; ; i += 1) m.set(i, i);`],
  ['map-bomb-unit', 'a map without end, for a unit', map`const m = new Map(); for (let i = 0; ; i += 1) m.set(i, i);`],
  ['set-bomb', 'a set of objects', main`const s = new Set(); for (;;) s.add({});`],
  [
    'weak-map-bomb',
    'a weak map whose keys live',
    main`const w = new WeakMap(); const k = []; for (;;) { const o = {}; k.push(o); w.set(o, new Array(100)); }`,
  ],
  [
    'symbol-bomb',
    'symbols of the registry, which nobody collects',
    main`for (let i = 0; ; i += 1) Symbol.for('s' + i);`,
  ],
  ['property-bomb', 'an object with a million names', main`const o = {}; for (let i = 0; ; i += 1) o['p' + i] = i;`],
  [
    'shape-bomb',
    'hidden classes without end',
    main`const all = []; for (let i = 0; ; i += 1) { const o = {}; o['a' + i] = 1; o['b' + i] = 1; all.push(o); }`,
  ],
  [
    'closure-bomb',
    'closures over large scopes',
    main`const all = []; for (;;) { const big = new Array(1000).fill(1.5); all.push(() => big); }`,
  ],
  ['bigint-bomb', 'long whole numbers', main`const all = []; for (;;) all.push(2n ** 1000000n);`],
  [
    'regex-bomb',
    'patterns without end',
    main`const all = []; for (let i = 0; ; i += 1) { const r = new RegExp('(a{1,50}){1,50}' + i); r.test('aaaa'); all.push(r); }`,
  ],
  [
    'regex-large',
    'one pattern that compiles to much',
    main`new RegExp('(?:a{1000}){1000}'.repeat(50)).test('a'.repeat(100));`,
  ],
  [
    'eval-bomb',
    'source texts without end',
    main`for (let i = 0; ; i += 1) Function('return ' + '1+'.repeat(1e5) + i)();`,
  ],
  ['json-deep', 'a deep JSON text', main`JSON.parse('['.repeat(5e6));`],
  [
    'json-wide',
    'a JSON text of empty objects',
    main`const all = []; for (;;) all.push(JSON.parse('[' + '{},'.repeat(2e5) + '{}]'));`,
  ],
  ['stack-wide', 'an argument list of a million', main`Math.max.apply(null, new Array(1e7).fill(1));`],
  ['bind-chain', 'bound functions of bound functions', main`let f = () => 1; for (;;) f = f.bind(null, 1, 2, 3);`],
  [
    'generator-heap',
    'suspended generators',
    main`const all = []; function* g() { const a = new Array(100).fill(0.5); yield a; } for (;;) { const i = g(); i.next(); all.push(i); }`,
  ],
  ['promise-heap', 'promises that wait', main`const all = []; for (;;) all.push(new Promise(() => {}));`],
  [
    'error-heap',
    'errors with their stacks',
    main`const all = []; const f = (n) => (n ? f(n - 1) : all.push(new Error('x'))); for (;;) f(50);`,
  ],
  [
    'typed-views',
    'many small views',
    main`const b = new ArrayBuffer(8); const all = []; for (;;) all.push(new Uint8Array(b));`,
  ],
  [
    'at-load',
    'memory before the call',
    mainAfter('const all = []; for (;;) all.push(new Uint8Array(1 << 22).fill(1));', ''),
  ],
  [
    'structured-clone',
    'copies by the host',
    main`const a = new Float64Array(1e6); const all = []; for (;;) all.push(structuredClone(a));`,
  ],
  [
    'update-buffers',
    'buffers without end on public numbers',
    update`const all = []; for (;;) all.push(new Uint8Array(2 ** 22).fill(1));`,
  ],
  [
    'template-cache',
    'template objects, one for each text',
    main`for (let i = 0; ; i += 1) (0, eval)('((s) => s)' + String.fromCharCode(96) + 'x'.repeat(1e5) + i + String.fromCharCode(96));`,
  ],
  [
    'issue-527',
    'a growing array in a callback of a native',
    main`const a = []; const f = () => { a.push(new Array(1e5).fill({})); return [f]; }; for (;;) [f].flatMap((g) => g());`,
  ],
  [
    'finalizer-heap',
    'cleaners that hold what they clean',
    main`const r = new FinalizationRegistry(() => {}); const k = []; for (;;) { const o = new Uint8Array(1e5); k.push(o); r.register(o, o); }`,
  ],
]);
