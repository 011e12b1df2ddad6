import { expect, test } from 'vitest';
import { requireShallow } from '#policies/query/nesting.ts';

const nested = (depth: number): string => `${'CASE x WHEN 1 THEN '.repeat(depth)}1${' END'.repeat(depth)}`;

test('requireShallow accepts eight CASE in each other and refuses nine', () => {
  expect(requireShallow(`SELECT ${nested(8)} FROM t`).ok).toBe(true);
  expect(requireShallow(`SELECT ${nested(9)} FROM t`)).toMatchObject({ refusals: [{ code: 'E_TOO_COMPLEX' }] });
});

test('requireShallow counts neither CASE side by side nor in texts, names and comments', () => {
  expect(requireShallow(`SELECT ${Array.from({ length: 40 }, () => nested(1)).join(', ')} FROM t`).ok).toBe(true);
  const text = `'${nested(20).replaceAll("'", '')}'`;
  expect(requireShallow(`SELECT ${text}, "${nested(20)}" -- ${nested(20)}\n /* ${nested(20)} */ FROM t`).ok).toBe(true);
});
