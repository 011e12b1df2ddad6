import { expect, test } from 'vitest';
import { hashMacros } from '#synth/hash.ts';
import { permute } from '#synth/permutation.ts';
import { openScope } from '#synth/scope.ts';
import { openBench } from './support.ts';

test.each([
  [1, 1],
  [1, 97],
  [97, 1],
  [30, 7],
  [12, 1000],
])('permute meets each pair below %i and %i once', async (a, b) => {
  const bench = await openBench();
  for (const macro of hashMacros) await bench.rows(macro);
  await bench.rows(`CREATE TABLE numbers AS SELECT i FROM range(${a * b}) AS r(i)`);
  for (const seed of [0, 1, 2 ** 32 - 1]) {
    const scope = openScope('numbers');
    const { left, right } = permute(scope, { sql: 'i', level: 0 }, { a, b, seed });
    const pairs = scope.print(
      [
        { name: 'l', value: left },
        { name: 'r', value: right },
      ],
      a * b,
    );
    const range = 'min(l)::INT AS l0, max(l)::INT AS l1, min(r)::INT AS r0, max(r)::INT AS r1';
    expect(await bench.rows(`SELECT ${range}, count(DISTINCT (l, r))::INT AS pairs FROM (${pairs})`)).toEqual([
      { l0: 0, l1: a - 1, r0: 0, r1: b - 1, pairs: a * b },
    ]);
  }
  bench.close();
});
