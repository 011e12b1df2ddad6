/**
 * Ways by which one unit could leave something for the next. Each trick writes into its vector what it has found of earlier units, then leaves
 * its mark; the first unit of a realm finds nothing.
 *
 * @see programs.md finding 7
 */

export interface Trick {
  readonly name: string;
  readonly bundle: string;
  /** It goes to the end of the stack, where no unit comes. */
  readonly digs?: true;
}

/** `read` is what was found, `mark` what is left; either may throw. `before` is outside the function, `first` of everything. */
interface Parts {
  readonly read: string;
  readonly mark: string;
  readonly before?: string;
  readonly first?: string;
}

function trick(name: string, { read, mark, before = '', first = '' }: Parts): Trick {
  const bundle = `${first}
var program = (() => {
${before}
function map(unit, state, out) {
  let seen = 0;
  try { seen = Number(${read}) || 0; } catch { seen = 0; }
  try { ${mark}; } catch { }
  out[0] = seen;
  out[1] = unit.rows;
}
return { map };
})();`;
  return { name, bundle };
}

/** A field on something that all units of a realm have in common. */
function field(name: string, holder: string): Trick {
  return trick(name, { read: `${holder}.seen`, mark: `${holder}.seen = 1` });
}

const tick = '`';

/** Tries a call at the end of the stack, one step further out each time; counts the steps. */
function stepsFromTheEnd(call: string): string {
  return `const measure = () => {
  let steps = -1, done = false;
  const attempt = () => { steps += 1; ${call}; done = true; };
  const dig = () => { try { dig(); } catch { if (!done) attempt(); } };
  try { dig(); } catch { }
  return done ? 1 + steps / 1024 : 0;
};`;
}

/** A trick at the end of the stack. */
function digging(name: string, parts: Parts): Trick {
  return { ...trick(name, parts), digs: true };
}

