import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowsOf, sluice } from '../sluice.js';

test('the rules accept the text in the private lane', () => {
  const checked = sluice('check');
  assert.deepEqual(checked.refusals ?? [], []);
  assert.equal(checked.value[0].kind, 'private');
});

test('a person is protected, the price is one epsilon, and each number says how far it may be off', () => {
  const { value } = sluice('sim', 'query', 'queries/insured.sql', '--epsilon', '1');
  assert.deepEqual(value.explanation.units, ['person']);
  assert.equal(value.explanation.private.epsilon.toFixed(3), '1.000');
  assert.ok(value.forecast.columns.some(({ role }) => role === 'accuracy'));
  for (const { persons } of rowsOf(value.forecast)) assert.ok(Number.isInteger(Number(persons)));
});
