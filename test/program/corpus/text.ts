/** Texts as carriers: of data outwards, and of structure inwards, where the text of a bundle is put between other texts. */
import { bundle, hostile, main, map } from './hostile.ts';

const good = 'var program = { default(input, output) { output.x[0] = 1; } };';
const looping = 'var program = { default(input, output) { for (;;); } };';

export const text = hostile('text', [
  [
    'console-canary',
    'a person is printed',
    main`console.log('canary ' + input.columns.amount[0] + input.levels.sector[2]);`,
  ],
  [
    'console-canary-unit',
    'a person is printed by a unit',
    map`console.log('canary ' + unit.values[0] + unit.levels.sector[2]);`,
  ],
  [
    'console-all',
    'every way to print',
    main`for (const k of Object.getOwnPropertyNames(console)) { try { console[k]('canary', input.columns.amount[0], input.levels.sector[2]); } catch { } }`,
  ],
  [
    'console-getter',
    'what is printed is code',
    main`console.log({ get x() { for (;;); }, toString() { for (;;); }, toJSON() { for (;;); }, [Symbol.toPrimitive]() { for (;;); } });`,
  ],
  [
    'console-proxy',
    'what is printed is a proxy',
    main`console.log(new Proxy({}, { get() { for (;;); }, ownKeys() { for (;;); } }));`,
  ],
  ['console-long', 'a text of 268 MB is printed', main`console.log('x'.repeat(2 ** 28));`],
  ['console-many', 'printing without end', main`for (;;) console.log('canary ' + input.columns.amount[0]);`],
  ['console-many-unit', 'printing without end, in a unit', map`for (;;) console.log('canary ' + unit.values[0]);`],
  [
    'console-poison',
    'the buffer of what is printed is poisoned',
    main`Array.prototype.push = function () { for (;;); }; Object.defineProperty(Array.prototype, '0', { set() { for (;;); } }); console.log('x');`,
  ],
  [
    'console-format',
    'formats of what is printed',
    main`console.log('%s%o%O%d%c%j', { toString() { for (;;); } }, {}, {}, 3n ** 1000000n);`,
  ],
  ['debugger', 'a stop for a debugger', main`debugger; output.x[0] = 1;`],
  [
    'text-into-number',
    'a text is written as a number',
    main`output.x[0] = input.levels.sector[2]; output.x[1] = '4711'; output.x[2] = [4711]; output.x[3] = 4711n;`,
  ],
  ['symbol-into-number', 'a symbol is written as a number', main`output.x[0] = Symbol('canary');`],
  [
    'bytes-of-text',
    'a text in the bytes of numbers',
    main`const s = input.levels.sector[2]; const b = new Uint8Array(output.x.buffer, output.x.byteOffset, 32); for (let i = 0; i < s.length && i < 32; i += 1) b[i] = s.charCodeAt(i);`,
  ],
  [
    'bytes-of-text-unit',
    'a text in the bytes of a vector',
    map`const s = unit.levels.sector[2]; const b = new Uint8Array(out.buffer, out.byteOffset, 32); for (let i = 0; i < s.length && i < 32; i += 1) b[i] = s.charCodeAt(i);`,
  ],
  ['surrogates', 'halves of characters in the bundle', bundle('main', `/* \ud800 */ ${good} // \udfff`)],
  ['nul', 'bytes of nothing in the bundle', bundle('main', `/* \0 */ ${good} // \0`)],
  ['byte-order', 'a byte order mark', bundle('main', `\ufeff${good}`)],
  ['line-separator', 'line ends that are no line ends', bundle('main', `// \u2028 ${good}`)],
  ['html-comment', 'an HTML comment takes what follows', bundle('main', `${good} <!-- `)],
  ['html-comment-close', 'an HTML comment takes what comes before', bundle('main', `${good}\n--> `)],
  ['line-comment', 'a comment takes what follows on its line', bundle('main', `${good} //`)],
  ['block-comment', 'a comment that never ends', bundle('main', `${good} /*`)],
  ['template-open', 'a template that never ends', bundle('main', `${good} \``)],
  ['regex-open', 'a pattern that never ends', bundle('main', `${good} /`)],
  ['hashbang', 'a first line for a shell', bundle('main', `#!/bin/sh -c "cat /etc/passwd"\n${good}`)],
  [
    'source-map',
    'a map of the source on this machine',
    bundle('main', `${good}\n//# sourceMappingURL=file:///etc/passwd`),
  ],
  ['source-url', 'another name in every stack', bundle('main', `${looping}\n//# sourceURL=node:internal/process`)],
  ['import-statement', 'an import', bundle('main', `import fs from 'node:fs'; ${good}`)],
  ['export-statement', 'an export', bundle('main', `export default () => {};`)],
  ['top-await', 'a wait at the top', bundle('main', `await new Promise(() => {}); ${good}`)],
  ['top-return', 'a return at the top', bundle('main', `${good} return; for (;;);`)],
  ['top-yield', 'a yield at the top', bundle('main', `${good} yield 1;`)],
  ['close-function', 'closes a function around it', bundle('main', `${good} }); for (;;); (() => {`)],
  ['close-call', 'closes a call around it', bundle('main', `${good} })(); for (;;); (() => {`)],
  ['close-try', 'closes a try around it', bundle('main', `${good} } catch (e) { throw e; } try {`)],
  ['close-text', 'closes a text around it', bundle('main', `${good} '); for (;;); ("`)],
  ['close-template', 'closes a template around it', bundle('main', `${good} \${(() => { for (;;); })()}`)],
  [
    'shadow',
    'declares the names that a harness may use',
    bundle(
      'main',
      `var input, output, unit, out, state, result, error, buffer, view, Float64Array, Object, Array, Reflect, undefined; ${good}`,
    ),
  ],
  [
    'shadow-let',
    'declares them for the block',
    bundle('main', `let Float64Array = 1, Object = 2, Reflect = 3, Array = 4; ${good}`),
  ],
  [
    'shadow-functions',
    'functions in place of them',
    bundle(
      'main',
      `function Float64Array() { for (;;); } function Proxy() {} function evaluate() { for (;;); } ${good}`,
    ),
  ],
  ['program-let', 'the program is no field of the global', bundle('main', good.replace('var', 'let'))],
  ['strict-first', 'a directive for everything', bundle('main', `'use strict'; ${good}`)],
  [
    'with-statement',
    'a scope of its own around the program',
    bundle('main', `with (new Proxy({}, { has() { return true; }, get() { for (;;); } })) { ${good} }`),
  ],
  [
    'deep-parens',
    'a hundred thousand brackets',
    bundle('main', `var program = ${'('.repeat(1e5)}1${')'.repeat(1e5)};`),
  ],
  ['deep-arrays', 'a hundred thousand arrays', bundle('main', `var program = ${'['.repeat(1e5)}${']'.repeat(1e5)};`)],
  [
    'deep-functions',
    'twenty thousand functions inside one another',
    bundle('main', `${'(() => '.repeat(2e4)}1${')'.repeat(2e4)}; ${good}`),
  ],
  [
    'deep-templates',
    'templates inside templates',
    bundle('main', `var s = ${'`${'.repeat(2e4)}1${'}`'.repeat(2e4)}; ${good}`),
  ],
  [
    'arrow-ambiguity',
    'brackets that may be arguments, again and again',
    bundle('main', `var s = ${'(a = '.repeat(3e4)}1${')'.repeat(3e4)}; ${good}`),
  ],
  ['long-chain', 'a sum of three hundred thousand ones', bundle('main', `var s = ${'1+'.repeat(3e5)}1; ${good}`)],
  [
    'many-names',
    'a hundred thousand variables',
    bundle('main', `${Array.from({ length: 1e5 }, (_, i) => `var v${i};`).join('')} ${good}`),
  ],
  [
    'many-switches',
    'a hundred thousand cases',
    bundle('main', `switch (1) { ${Array.from({ length: 5e4 }, (_, i) => `case ${i}: ;`).join('')} } ${good}`),
  ],
  ['long-literal', 'a literal of a million characters', bundle('main', `var s = '${'x'.repeat(1e6)}'; ${good}`)],
  [
    'long-regex',
    'a pattern of half a million characters',
    bundle('main', `var s = /${'(a|'.repeat(1e5)}b${')'.repeat(1e5)}/; ${good}`),
  ],
  ['long-bigint', 'a number of a million digits', bundle('main', `var s = ${'9'.repeat(1e6)}n; ${good}`)],
  ['empty', 'nothing', bundle('main', ' ')],
  [
    'binary',
    'no text at all',
    bundle('main', Array.from({ length: 2000 }, (_, i) => String.fromCharCode((i * 7919) % 65536)).join('')),
  ],
]);
