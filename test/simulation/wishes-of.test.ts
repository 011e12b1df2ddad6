import { expect, test } from 'vitest';
import { requireWishes } from '#policies/simulation/wishes-check.ts';
import type { Accepted, Wish } from '#policies/simulation/wishes.ts';
import { cityEntries } from '#synth/city/catalog.ts';
import { wishesIn } from '../synth/favour/support.ts';

/** `column values…`, as short as it can be read. */
function shown({ table, conditions }: Wish): string {
  return `${table}: ${conditions.map(({ column, accept }) => `${column} ${text(accept)}`).join(' & ')}`;
}

function text(accept: Accepted): string {
  switch (accept.kind) {
    case 'values':
      return accept.values.length > 4 ? `one of ${accept.values.length}` : accept.values.join('|');
    case 'range': {
      const { lo, hi } = accept;
      return [lo && `${lo.open ? '>' : '>='}${lo.value}`, hi && `${hi.open ? '<' : '<='}${hi.value}`]
        .filter(Boolean)
        .join(' ');
    }
    case 'prefix':
      return `${accept.text}…`;
    case 'present':
    case 'null':
      return accept.kind;
  }
}

const medical = (where: string): string => `SELECT count(*) AS n FROM medical_settlement WHERE ${where}`;

test.each<[string, readonly string[]]>([
  [`sex = '女'`, ['sex 女']],
  [`'女' = sex AND visit_type <> '门诊'`, ['sex 女 & visit_type 门慢|住院']],
  [`sex IN ('女', '男') AND NOT insurance_type = '职工'`, ['sex 女|男 & insurance_type 居民']],
  [`total_cny BETWEEN 1000 AND 2000.5`, ['total_cny >=1000 & total_cny <=2000.5']],
  [`total_cny > 2 * 1000 + 0.5`, ['total_cny >2000.5']],
  [`NOT (total_cny BETWEEN 10 AND 1999990)`, ['total_cny <10', 'total_cny >1999990']],
  [`1000 < total_cny`, ['total_cny >1000']],
  [`sex = '女' OR (sex = '男' AND visit_type = '住院')`, ['sex 女', 'sex 男 & visit_type 住院']],
  [
    `(sex = '女' OR visit_type = '住院') AND insurance_type = '居民'`,
    ['sex 女 & insurance_type 居民', 'visit_type 住院 & insurance_type 居民'],
  ],
  [`year(birth_date) = 1950`, ['birth_date >=1950-01-01 <1951-01-01']],
  [`EXTRACT(year FROM birth_date) > 1990`, ['birth_date >=1991-01-01']],
  [`date_trunc('month', settled_on) = DATE '2025-03-01'`, ['settled_on >=2025-03-01 <2025-04-01']],
  [`date_trunc('quarter', settled_on) <= '2025-04-01'`, ['settled_on <2025-07-01']],
  [`month(settled_on) = 2`, ['settled_on one of 28']],
  [
    `dayofweek(settled_on) IN (0, 6) AND sex = '女'`,
    ['settled_on one of 52 & sex 女', 'settled_on one of 52 & sex 女'],
  ],
  [`settled_on >= DATE '2025-01-01' + INTERVAL 2 MONTH`, ['settled_on >=2025-03-01']],
  [`settled_on < DATE '2025-03-31' - INTERVAL 1 MONTH`, ['settled_on <2025-02-28']],
  [`dx_code LIKE 'I%'`, ['dx_code I…']],
  [`left(dx_code, 1) = 'I'`, ['dx_code I…']],
  [`left(dx_code, 1) IN ('I', 'J')`, ['dx_code I…', 'dx_code J…']],
  [`coalesce(total_cny, 0) >= 5000`, ['total_cny >=5000']],
  [`sex IS NOT NULL`, ['sex present']],
])('wishesOf reads WHERE %s', async (where, wanted) => {
  const { wishes, notUnderstood } = await wishesIn(medical(where), cityEntries);
  expect(notUnderstood).toEqual([]);
  expect(wishes.map(shown)).toEqual(wanted.map((conditions) => `medical_settlement: ${conditions}`));
  expect(requireWishes(wishes, cityEntries).ok).toBe(true);
});

