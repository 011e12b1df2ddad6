/** Every rule of the lint with what breaks it and what only looks like it; and that no text at all makes it throw. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lintRules, type LintRuleName } from '#policies/program/lint-rules.ts';
import { lintBundle } from '#policies/program/lint.ts';
import type { ScriptMode } from '#policies/program/script.ts';

/** The body of a program as a bundle. */
function around(body: string): string {
  return `"use strict";\nvar program = (() => {\n${body}\n})();\n`;
}

/** The rules that a bundle breaks, by what is said of them. */
function rulesOf(bundle: string, mode: ScriptMode = 'rows'): readonly string[] {
  const linted = lintBundle(bundle, { mode });
  if (linted.ok) return [];
  return linted.refusals.map(({ detail, remedy }) => {
    const found = Object.entries(lintRules).find(([, rule]) => rule.remedy === remedy && detail.includes(rule.must));
    if (!found) throw new Error(`no rule says ${detail}`);
    return found[0];
  });
}

describe.each([
  'var program = (() => {})(); var more = 1;',
  'var program = (() => {})(), more = 1;',
  'globalThis; var program = (() => {})();',
  'let program = (() => {})();',
  'const program = (() => {})();',
  'var other = (() => {})();',
  'var program = (function () {})();',
  'var program = (function () { return this; }).call(0);',
  'var program = (() => {});',
  'var program = (() => {})(1);',
  'var program = ((x) => {})();',
  'var program = {};',
  'var { program } = (() => {})();',
  'function program() {}',
  'program = (() => {})();',
  '"use asm"; var program = (() => {})();',
  '"use strict"; "more"; var program = (() => {})();',
  '{ var program = (() => {})(); }',
  ';var program = (() => {})();',
  '',
  '"use strict";',
])('the form', (text) => {
  test(`lintBundle refuses what is not exactly one program: ${text}`, () => {
    expect(rulesOf(text)).toContain('form');
  });
});

test.each([
  'var program = 1; })(); (() => {',
  'var program = (() => {})(); }',
  'var program = (() => { return 1 }',
  'return 1;',
  'var program = await 1;',
  'import x from "y"; var program = (() => {})();',
  'export var program = (() => {})();',
  'var program = (() => import.meta)();',
  '#!/bin/sh\nvar program = (() => {})();',
  'var program = (() => { new.target; })();',
  '"use strict"; var program = (() => { with (a) {} })();',
  '\u0000',
])('lintBundle refuses what ends a wrapper, or is no script: %j', (text) => {
  expect(rulesOf(text)).toEqual(['syntax']);
});

const breaking: Partial<Record<LintRuleName, readonly string[]>> = {
  module: ['import("x");', 'const f = (x) => import(x);', 'require("fs");', 'module.exports = 1;', 'exports.a = 1;'],
  async: [
    'async function f() {}',
    'const f = async () => {};',
    'const o = { async f() {} };',
    'class C { async f() {} }',
    'class C { static async *f() {} }',
    'Promise.resolve(1).then(() => {});',
    'new Promise(() => {});',
    'queueMicrotask(() => {});',
  ],
  debugger: ['debugger;', 'if (1) { debugger; }'],
  code: [
    'eval("1");',
    '(0, eval)("1");',
    'const e = eval;',
    'Function("return 1")();',
    'new Function("return 1")();',
    '(() => {}).constructor("return 1")();',
    '(() => {})["constructor"]("return 1")();',
    '[].map.constructor.constructor;',
    '"".at.constructor("return 1");',
    'new WebAssembly.Memory({ initial: 1 });',
  ],
  name: [
    'process.exit();',
    'setTimeout(() => {}, 0);',
    'fetch("https://example.org");',
    'Buffer.from("");',
    'document.title;',
    'const x = undeclared;',
    'function f(a) { b = a; }',
    '{ const inner = 1; } inner;',
    'if (1) { function inside() {} } inside();',
    'try {} catch (e) {} e;',
    'for (let i = 0; i < 1; i++) {} i;',
    '(class Named {}); Named;',
    '(function named() {}); named();',
    'const { a: b } = {}; a;',
    'const f = ({ x = y }) => x;',
    'undeclared++;',
    '[undeclared] = [1];',
    '({ undeclared } = {});',
    '({ undeclared });',
    '`${undeclared}`;',
    'typeof undeclared.x;',
  ],
  global: [
    'globalThis.x = 1;',
    'globalThis["ev" + "al"]("1");',
    'window;',
    'self;',
    'Math[name()]; function name() {}',
    'arguments[0];',
  ],
  clock: [
    'Date.now();',
    'new Date();',
    'Date["now"]();',
    'Intl.DateTimeFormat();',
    'Temporal.Now;',
    'performance.now();',
  ],
  memory: [
    'new SharedArrayBuffer(8);',
    'Atomics.wait();',
    'new ArrayBuffer(8, { maxByteLength: 2 ** 30 });',
    'new ArrayBuffer(8, { "maxByteLength": 2 ** 30 });',
  ],
  lifetime: ['new WeakRef({});', 'new FinalizationRegistry(() => {});'],
  random: [
    'Math.random();',
    'Math["random"]();',
    'const r = Math.random;',
    'const { random } = Math;',
    'const { random: r } = Math;',
    'const { sqrt, ["random"]: r } = Math;',
    'crypto.getRandomValues();',
  ],
  hook: ['Error.prepareStackTrace = () => 1;', 'Error.captureStackTrace({});', 'Error["stackTraceLimit"] = 9;'],
};

describe.each(Object.entries(breaking))('rule %s', (rule, bodies) => {
  test.each(bodies)('lintBundle refuses: %s', (body) => {
    expect(rulesOf(around(body))).toContain(rule);
  });
});

