/** Exact models of the census extract through the whole domain: an honest one is released, two that tell of persons are not. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unzipSync } from 'fflate';
import { submitExport, walk, type JourneyPlan } from '#gateway/city/journey.ts';
import { departmentPerson, people } from '#gateway/city/people.ts';
import type { Json } from '#gateway/client.ts';
import { verifyBundle } from '#gateway/record/verify.ts';
import { exactCardSchema, round } from '#policies/disclosure/model/card.ts';
import { predict } from '#policies/privacy/train/model.ts';
import { printPmml } from '#policies/privacy/train/pmml.ts';
import type { TrainSpec } from '#policies/privacy/train/spec.ts';
import { unwrap } from '#policies/refusal.ts';
import type { Revealed } from '#sandbox/door.ts';
import { adultEntry, adultFiles, adultOptions } from '../fixtures/adult.ts';
import { openInstallation, type Installation } from '../fixtures/installation.ts';
import { sharedData, whereShared } from '../fixtures/shared-data.ts';
import { toRun } from '../gateway/plans.ts';
import { prepare } from '../journey/department.ts';
import { plainly, productOf } from '../journey/product.ts';
import { auc, newtonLogistic } from '../train/logistic-oracle.ts';

const shared = sharedData() ?? '';
const person = departmentPerson(adultEntry.department, { zh: '统计局', en: 'Statistics' });
const statuses = ['Never-married', 'Divorced', 'Married-civ-spouse', 'Married-spouse-absent', 'Separated', 'Widowed'];

const rich = {
  kind: 'logistic',
  target: 'rich',
  features: [
    { name: 'age', kind: 'number' },
    { name: 'education_num', kind: 'number' },
    { name: 'hours_per_week', kind: 'number' },
    { name: 'sex', kind: 'category' },
    { name: 'marital_status', kind: 'category', values: statuses },
  ],
} satisfies TrainSpec;

const rows = `SELECT age, education_num, hours_per_week, sex, marital_status, income = 'large' AS rich FROM adult`;

let plans = 0;
function aPlan(train: TrainSpec, sql = rows): JourneyPlan {
  plans += 1;
  return {
    scenario: { id: `scn.exact${plans}`, title: `收入模型${plans}` },
    purpose: '收入模型',
    legalBasis: '公共数据授权运营管理办法',
    sql,
    train,
    recipients: ['人力资源协会'],
    sourceStatement: '数据来源:统计局',
    departments: [person.person],
  };
}

async function resultOf({ as }: Installation, run: string): Promise<Json> {
  return unwrap(await as(people.vendor.person).call(`/run/runs/${run}`))['result'] as Json;
}

async function revealed({ as }: Installation, run: string): Promise<Revealed> {
  const desk = as(people.operator.person);
  return unwrap(await desk.call(`/check/runs/${run}/reveal`, { reason: '核查' })) as unknown as Revealed;
}

describe.skipIf(shared === '')(`with real data (${whereShared})`, () => {
  let adult: Installation;
  const files = adultFiles(shared);
  beforeAll(async () => {
    const { dir, everybody } = await prepare([{ entry: adultEntry, person, files, options: () => adultOptions }]);
    adult = await openInstallation(dir, everybody);
  });
  afterAll(async () => adult?.[Symbol.asyncDispose]());

  test('an honest logistic model passes every check, is released as card and PMML, and verifies', async () => {
    const { bundle, result, run } = await walk(adult.as, aPlan(rich));
    expect(adult.errors).toEqual([]);
    expect([result['model'], result['verdicts']]).toEqual(['logistic', []]);

    const { disclosure } = unwrap(verifyBundle(bundle)).statement.predicate;
    expect(disclosure).toMatchObject({ mode: 'exact', models: [{ run, kind: 'logistic' }] });
    const unzipped = unzipSync(bundle);
    const text = (name: string): string => Buffer.from(unzipped[name] ?? []).toString('utf8');
    const card = exactCardSchema.parse(JSON.parse(text(`model-${run}.json`)));
    expect(text(`model-${run}.pmml`)).toBe(printPmml(card));
    expect(productOf(bundle).columns).toEqual(['feature', 'value', 'coefficient']);

    const columns = `age, "education-num", "hours-per-week", sex, "marital-status", income`;
    const sql = `SELECT ${columns} FROM '${files['adult'] ?? ''}' WHERE income IS NOT NULL AND "marital-status" <> 'Married-AF-spouse'`;
    const people_ = (await plainly(sql)).filter((row) => row.every((value) => value !== 'null'));
    const examples = people_.map(([age, education, hours, sex, status, income]) => ({
      x: [age, education, hours, sex === 'Male', ...statuses.slice(1).map((value) => value === status)].map(Number),
      y: income === 'large' ? (1 as const) : (0 as const),
    }));
    const [intercept, ...weights] = newtonLogistic(examples);
    expect(card.coefficients.map(({ coefficient }) => coefficient)).toEqual(weights.map((value) => round(value, 6)));
    expect(card.intercept).toBe(round(intercept ?? 0, 6));
    expect(card.aboutRows).toBe(round(examples.length, 2));
    const scored = people_.map(([age, education, hours, sex = '', status = '', income]) => {
      const numbers = { age: Number(age), education_num: Number(education), hours_per_week: Number(hours) };
      const score = predict(card, { ...numbers, sex, marital_status: status }) ?? 0.5;
      return { score, y: income === 'large' ? (1 as const) : (0 as const) };
    });
    expect(auc(scored)).toBeGreaterThan(0.87);
  });

  test('the reviewer sees every figure, the record none', async () => {
    const { run } = await toRun(adult.as, aPlan(rich));
    const result = await resultOf(adult, run);
    const look = await revealed(adult, run);
    expect(look.modelFinding?.verdict).toBe('pass');
    expect(look.modelFinding?.checks.length).toBeGreaterThan(9);
    expect(JSON.stringify(result)).not.toMatch(/leverage|figure|limit/);
  });

  test('a model with a value that few have is refused by the automatic check, whoever asks', async () => {
    const countries = ['United-States', 'Holand-Netherlands'];
    const rare: TrainSpec = {
      ...rich,
      features: [
        { name: 'age', kind: 'number' },
        { name: 'native_country', kind: 'category', values: countries },
      ],
    };
    const sql = `SELECT age, native_country, income = 'large' AS rich FROM adult`;
    const plan = aPlan(rare, sql);
    const ran = await toRun(adult.as, plan);
    const { run } = ran;
    expect((await resultOf(adult, run))['verdicts']).toContain('model_levels');
    const submitted = await submitExport(adult.as, plan, ran);
    expect(submitted['state']).toBe('blocked');
    const seen = unwrap(await adult.as(people.operator.person).call(`/check/exports/${String(submitted['id'])}`));
    expect(seen['findings']).toContainEqual({ run, code: 'E_MODEL', verdict: 'fail' });
    const look = await revealed(adult, run);
    expect(look.modelFinding?.checks.find(({ name }) => name === 'model_levels')).toMatchObject({
      verdict: 'fail',
      figure: 1,
      about: 'native_country = Holand-Netherlands',
    });
  });

  test('G6: a second model of all but a few of the same persons is refused', async () => {
    const few = `${rows} WHERE NOT (age = 90 AND hours_per_week > 50)`;
    const { run } = await toRun(adult.as, aPlan(rich, few));
    const look = await revealed(adult, run);
    expect(look.modelFinding?.verdict).toBe('pass');
    expect(look.history.verdict).toBe('fail');
  });
});

test.skipIf(shared !== '')(`skipped: real data ${whereShared}`, () => {});
