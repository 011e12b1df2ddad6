/** `sluice score` as people run it: two files, no installation. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { parseCsv } from '#gateway/cli/csv.ts';
import { command } from '../../gateway/command.ts';
import { aCard as aTrained } from '../../release/builders.ts';
import { aCard, job, kmeans, scorecard } from './builders.ts';

async function score(model: unknown, rows: string, ...options: readonly string[]) {
  const folder = mkdtempSync(join(inject('workspace'), 'score-'));
  const [card, csv] = [join(folder, 'model.json'), join(folder, 'rows.csv')];
  writeFileSync(card, typeof model === 'string' ? model : JSON.stringify(model));
  writeFileSync(csv, rows);
  return command(['score', card, csv, ...options]);
}

const rows = `name,job,income,age\r\n甲,none,8000,30\r\n乙,"a & ""b"" <c>",8000,30\r\n丙,none,,30\r\n丁,none,many,30\r\n`;

test('score says points and probability of each row, in order, and nothing of a row without a feature', async () => {
  const ended = await score(aCard(scorecard, [Math.log(1 / 50), 0, 0, Math.log(2), 0]), rows);
  expect(ended.stderr).toBe('');
  expect(ended.code).toBe(0);
  const [head, first, second, ...others] = ended.stdout.trimEnd().split('\n');
  expect([head, ...others]).toEqual(['probability,points', ',', ',']);
  expect(first?.split(',').map(Number)).toEqual([expect.closeTo(1 / 51, 9), expect.closeTo(600, 6)]);
  expect(second?.split(',').map(Number)).toEqual([expect.closeTo(2 / 52, 9), expect.closeTo(580, 6)]);
});

test('score takes clusters, and models that were trained here', async () => {
  const clusters = await score(aCard(kmeans, [0, 0, 50, 0, 90, 0]), 'age,income\n10,8000\n95,8000', '--json');
  const value = [1, 3].map((cluster) => ({ kind: 'cluster', value: cluster }));
  expect(JSON.parse(clusters.stdout)).toEqual({ ok: true, value });
  expect((await score(aTrained, 'age\n3\n1000\n')).stdout).toBe('value\n7\n201\n');
});

test('score refuses what is no card, rows without a feature, and rows that are no CSV', async () => {
  const card = aCard(scorecard, [0, 0, 0, 0, 0]);
  for (const [model, text, said] of [
    [{ ...card, code: 'x' }, rows, /must be the JSON card/],
    ['{', rows, /must be the JSON card/],
    [card, 'age,job\n1,none', /columns income; got age, job/],
    [card, 'age,income,job\n1,2', /row 1 must have 3 fields; got 2/],
    [card, 'age,income,job\n1,"2,none', /must be CSV/],
  ] as const) {
    const ended = await score(model, text);
    expect([ended.code, ended.stdout]).toEqual([1, '']);
    expect(ended.stderr).toMatch(said);
  }
  expect((await command(['score', 'model.json'])).code).toBe(2);
});

test('parseCsv reads RFC 4180: quotes, line breaks, a last line without an end, a mark of the byte order', () => {
  expect(parseCsv('\uFEFFa,b\n"x\r\n""y""",\n,2')).toEqual({
    head: ['a', 'b'],
    rows: [
      ['x\r\n"y"', ''],
      ['', '2'],
    ],
  });
  expect(parseCsv('a\n')).toEqual({ head: ['a'], rows: [] });
  expect(parseCsv('')).toEqual({ head: [], rows: [] });
  expect(parseCsv(`a\n${job.values[2]}`).rows).toEqual([[job.values[2]]]);
  for (const wrong of ['a\n"x"y', 'a\nx"y"', 'a\n"x', 'a,b\n1']) expect(() => parseCsv(wrong)).toThrow();
});
