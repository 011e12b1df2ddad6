import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseFirstRecord } from '#sandbox/data/csv-dialect.ts';
import { Engine } from '#sandbox/data/engine.ts';
import { scanCsv, type CsvFaultKind } from '#sandbox/data/csv-scan.ts';
import { TestFolder } from './builders.ts';

let folder: TestFolder;
beforeAll(async () => {
  folder = await TestFolder.create();
});
afterAll(async () => folder[Symbol.asyncDispose]());

const two = { delimiter: ',', columns: 2, header: true };

test('scanCsv counts physical lines through quoted line breaks and blank lines', async () => {
  const path = await folder.file('a,b\r\n1,"x\ny\n"\r\n\r\n2,z\r\n3,w');
  const lines: number[] = [];
  const structure = await scanCsv(path, two, (_, line) => lines.push(line));
  expect(structure).toEqual({ records: 3, faults: [], faultCount: 0 });
  expect(lines).toEqual([2, 6, 7]);
});

test.each<[string, string | Uint8Array, CsvFaultKind, number]>([
  ['too few fields', 'a,b\n1,2\n3\n', 'fields', 3],
  ['too many fields', 'a,b\n1,2,3\n', 'fields', 2],
  ['text after a quoted value', 'a,b\n1,2\n"x"y,2\n', 'quote', 3],
  ['spaces before a quote', 'a,b\n1, "2"\n', 'quote', 2],
  ['a quote that never ends', 'a,b\n1,"2\n3,4\n', 'unclosed', 2],
  ['a lone carriage return', 'a,b\n1,2\r3,4\n', 'return', 2],
  ['another line end than the first', 'a,b\n1,2\r\n', 'ending', 2],
  ['a NUL byte', 'a,b\n1,\0\n', 'nul', 2],
  ['bytes that are not UTF-8', Buffer.from('a,b\n1,2\n1,\xb0\xa1\n', 'latin1'), 'encoding', 3],
  ['an empty first line', '\na,b\n1,2\n', 'blank', 1],
  ['a record over 1 MB', `a,b\n1,${'x'.repeat(1_000_001)}\n`, 'long', 2],
  ['a file of one endless line', 'x'.repeat(3_000_000), 'long', 1],
])('scanCsv names the line of %s', async (_, content, kind, line) => {
  const structure = await scanCsv(await folder.file(content), two);
  expect(structure.faults).toContainEqual({ line, kind });
});

test('scanCsv keeps 20 faults and counts all', async () => {
  const structure = await scanCsv(await folder.file(`a,b\n${'1\n'.repeat(50)}`), two);
  expect(structure.faults).toHaveLength(20);
  expect(structure.faultCount).toBe(50);
});

test('scanCsv finds as many records as the engine in every file it finds without fault', async () => {
  const piece = fc.constantFrom('a', '1', ',', '"', '""', '\n', '\r\n', ' ', '中', '?', "'", '#');
  const body = fc.array(piece, { maxLength: 30 }).map((pieces) => `a,b\n${pieces.join('')}`);
  using engine = await Engine.open(folder.path);
  await fc.assert(
    fc.asyncProperty(body, async (text) => {
      const path = await folder.file(text);
      const structure = await scanCsv(path, two);
      fc.pre(structure.faultCount === 0);
      const options = `auto_detect=false, header=true, columns={'a':'VARCHAR','b':'VARCHAR'}, delim=',', quote='"', escape='"'`;
      const counted = await engine.count({
        doing: 'count',
        sql: `SELECT count(*) FROM read_csv('${path}', ${options})`,
      });
      expect(counted).toBe(structure.records);
    }),
    { numRuns: 250, seed: 7 },
  );
}, 30_000);

test('parseFirstRecord reads quotes, doubled quotes and delimiters inside them', () => {
  expect(parseFirstRecord('"a,""b""";c\r\nd', ';')).toEqual(['a,"b"', 'c']);
  expect(parseFirstRecord('"a', ';')).toBeUndefined();
  expect(parseFirstRecord('"a"b;c', ';')).toBeUndefined();
});
