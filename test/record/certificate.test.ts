/** What a certificate may say: all of it, nothing else, and still what older ones said. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { verifyBundle } from '#gateway/record/verify.ts';
import { makeStatement, type Disclosure, type ExportPredicate } from '#policies/record/certificate.ts';
import { faultOf } from '#policies/record/statement-shape.ts';
import { unwrap } from '#policies/refusal.ts';
import { sha256 } from '#policies/units.ts';
import { aPredicate } from './bundles.ts';

const hash = sha256('e'.repeat(64));
const enclosed = [{ name: 'README.txt', sha256: hash }];

function statementOf(predicate: ExportPredicate) {
  return makeStatement([{ name: 'data.csv', sha256: hash }], { ...predicate, enclosed });
}

/** The same object with the member at `path` replaced, or left out. */
function changed(value: unknown, [key = '', ...rest]: readonly string[], next?: unknown): unknown {
  const copy: Record<string, unknown> = { ...(value as Record<string, unknown>) };
  if (rest.length > 0) copy[key] = changed(copy[key], rest, next);
  else if (next === undefined) delete copy[key];
  else copy[key] = next;
  return Array.isArray(value) ? Object.values(copy) : copy;
}

const statement = statementOf(aPredicate());

test.each(Object.keys(statement.predicate))(
  'AO-27-4 AO-22-2 faultOf names the certificate’s member %s where it is missing or something else',
  (member) => {
    expect(faultOf(statement)).toBeUndefined();
    expect(faultOf(changed(statement, ['predicate', member]))).toContain(`predicate.${member}`);
    expect(faultOf(changed(statement, ['predicate', member], 7))).toContain(`predicate.${member}`);
  },
);

test.each([
  ['_type'],
  ['subject'],
  ['predicateType'],
  ['predicate', 'product', 'form'],
  ['predicate', 'product', 'title', 'zh'],
  ['predicate', 'sources', '0', 'commitment'],
  ['predicate', 'approvals', '0', 'role'],
  ['predicate', 'approvals', '0', 'at'],
  ['predicate', 'disclosure', 'mechanism'],
  ['predicate', 'disclosure', 'answers', '0', 'epsilon'],
  ['predicate', 'disclosure', 'answers', '0', 'delta'],
  ['predicate', 'disclosure', 'answers', '0', 'rho'],
  ['predicate', 'isolation', 'tier'],
])('faultOf finds what is missing at %s %s %s %s %s', (...path) => {
  expect(faultOf(changed(statement, path))).toContain(path.join('.'));
});

test.each([
  [['secret'], 'a'],
  [['predicate', 'minUnits'], 10],
  [['predicate', 'verdicts', '0', 'threshold'], 3],
  [['predicate', 'disclosure', 'largest'], 5],
  [['predicate', 'approvals', '0', 'telephone'], '1'],
])('faultOf refuses a member that nobody declared: %s', (path, value) => {
  expect(faultOf(changed(statement, path, value))).toContain(path.join('.'));
});

const run = { run: 'run-1' };
const rounded = { mode: 'rounded', exact: false, method: 'controlled_rounding', base: 5 } as const;
const perturbed = { mode: 'perturbed', exact: false, method: 'cell_key' } as const;
const disclosures: readonly Disclosure[] = [
  { mode: 'exact', rules: ['threshold'] },
  { mode: 'exact', rules: [], models: [{ ...run, kind: 'linear', checks: ['leverage'] }] },
  { mode: 'rounded', exact: false, tables: [{ ...run, ...rounded }], rules: ['threshold'] },
  {
    mode: 'perturbed',
    exact: false,
    tables: [
      { ...run, ...perturbed },
      { ...run, ...rounded },
    ],
    rules: [],
  },
  {
    mode: 'private',
    mechanism: 'm',
    noisy: true,
    answers: [{ ...run, space: 'person', epsilon: 1, delta: 0, rho: 0.1 }],
    rules: ['threshold'],
    tables: [{ ...run, ...rounded }],
  },
];

test.each(disclosures)('faultOf accepts each way of control: $mode', (disclosure) => {
  expect(faultOf(statementOf({ ...aPredicate(), disclosure }))).toBeUndefined();
  expect(faultOf(statementOf({ ...aPredicate(), programs: [{ run: 'run-1', sha256: hash }] }))).toBeUndefined();
});

test('verifyBundle still accepts a bundle of version 0.5, which had neither page nor research object', () => {
  const zip = new Uint8Array(readFileSync(join(import.meta.dirname, 'fixtures', 'bundle-0.5.zip')));
  const { statement: old, checkpoint } = unwrap(verifyBundle(zip));
  expect(old.predicate.product.id).toBe('product-3');
  expect(checkpoint.size).toBe(2);
});
