/** Only what is declared becomes a file, whatever lies in the folder. */
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { unwrap } from '#policies/refusal.ts';
import { exportFiles } from '#sandbox/release/files.ts';
import { Quarantine } from '#sandbox/supervisor/quarantine.ts';
import { aCard, aKept, aResultTable } from './builders.ts';

const names = (result: Parameters<typeof exportFiles>[1]) => exportFiles('run-1', result).map(({ name }) => name);
const table = aResultTable();

test('DC-11 exportFiles makes files of declared outputs only', () => {
  expect(names({ table, outputs: [{ name: 'r', kind: 'report' }] })).toEqual([]);
  expect(names({ table, outputs: [] })).toEqual([]);
  expect(names({ table, model: aCard, outputs: [{ name: 't', kind: 'table' }] })).toEqual([
    'data-run-1.csv',
    'data-run-1.json',
  ]);
  expect(names({ table, outputs: [{ name: 'a', kind: 'api', columns: [], maxRows: 1 }] })).toEqual(['data-run-1.json']);
  expect(names({ table, model: aCard, outputs: [{ name: 'm', kind: 'model' }] })).toEqual([
    'data-run-1.csv',
    'data-run-1.json',
    'model-run-1.json',
    'model-run-1.pmml',
    'model-card-run-1.md',
  ]);
});

test('Quarantine: a file that nobody declared is never read, and is gone when the domain starts', async () => {
  const folder = mkdtempSync(join(inject('workspace'), 'quarantine-'));
  const quarantine = new Quarantine(folder);
  await quarantine.put(aKept());
  const intruders = ['run-1.csv', 'run-1.json.new', 'data-run-1.csv', 'extra.bin', '.hidden'];
  for (const name of intruders) writeFileSync(join(folder, name), 'rows of persons');
  const before = exportFiles('run-1', unwrap(await quarantine.get('run-1')));
  expect(before.map(({ name }) => name)).toEqual(['data-run-1.csv', 'data-run-1.json']);
  expect(before.some(({ bytes }) => bytes.includes('rows of persons'))).toBe(false);
  expect([...(await quarantine.destroyUndeclared())].sort()).toEqual(intruders.toSorted());
  expect(readdirSync(folder)).toEqual(['run-1.json']);
});

test('Quarantine: an output slipped into a kept result makes it unreadable', async () => {
  const folder = mkdtempSync(join(inject('workspace'), 'quarantine-'));
  const quarantine = new Quarantine(folder);
  const kept = await quarantine.put(aKept());
  writeFileSync(join(folder, 'run-1.json'), JSON.stringify({ ...kept, rows: [['张三']] }));
  await expect(quarantine.get('run-1')).rejects.toThrow();
});
