import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowsOf, sluice } from '../sluice.js';

test('the rules accept every text of the project', () => {
  const checked = sluice('check');
  assert.deepEqual(checked.refusals ?? [], []);
  assert.deepEqual(
    checked.value.map(({ name, kind }) => [name, kind]),
    [
      ['queries/firms.sql', 'exact'],
      ['queries/power.sql', 'exact'],
    ],
  );
});

test('every district that would be shown has at least ten firms', () => {
  const { value } = sluice('sim', 'query', 'queries/firms.sql');
  const shown = rowsOf(value.forecast).filter(({ firms }) => firms !== undefined);
  assert.ok(shown.length > 0, 'simulation data has districts that may be shown');
  for (const { firms } of shown) assert.ok(firms >= 10);
});
