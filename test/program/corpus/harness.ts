/** Poison for whatever runs around the program in its own realm: before the call, between units, after it. */
import { bundle, hostile, main, mainAfter, map, mapAfter } from './hostile.ts';

/** Runs away with what a native was given: any buffer other than the program's own is a find. */
const take = `const take = (...all) => { for (const v of all) { const b = ArrayBuffer.isView(v) ? v.buffer : v; if (Object.prototype.toString.call(b) === '[object ArrayBuffer]' && b.byteLength > 4096) globalThis.taken = 1; } };`;

export const harness = hostile('harness', [
  [
    'set',
    'the copy of numbers is code',
    main`Float64Array.prototype.set = function () { for (;;); }; Object.getPrototypeOf(Float64Array.prototype).set = function () { for (;;); };`,
  ],
  [
    'set-load',
    'the copy of numbers is code before the call',
    mainAfter('Object.getPrototypeOf(Float64Array.prototype).set = function () { for (;;); };', 'output.x[0] = 1;'),
  ],
  [
    'set-unit',
    'the copy of numbers is code, for the next unit',
    mapAfter(
      'try { Object.getPrototypeOf(Float64Array.prototype).set = function () { for (;;); }; } catch { }',
      'out[0] = 1;',
    ),
  ],
  [
    'subarray',
    'views are made by code',
    mainAfter(
      'const p = Object.getPrototypeOf(Float64Array.prototype); p.subarray = p.slice = p.fill = p.map = p.at = () => { for (;;); };',
      'output.x[0] = 1;',
    ),
  ],
  [
    'species',
    'copies are of another class',
    mainAfter(
      'Object.defineProperty(Object.getPrototypeOf(Float64Array), Symbol.species, { get() { for (;;); } });',
      'output.x[0] = 1;',
    ),
  ],
  [
    'species-array',
    'arrays make other arrays',
    mainAfter('Object.defineProperty(Array, Symbol.species, { get() { for (;;); } });', 'output.x[0] = 1;'),
  ],
  [
    'iterator',
    'every loop over an array is code',
    mainAfter('Array.prototype[Symbol.iterator] = function* () { for (;;); };', 'output.x[0] = 1;'),
  ],
  [
    'iterator-next',
    'every step over an array is code',
    mainAfter('Object.getPrototypeOf([][Symbol.iterator]()).next = () => { for (;;); };', 'output.x[0] = 1;'),
  ],
  [
    'iterator-typed',
    'every loop over numbers is code',
    mainAfter(
      'Object.getPrototypeOf(Float64Array.prototype)[Symbol.iterator] = function* () { for (;;); };',
      'output.x[0] = 1;',
    ),
  ],
  [
    'iterator-unit',
    'every loop over an array is code, for the next unit',
    map`out[0] = 1; Object.getPrototypeOf([][Symbol.iterator]()).next = () => ({ done: true }); Array.prototype[Symbol.iterator] = () => { for (;;); };`,
  ],
  [
    'array-index-setter',
    'the first element of every array is code',
    mainAfter(
      'for (const i of [0, 1, 2, 3]) Object.defineProperty(Array.prototype, i, { set() { for (;;); }, get() { return 0; }, configurable: true });',
      'output.x[0] = 1;',
    ),
  ],
  [
    'array-length',
    'arrays are empty',
    mainAfter(
      'Array.prototype.push = Array.prototype.map = Array.prototype.forEach = Array.prototype.slice = Array.prototype.concat = () => { for (;;); };',
      'output.x[0] = 1;',
    ),
  ],
  [
    'object-get',
    'every property description has a getter',
    mainAfter('Object.prototype.get = () => { for (;;); };', 'output.x[0] = 1;'),
  ],
  [
    'object-value',
    'every property description has a value',
    mainAfter(
      'Object.prototype.value = 4711; Object.prototype.writable = true; Object.prototype.configurable = true;',
      'output.x[0] = 1;',
    ),
  ],
  [
    'object-setters',
    'every object catches what is written to it',
    mainAfter(
      'for (const k of ["x", "count", "columns", "levels", "parameters", "rows", "values", "at", "length", "name", "default", "map", "result", "error", "program", "done"]) Object.defineProperty(Object.prototype, k, { set() { for (;;); }, get() { return undefined; }, configurable: true });',
      'output.x[0] = 1;',
    ),
  ],
  [
    'object-setters-unit',
    'every object catches what is written to it, for the next unit',
    mapAfter(
      'try { for (const k of ["values", "rows", "width", "at", "levels", "parameters", "map"]) Object.defineProperty(Object.prototype, k, { set() { for (;;); }, configurable: true }); } catch { }',
      'out[0] = 1;',
    ),
  ],
  [
    'object-then',
    'every object is a thenable',
    mainAfter('Object.prototype.then = () => { for (;;); };', 'output.x[0] = 1;'),
  ],
  [
    'object-then-getter',
    'every object is asked for then',
    mainAfter('Object.defineProperty(Object.prototype, "then", { get() { for (;;); } });', 'output.x[0] = 1;'),
  ],
  [
    'object-to-json',
    'every object prints itself',
    mainAfter('Object.prototype.toJSON = () => { for (;;); };', 'output.x[0] = 1;'),
  ],
  [
    'object-proto',
    'the prototype of every object is asked for by code',
    mainAfter(
      'Object.defineProperty(Object.prototype, "__proto__", { get() { for (;;); }, set() { for (;;); } });',
      'output.x[0] = 1;',
    ),
  ],
  [
    'transfer-key',
    'options of every copy',
    mainAfter(
      'Object.prototype.transferList = [new ArrayBuffer(8)]; Object.prototype.transfer = [new ArrayBuffer(8)]; Object.prototype.copy = true; Object.prototype.reference = true; Object.prototype.externalCopy = true; Object.prototype.promise = true; Object.prototype.timeout = 0;',
      'output.x[0] = 1;',
    ),
  ],
  [
    'function-call',
    'every call by call and apply is code',
    mainAfter(
      'const p = Object.getPrototypeOf(() => 0); p.call = p.apply = p.bind = function () { for (;;); };',
      'output.x[0] = 1;',
    ),
  ],
  [
    'function-symbol',
    'every function decides what it is',
    mainAfter(
      'Object.defineProperty(Object.getPrototypeOf(() => 0), Symbol.hasInstance, { value() { for (;;); } });',
      'output.x[0] = 1;',
    ),
  ],
  [
    'reflect',
    'reflection is code',
    mainAfter(
      'for (const k of Object.getOwnPropertyNames(Reflect)) { try { Reflect[k] = () => { for (;;); }; } catch { } }',
      'output.x[0] = 1;',
    ),
  ],
  [
    'object-statics',
    'the functions of Object are code',
    mainAfter(
      'for (const k of Object.getOwnPropertyNames(Object)) { if (k !== "prototype") { try { Object[k] = () => { for (;;); }; } catch { } } }',
      'output.x[0] = 1;',
    ),
  ],
  [
    'freeze',
    'freezing does nothing',
    mainAfter('Object.freeze = Object.seal = Object.preventExtensions = (o) => o;', 'output.x[0] = 1;'),
  ],
  [
    'json',
    'JSON is code',
    mainAfter('try { JSON.parse = JSON.stringify = () => { for (;;); }; } catch { }', 'output.x[0] = 1;'),
  ],
  [
    'math',
    'arithmetic is code',
    mainAfter(
      'for (const k of Object.getOwnPropertyNames(Math)) { try { Math[k] = () => { for (;;); }; } catch { } }',
      'output.x[0] = 1;',
    ),
  ],
  [
    'number',
    'tests of numbers are code',
    mainAfter(
      'Number.isNaN = Number.isFinite = Number.isInteger = globalThis.isNaN = () => { for (;;); };',
      'output.x[0] = 1;',
    ),
  ],
  [
    'map-methods',
    'maps are code',
    mainAfter(
      'for (const C of [Map, Set, WeakMap, WeakSet]) for (const k of ["get", "set", "has", "add", "delete", "forEach"]) C.prototype[k] = () => { for (;;); };',
      'output.x[0] = 1;',
    ),
  ],
  [
    'promise',
    'promises are code',
    mainAfter(
      'Promise.prototype.then = () => { for (;;); }; Promise.resolve = () => { for (;;); }; globalThis.Promise = function () { for (;;); };',
      'output.x[0] = 1;',
    ),
  ],
  [
    'promise-species',
    'promises make other promises',
    mainAfter(
      'Object.defineProperty(Promise, Symbol.species, { get() { for (;;); } }); Object.defineProperty(Promise.prototype, "constructor", { get() { for (;;); } });',
      'return Promise.resolve(1);',
    ),
  ],
  [
    'globals-gone',
    'no global is left',
    mainAfter(
      'for (const k of Object.getOwnPropertyNames(globalThis)) { if (k !== "program") { try { delete globalThis[k]; } catch { } } }',
      'output.x[0] = 1;',
    ),
  ],
  [
    'globals-getters',
    'every global is code',
    mainAfter(
      'for (const k of Object.getOwnPropertyNames(globalThis)) { if (k !== "program") { try { Object.defineProperty(globalThis, k, { get() { for (;;); }, configurable: true }); } catch { } } }',
      'output.x[0] = 1;',
    ),
  ],
  [
    'globals-unit',
    'every global is code, for the next unit',
    map`out[0] = 1; for (const k of Object.getOwnPropertyNames(globalThis)) { try { Object.defineProperty(globalThis, k, { get() { for (;;); } }); } catch { } }`,
  ],
  [
    'global-float',
    'numbers are another class',
    mainAfter('globalThis.Float64Array = function () { for (;;); };', 'output.x[0] = 1;'),
  ],
  [
    'global-prototype',
    'the global has another prototype',
    mainAfter(
      'Object.setPrototypeOf(globalThis, new Proxy(Object.prototype, { get() { for (;;); }, has() { for (;;); } }));',
      'output.x[0] = 1;',
    ),
  ],
  ['global-frozen', 'the global is closed', mainAfter('Object.freeze(globalThis);', 'output.x[0] = 1;')],
  [
    'global-setters',
    'a harness that declares globals meets setters',
    mainAfter(
      'for (const k of ["input", "output", "unit", "out", "state", "result", "error", "data", "rows", "harness", "run", "call"]) Object.defineProperty(globalThis, k, { set() { for (;;); }, get() { return undefined; } });',
      'output.x[0] = 1;',
    ),
  ],
  [
    'symbols',
    'the well-known symbols are code',
    mainAfter(
      'for (const k of [Symbol.toPrimitive, Symbol.toStringTag, Symbol.isConcatSpreadable, Symbol.unscopables, Symbol.iterator, Symbol.asyncIterator]) Object.defineProperty(Object.prototype, k, { get() { for (;;); }, configurable: true });',
      'output.x[0] = 1;',
    ),
  ],
  [
    'data-view',
    'views of bytes are code',
    mainAfter(
      'for (const k of ["getFloat64", "setFloat64", "getUint32", "setUint32", "getInt32", "setInt32"]) DataView.prototype[k] = () => { for (;;); };',
      'output.x[0] = 1;',
    ),
  ],
  [
    'bigint-views',
    'views of bits are code',
    mainAfter(
      'globalThis.BigUint64Array = globalThis.BigInt64Array = globalThis.Uint32Array = globalThis.Uint8Array = function () { for (;;); };',
      'output.x[0] = 1;',
    ),
  ],
  [
    'steal-buffer',
    'a native that is given a large buffer keeps it',
    mainAfter(
      `${take} const p = Object.getPrototypeOf(Float64Array.prototype); for (const k of ['set', 'subarray', 'slice', 'fill', 'copyWithin']) { const old = p[k]; p[k] = function (...a) { take(this, ...a); return old.apply(this, a); }; }`,
      'if (globalThis.taken) found(); output.x[0] = 1;',
    ),
  ],
  [
    'steal-buffer-unit',
    'a native that is given the rows of all units keeps them',
    mapAfter(
      `${take} try { const p = Object.getPrototypeOf(Float64Array.prototype); for (const k of ['set', 'subarray', 'slice', 'fill', 'copyWithin']) { const old = p[k]; p[k] = function (...a) { take(this, ...a); return old.apply(this, a); }; } } catch { }`,
      'if (globalThis.taken) found(); out[0] = 1;',
    ),
  ],
  [
    'steal-by-constructor',
    'a class of numbers that keeps what it is made of',
    mainAfter(
      `${take} const Old = Float64Array; globalThis.Float64Array = new Proxy(Old, { construct(t, a, n) { take(...a); return Reflect.construct(t, a, n); } });`,
      'if (globalThis.taken) found(); output.x[0] = 1;',
    ),
  ],
  [
    'steal-by-constructor-unit',
    'a class of numbers that keeps what it is made of, between units',
    mapAfter(
      `${take} try { const Old = Float64Array; globalThis.Float64Array = new Proxy(Old, { construct(t, a, n) { take(...a); return Reflect.construct(t, a, n); } }); } catch { }`,
      'if (globalThis.taken) found(); out[0] = 1;',
    ),
  ],
  [
    'program-getter-steals',
    'the program is read where the rows can be seen',
    bundle(
      'map',
      'var program = { get map() { var n = 0; for (var k of Object.getOwnPropertyNames(globalThis)) { var d = Object.getOwnPropertyDescriptor(globalThis, k); if (d && d.value && ArrayBuffer.isView(d.value)) n = 1; } return (unit, state, out) => { if (n) out[3] = 1; }; } };',
    ),
  ],
  [
    'globals-hold-rows',
    'rows or results stand in a global',
    main`for (const k of Object.getOwnPropertyNames(globalThis)) { const v = globalThis[k]; if (ArrayBuffer.isView(v) || Object.prototype.toString.call(v) === '[object ArrayBuffer]') found(); }`,
  ],
  [
    'globals-hold-rows-unit',
    'rows or results stand in a global, for units',
    map`for (const k of Object.getOwnPropertyNames(globalThis)) { const v = globalThis[k]; if (ArrayBuffer.isView(v) || Object.prototype.toString.call(v) === '[object ArrayBuffer]') found(); }`,
  ],
  [
    'globals-names',
    'names that the harness left behind',
    main`const known = new Set('Object Function Array Number parseFloat parseInt Infinity NaN undefined Boolean String Symbol Date Promise RegExp Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError SuppressedError globalThis JSON Math Intl ArrayBuffer Uint8Array Int8Array Uint16Array Int16Array Uint32Array Int32Array Float16Array Float32Array Float64Array Uint8ClampedArray BigUint64Array BigInt64Array DataView Map BigInt Set Iterator WeakMap WeakSet WeakRef Proxy Reflect FinalizationRegistry DisposableStack AsyncDisposableStack decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape eval isFinite isNaN console program global Atomics SharedArrayBuffer WebAssembly'.split(' ')); let n = 0; for (const k of Object.getOwnPropertyNames(globalThis)) if (!known.has(k)) n += 1; output.x[0] = n; if (n) found();`,
  ],
]);
