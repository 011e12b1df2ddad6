import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { walk } from '#gateway/city/journey.ts';
import { departmentPerson } from '#gateway/city/people.ts';
import { adultEntry, adultFiles, adultOptions } from '../fixtures/adult.ts';
import { openInstallation } from '../fixtures/installation.ts';
import { sharedData, whereShared } from '../fixtures/shared-data.ts';
import { command } from '../gateway/command.ts';
import { prepare } from './department.ts';
import { byKey, plainly, productOf } from './product.ts';

const shared = sharedData() ?? '';
const person = departmentPerson(adultEntry.department, { zh: '统计局', en: 'Statistics' });
const measures = 'count(DISTINCT person_id) AS persons, round(avg(hours_per_week), 1) AS hours';
const k = 10;

const plan = {
  scenario: { id: 'scn.hours', title: '工时与教育' },
  purpose: '按教育程度、单位类型与性别统计每周工时',
  legalBasis: '公共数据授权运营管理办法',
  sql: `SELECT education, sex, workclass, ${measures} FROM adult WHERE age >= 20 GROUP BY ALL ORDER BY ALL`,
  recipients: ['人力资源协会'],
  sourceStatement: '数据来源:统计局',
  departments: [person.person],
};

describe.skipIf(shared === '')(`with real data (${whereShared})`, () => {
  test('AO-22-2, DC-07: Adult goes from catalog entry to verified bundle, and its shown cells are the true ones', async () => {
    const files = adultFiles(shared);
    const { dir, everybody } = await prepare([{ entry: adultEntry, person, files, options: () => adultOptions }]);
    await using installation = await openInstallation(dir, everybody);
    const { bundle, result } = await walk(installation.as, plan);
    expect(installation.errors).toEqual([]);

    const path = join(dir, 'adult.zip');
    writeFileSync(path, bundle);
    expect(await command(['verify', path])).toMatchObject({ code: 0 });

    const { columns, rows } = productOf(bundle);
    expect(columns).toEqual(['education', 'sex', 'workclass', 'persons', 'hours']);
    const sql = `SELECT education, sex, coalesce(workclass, ''), count(*), round(avg("hours-per-week"), 1)
      FROM '${files['adult'] ?? ''}' WHERE age >= 20 GROUP BY ALL`;
    const truth = byKey(await plainly(sql), 3);
    expect(rows.length).toBeGreaterThan(50);
    for (const [key, [persons, hours]] of byKey(rows, 3)) {
      const [n, mean] = truth.get(key) ?? [];
      if (Number(n) < k) expect([persons, hours]).toEqual([undefined, undefined]);
      expect([key, Number(persons ?? n), Number(hours ?? mean)]).toEqual([key, Number(n), Number(mean)]);
    }
    const hidden = rows.flat().filter((cell) => cell === undefined).length;
    expect(hidden).toBeGreaterThan(10);
    expect(hidden).toBe(result['suppressedCells']);
  });
});

test.skipIf(shared !== '')(`skipped: real data ${whereShared}`, () => {});
