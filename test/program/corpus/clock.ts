/** Ways to measure time or to wait. What can tell time can tell how long a secret took; what can wait needs no loop to do so. */
import { hostile, main, map, mainAfter } from './hostile.ts';

/** Work of a few milliseconds. */
const work = 'const work = () => { let s = 0; for (let i = 0; i < 4e4; i += 1) s += i % 7; return s; };';
/** Asks a clock until it moves, for a while. */
const moves = `${work} const moves = (ask) => { let first; try { first = String(ask()); } catch { return; } if (first === 'undefined' || first === 'NaN') return; for (let i = 0; i < 40; i += 1) { work(); if (String(ask()) !== first) return found(); } };`;

export const clock = hostile('clock', [
  ['date-now', 'the clock', main`${moves} moves(() => Date.now());`],
  ['date-now-unit', 'the clock, in a unit', map`${moves} moves(() => Date.now());`],
  ['date-new', 'a new date', main`${moves} moves(() => +new Date());`],
  ['date-call', 'a date as a text has seconds', main`if (/20[2-9]\d/.test(Date())) found();`],
  [
    'date-of-prototype',
    'the date behind the wrapper',
    main`${moves} const D = Date.prototype.constructor; moves(() => D.now()); moves(() => +new D());`,
  ],
  [
    'date-construct',
    'a date by another way',
    main`${moves} moves(() => Date.prototype.getTime.call(Reflect.construct(Date, [])));`,
  ],
  ['date-subclass', 'a date of a subclass', main`${moves} moves(() => new (class extends Date {})().getTime());`],
  [
    'date-species',
    'a date by its species',
    main`${moves} moves(() => +new (Object.getPrototypeOf(Date.prototype.constructor).constructor('return Date')())());`,
  ],
  ['date-year', 'which day it is', main`if (new Date().getFullYear() > 2000) found();`],
  ['zone', 'where it is', main`if (new Date(0).getTimezoneOffset() !== 0) found();`],
  [
    'intl-now',
    'a format of now',
    main`${moves} const f = new Intl.DateTimeFormat('en', { fractionalSecondDigits: 3, second: '2-digit' }); moves(() => f.format());`,
  ],
  ['intl-year', 'a format of today', main`if (/20[2-9]\d/.test(new Intl.DateTimeFormat('en').format())) found();`],
  [
    'intl-parts',
    'the parts of now',
    main`${moves} moves(() => JSON.stringify(new Intl.DateTimeFormat('en', { fractionalSecondDigits: 3 }).formatToParts()));`,
  ],
  ['intl-zone', 'the zone of the machine', main`if (new Intl.DateTimeFormat().resolvedOptions().timeZone) found();`],
  [
    'intl-by-locale',
    'Intl by way of a number',
    main`if (Object.getOwnPropertyNames(Number.prototype.toLocaleString).includes('resolvedOptions')) found(); output.x[0] = (1234.5).toLocaleString().length;`,
  ],
  [
    'locale-date',
    'a text of now in the tongue of the machine',
    main`if (/20[2-9]\d/.test(new Date().toLocaleString())) found();`,
  ],
  [
    'locale-machine',
    'the tongue of the machine',
    main`output.x[0] = (1234567.891).toLocaleString().length; output.x[1] = 'ä'.localeCompare('z');`,
  ],
  ['performance', 'the fine clock', main`${moves} moves(() => performance.now());`],
  ['performance-origin', 'when the process began', main`if (performance.timeOrigin > 1) found();`],
  ['temporal', 'the new clock', main`${moves} moves(() => Temporal.Now.instant());`],
  ['hrtime', 'the clock of the process', main`${moves} moves(() => process.hrtime());`],
  [
    'console-time',
    'the clock of the console',
    main`${moves} console.time('a'); moves(() => console.timeEnd('a')); moves(() => console.timeStamp());`,
  ],
  ['console-memory', 'how full memory is', main`if (console.memory) found();`],
  ['event-stamp', 'the time of an event', main`${moves} moves(() => new Event('x').timeStamp);`],
  [
    'atomics-sleep',
    'a wait of a given time',
    main`Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50); found();`,
  ],
  [
    'atomics-sleep-unit',
    'a wait of a given time, in a unit',
    map`Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5); found();`,
  ],
  ['atomics-pause', 'a pause', main`Atomics.pause(); output.x[0] = 1;`],
  ['shared-counter', 'memory that somebody else counts in', main`const b = new SharedArrayBuffer(8); found();`],
  [
    'shared-by-wasm',
    'shared memory by way of WebAssembly',
    main`new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }).buffer.constructor; found();`,
  ],
  ['worker', 'another thread that counts', main`new Worker('data:text/javascript,for(;;);'); found();`],
  ['timer', 'waiting by a timer', main`setTimeout(() => {}, 50); found();`],
  [
    'promise-race',
    'counting microtasks beside a timer',
    main`let n = 0; const f = () => { n += 1; if (n < 1e4) return Promise.resolve().then(f); }; f(); output.x[0] = n;`,
  ],
  ['weak-ref', 'cleaning of memory as a clock', main`const w = new WeakRef({}); found();`],
  ['registry', 'cleaning of memory as an event', main`const w = new FinalizationRegistry(() => {}); found();`],
  ['gc', 'cleaning at will', main`gc(); found();`],
  ['stack-of-error', 'places in the stack count lines, not time', main`output.x[0] = new Error('x').stack.length;`],
  ['random-seed', 'random numbers of the engine begin by the clock', main`if (Math.random() >= 0) found();`],
  ['random-unit', 'random numbers of the engine, in a unit', map`if (Math.random() >= 0) found();`],
  ['crypto', 'random numbers of the machine', main`crypto.getRandomValues(new Uint8Array(1)); found();`],
  ['object-url', 'identifiers that count up', main`URL.createObjectURL(new Blob([])); found();`],
  [
    'hash-order',
    'the order of a set',
    main`output.x[0] = [...new Set(Object.getOwnPropertyNames(globalThis))].length;`,
  ],
  [
    'stack-depth',
    'the stack ends elsewhere once the compiler is done',
    mainAfter(
      'let depth = 0; const f = () => { depth += 1; f(); };',
      `${work} const ask = () => { depth = 0; try { f(); } catch { } return depth; }; output.x[0] = ask(); for (let i = 0; i < 50; i += 1) work(); output.x[1] = ask();`,
    ),
  ],
  [
    'busy-on-secret',
    'takes long where a person is in the data',
    main`${work} if (input.columns.amount.includes(4711.0815)) for (let i = 0; i < 10; i += 1) work(); output.x[0] = 1;`,
  ],
  [
    'allocate-on-secret',
    'takes memory where a person is in the data',
    main`if (input.columns.amount.includes(4711.0815)) output.x[0] = new Float64Array(1e6).length;`,
  ],
]);