test('every rule has an example that breaks it', () => {
  const elsewhere = ['form', 'syntax', 'depth', 'generator', 'with'];
  expect(Object.keys(lintRules).filter((rule) => !(rule in breaking) && !elsewhere.includes(rule))).toEqual([]);
});

test('lintBundle refuses `with` where the script is not strict', () => {
  expect(rulesOf('var program = (() => { with ([]) {} })();')).toEqual(['with']);
});

test('lintBundle refuses generators in mode map, and nowhere else', () => {
  const bodies = ['function* f() { yield 1; }', 'const o = { *f() {} };', 'class C { *f() {} }'];
  for (const body of bodies) {
    expect([body, rulesOf(around(body), 'map')]).toEqual([body, ['generator']]);
    for (const mode of ['tables', 'blocks', 'rows'] as const) expect(rulesOf(around(body), mode)).toEqual([]);
  }
});

test.each([
  'const Date = 1; return Date + 1;',
  'function f(Date, eval2) { return Date; }',
  'const o = { Date: 1, eval: 2, process: 3, constructor: 4 }; return o.Date + o.eval + o.process;',
  'class C { constructor() { this.random = 1; } Function() {} }',
  'class C { static #n = 0; static { var once = 1; C.#n = once; } }',
  'class B {} class C extends B { constructor() { super(); } }',
  'const c = [].constructor; return new c(3);',
  'return { now: () => 1 }.now();',
  'label: for (const x of [1]) { continue label; }',
  'try { throw new Error("x"); } catch ({ message }) { return message; }',
  'try {} catch {}',
  'for (const [k, v = k] of new Map()) { k; v; }',
  'for (var i = 0; i < 3; i++) {} return i;',
  'switch (1) { case 1: let s = 2; return s; }',
  'if (1) { var hoisted = 1; } return hoisted;',
  'return later(); function later() { return late; } var late;',
  'const f = function again(n) { return n > 0 ? again(n - 1) : arguments.length; };',
  'const f = () => { const { a, b: { c }, ...rest } = {}; return [a, c, rest]; };',
  'const f = (a, { b = a }, [c, ...d], ...e) => [a, b, c, d, e];',
  'return typeof process === "undefined" ? 1 : 2;',
  'const { sqrt, floor: down } = Math; return sqrt(down(2.5));',
  'return Math["sqrt"](2) + Math.PI;',
  'const m = /Math\\.random|eval/.test("eval Date Math.random()");',
  '// debugger; eval("1")\nreturn `Date ${1}`;',
  'console.log(new Float64Array(3), JSON.stringify({}), 1n, Symbol.iterator, globalThat);\nvar globalThat;',
  'return new Proxy({}, { get: () => Reflect.ownKeys({}) });',
  'return new ArrayBuffer(8).byteLength;',
  'return new Error("x").stack;',
])('lintBundle accepts what only looks like it: %s', (body) => {
  expect(rulesOf(around(body))).toEqual([]);
});

test('lintBundle refuses a text that is nested more deeply than can be read', () => {
  expect(rulesOf(around(`return ${'['.repeat(50_000)}${']'.repeat(50_000)};`))).toEqual(['depth']);
  const chain = Array.from({ length: 100_000 }, () => '1').join('+');
  expect(rulesOf(around(`return ${chain};`)).length).toBeLessThanOrEqual(1);
});

test('lintBundle tells at most twenty findings, in the order of the text', () => {
  const linted = lintBundle(around(Array.from({ length: 30 }, (_, at) => `unknown${at};`).join('\n')), {
    mode: 'rows',
  });
  if (linted.ok) throw new Error('must be refused');
  expect(linted.refusals.map(({ detail }) => /\(bundle:(\d+):1\)$/.exec(detail)?.[1])).toEqual(
    Array.from({ length: 20 }, (_, at) => String(at + 3)),
  );
});

const words = fc.constantFrom(
  'var program = (() => {',
  '})();',
  '\n',
  ...'( ) { } [ ] => async await function* class x import( with typeof eval Date `${ ` / ; ... #p " = , : \u2028'.split(
    ' ',
  ),
);

test('property: lintBundle throws for no text', () => {
  const modes = fc.constantFrom<ScriptMode>('map', 'rows');
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.array(words).map((list) => list.join(' ')),
  );
  fc.assert(
    fc.property(texts, modes, (text, mode) => {
      const linted = lintBundle(text, { mode });
      if (!linted.ok)
        for (const { code, detail } of linted.refusals)
          expect([code, detail.slice(0, 6)]).toEqual(['E_LINT', 'Cannot']);
      lintBundle(around(text), { mode });
    }),
    { numRuns: 3_000 },
  );
});

test('property: lintBundle throws for no map, and one without libraries excuses nothing', () => {
  const maps = fc.record({ mappings: fc.string({ unit: 'binary' }), sources: fc.array(fc.string()) });
  fc.assert(
    fc.property(maps, (map) => {
      fc.pre(map.sources.every((source) => !source.startsWith('library:')));
      expect(lintBundle(around('Date;'), { mode: 'rows', map }).ok).toBe(false);
    }),
  );
});

test('lintBundle: libraries may name what is gone when they run, and nothing else is excused', () => {
  // Line 3 is all of one library.
  const map = { sources: ['library:simple-statistics'], mappings: ';;AAAA' };
  const lint = (body: string) => lintBundle(around(body), { mode: 'rows', map }).ok;
  expect(lint('Math.random() + Date.now();')).toBe(true);
  expect(lint('1;\nDate.now();')).toBe(false);
  for (const body of ['eval("1");', 'async () => {};', 'import("x");', 'new SharedArrayBuffer(1);'])
    expect(lint(body)).toBe(false);
});
