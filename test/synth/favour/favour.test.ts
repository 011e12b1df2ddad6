import { expect, test } from 'vitest';
import { requireWishes } from '#policies/simulation/wishes-check.ts';
import { wish, type Wish } from '#policies/simulation/wishes.ts';
import { unwrap } from '#policies/refusal.ts';
import { idSpace } from '#policies/units.ts';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { cityEntries } from '#synth/city/catalog.ts';
import { cannotFavour } from '#synth/favour/cannot.ts';
import { violations, repeatedKeys } from '../domains.ts';
import { aColumn, anEntry, aTable, orphans, type Bench } from '../support.ts';
import { withRows, wishesIn } from './support.ts';

const city = { entries: cityEntries, scale: 0.1 } as const;

interface Asked {
  readonly share?: number;
  readonly entries?: readonly CatalogEntry[];
}

function wishOn(
  table: string,
  conditions: Record<string, unknown>,
  { share, entries = cityEntries }: Asked = {},
): Wish {
  const list = Object.entries(conditions).map(([column, accept]) => ({ column, accept }));
  const made = wish.parse({ table, conditions: list, ...(share !== undefined && { share }) });
  unwrap(requireWishes([made], entries));
  return made;
}

const one = (...values: readonly unknown[]) => ({ kind: 'values', values });

async function shareOf(bench: Bench, table: string, where: string): Promise<number> {
  return Number(await bench.value(`SELECT avg((${where})::INT) FROM "${table}"`));
}

test.each([0.1, 0.3, 0.8])('favour gives %d of the rows, and what is so by nature besides', async (share) => {
  const wishes = [wishOn('medical_settlement', { visit_type: one('住院') }, { share })];
  const found = await withRows({ ...city, wishes }, (bench) =>
    shareOf(bench, 'medical_settlement', `visit_type = '住院'`),
  );
  const expected = share + (1 - share) * 0.15;
  // Binomial limits for 6,000 rows that are favoured five at a time.
  expect(Math.abs(found - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected) * 5) / 6_000));
});

test('favour divides its share among wishes without one', async () => {
  const wishes = [
    wishOn('transit_trip', { fare_cny: one(19.5) }),
    wishOn('transit_trip', { fare_cny: one(20) }),
    wishOn('transit_trip', { fare_cny: one(18) }, { share: 0.5 }),
  ];
  await withRows({ ...city, wishes, share: 0.4 }, async (bench) => {
    expect(await shareOf(bench, 'transit_trip', 'fare_cny = 19.5')).toBeGreaterThan(0.18);
    expect(await shareOf(bench, 'transit_trip', 'fare_cny = 20')).toBeGreaterThan(0.18);
    expect(await shareOf(bench, 'transit_trip', 'fare_cny = 18')).toBeGreaterThan(0.47);
  });
});

test('favour meets all conditions of a wish in the same rows, NULL among them', async () => {
  const both = wishOn(
    'admin_penalty',
    { penalty_type: one('吊销许可证件'), fine_cny: { kind: 'null' } },
    { share: 0.4 },
  );
  const present = wishOn(
    'admin_penalty',
    { authority: one('应急管理局'), fine_cny: { kind: 'present' } },
    { share: 0.4 },
  );
  await withRows({ ...city, scale: 1, wishes: [both, present] }, async (bench) => {
    expect(await shareOf(bench, 'admin_penalty', `penalty_type = '吊销许可证件' AND fine_cny IS NULL`)).toBeGreaterThan(
      0.35,
    );
    expect(await shareOf(bench, 'admin_penalty', `authority = '应急管理局' AND fine_cny IS NOT NULL`)).toBeGreaterThan(
      0.35,
    );
  });
});

