/** Every requirement of core priority is proven by a test named after it, or listed with the reason why there is none. */
import { expect, test } from 'vitest';
import { titlesIn } from './parse-titles.ts';
import { gaps, reasons } from './reasons.ts';
import { requirements } from './rows.ts';
import { idsIn, proofs } from './titles.ts';

const rows = requirements();
const known = new Set(rows.map(({ id }) => id));
const found = proofs();

test('the table of requirements is whole', () => {
  expect(rows).toHaveLength(336);
  expect(known.size).toBe(336);
  expect(rows.filter(({ priority }) => priority.startsWith('core'))).toHaveLength(240);
});

test('every requirement of core priority has a test of its name, or a reason why it has none', () => {
  const core = rows.filter(({ priority }) => priority.startsWith('core')).map(({ id }) => id);
  expect(core.filter((id) => !found.has(id) && reasons[id] === undefined)).toEqual([]);
});

test('no reason stands beside a proof, no gap without one, and neither for a requirement that there is not', () => {
  expect(Object.keys(reasons).filter((id) => found.has(id) || !known.has(id))).toEqual([]);
  expect(Object.keys(gaps).filter((id) => !found.has(id) || !known.has(id))).toEqual([]);
});

test('no title names a requirement that there is not', () => {
  expect([...found.keys()].filter((id) => !known.has(id))).toEqual([]);
});

test('a reason refers only to requirements that a test is named after', () => {
  const named = Object.values(reasons).flatMap((reason) => [...idsIn(reason)]);
  expect(named.length).toBeGreaterThan(2);
  expect(named.filter((id) => !found.has(id) && reasons[id] === undefined)).toEqual([]);
});

test('ids are read from titles one by one and as ranges', () => {
  expect([...idsIn('AO-14-1…3, GZ-07 and DC-12: all of it; AO-22')]).toEqual([
    'AO-14-1',
    'AO-14-2',
    'AO-14-3',
    'GZ-07',
    'DC-12',
  ]);
});

test('titles are found however a test is written', () => {
  const source = `
    test('AO-01', () => {});
    test.each([['a (b', f('x')], ["(')", 2]] as const)('AO-02 %s', () => {});
    describe.skipIf(!has(')'))(\`AO-03 \${who}\`, () => { it('AO-04', { timeout: 1 }, () => {}) });
    const inBrowser = test.skipIf(missing);
    inBrowser.each(attacks)("AO-05", async () => {});
    test.each\`a | b\`('AO-06', () => {});`;
  expect(titlesIn(source)).toEqual(['AO-01', 'AO-02 %s', 'AO-03 ${…}', 'AO-04', 'AO-05', 'AO-06']);
});

test('what never runs, or is no test, proves nothing', () => {
  const source = `
    // test('AO-01', () => {});
    test.skip('AO-02', () => {});
    test.todo('AO-03');
    test.fails('AO-04', () => {});
    test.skip.each([1])('AO-05', () => {});
    describe.skip('AO-06', () => { test('AO-07', () => {}) });
    const never = test.skip;
    never('AO-08', () => {});
    const words = "test('AO-09', () => {})";
    prove('AO-10', () => {});`;
  expect(titlesIn(source)).toEqual([]);
});
