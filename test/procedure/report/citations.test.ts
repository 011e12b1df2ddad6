import { expect, test } from 'vitest';
import { readPieces } from '#policies/procedure/report/citations.ts';
import { unwrap } from '#policies/refusal.ts';

function cited(text: string) {
  return unwrap(readPieces(text)).flatMap((piece) =>
    piece.kind === 'citation' ? [{ ...piece, at: piece.at.offset }] : [],
  );
}

test('readPieces refuses braces that cite no cell, at their place', () => {
  const bad = [
    '{{}}',
    '{{run-1}}',
    '{{.persons}}',
    '{{run-1[].persons}}',
    '{{run-1[district].persons}}',
    '{{run-1[district=].persons}}',
    '{{run-1[district=a,district=b].persons}}',
    '{{run-1[district="a].persons}}',
    '{{run-1[3].persons}}',
    '{{run-1[district=a].persons + 1}}',
    '{{run-1[a=b][c=d].persons}}',
    '{{../run-1.persons}}',
    '{{run-1.persons',
    'run-1.persons}}',
    '{run-1.persons}',
    '{{{run-1.persons}}}',
  ];
  for (const text of bad) {
    const read = readPieces(`前${text}`);
    expect([text, read.ok ? '' : read.refusals[0].code]).toEqual([text, 'E_REPORT']);
  }
  expect(readPieces('前后{{}}')).toMatchObject({ refusals: [{ where: { offset: 2, length: 4 } }] });
});

test('readPieces reads runs, keys and columns as they are named', () => {
  expect(cited('{{run-1.total}}')).toEqual([{ kind: 'citation', at: 0, run: 'run-1', keys: [], column: 'total' }]);
  expect(cited('共{{run.a-1[district=东城, year="2024", 区="a, ""b"" ]", x=NULL, y="NULL"].人数}}人')).toEqual([
    {
      kind: 'citation',
      at: 1,
      run: 'run.a-1',
      column: '人数',
      keys: [
        { column: 'district', value: '东城' },
        { column: 'year', value: '2024' },
        { column: '区', value: 'a, "b" ]' },
        { column: 'x', value: null },
        { column: 'y', value: 'NULL' },
      ],
    },
  ]);
});

test('readPieces gives back the whole text', () => {
  const text = 'a {{run-1[d=e].f}} b\n{{run-2.g}}';
  expect(
    unwrap(readPieces(text))
      .map(({ at }) => text.slice(at.offset, at.offset + at.length))
      .join(''),
  ).toBe(text);
});
