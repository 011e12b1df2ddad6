import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowsOf, sluice } from '../sluice.js';

test('the rules accept the program, and all of its calls end well', () => {
  const checked = sluice('check');
  assert.deepEqual(checked.refusals ?? [], []);
  assert.equal(checked.value[0].failed, 0);
});

test('half of the districts lie on either side of 100', () => {
  const { value } = sluice('sim', 'run', 'programs/climate');
  const indexes = rowsOf(value.forecast).map(({ index }) => Number(index));
  assert.ok(indexes.length > 0, 'simulation data has districts that may be shown');
  const [above, below] = [indexes.filter((index) => index > 100.01), indexes.filter((index) => index < 99.99)];
  assert.ok(Math.abs(above.length - below.length) <= 1);
});
