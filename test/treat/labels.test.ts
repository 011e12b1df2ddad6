/** That numbers are not exact stands wherever they go: in the receipt, the files, the certificate, the words of the verifier. @see disclosure.md §2.6 */
import { expect, test } from 'vitest';
import { disclosureOf } from '#gateway/certificate.ts';
import { printReadme } from '#gateway/record/readme.ts';
import { printDisclosure } from '#gateway/record/verdict.ts';
import { noiseParameters } from '#policies/disclosure/treat/cell-key.ts';
import type { TreatmentLabel } from '#policies/disclosure/treat/label.ts';
import { runResult, type RunResult } from '#policies/procedure/run-commands.ts';
import type { ExportPredicate } from '#policies/record/certificate.ts';
import { entryId, sha256, snapshotId } from '#policies/units.ts';
import { exportFiles } from '#sandbox/release/files.ts';

const rounded: TreatmentLabel = { mode: 'rounded', exact: false, method: 'controlled_rounding', base: 5 };
const perturbed: TreatmentLabel = { mode: 'perturbed', exact: false, method: 'cell_key' };

function aRun(id: string, more: Partial<RunResult> = {}): { readonly id: string; readonly result: RunResult } {
  const result = {
    resultHash: 'a'.repeat(64),
    rows: 1,
    suppressedCells: 0,
    verdicts: [],
    columns: [],
    tier: 'T0',
    sources: [],
    ...more,
  };
  return { id, result: runResult.parse(result) };
}

const privacy = { space: 'person', rho: '1000000', delta: '1000000000000', cached: false };

test('disclosureOf names each treated table by run, method and base, and calls the export perturbed where any table is', () => {
  const runs = [aRun('run-1', { treatment: rounded }), aRun('run-2'), aRun('run-3', { treatment: perturbed })];
  const disclosure = disclosureOf(runs);
  expect(disclosure).toMatchObject({ mode: 'perturbed', exact: false });
  expect('tables' in disclosure && disclosure.tables).toEqual([
    { run: 'run-1', ...rounded },
    { run: 'run-3', ...perturbed },
  ]);
  expect(disclosureOf(runs.slice(0, 2)).mode).toBe('rounded');
  expect(disclosureOf(runs.slice(1, 2))).not.toHaveProperty('exact');
  expect(disclosureOf(runs.slice(1, 2)).mode).toBe('exact');
});

test('disclosureOf keeps treated tables beside noisy ones', () => {
  const disclosure = disclosureOf([aRun('run-1', { privacy }), aRun('run-2', { treatment: perturbed })]);
  expect(disclosure).toMatchObject({ mode: 'private', tables: [{ run: 'run-2', ...perturbed }] });
  expect(printDisclosure(disclosure)).toHaveLength(2);
});

test('a receipt cannot carry how far noise reaches', () => {
  const { result } = aRun('run-1', { treatment: perturbed });
  expect(runResult.safeParse({ ...result, treatment: { ...perturbed, largest: 5 } }).success).toBe(false);
  expect(runResult.safeParse({ ...result, treatment: { ...perturbed, exact: true } }).success).toBe(false);
});

test('the verifier and README say in both languages that numbers are not exact, once for equal tables', () => {
  const disclosure = disclosureOf([aRun('run-1', { treatment: rounded }), aRun('run-2', { treatment: rounded })]);
  expect(printDisclosure(disclosure)).toEqual([expect.stringContaining('run-1'), expect.stringContaining('run-2')]);
  for (const line of printDisclosure(disclosure)) expect(line).toMatch(/并非精确值.*multiple of 5/);
  const readme = printReadme(['data.csv'], { ...predicate, disclosure });
  expect(readme.split('not exact')).toHaveLength(2);
  expect(readme.split('并非精确值')).toHaveLength(2);
  expect(printReadme(['data.csv'], predicate)).not.toContain('not exact');
});

test('the JSON beside a CSV carries the label and its words; the parameters of the noise are nowhere', () => {
  const table = {
    columns: [{ name: 'n', type: 'BIGINT', role: 'statistic' as const }],
    rows: [[12]],
    hidden: [[false]],
  };
  const json = (treatment?: TreatmentLabel): string =>
    exportFiles('run-1', { table: { ...table, treatment } })
      .find(({ name }) => name.endsWith('.json'))
      ?.bytes.toString() ?? '';
  expect(JSON.parse(json(rounded))).toMatchObject({
    treatment: { ...rounded, en: expect.stringContaining('not exact') as string },
  });
  expect(json()).not.toContain('treatment');
  const { largest, variance } = noiseParameters('standard');
  const label = JSON.stringify({ ...(JSON.parse(json(perturbed)) as { treatment: object }).treatment });
  expect(label).not.toMatch(new RegExp(`\\b(${largest}|${variance})\\b`));
});

const predicate: ExportPredicate = {
  product: { id: 'product-1', form: 'data_metric', title: { zh: '指标', en: 'Index' } },
  scenario: 'S1',
  agreement: 'agreement-1',
  sources: [{ entry: entryId('ent_registration'), snapshot: snapshotId('s1'), commitment: sha256('a'.repeat(64)) }],
  program: sha256('b'.repeat(64)),
  policy: sha256('c'.repeat(64)),
  profile: sha256('d'.repeat(64)),
  verdicts: [],
  disclosure: { mode: 'exact', rules: ['freq'] },
  approvals: [],
  filing: 'F-1',
  isolation: { tier: 'T0', versions: {} },
  sourceStatement: { zh: '登记数据', en: 'Registration data' },
  licence: 'S1 only',
  recipients: ['vendor-1'],
};
