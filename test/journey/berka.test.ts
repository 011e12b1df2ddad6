import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { walk } from '#gateway/city/journey.ts';
import { berkaDistrictFiles } from '../fixtures/berka-district.ts';
import { berkaFiles } from '../fixtures/berka.ts';
import { openInstallation } from '../fixtures/installation.ts';
import { sharedData, whereShared } from '../fixtures/shared-data.ts';
import { command } from '../gateway/command.ts';
import { bank, berkaProvided, statistics } from './berka-departments.ts';
import { prepare } from './department.ts';
import { byKey, plainly, productOf } from './product.ts';

const shared = sharedData() ?? '';
const k = 10;

const plan = {
  scenario: { id: 'scn.loans', title: '贷款结果' },
  purpose: '按地区与户主年龄段统计贷款结果',
  legalBasis: '公共数据授权运营管理办法',
  sql: `SELECT d.region, CASE WHEN year(c.birth_date) < 1950 THEN 'born before 1950'
         WHEN year(c.birth_date) < 1970 THEN 'born before 1970' ELSE 'younger' END AS born, l.status,
       count(DISTINCT l.account_id) AS loans, round(avg(l.amount), 0) AS mean_amount
FROM loan l JOIN disp o ON o.account_id = l.account_id JOIN client c ON c.client_id = o.client_id
JOIN district d ON d.district_id = c.district_id
WHERE o.role = 'OWNER' GROUP BY ALL ORDER BY ALL`,
  recipients: ['银行业协会'],
  sourceStatement: '数据来源:金融局、统计局',
  departments: [bank.person, statistics.person],
};

describe.skipIf(shared === '')(`with real data (${whereShared})`, () => {
  test('AO-22-2, DC-07: Berka goes from two catalog entries to a verified bundle, and its shown cells are the true ones', async () => {
    const { dir, everybody } = await prepare(berkaProvided(shared));
    await using installation = await openInstallation(dir, everybody);
    const { bundle, result } = await walk(installation.as, plan);
    expect(installation.errors).toEqual([]);

    const path = join(dir, 'berka.zip');
    writeFileSync(path, bundle);
    expect(await command(['verify', path])).toMatchObject({ code: 0 });

    const { columns, rows } = productOf(bundle);
    expect(columns).toEqual(['region', 'born', 'status', 'loans', 'mean_amount']);
    const truth = byKey(await plainly(rawSql(berkaFiles(shared), berkaDistrictFiles(shared))), 3);
    for (const [key, [loans, mean]] of byKey(rows, 3)) {
      const [n, amount] = truth.get(key) ?? [];
      expect([key, Number(loans ?? n), Number(mean ?? amount)]).toEqual([key, Number(n), Number(amount)]);
      if (loans !== undefined) expect(Number(loans)).toBeGreaterThanOrEqual(k);
    }
    // The outcome of a loan is sensitive: a small cell of it leaves no row behind.
    expect(rows.length).toBeLessThan(truth.size);
    const hidden = rows.flat().filter((cell) => cell === undefined).length;
    expect(hidden).toBeGreaterThan(10);
    expect(hidden).toBe(result['suppressedCells']);
  });
});

function file(path = ''): string {
  return `read_csv('${path}', delim=';', header=true, all_varchar=true)`;
}

/** The same over the raw files: a birth number is YYMMDD, women's months plus 50. */
function rawSql(files: Readonly<Record<string, string>>, districts: Readonly<Record<string, string>>): string {
  const year = '1900 + CAST(substr(c.birth_number, 1, 2) AS INTEGER)';
  return `SELECT d.A3, CASE WHEN ${year} < 1950 THEN 'born before 1950' WHEN ${year} < 1970 THEN 'born before 1970'
      ELSE 'younger' END, l.status, count(*), round(avg(CAST(l.amount AS BIGINT)), 0)
    FROM ${file(files['loan'])} l JOIN ${file(files['disp'])} o USING (account_id)
    JOIN ${file(files['client'])} c USING (client_id) JOIN ${file(districts['district'])} d ON d.A1 = c.district_id
    WHERE o.type = 'OWNER' GROUP BY ALL`;
}

test.skipIf(shared !== '')(`skipped: real data ${whereShared}`, () => {});
