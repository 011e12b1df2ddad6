/** What leaves of a program's model: three files of equal bytes for equal results, and no figure of a check in any of them. */
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import type { ModelFinding } from '#policies/disclosure/model/finding.ts';
import { printProgramPmml } from '#policies/program/models/pmml.ts';
import { modelOf } from '#policies/program/models/make.ts';
import { unwrap } from '#policies/refusal.ts';
import { exportFiles } from '#sandbox/release/files.ts';
import { Quarantine } from '#sandbox/supervisor/quarantine.ts';
import { aKept } from '../../release/builders.ts';
import { aCard, job, kmeans, linear, regressionStumps, scorecard, stumps } from './builders.ts';

const finding: ModelFinding = {
  verdict: 'review',
  checks: [
    { name: 'model_format', verdict: 'pass', figure: 0, limit: 0 },
    { name: 'model_leverage', verdict: 'review', figure: 0.098765, limit: 0.1, about: 'job = secret' },
  ],
};
const outputs = [{ name: 'm', kind: 'model' }] as const;
const models = {
  linear: aCard(linear, [1, 2, 3, 4, 5]),
  scorecard: aCard(scorecard, [1, 2, 3, 4, 5]),
  kmeans: aCard(kmeans, [1, 2, 3, 4, 5, 6]),
  stumps: aCard({ ...stumps, stumps: 1 }, [1, 0, 50, 1, -1]),
  regression: aCard({ ...regressionStumps, stumps: 1 }, [1, 3, 0.5, 1, -1]),
};

test.each(Object.entries(models))(
  'exportFiles of %s: card, PMML and page, the same before and after quarantine',
  async (_, model) => {
    const folder = mkdtempSync(join(inject('workspace'), 'quarantine-'));
    const quarantine = new Quarantine(folder);
    const kept = aKept({ model, modelFinding: finding, outputs });
    await quarantine.put(kept);
    const before = exportFiles('run-1', kept);
    const after = exportFiles('run-1', unwrap(await quarantine.get('run-1')));
    expect(after.map(({ name, sha256 }) => [name, sha256])).toEqual(before.map(({ name, sha256 }) => [name, sha256]));
    const text = (name: string) => after.find((file) => file.name === name)?.bytes.toString('utf8') ?? '';
    expect(JSON.parse(text('model-run-1.json'))).toEqual(model);
    expect(text('model-run-1.pmml')).toBe(printProgramPmml(model));
    const page = text('model-card-run-1.md');
    expect(page).toContain('| model\\_leverage |');
    expect(page).toMatch(/\| review \|$/m);
    expect(page).toMatch(/private: ε 1 at δ 0.000001/);
    expect(page).toContain('- Unit: person');
    for (const { bytes } of after) expect(bytes.toString('utf8')).not.toMatch(/098765|secret/);
  },
);

test('exportFiles: the page names digits, points and purpose, and nothing in it is markup of the vendor', () => {
  const hostile = { ...job, values: ['a|b', '<img src=x>\n# head', '`c`'] };
  const model = modelOf({ ...scorecard, features: [hostile] }, [1.5, 0.25, null], {
    lane: 'exact',
    given: [1.5, 0.25, 0.01],
    rows: 12_345,
  });
  if (!model) throw new Error('no card');
  const files = exportFiles('run-1', { ...aKept({ model, outputs }), purpose: '违约 *预测*\n# two' });
  const page = files.find(({ name }) => name.endsWith('.md'))?.bytes.toString('utf8') ?? '';
  expect(page).toContain('- Purpose: 违约 \\*预测\\* \\# two\n');
  expect(page).toContain('about 12000 rows');
  expect(page).toContain('| job | \\<img src=x\\> \\# head | 0.25 (2 digits) |');
  expect(page).toContain('| job | \\`c\\` | 0 (0 digits) |');
  expect(page).toContain('600 points are odds of 50 to 1 for class 0; 20 more double them.');
  expect(page).not.toMatch(/^# (?!Model card)/m);
});

test('exportFiles: the page of an exact model of a program does not tell which checks asked people to look', () => {
  const given = [1.5, 0.25, 0.5, 2, 3];
  const model = modelOf(scorecard, given, { lane: 'exact', given, rows: 12_345 });
  if (!model) throw new Error('no card');
  const pages = (['pass', 'review'] as const).map((verdict) => {
    const checks = [{ name: 'model_leverage' as const, verdict, figure: 1, limit: 1 }];
    return exportFiles('run-1', { ...aKept({ model, outputs }), modelFinding: { checks, verdict } });
  });
  expect(pages[0]?.map(({ sha256 }) => sha256)).toEqual(pages[1]?.map(({ sha256 }) => sha256));
  expect(pages[0]?.some(({ bytes }) => bytes.includes('model\\_leverage'))).toBe(true);
});
