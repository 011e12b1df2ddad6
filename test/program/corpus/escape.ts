/** Ways out of the realm. A find is anything of the process, of the library, of another realm, or code made from a text. */
import { bundle, hostile, main, mainAfter, map } from './hostile.ts';

/** Tries a way to the process. */
const reach = `const reach = (make) => { let g; try { g = make('return typeof process + typeof require + typeof module + typeof global')(); } catch { return; } if (String(g) !== 'undefinedundefinedundefinedundefined') found(); };`;
/** Code from a text is itself against the contract. */
const made =
  'const made = (make) => { let v; try { v = make("return 4711")(); } catch { return; } if (v === 4711 || typeof v === "object") found(); };';

export const escape = hostile('escape', [
  [
    'process',
    'the process',
    main`if (typeof process !== 'undefined' || typeof require !== 'undefined' || typeof module !== 'undefined' || typeof global === 'object' && global.process) found();`,
  ],
  [
    'process-unit',
    'the process, from a unit',
    map`if (typeof process !== 'undefined' || typeof require !== 'undefined') found();`,
  ],
  [
    'constructor',
    'the constructor of a constructor',
    main`${reach} reach((s) => ({}).constructor.constructor(s)); reach((s) => input.constructor.constructor(s)); reach((s) => output.constructor.constructor(s));`,
  ],
  [
    'constructor-of-inputs',
    'the constructor of what was given',
    main`${reach} for (const v of [input.columns, input.columns.amount, input.columns.amount.buffer, input.levels, input.levels.sector, input.parameters, input.random, output.x, output.x.buffer]) reach((s) => v.constructor.constructor(s));`,
  ],
  [
    'constructor-of-unit',
    'the constructor of what a unit was given',
    map`${reach} for (const v of [unit, unit.values, unit.values.buffer, unit.at, unit.levels, unit.parameters, state, out]) reach((s) => v.constructor.constructor(s));`,
  ],
  [
    'other-realm',
    'a thing that was made in another realm',
    main`for (const v of [input, input.columns, input.columns.amount, input.levels, input.levels.sector, input.parameters, input.random, output, output.x]) { const p = Object.getPrototypeOf(v); if (p !== null && ![Object.prototype, Array.prototype, Float64Array.prototype, Object.getPrototypeOf(call)].includes(p)) found(); }`,
  ],
  [
    'other-realm-unit',
    'a thing that was made in another realm, in a unit',
    map`for (const v of [unit, unit.values, unit.at, unit.levels, unit.levels.sector, unit.parameters, state, out]) { const p = Object.getPrototypeOf(v); if (p !== null && ![Object.prototype, Array.prototype, Float64Array.prototype].includes(p)) found(); }`,
  ],
  ['function', 'code from a text', main`${made} made((s) => Function(s)); made((s) => new Function(s));`],
  [
    'function-of-prototype',
    'code from a text by way of any function',
    main`${made} made((s) => (() => {}).constructor(s)); made((s) => Function.prototype.constructor(s)); made((s) => Object.getPrototypeOf(() => {}).constructor(s));`,
  ],
  [
    'function-of-native',
    'code from a text by way of a native',
    main`${made} made((s) => Math.max.constructor(s)); made((s) => Object.getOwnPropertyDescriptor(Map.prototype, 'size').get.constructor(s)); made((s) => Reflect.construct(Math.max.constructor, [s]));`,
  ],
  [
    'generator-function',
    'a generator from a text',
    main`let g; try { g = Object.getPrototypeOf(function* () {}).constructor('yield 4711')().next().value; } catch { } if (g === 4711) found();`,
  ],
  [
    'async-function',
    'an async function from a text',
    main`let g; try { g = Object.getPrototypeOf(async function () {}).constructor('return 4711')(); } catch { } if (g) found();`,
  ],
  [
    'async-generator',
    'an async generator from a text',
    main`let g; try { g = Object.getPrototypeOf(async function* () {}).constructor('yield 4711')(); } catch { } if (g) found();`,
  ],
  [
    'class-constructor',
    'code from a text by way of a class',
    main`${made} made((s) => class {}.constructor(s)); made((s) => (class { static m() {} }).m.constructor(s));`,
  ],
  [
    'proxy-constructor',
    'code from a text by way of a proxy',
    main`${made} made((s) => new Proxy(() => {}, {}).constructor(s)); made((s) => Proxy.constructor(s)); made((s) => (() => {}).bind().constructor(s));`,
  ],
  ['eval', 'eval', main`let v; try { v = eval('4711'); } catch { } if (v === 4711) found();`],
  ['eval-indirect', 'eval from afar', main`let v; try { v = (0, eval)('4711'); } catch { } if (v === 4711) found();`],
  [
    'eval-unit',
    'code from a text, in a unit',
    map`${made} made((s) => (() => {}).constructor(s)); let v; try { v = (0, eval)('4711'); } catch { } if (v === 4711) found();`,
  ],
  [
    'timer-text',
    'a timer from a text',
    main`if (typeof setTimeout !== 'undefined' || typeof setInterval !== 'undefined') found();`,
  ],
  ['import', 'an import', main`import('node:fs').then(() => { output.found[0] = 1; }, () => {});`],
  [
    'import-file',
    'an import of a file',
    main`import('/etc/passwd').then(() => { output.found[0] = 1; }, () => {}); import('file:///etc/passwd').then(() => { output.found[0] = 1; }, () => {});`,
  ],
  [
    'import-data',
    'an import of a text',
    main`import('data:text/javascript,export default 1').then(() => { output.found[0] = 1; }, () => {});`,
  ],
  [
    'import-json',
    'an import of JSON',
    main`import('/package.json', { with: { type: 'json' } }).then(() => { output.found[0] = 1; }, () => {});`,
  ],
  [
    'import-meta',
    'the address of the module',
    bundle(
      'main',
      'var program = { default(input, output) { output.x[0] = import.meta.url.length; output.found[0] = 1; } };',
    ),
  ],
  [
    'import-error',
    'the error of an import is of another realm',
    main`import('node:fs').catch((e) => { try { const p = e.constructor.constructor('return process')(); if (p) output.found[0] = 1; } catch { } });`,
  ],
  ['shadow-realm', 'a realm of its own', main`new ShadowRealm().evaluate('1'); found();`],
  [
    'caller',
    'the function that calls',
    bundle(
      'main',
      'var program = { default: function f(input, output) { var c = null; try { c = f.caller; } catch (e) { } if (c) output.found[0] = 1; } };',
    ),
  ],
  [
    'caller-unit',
    'the function that calls a unit',
    bundle(
      'map',
      'var program = { map: function f(unit, state, out) { var c = null; try { c = f.caller; } catch (e) { } if (c) out[3] = 1; } };',
    ),
  ],
  [
    'callee',
    'the arguments know who calls',
    bundle(
      'main',
      'var program = { default: function (input, output) { var c = null; try { c = arguments.callee.caller; } catch (e) { } if (c) output.found[0] = 1; } };',
    ),
  ],
  [
    'caller-of-getter',
    'the function that reads the program',
    bundle(
      'main',
      'var c = null; function read() { c = read.caller; return function (input, output) { if (c) output.found[0] = 1; }; } var program = {}; Object.defineProperty(program, "default", { get: read });',
    ),
  ],
  [
    'arguments-more',
    'more arguments than were declared',
    bundle('main', 'var program = { default: function () { if (arguments.length > 2) arguments[1].found[0] = 1; } };'),
  ],
  [
    'arguments-more-unit',
    'more arguments than were declared, in a unit',
    bundle('map', 'var program = { map: function () { if (arguments.length > 3) arguments[2][3] = 1; } };'),
  ],
  [
    'receiver',
    'the receiver of the call',
    bundle(
      'main',
      'var program = { default: function (input, output) { "use strict"; if (this !== undefined && this !== program) output.found[0] = 1; } };',
    ),
  ],
  [
    'ivm',
    'the library',
    main`if (typeof ivm !== 'undefined' || typeof $0 !== 'undefined' || typeof _ivm !== 'undefined' || globalThis.isolate) found();`,
  ],
  [
    'walk',
    'an object of the library, anywhere',
    main`const seen = new Set(); const todo = [globalThis, input, output, call]; while (todo.length && seen.size < 20000) { const v = todo.pop(); if ((typeof v !== 'object' && typeof v !== 'function') || v === null || seen.has(v)) continue; seen.add(v); const name = v.constructor && v.constructor.name; if (['Reference', 'ExternalCopy', 'Callback', 'Isolate', 'Context', 'Script', 'Module', 'NativeModule', 'Dereference'].includes(name)) found(); if (typeof v.applySync === 'function' || typeof v.derefInto === 'function' || typeof v.copyInto === 'function') found(); for (const k of Reflect.ownKeys(v)) { const d = Object.getOwnPropertyDescriptor(v, k); for (const w of [d.value, d.get, d.set]) todo.push(w); } todo.push(Object.getPrototypeOf(v)); } output.x[0] = seen.size;`,
  ],
  [
    'walk-unit',
    'an object of the library, anywhere around a unit',
    map`const seen = new Set(); const todo = [globalThis, unit, state, out]; while (todo.length && seen.size < 5000) { const v = todo.pop(); if ((typeof v !== 'object' && typeof v !== 'function') || v === null || seen.has(v)) continue; seen.add(v); if (typeof v.applySync === 'function' || typeof v.derefInto === 'function' || typeof v.copyInto === 'function') found(); for (const k of Reflect.ownKeys(v)) { const d = Object.getOwnPropertyDescriptor(v, k); for (const w of [d.value, d.get, d.set]) todo.push(w); } todo.push(Object.getPrototypeOf(v)); }`,
  ],
  [
    'walk-sources',
    'the source of a function around the program',
    main`for (const k of Reflect.ownKeys(globalThis)) { const v = globalThis[k]; if (typeof v === 'function' && /require\(|process\.|isolated-vm|copySync|applySync/.test(Reflect.apply((() => 0).toString, v, []))) found(); }`,
  ],
  [
    'clone-error',
    'an error of a native of the host',
    main`try { structuredClone(() => {}); } catch (e) { try { if (e.constructor.constructor('return typeof process')() === 'object') found(); } catch { } }`,
  ],
  [
    'overflow-native',
    'an error made at the end of the stack is of another realm',
    main`let e; const f = () => { try { console.log(1); Math.max(); f(); } catch (x) { e = e || x; } }; f(); if (e && !(e instanceof Error)) found();`,
  ],
  [
    'overflow-in-random',
    'a function of the harness meets the end of the stack',
    main`let e; const f = () => { try { input.random(); f(); } catch (x) { e = e || x; } }; f(); if (e && !(e instanceof Error)) found(); output.x[0] = input.random();`,
  ],
  [
    'native-syntax',
    'natives of the engine',
    bundle('main', 'var program = { default(input, output) { %DebugPrint(input); } };'),
  ],
  [
    'inspector',
    'a debugger',
    main`if (typeof inspector !== 'undefined' || typeof binding !== 'undefined' || typeof internalBinding !== 'undefined') found();`,
  ],
  [
    'document',
    'the page',
    main`if (typeof window !== 'undefined' || typeof document !== 'undefined' || typeof self !== 'undefined' || typeof Deno !== 'undefined') found();`,
  ],
  [
    'fetch',
    'the network',
    main`if (typeof fetch !== 'undefined' || typeof XMLHttpRequest !== 'undefined' || typeof WebSocket !== 'undefined') found();`,
  ],
  ['wasm', 'WebAssembly', main`if (typeof WebAssembly !== 'undefined') found();`],
  [
    'shared-memory',
    'shared memory',
    main`if (typeof SharedArrayBuffer !== 'undefined' || typeof Atomics !== 'undefined') found();`,
  ],
  [
    'async-dispose',
    'a promise by way of a disposal',
    main`const s = new AsyncDisposableStack(); s.disposeAsync().then(() => { for (;;); });`,
  ],
  [
    'array-from-async',
    'a promise by way of an array',
    main`Array.fromAsync({ length: 1 }, () => 1).then(() => { output.found[0] = 0; for (;;); });`,
  ],
  [
    'accessors',
    'accessors of old',
    main`${made} let D; try { D = ({}).__lookupGetter__('__proto__').constructor; } catch { } if (D) made((s) => D(s)); output.__defineGetter__('x', () => { for (;;); });`,
  ],
  [
    'proto-setter',
    'the prototype of a prototype',
    main`Object.prototype.__proto__ = new Proxy({}, { get() { for (;;); } });`,
  ],
  [
    'forge-view',
    'a view over memory by a false length',
    main`const u = new Uint8Array(Array.prototype.concat.call({ length: 2 ** 31, 0: 1 })); let n = 0; for (let i = 0; i < 64; i += 1) if (u[i]) n += 1; output.x[0] = n;`,
  ],
  [
    'detach-in-native',
    'memory moves while a native writes to it',
    main`const a = new Float64Array(1e5); try { a.fill({ valueOf() { a.buffer.transfer(); return 1; } }); } catch { } output.x[0] = a.length; if (a.length && a[0] === 1) output.x[1] = 1;`,
  ],
  [
    'detach-in-sort',
    'memory moves while a native sorts it',
    main`const a = new Float64Array(1e4); for (let i = 0; i < a.length; i += 1) a[i] = -i; try { a.sort((x, y) => { a.buffer.transfer && a.byteLength && a.buffer.transfer(); return x - y; }); } catch { } output.x[0] = a.length;`,
  ],
  [
    'transfer-in-set',
    'memory moves while a native copies',
    main`const a = new Float64Array(16); try { a.set({ length: 16, get 3() { a.buffer.transfer(); return 1; } }); } catch { } output.x[0] = a.length;`,
  ],
  [
    'uninitialised',
    'memory that somebody used before',
    main`let n = 0; for (let i = 0; i < 200; i += 1) { const a = new Float64Array(4096); for (const v of a) if (v !== 0) n += 1; } if (n) found();`,
  ],
  [
    'uninitialised-large',
    'large memory that somebody used before',
    main`let n = 0; for (let i = 0; i < 4; i += 1) { const a = new Uint32Array(1e6); for (let j = 0; j < a.length; j += 97) if (a[j]) n += 1; } if (n) found();`,
  ],
  [
    'load-time',
    'code before the call sees what it should not',
    mainAfter(
      'const early = Reflect.ownKeys(globalThis).filter((k) => /^(_|\\$|ivm|isolate|harness|host)/.test(String(k)));',
      'if (early.length) found();',
    ),
  ],
]);