export const tricks: readonly Trick[] = [
  field('a global', 'globalThis'),
  field('the prototype of the global', 'Object.getPrototypeOf(globalThis)'),
  field('the prototype of all objects', 'Object.prototype'),
  field('Math', 'Math'),
  field('JSON', 'JSON'),
  field('a native function', 'Array.prototype.push'),
  field('a bounded function', 'Array.prototype.indexOf'),
  field('the console', 'console'),
  field('a function of the console', 'console.log'),
  field('the global program', 'globalThis.program'),
  field('array iterators', 'Object.getPrototypeOf([][Symbol.iterator]())'),
  field('map iterators', 'Object.getPrototypeOf(new Map().entries())'),
  field('set iterators', 'Object.getPrototypeOf(new Set().entries())'),
  field('text iterators', "Object.getPrototypeOf(''[Symbol.iterator]())"),
  field('match iterators', "Object.getPrototypeOf('a'.matchAll(/a/g))"),
  field('generators', 'Object.getPrototypeOf(function* () {}).prototype'),
  field('generator functions', 'Object.getPrototypeOf(function* () {})'),
  field('async functions', 'Object.getPrototypeOf(async () => 0)'),
  field('async generators', 'Object.getPrototypeOf(async function* () {}).prototype'),
  field('async iterators', 'Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}).prototype)'),
  field('iterator helpers', 'Object.getPrototypeOf([].values().map((v) => v))'),
  field('wrapped iterators', 'Object.getPrototypeOf(Iterator.from({ next() {} }))'),
  field('typed arrays', 'Object.getPrototypeOf(Float64Array)'),
  field(
    'the thrower of callee',
    "Object.getOwnPropertyDescriptor((function () { 'use strict'; return arguments; })(), 'callee').get",
  ),
  field('the maker of functions', '(() => 0).constructor'),
  field('the getter of a size', "Object.getOwnPropertyDescriptor(Map.prototype, 'size').get"),
  field('unscopables', 'Array.prototype[Symbol.unscopables]'),
  field('the buffer constructor', 'unit.values.buffer.constructor'),
  field('the unit', 'unit'),
  field('the rows', 'unit.values'),
  field('the memory of the rows', 'unit.values.buffer'),
  field('the levels', 'unit.levels'),
  field('a list of levels', 'unit.levels.sector'),
  field('the places of columns', 'unit.at'),
  field('the parameters', 'unit.parameters'),
  field('the state', 'state'),
  field('the memory of the state', 'state.buffer'),
  field('the vector', 'out'),
  field('the memory of the vector', 'out.buffer'),
  trick('a defined global', {
    read: 'globalThis.seen',
    mark: "Object.defineProperty(globalThis, 'seen', { value: 1 })",
  }),
  trick('a sloppy global', { read: "typeof leaked !== 'undefined'", mark: 'leaked = 1' }),
  trick('a variable of the script', {
    first: "var count = (typeof count === 'undefined' ? 0 : count) + 1;",
    read: 'count - 1',
    mark: '0',
  }),
  trick('a declaration that may stand once', {
    first: 'let once = 1; const twice = 2;',
    read: 'once - 1',
    mark: 'once = 2',
  }),
  trick('a function of the script', { first: 'function keeper() {}', read: 'keeper.seen', mark: 'keeper.seen = 1' }),
  trick('a variable of the closure', { before: 'let kept = 0;', read: 'kept', mark: 'kept = 1' }),
  trick('a cache on the function', { read: 'map.seen', mark: 'map.seen = 1' }),
  trick('a static of a class', {
    before: 'class Keeper { static kept = 0; static #own = 0; static own() { return Keeper.#own++; } }',
    read: 'Keeper.own() + Keeper.kept',
    mark: 'Keeper.kept = 1',
  }),
  trick('a weak map by a native', {
    before: 'const weak = new WeakMap();',
    read: 'weak.has(Array.prototype)',
    mark: 'weak.set(Array.prototype, 1)',
  }),
  trick('a replaced native', { read: 'Math.max(1, 2) === 7', mark: 'Math.max = () => 7' }),
  trick('a replaced method', { read: '[].push(1, 2) === 7', mark: 'Array.prototype.push = () => 7' }),
  trick('a redefined method', {
    read: '[].at(0) === 7',
    mark: "Object.defineProperty(Array.prototype, 'at', { value: () => 7 })",
  }),
  trick('a hole filled by the prototype', { read: '[, , , ,][3]', mark: 'Array.prototype[3] = 1' }),
  trick('an accessor of old', { read: '({}).seen', mark: "({}).__proto__.__defineGetter__('seen', () => 1)" }),
  trick('a prototype of a prototype', { read: '[].seen', mark: 'Object.setPrototypeOf(Array.prototype, { seen: 1 })' }),
  trick('a name that may be assigned', {
    read: "({}).toString() === 'seen'",
    mark: "Object.prototype.toString = () => 'seen'",
  }),
  trick('a name assigned by reflection', {
    read: 'Math.valueOf() === 7 || globalThis.valueOf() === 7',
    mark: "Reflect.set(Object.prototype, 'valueOf', () => 7, Math); Reflect.set(Object.prototype, 'valueOf', () => 7, globalThis)",
  }),
  trick('a name of all errors', {
    read: "new TypeError().name === 'seen' || new Error().message === 'seen'",
    mark: "try { TypeError.prototype.name = 'seen'; } catch { } Error.prototype.message = 'seen'",
  }),
  trick('a tag of all iterators', {
    read: "Iterator.prototype[Symbol.toStringTag] === 'seen'",
    mark: "Iterator.prototype[Symbol.toStringTag] = 'seen'",
  }),
  trick('a constructor of all iterators', {
    read: 'Iterator.prototype.constructor.seen',
    mark: 'Iterator.prototype.constructor = { seen: 1 }',
  }),
  trick('a symbol of the registry', {
    read: "Symbol.prototype[Symbol.for('seen')]",
    mark: "Symbol.prototype[Symbol.for('seen')] = 1",
  }),
  trick('a species', {
    read: 'RegExp[Symbol.species] === 1 || Promise[Symbol.species] === 1',
    mark: 'for (const C of [RegExp, Promise, Array, Map]) { try { Object.defineProperty(C, Symbol.species, { value: 1 }); } catch { } }',
  }),
  trick('the last match', { read: "RegExp.$1 === 'seen'", mark: "/(seen)/.exec('seen')" }),
  trick('the last match by its long name', {
    read: "RegExp.lastMatch === 'seen' || RegExp['$&'] === 'seen'",
    mark: "'seen'.replace(/seen/, '')",
  }),
  trick('the text around the last match', {
    read: "RegExp.leftContext === 'a' || RegExp['$' + String.fromCharCode(96)] === 'a'",
    mark: "'aseen'.match(/seen/)",
  }),
  trick('the input of the last match', {
    read: "RegExp.input === 'seen' || RegExp.$_ === 'seen'",
    mark: "RegExp.input = 'seen'; RegExp.$_ = 'seen'",
  }),
  trick('the last match of a subclass', {
    read: "(class extends RegExp {}).$1 === 'seen'",
    mark: "new (class extends RegExp {})('(seen)').exec('seen')",
  }),
  trick('the place of a pattern', {
    before: 'const pattern = /a/g;',
    read: 'pattern.lastIndex',
    mark: "pattern.exec('aaa')",
  }),
  trick('the place of a literal pattern', {
    before: 'const pattern = () => /a/g;',
    read: 'pattern().lastIndex',
    mark: "pattern().exec('aaa')",
  }),
  trick('a literal array', {
    before: 'const literal = () => [1, 2, 3];',
    read: 'literal()[0] - 1',
    mark: 'literal()[0] = 9',
  }),
  trick('a literal object', {
    before: 'const literal = () => ({ a: { b: 1 } });',
    read: 'literal().a.b - 1',
    mark: 'literal().a.b = 9',
  }),
  trick('a template object', {
    before: `const tag = (s) => s; const site = () => tag${tick}x${tick};`,
    read: 'site().seen',
    mark: 'site().seen = 1',
  }),
  trick('the raw texts of a template', {
    before: `const tag = (s) => s; const site = () => tag${tick}x${tick};`,
    read: 'site().raw.seen || Object.keys(site().raw).length - 1',
    mark: 'site().raw.push(1)',
  }),
  trick('a template object as a key', {
    before: `const tag = (s) => s; const site = () => tag${tick}x${tick}; const weak = new WeakMap();`,
    read: 'weak.has(site())',
    mark: 'weak.set(site(), 1)',
  }),
  trick('a limit of stacks', { read: 'Error.stackTraceLimit === 3', mark: 'Error.stackTraceLimit = 3' }),
  trick('a maker of stacks', { read: "new Error().stack === 'seen'", mark: "Error.prepareStackTrace = () => 'seen'" }),
  trick('the length of a stack', {
    read: "String(new Error().stack).split('\\n').length > 40",
    mark: 'Error.stackTraceLimit = 100',
  }),
  trick('random numbers', { read: 'Math.random() > 2 || Math.random.seen', mark: 'Math.random.seen = 1' }),
  trick('a count of the console', { read: "console.count('a')", mark: "console.count('a')" }),
  trick('a promise that runs later', {
    read: 'globalThis.seen',
    mark: 'Promise.resolve().then(() => { globalThis.seen = 1; })',
  }),
  trick('a promise that writes later', {
    read: '0',
    mark: 'const late = (n) => Promise.resolve().then(() => { out[0] = 1; out[1] = 7; if (n) late(n - 1); }); late(100)',
  }),
  trick('an async function that goes on', {
    read: '0',
    mark: '(async () => { for (let i = 0; i < 100; i += 1) { await 0; out[0] = 1; state[0] = 1; unit.values[0] = 1; } })()',
  }),
  trick('the order of properties', {
    read: "Object.keys(unit.levels)[0] !== 'sector' || Object.keys(unit.at)[0] !== 'x'",
    mark: 'const l = unit.levels.sector; delete unit.levels.sector; unit.levels.sector = l; const x = unit.at.x; delete unit.at.x; unit.at.x = x',
  }),
  trick('another level', { read: "unit.levels.sector[0] !== 'a'", mark: "unit.levels.sector[0] = 'seen'" }),
  trick('another parameter', { read: 'unit.parameters.threshold !== 5', mark: 'unit.parameters.threshold = 6' }),
  trick('another place of a column', { read: 'unit.at.x !== 0', mark: 'unit.at.x = 1' }),
  trick('another prototype of what is given', {
    read: 'unit.levels.seen || unit.parameters.seen || state.seen',
    mark: 'for (const o of [unit.levels, unit.parameters, state, out, unit.values]) { try { Object.setPrototypeOf(o, { seen: 1 }); } catch { } }',
  }),
  trick('what can still be extended', {
    read: '!Object.isExtensible(state) || !Object.isExtensible(out) || !Object.isExtensible(unit.values)',
    mark: 'for (const o of [state, out, unit.values]) Object.preventExtensions(o)',
  }),
  trick('the state', { read: 'state[0]', mark: 'state[0] = 1' }),
  trick('the vector as it was left', { read: 'out[0] || out[3]', mark: 'out[3] = 1; out[3] = 0; out.fill(0)' }),
  trick('the rows of others', {
    read: 'unit.values.buffer.byteLength - unit.values.byteLength',
    mark: 'new Float64Array(unit.values.buffer).fill(7)',
  }),
  trick('the vectors of others', {
    read: 'out.buffer.byteLength - out.byteLength',
    mark: 'new Float64Array(out.buffer).fill(0)',
  }),
  trick('memory that was used before', {
    read: 'Array.from({ length: 20 }, () => new Float64Array(512)).some((a) => a.some((v) => v !== 0))',
    mark: 'for (let i = 0; i < 20; i += 1) new Float64Array(512).fill(7)',
  }),
  trick('a moved vector', { read: 'out.length - 4', mark: 'out.buffer.transfer()' }),
  trick('moved rows and state', {
    read: 'state.length - 2',
    mark: 'state.buffer.transfer(); unit.values.buffer.transfer()',
  }),
  trick('progress', {
    read: 'Object.getOwnPropertyNames(globalThis).some((k) => ArrayBuffer.isView(globalThis[k]))',
    mark: '0',
  }),
  trick('a native that steals rows', {
    read: 'globalThis.taken || Array.prototype.taken',
    mark: 'const p = Object.getPrototypeOf(Float64Array.prototype); for (const k of ["set", "slice", "fill", "subarray"]) { const old = p[k]; p[k] = function (...a) { Array.prototype.taken = 1; return Reflect.apply(old, this, a); }; }',
  }),
  digging('code that is compiled once', {
    before: `const large = (n) => { ${Array.from({ length: 200 }, (_, i) => `let a${i} = n * ${i} + [n, ${i}].length;`).join('')} return (() => a0 + a199 + n)(); };
${stepsFromTheEnd('large(1)')}`,
    read: 'measure()',
    mark: 'large(1)',
  }),
  digging('a pattern that is compiled once', {
    before: `const match = (s) => /(?:(?:a|b|c)+d(?:e|f(?:g|h)*)?)+(?:(?:i|j)k{2,9})*l$/.test(s);
${stepsFromTheEnd("match('abcdefghikkl')")}`,
    read: 'measure()',
    mark: "match('abcdefghikkl')",
  }),
  digging('a native that is used once', {
    before: stepsFromTheEnd("[3, 1, 2].sort((a, b) => a - b).map((v) => v).join(',').split(',').flatMap((v) => [v])"),
    read: 'measure()',
    mark: "[3, 1, 2].sort((a, b) => a - b).map((v) => v).join(',').split(',').flatMap((v) => [v])",
  }),
  digging('code that becomes faster', {
    before: 'let depth = 0; const dig = (n, a) => { depth += 1; if (n > 0) dig(n - 1, a + 1); };',
    read: '(() => { depth = 0; try { dig(1e9, 1); } catch { } return depth / 1024; })()',
    mark: 'for (let i = 0; i < 20000; i += 1) dig(3, 1)',
  }),
  trick('memory that is left', {
    read: '(() => { let most = 0; for (let size = 2 ** 26; size >= 2 ** 18; size /= 2) { try { most += new Uint8Array(most + size).length > 0 ? size : 0; } catch { } } return most / 2 ** 20; })()',
    mark: 'for (let i = 0; i < 40; i += 1) new Uint8Array(2 ** 18).fill(1); const all = []; for (let i = 0; i < 2e4; i += 1) all.push({ i })',
  }),
];
