/** The noisy scorecard of docs/examples over Berka, from catalog entry to certified model. @see docs/examples/README.md */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { idOf, walk, type JourneyPlan } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import { isConfining } from '#policies/isolation.ts';
import { programCardSchema } from '#policies/program/models/card.ts';
import { scoreRow } from '#policies/program/models/score.ts';
import { unwrap } from '#policies/refusal.ts';
import { berkaEntry, berkaFiles } from '../fixtures/berka.ts';
import { openInstallation, type Installation } from '../fixtures/installation.ts';
import { sharedData, whereShared } from '../fixtures/shared-data.ts';
import { command } from '../gateway/command.ts';
import { bank, berkaProvided } from '../journey/berka-departments.ts';
import { prepare } from '../journey/department.ts';
import { plainly } from '../journey/product.ts';
import { auc, newtonLogistic } from '../train/logistic-oracle.ts';
import { examplesOf, scoreOf } from './accuracy.ts';
import { packVariant, yesOrNo, type Feature } from './variant.ts';

const shared = sharedData() ?? '';

const features: readonly Feature[] = [
  { name: 'payments', lo: 0, hi: 10_000, mean: 4_000, scale: 2_000 },
  yesOrNo('household'),
  yesOrNo('insured'),
];

const sql = `WITH orders AS (
  SELECT account_id, max((purpose = 'SIPO')::INT) AS household, max((purpose = 'POJISTNE')::INT) AS insured
  FROM standing_order GROUP BY account_id)
SELECT l.payments AS payments, coalesce(o.household, 0) AS household, coalesce(o.insured, 0) AS insured,
       (l.status IN ('B', 'D'))::INT AS bad
FROM loan l LEFT JOIN orders o ON o.account_id = l.account_id`;

/** Few loans: a larger ε, fewer and shorter steps. One loan of each account is read. */
const variant = {
  example: 'scorecard-map',
  sql,
  features,
  target: 'bad',
  manifest: { iterations: 12, privacy: { epsilon: 2, maxRowsPerUnit: 1 } },
  settings: { iterations: 12, noise: 17.4, rate: 1, averaged: 4 },
} as const;

async function planOf(): Promise<JourneyPlan> {
  const { queries, script, privacy, lane, outputs } = await packVariant(variant);
  const [query] = queries;
  if (!query || !script || !privacy || !lane) throw new Error('a packed program has all of these');
  return {
    scenario: { id: 'scn.default', title: '贷款违约评分' },
    purpose: '贷款违约评分',
    legalBasis: '公共数据授权运营管理办法',
    sql: query.sql,
    script,
    lane,
    privacy,
    outputs,
    budget: 5,
    recipients: ['银行业协会'],
    sourceStatement: '数据来源:金融局',
    departments: [bank.person],
  };
}

/** Where the machine cannot confine programs. */
async function acceptRisk({ office, as }: Installation): Promise<void> {
  await office.learnTier();
  const tier = office.tier();
  if (isConfining(tier)) return;
  const risk = { tier, entries: [berkaEntry.id], data: 'real', justification: '二十年前已公开的数据', days: 1 };
  const id = idOf(await as(people.operator.person).call('/run/acceptances', risk));
  unwrap(await as(people.agency.person).call(`/run/acceptances/${id}/accept`, {}));
}

function fileOf(bundle: Uint8Array, pattern: RegExp): string {
  const [, bytes] = Object.entries(unzipSync(bundle)).find(([name]) => pattern.test(name)) ?? [];
  return Buffer.from(bytes ?? []).toString('utf8');
}

function table(path: string): string {
  return `read_csv('${path}', delim=';', header=true)`;
}

function has(purpose: string): string {
  return `coalesce(max((k_symbol = '${purpose}')::INT), 0)`;
}

/** Features of every loan, then whether it went bad. */
async function loans(): Promise<readonly (readonly number[])[]> {
  const { loan = '', standing_order: orders = '' } = berkaFiles(shared);
  const rows =
    await plainly(`SELECT any_value(payments), ${has('SIPO')}, ${has('POJISTNE')}, any_value((status IN ('B', 'D'))::INT)
    FROM ${table(loan)} l LEFT JOIN ${table(orders)} o USING (account_id) GROUP BY loan_id`);
  return rows.map((row) => row.map(Number));
}

describe.skipIf(shared === '')(`with real data (${whereShared})`, () => {
  test('AO-22-2: a scorecard of Berka goes from catalog entry to a certified model that ranks loans', async () => {
    const { dir, everybody } = await prepare(berkaProvided(shared));
    const tick = 12_000;
    writeFileSync(join(dir, 'domain', 'ticks.json'), JSON.stringify({ short: tick, medium: tick, long: tick }));
    await using installation = await openInstallation(dir, everybody);
    await acceptRisk(installation);
    const { bundle } = await walk(installation.as, await planOf());
    expect(installation.errors).toEqual([]);
    const path = join(dir, 'berka.zip');
    writeFileSync(path, bundle);
    expect(await command(['verify', path])).toMatchObject({ code: 0 });
    expect(fileOf(bundle, /\.pmml$/)).toContain('<Scorecard ');

    const card = programCardSchema.parse(JSON.parse(fileOf(bundle, /^model-.*\.json$/)));
    const rows = await loans();
    const scored = rows.map(([payments = 0, household = 0, insured = 0, bad]) => {
      const score = scoreRow(card, { payments, household, insured })?.value ?? Number.NaN;
      return { score, y: bad === 1 ? (1 as const) : (0 as const) };
    });
    const examples = examplesOf(features, rows);
    const best = newtonLogistic(examples);
    const plain = auc(examples.map((example) => ({ score: scoreOf(best, example), y: example.y })));
    expect(scored).toHaveLength(682);
    expect(auc(scored)).toBeGreaterThan(plain - 0.12);
  });
});

test.skipIf(shared !== '')(`skipped: real data ${whereShared}`, () => {});
