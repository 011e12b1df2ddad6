/** A call leaves something for the next one, or looks for what an earlier one left. The tricks between units are more: see map-tricks.ts. */
import { bundle, hostile, main, map, mainAfter } from './hostile.ts';

export const state = hostile('state', [
  ['global', 'a global is kept', main`if (globalThis.seen) found(); globalThis.seen = 1;`],
  ['global-unit', 'a global is kept, between units', map`if (globalThis.seen) found(); globalThis.seen = 1;`],
  ['prototype', 'a field of all objects is kept', main`if ({}.seen) found(); Object.prototype.seen = 1;`],
  [
    'prototype-unit',
    'a field of all objects is kept, between units',
    map`if ({}.seen) found(); try { Object.prototype.seen = 1; } catch { }`,
  ],
  ['closure', 'a variable of the text', mainAfter('let seen = 0;', 'if (seen) found(); seen = 1;')],
  ['function-field', 'a field of the function', main`if (call.seen) found(); call.seen = 1;`],
  [
    'symbol-registry',
    'a symbol of the registry with a field on its prototype',
    main`const s = Symbol.for('seen'); if (Symbol.prototype[s]) found(); Symbol.prototype[s] = 1;`,
  ],
  [
    'weak-map',
    'a weak map keyed by what is shared',
    mainAfter('const w = new WeakMap();', 'if (w.has(Array.prototype)) found(); w.set(Array.prototype, 1);'),
  ],
  [
    'levels',
    'a field of the levels',
    main`if (input.levels.seen || input.levels.sector.seen) found(); input.levels.seen = 1; input.levels.sector.seen = 1;`,
  ],
  [
    'levels-changed',
    'a level is changed',
    main`if (input.levels.sector[0] === 'changed') found(); input.levels.sector[0] = 'changed';`,
  ],
  [
    'parameters',
    'a parameter is changed',
    main`if (input.parameters.threshold !== 5) found(); input.parameters.threshold = 6;`,
  ],
  [
    'columns-changed',
    'the rows are changed',
    main`if (input.columns.amount[0] === -99) found(); input.columns.amount.fill(-99);`,
  ],
  [
    'column-buffer',
    'the memory behind the rows holds more rows',
    main`const c = input.columns.amount; if (c.buffer.byteLength > 2 * 8 * input.count) found();`,
  ],
  [
    'column-added',
    'a column is added',
    main`if (input.columns.more) found(); input.columns.more = new Float64Array(1);`,
  ],
  [
    'output-left',
    'the output still holds the last call',
    main`if (!Number.isNaN(output.x[0])) found(); output.x[0] = 7;`,
  ],
  [
    'output-field',
    'a field of the output',
    main`if (output.x.seen || output.seen) found(); output.x.seen = 1; output.seen = 1;`,
  ],
  [
    'output-buffer-field',
    'a field of the memory of the output',
    main`if (output.x.buffer.seen) found(); output.x.buffer.seen = 1;`,
  ],
  [
    'random',
    'random numbers go on where the last call stopped',
    main`const first = input.random(); output.x[0] = first; for (let i = 0; i < 99; i += 1) input.random(); if (input.random.seen) found(); input.random.seen = 1;`,
  ],
  [
    'unit-rows-behind',
    'the memory behind the rows of a unit holds other units',
    map`if (unit.values.buffer.byteLength > unit.values.byteLength) found();`,
  ],
  [
    'unit-vector-behind',
    'the memory behind the vector holds other vectors',
    map`if (out.buffer.byteLength > out.byteLength) found();`,
  ],
  [
    'unit-state-behind',
    'the memory behind the state holds more',
    map`if (state.buffer.byteLength > state.byteLength) found();`,
  ],
  ['unit-state-changed', 'the state is changed for the next unit', map`if (state[0] !== 0) found(); state[0] = 1;`],
  ['unit-vector-left', 'the vector still holds the last unit', map`if (out[0]) found(); out[0] = 7;`],
  [
    'unit-fields',
    'fields of everything that a unit is given',
    map`const all = [unit, unit.values, unit.at, unit.levels, unit.levels.sector, unit.parameters, state, out]; if (all.some((o) => o.seen)) found(); for (const o of all) { try { o.seen = 1; } catch { } }`,
  ],
  ['statics', 'the last match of a pattern', map`if (RegExp.$1 === 'seen') found(); /(seen)/.exec('seen');`],
  ['statics-set', 'the input of the last match is set', map`if (RegExp.$_ === 'seen') found(); RegExp.$_ = 'seen';`],
  [
    'break-out',
    'a text that closes the function around it',
    bundle(
      'map',
      'var program; });\nvar kept = { seen: 0 };\n(function () { var program = { map(unit, state, out) { if (kept.seen) out[3] = 1; kept.seen = 1; } };',
    ),
  ],
  [
    'break-out-brace',
    'a text that closes the block around it',
    bundle(
      'map',
      'var program; }\nvar kept = { seen: 0 };\n{ program = { map(unit, state, out) { if (kept.seen) out[3] = 1; kept.seen = 1; } };',
    ),
  ],
  [
    'script-variable',
    'a variable of the script itself',
    bundle(
      'map',
      'var seen = typeof seen === "undefined" ? 0 : seen + 1; var program = { map(unit, state, out) { if (seen) out[3] = 1; } };',
    ),
  ],
  [
    'sloppy-global',
    'an assignment to what nobody declared',
    bundle(
      'map',
      'var program = { map(unit, state, out) { if (typeof leaked !== "undefined") out[3] = 1; leaked = 1; } };',
    ),
  ],
  [
    'sloppy-this',
    'the receiver of a sloppy call',
    bundle(
      'map',
      'var program = { map: function (unit, state, out) { var g = (function () { return this; })(); if (g && g.seen) out[3] = 1; if (g) g.seen = 1; } };',
    ),
  ],
]);