test('favour puts wanted days among those of a key, as many as are wanted', async () => {
  const day = '2024-08-15';
  const exact = wishOn('power_usage_daily', { usage_date: one(day), kwh: { kind: 'range', lo: { value: 999_990 } } });
  const plain = `SELECT count(*)::INT FROM power_usage_daily WHERE usage_date = DATE '${day}'`;
  expect(await withRows(city, (bench) => bench.value(plain))).toBe(0);
  await withRows({ ...city, wishes: [exact] }, async (bench) => {
    expect(await bench.value(plain)).toBe(500);
    expect(await bench.value('SELECT count(DISTINCT usage_date)::INT FROM power_usage_daily')).toBe(120);
    // One day of 120 is less than the share: all its rows are favoured, and no others.
    expect(await bench.value(`${plain} AND kwh >= 999990`)).toBe(500);
    const elsewhere = await bench.value('SELECT count(*)::INT FROM power_usage_daily WHERE kwh >= 999990');
    expect(Number(elsewhere)).toBeLessThan(510);
  });
});

test('favour finds the only row that two key columns name', async () => {
  const row = wishOn('weather_station_hourly', {
    station_id: one('G440117'),
    observed_at: one('2025-07-04T13:00:00'),
    warning_level: one('红'),
    rain_mm: { kind: 'range', lo: { value: 119.9 } },
  });
  const count = `SELECT count(*)::INT FROM weather_station_hourly WHERE station_id = 'G440117' AND
    observed_at = TIMESTAMP '2025-07-04 13:00:00' AND warning_level = '红' AND rain_mm >= 119.9`;
  expect(await withRows({ ...city, wishes: [row] }, (bench) => bench.value(count))).toBe(1);
});

test('favour asks of the parent what a child only repeats', async () => {
  const sql = `SELECT p.uscc FROM power_usage_daily p JOIN ent_registration e USING (uscc)
    WHERE p.district_code = '440118' AND p.industry_code = 'D' AND e.reg_status = '吊销' AND e.staff_size_band = '300+'`;
  const wishes = [
    wishOn('power_usage_daily', { district_code: one('440118'), industry_code: one('D') }),
    wishOn('ent_registration', { reg_status: one('吊销'), staff_size_band: one('300+') }),
  ];
  const count = `SELECT count(DISTINCT uscc)::INT FROM (${sql})`;
  expect(await withRows(city, (bench) => bench.value(count))).toBe(0);
  // Three in ten of 500 firms.
  expect(await withRows({ ...city, wishes }, (bench) => bench.value(count))).toBeGreaterThanOrEqual(145);
});

test('favour lets units meet that tables share without a key', async () => {
  const person = { space: idSpace('person'), column: 'person_id' };
  const id = aColumn('person_id', { semantic: 'serial', tag: 'direct', rule: ['J'] });
  const rare = { domain: { kind: 'codes', values: ['a', 'b'], weights: [1, 999] } } as const;
  const table = (name: string) =>
    aTable(name, [id, aColumn('kind', rare)], { units: [person], primaryKey: [], volume: 1_000 });
  const entries = [anEntry('left', table('visits')), anEntry('right', table('claims'))];
  const sql = `SELECT count(DISTINCT v.person_id)::INT FROM visits v JOIN claims c USING (person_id) WHERE v.kind = 'a' AND c.kind = 'a'`;
  const wishes = ['visits', 'claims'].map((name) => wishOn(name, { kind: one('a') }, { entries }));
  expect(Number(await withRows({ entries }, (bench) => bench.value(sql)))).toBeLessThan(5);
  // Of 200 people in each table; three in ten.
  expect(Number(await withRows({ entries, wishes }, (bench) => bench.value(sql)))).toBeGreaterThan(50);
});

test('favour keeps one value for each unit', async () => {
  const wishes = [
    wishOn('medical_settlement', {
      sex: one('女'),
      birth_date: { kind: 'range', hi: { value: '1940-01-01', open: true } },
    }),
    wishOn('medical_settlement', { sex: one('男'), visit_type: one('住院') }),
  ];
  await withRows({ ...city, wishes }, async (bench) => {
    const several = `SELECT count(*)::INT FROM (SELECT person_id FROM medical_settlement GROUP BY ALL
      HAVING count(DISTINCT sex) > 1 OR count(DISTINCT birth_date) > 1)`;
    expect(await bench.value(several)).toBe(0);
    expect(await shareOf(bench, 'medical_settlement', `sex = '女' AND birth_date < DATE '1940-01-01'`)).toBeGreaterThan(
      0.13,
    );
    expect(await shareOf(bench, 'medical_settlement', `sex = '男' AND visit_type = '住院'`)).toBeGreaterThan(0.15);
  });
});

