import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sluice } from '../sluice.js';

test('the rules accept the model', () => {
  const checked = sluice('check');
  assert.deepEqual(checked.refusals ?? [], []);
  assert.equal(checked.value[0].kind, 'private');
  assert.equal(checked.value[0].rows, 3);
});
