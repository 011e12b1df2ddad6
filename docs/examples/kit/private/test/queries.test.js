import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowsOf, sluice } from '../sluice.js';

test('the rules accept the text in the private lane', () => {
  const checked = sluice('check');
  assert.deepEqual(checked.refusals ?? [], []);
  assert.equal(checked.value[0].kind, 'private');
});

test('its price is one epsilon, and what is protected is a person', () => {
  const { value } = sluice('explain', 'queries/insured.sql', '--epsilon', '1');
  assert.deepEqual(value.explanation.units, ['person']);
  assert.equal(value.explanation.private.epsilon.toFixed(3), '1.000');
});

test('the forecast has noise, and says how far each number may be off', () => {
  const { value } = sluice('sim', 'query', 'queries/insured.sql', '--epsilon', '1');
  const columns = value.forecast.columns.map(({ role }) => role);
  assert.ok(columns.includes('accuracy'));
  for (const row of rowsOf(value.forecast)) assert.ok(Number.isInteger(Number(row.persons)));
});