const everything: readonly Wish[] = [
  wishOn('ent_registration', {
    reg_status: one('吊销'),
    established_on: { kind: 'range', lo: { value: '2023-01-01' } },
  }),
  wishOn('social_insurance_monthly', {
    period: one(202407),
    arrears_months: { kind: 'range', lo: { value: 20, open: true } },
  }),
  wishOn('tax_credit_annual', {
    tax_year: one(2022),
    top5_customer_share: { kind: 'range', lo: { value: 0.9 }, hi: { value: 0.95 } },
  }),
  wishOn('power_usage_daily', { usage_date: one('2024-07-01', '2024-07-02'), district_code: one('440117') }),
  wishOn('medical_settlement', {
    dx_code: { kind: 'prefix', text: 'I' },
    total_cny: { kind: 'range', lo: { value: 1_500_000 } },
  }),
  wishOn('transit_trip', {
    board_at: { kind: 'range', lo: { value: '2025-03-09' }, hi: { value: '2025-03-10', open: true } },
  }),
  wishOn('weather_station_hourly', { district_code: one('440103'), temp_c: { kind: 'range', hi: { value: -4 } } }),
];

test('favour keeps the catalog: types, domains, NULLs, keys, foreign keys', async () => {
  await withRows({ ...city, wishes: everything, share: 0.5 }, async (bench) => {
    for (const table of cityEntries.flatMap((entry) => entry.tables)) {
      expect(await violations(bench, table)).toEqual([]);
      expect(await repeatedKeys(bench, table)).toBe(0);
      for (const key of table.foreignKeys) {
        const pairs = key.columns.map((column, k) => [column, key.references[k] ?? ''] as const);
        expect(await bench.value(orphans(table.name, key.table, pairs))).toBe(0);
      }
    }
  });
});

/** A fingerprint of each column in the order of its rows. */
async function columnPrints(bench: Bench): Promise<Record<string, unknown>> {
  const prints: Record<string, unknown> = {};
  for (const table of cityEntries.flatMap((entry) => entry.tables)) {
    const hashes = table.columns.map(({ name }) => `sum(hash(n, "${name}") // 1048576)::VARCHAR AS "${name}"`);
    const [row = {}] = await bench.rows(
      `SELECT ${hashes.join(', ')} FROM (SELECT row_number() OVER () AS n, * FROM "${table.name}")`,
    );
    for (const [name, print] of Object.entries(row)) prints[`${table.name}.${name}`] = print;
  }
  return prints;
}

test('favour changes no column that nothing was wished of', async () => {
  const plain = await withRows(city, columnPrints);
  const made = await withRows({ ...city, wishes: everything }, columnPrints);
  const changed = Object.keys(plain).filter((name) => plain[name] !== made[name]);
  const named = everything.flatMap(({ table, conditions }) => conditions.map(({ column }) => `${table}.${column}`));
  // What firms' tables repeat of the registration, a name that tells the place, what a changed value leaves of the column that follows.
  const following = [
    'ent_registration.district_code',
    'ent_registration.ent_name',
    'social_insurance_monthly.district_code',
    'transit_trip.alight_at',
    'medical_settlement.fund_paid_cny',
    'medical_settlement.self_paid_cny',
    'medical_settlement.sex',
    'medical_settlement.id_no',
  ];
  expect(changed.filter((name) => !named.includes(name) && !following.includes(name))).toEqual([]);
  // All months, years and stations are there without a wish.
  const there = [
    'social_insurance_monthly.period',
    'tax_credit_annual.tax_year',
    'weather_station_hourly.district_code',
  ];
  expect(named.filter((name) => !there.includes(name) && !changed.includes(name))).toEqual([]);
});

const prints = (seed: number, threads: number) =>
  withRows({ ...city, wishes: everything, seed, threads }, columnPrints);