test.each<[string, RegExp]>([
  [`total_cny > fund_paid_cny`, /not one of a column and constants/],
  [`upper(sex) = 'X'`, /not one of a column and constants/],
  [`dx_code LIKE '%9'`, /not one of a column and constants/],
  [`sex = '其他'`, /medical_settlement.sex: must hold a value of the domain; got 其他/],
  [`settled_on = DATE '2031-01-01'`, /settled_on: must hold a value of the domain; got 2031-01-01/],
  [`total_cny < 0`, /total_cny: must hold a value of the domain/],
  [`sex IS NULL`, /may be NULL/],
])('wishesOf says that it does not follow %s, and where it stands', async (where, why) => {
  const sql = medical(`visit_type = '住院' AND ${where}`);
  const { wishes, notUnderstood } = await wishesIn(sql, cityEntries);
  expect(wishes.map(shown)).toEqual(['medical_settlement: visit_type 住院']);
  expect(notUnderstood).toEqual([{ why: expect.stringMatching(why), at: expect.anything() }]);
  expect(notUnderstood[0]?.at?.offset).toBeGreaterThanOrEqual(sql.indexOf(where.split(' ')[0] ?? ''));
});

test('wishesOf leaves out listed values that the domain does not hold', async () => {
  const { wishes } = await wishesIn(medical(`sex IN ('女', '其他')`), cityEntries);
  expect(wishes.map(shown)).toEqual(['medical_settlement: sex 女']);
});

test('wishesOf gives each condition inside an aggregate rows of its own, besides those of WHERE', async () => {
  const sql = `SELECT count(*) FILTER (WHERE visit_type = '门慢') AS a, avg((total_cny > 100000)::INT) AS b,
    sum(CASE WHEN insurance_type = '职工' THEN total_cny WHEN insurance_type = '居民' THEN 1 END) AS c
    FROM medical_settlement WHERE sex = '女'`;
  const { wishes } = await wishesIn(sql, cityEntries);
  expect(wishes.map(shown)).toEqual([
    'medical_settlement: sex 女',
    'medical_settlement: sex 女 & visit_type 门慢',
    'medical_settlement: sex 女 & total_cny >100000',
    'medical_settlement: sex 女 & insurance_type 职工',
    'medical_settlement: sex 女 & insurance_type 居民',
  ]);
});

test('wishesOf follows names through subqueries, unions and groups to the tables', async () => {
  const sql = `WITH all_firms AS (
      SELECT uscc, district_code AS place FROM ent_registration WHERE reg_status = '存续'
      UNION ALL SELECT uscc, district_code FROM power_usage_daily WHERE usage_class = '农业')
    SELECT place, count(DISTINCT uscc) AS n FROM all_firms GROUP BY place HAVING place = '440103'`;
  const { wishes } = await wishesIn(sql, cityEntries);
  expect(wishes.map(shown)).toEqual([
    'ent_registration: reg_status 存续 & district_code 440103',
    'power_usage_daily: usage_class 农业 & district_code 440103',
  ]);
});

test('wishesOf wishes for nothing that an anti join would take away', async () => {
  const sql = `SELECT count(*) AS n FROM ent_registration e ANTI JOIN
    (SELECT uscc FROM admin_penalty WHERE penalty_type = '罚款') p USING (uscc) WHERE e.reg_status = '注销'`;
  const { wishes } = await wishesIn(sql, cityEntries);
  expect(wishes.map(shown)).toEqual(['ent_registration: reg_status 注销']);
});

test('wishesOf reads parameters as the values given', async () => {
  const given = [
    { name: 'kind', value: '住院' },
    { name: 'least', value: 5_000 },
  ];
  const { wishes } = await wishesIn(medical('visit_type = $kind AND total_cny >= $least'), cityEntries, given);
  expect(wishes.map(shown)).toEqual(['medical_settlement: visit_type 住院 & total_cny >=5000']);
});

test('wishesOf says which conditions depend on an aggregate', async () => {
  const sql = `SELECT district_code, count(DISTINCT person_id) AS n FROM medical_settlement GROUP BY ALL HAVING count(*) > 3`;
  const { wishes, notUnderstood } = await wishesIn(sql, cityEntries);
  expect(wishes).toEqual([]);
  expect(notUnderstood).toEqual([{ why: expect.stringContaining('depends on an aggregate'), at: expect.anything() }]);
});

test('wishesOf leaves joins alone that keys or one space of units hold together', async () => {
  const sql = `SELECT count(*) AS n FROM power_usage_daily p JOIN admin_penalty a USING (uscc)
    JOIN weather_station_hourly w ON w.district_code = p.district_code`;
  expect(await wishesIn(sql, cityEntries)).toEqual({ wishes: [], notUnderstood: [] });
});
