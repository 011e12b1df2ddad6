/** The census extract through the whole domain: a model at ε = 1 that tells income apart, on persons whose rows nobody saw. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { walk } from '#gateway/city/journey.ts';
import { departmentPerson } from '#gateway/city/people.ts';
import { predict } from '#policies/privacy/train/model.ts';
import type { TrainSpec } from '#policies/privacy/train/spec.ts';
import { adultEntry, adultFiles, adultOptions, adultRows } from '../fixtures/adult.ts';
import { openInstallation } from '../fixtures/installation.ts';
import { sharedData, whereShared } from '../fixtures/shared-data.ts';
import { prepare } from '../journey/department.ts';
import { plainly } from '../journey/product.ts';
import { auc } from './logistic-oracle.ts';
import { modelOf } from './models.ts';

const shared = sharedData() ?? '';
const person = departmentPerson(adultEntry.department, { zh: '统计局', en: 'Statistics' });

const rich: TrainSpec = {
  kind: 'logistic',
  target: 'rich',
  features: [
    { name: 'age', kind: 'number' },
    { name: 'education_num', kind: 'number' },
    { name: 'hours_per_week', kind: 'number' },
    { name: 'gained', kind: 'binary' },
    { name: 'sex', kind: 'category' },
    { name: 'marital_status', kind: 'category' },
  ],
};

const plan = {
  scenario: { id: 'scn.income', title: '收入模型' },
  purpose: '收入模型',
  legalBasis: '公共数据授权运营管理办法',
  sql: `SELECT age, education_num, hours_per_week, capital_gain > 0 AS gained, sex, marital_status, income = 'large' AS rich FROM adult`,
  lane: 'private',
  privacy: { epsilon: 1 },
  train: rich,
  recipients: ['人力资源协会'],
  sourceStatement: '数据来源:统计局',
  departments: [person.person],
} as const;

/** The journey over made rows is in every build (journey.test.ts); this one, over real ones, is in `npm run nightly`. */
const isNight = process.env['SLUICE_RUNS'] !== undefined;

describe.skipIf(shared === '' || !isNight)(`with real data (${whereShared})`, () => {
  test('§2.14: bounds and values of the catalog alone make a model of Adult at ε = 1 with an AUC above 0.87', async () => {
    const files = adultFiles(shared);
    const { dir, everybody } = await prepare([{ entry: adultEntry, person, files, options: () => adultOptions }]);
    writeFileSync(join(dir, 'domain', 'ticks.json'), JSON.stringify({ short: 20_000, medium: 20_000, long: 20_000 }));
    await using installation = await openInstallation(dir, everybody);
    const { bundle } = await walk(installation.as, plan);
    expect(installation.errors).toEqual([]);
    const { card } = modelOf(bundle);
    expect(card.weakDirections).toBeLessThan(4);

    const columns = `age, "education-num", "hours-per-week", ("capital-gain" > 0)::INT, sex, "marital-status", income`;
    const rows = await plainly(`SELECT ${columns} FROM '${files['adult'] ?? ''}'`);
    const scored = rows.flatMap(([age, education, hours, gained, sex = '', status = '', income]) => {
      const numbers = { age: Number(age), education_num: Number(education), hours_per_week: Number(hours) };
      const score = predict(card, { ...numbers, gained: Number(gained), sex, marital_status: status });
      return score === undefined || income === 'null'
        ? []
        : [{ score, y: income === 'large' ? (1 as const) : (0 as const) }];
    });
    expect(Math.abs(card.noisyRows - scored.length)).toBeLessThan(adultRows / 50);
    expect(auc(scored)).toBeGreaterThan(0.87);
  });
});

test.skipIf(shared !== '' && isNight)(`skipped: real data ${whereShared}, by night`, () => {});