test('favour gives equal rows for equal seeds and any number of threads', async () => {
  expect(await prints(7, 1)).toEqual(await prints(7, 2));
  expect(await prints(7, 2)).not.toEqual(await prints(8, 2));
});

const day = (name: string, lo: string, hi: string) =>
  aColumn(name, { type: 'DATE', semantic: 'date', domain: { kind: 'dates', lo, hi } });

test('favour meets in columns that nothing ties together', async () => {
  const entries = [
    anEntry('a', aTable('fairs', [day('held_on', '2020-01-01', '2024-12-31')], { volume: 40 })),
    anEntry('b', aTable('storms', [day('seen_on', '2024-06-01', '2030-12-31')], { volume: 40 })),
  ];
  const sql = 'SELECT held_on FROM fairs JOIN storms ON held_on = seen_on';
  const { wishes } = await wishesIn(sql, entries);
  expect(wishes.map(({ table }) => table)).toEqual(['fairs', 'storms']);
  const count = `SELECT count(*)::INT FROM (${sql})`;
  expect(await withRows({ entries }, (bench) => bench.value(count))).toBe(0);
  expect(await withRows({ entries, wishes }, (bench) => bench.value(count))).toBeGreaterThan(0);
});

test('favour reaches values that another column determines, and those that must not be below another', async () => {
  const wishes = [
    wishOn('transit_trip', { mode: one('公交') }, { share: 0.5 }),
    wishOn('transit_trip', { alight_at: { kind: 'range', hi: { value: '2025-03-02T01:00:00' } } }, { share: 0.5 }),
    wishOn('admin_penalty', { publish_until: one('2026-03-19') }),
    wishOn('weather_station_hourly', { district_code: one('440117'), gust_ms: { kind: 'range', hi: { value: 1 } } }),
    wishOn('power_usage_daily', { valley_kwh: { kind: 'range', lo: { value: 499_000 } } }),
  ];
  await withRows({ ...city, wishes }, async (bench) => {
    expect(await shareOf(bench, 'transit_trip', `mode = '公交'`)).toBeGreaterThan(0.5);
    expect(await shareOf(bench, 'transit_trip', `alight_at <= TIMESTAMP '2025-03-02 01:00:00'`)).toBeGreaterThan(0.45);
    expect(await shareOf(bench, 'admin_penalty', `publish_until = DATE '2026-03-19'`)).toBeGreaterThan(0.2);
    expect(await shareOf(bench, 'weather_station_hourly', `district_code = '440117' AND gust_ms <= 1`)).toBeGreaterThan(
      0.05,
    );
    expect(await shareOf(bench, 'power_usage_daily', 'valley_kwh >= 499000')).toBeGreaterThan(0.2);
    for (const table of cityEntries.flatMap((entry) => entry.tables)) {
      for (const dependency of table.dependencies ?? []) {
        if (dependency.kind !== 'order') continue;
        const [low, high] = dependency.columns;
        expect(await shareOf(bench, table.name, `${low} > ${high}`)).toBe(0);
      }
    }
    const modes = 'SELECT max(n)::INT FROM (SELECT count(DISTINCT mode) AS n FROM transit_trip GROUP BY line_code)';
    expect(await bench.value(modes)).toBe(1);
  });
});

test('cannotFavour names what keys, units and other columns decide, and nothing else', () => {
  const meet = [
    wishOn('medical_settlement', { fund_paid_cny: { kind: 'range', hi: { value: 5 } }, visit_type: one('住院') }),
    wishOn('power_usage_daily', { usage_date: one('2024-02-20'), district_code: one('440118') }),
    wishOn('transit_trip', { mode: one('公交') }),
  ];
  expect(cannotFavour(cityEntries, { share: 0.3, wishes: meet })).toEqual([
    'medical_settlement.fund_paid_cny follows from other columns',
  ]);
  const apart = [wishOn('ent_registration', { district_code: one('440117') }), ...meet.slice(1)];
  expect(cannotFavour(cityEntries, { share: 0.3, wishes: apart })).toEqual([
    'ent_registration is asked for different values by the tables below it',
  ]);
});
