/** Columns of one person or firm agree. The names of regions and the judges of resident ids are other people's packages. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Column, Table } from '#policies/catalog/entry.ts';
import { idSpace } from '#policies/units.ts';
import { zh_CN } from '@faker-js/faker';
import { generateSimulation } from '#synth/generate.ts';
import { judgeByIdcard } from './id-oracles.ts';
import { isUscc } from './oracles.ts';
import { revision, revisionOf } from './region-data.ts';
import { type Row, aColumn, aTable, anEntry, openSimulation, withDirectory } from './support.ts';

const districts = ['440106', '440111', '110105', '500230', '320583'];
const text = (name: string, semantic: Column['semantic'], more: Partial<Column> = {}) =>
  aColumn(name, { semantic, tag: 'direct', grade: 'L3', ...more });
const sex = (values: readonly (string | number)[], more: Partial<Column> = {}) =>
  aColumn('sex', { domain: { kind: 'codes', values }, ...more });
const birth = (lo: string, hi: string, more: Partial<Column> = {}) =>
  aColumn('birth_date', { type: 'DATE', semantic: 'date', domain: { kind: 'dates', lo, hi }, ...more });
const district = (more: Partial<Column> = {}) =>
  aColumn('district', { semantic: 'district', domain: { kind: 'codes', values: districts }, ...more });

async function rowsOf(table: Table, more: { threads?: number; seed?: number } = {}): Promise<Row[]> {
  return withDirectory(async (dir) => {
    const options = { dir, seed: 3, scale: 1, ...more };
    const bench = await openSimulation(await generateSimulation([anEntry('e', table)], options));
    const rows = await bench.rows(`SELECT * FROM "${table.name}"`);
    bench.close();
    return rows;
  });
}

const people = aTable(
  'people',
  [
    text('id_no', 'resident_id'),
    text('full_name', 'person_name'),
    sex(['女', '男', '未说明'], { semantic: 'code' }),
    birth('1950-01-01', '2019-12-31'),
    text('home', 'address'),
    text('car', 'plate'),
    district(),
  ],
  { primaryKey: ['id_no'], volume: 3_000 },
);
const firms = aTable(
  'firms',
  [text('uscc', 'uscc'), text('firm', 'company_name'), district(), text('seat', 'address')],
  {
    primaryKey: ['uscc'],
    units: [{ space: idSpace('enterprise'), column: 'uscc' }],
    volume: 2_000,
  },
);
let persons: Row[];
let enterprises: Row[];

beforeAll(async () => {
  persons = await rowsOf(people);
  enterprises = await rowsOf(firms);
});

afterAll(() => {
  persons = [];
});

test('a resident id agrees with the day of birth, the sex and the district of its row', () => {
  expect(new Set(persons.map((row) => row['id_no'])).size).toBe(3_000);
  for (const { id_no, birth_date, sex, district } of persons) {
    const judged = judgeByIdcard(String(id_no));
    expect([judged.valid, judged.county]).toEqual([true, false]);
    expect([judged.birth, judged.male]).toEqual([birth_date, sex === '男']);
    expect(String(id_no).slice(0, 4)).toBe(String(district).slice(0, 4));
  }
});

test('days of birth lie all over their domain, and districts and sexes are drawn as before', () => {
  const years = new Set(persons.map((row) => String(row['birth_date']).slice(0, 4)));
  expect(years.size).toBe(70);
  for (const [column, values] of [
    ['district', districts],
    ['sex', ['女', '男', '未说明']],
  ] as const) {
    for (const value of values) {
      const share = persons.filter((row) => row[column] === value).length / persons.length;
      expect(Math.abs(share - 1 / values.length)).toBeLessThan(0.04);
    }
  }
});

function isFemale(name: unknown): boolean {
  const { last_name, first_name } = zh_CN.person ?? {};
  const surnames = (last_name?.generic ?? []).filter((surname) => String(name).startsWith(surname));
  return surnames.some((surname) => first_name?.female?.includes(String(name).slice(surname.length)));
}

test('given names are of the sex of the row', () => {
  expect(persons.filter((row) => isFemale(row['full_name']) !== (row['sex'] !== '男'))).toEqual([]);
});

test('surnames are as common as they are: 王, 李 and 张 about 7 in 100 each', () => {
  for (const surname of ['王', '李', '张']) {
    const share = persons.filter((row) => String(row['full_name']).startsWith(surname)).length / persons.length;
    expect(Math.abs(share - 0.07)).toBeLessThan(0.02);
  }
});

const regions = revisionOf(revision);

function placeOf(code: unknown): string {
  const [city, county] = [regions[`${String(code).slice(0, 4)}00`] ?? '', regions[String(code)] ?? ''];
  const isCity = city !== '市辖区' && city !== '县';
  return (isCity ? city : (regions[`${String(code).slice(0, 2)}0000`] ?? '')) + county;
}

test('addresses, plates, firms and their codes are of the district of the row, and say that they are made up', () => {
  expect(placeOf('440106')).toBe('广州市天河区');
  for (const { home, district } of persons) expect(String(home).startsWith(`${placeOf(district)}仿真`)).toBe(true);
  const first: Record<string, string> = { 44: '粤', 11: '京', 50: '渝', 32: '苏' };
  for (const { car, district } of persons) expect(String(car)[0]).toBe(first[String(district).slice(0, 2)]);
  expect(new Set(enterprises.map((row) => row['uscc'])).size).toBe(2_000);
  for (const { uscc, firm, seat, district } of enterprises) {
    expect(String(firm).startsWith(`${placeOf(district)}仿真`)).toBe(true);
    expect(isUscc(String(uscc))).toBe(true);
    expect(String(uscc).slice(2, 6)).toBe(String(district).slice(0, 4));
    expect(String(seat).startsWith(`${placeOf(district)}仿真`)).toBe(true);
  }
});

test('a resident id and a name agree in sex where no column tells it', async () => {
  const table = aTable('t', [text('boss_id', 'resident_id'), text('boss_name', 'person_name')], { volume: 500 });
  for (const { boss_id, boss_name } of await rowsOf(table)) {
    expect(isFemale(boss_name)).toBe(!judgeByIdcard(String(boss_id)).male);
  }
});

test('two people of a row keep apart: each column goes with the one whose name begins alike', async () => {
  const columns = ['wife', 'child'].flatMap((who) => [
    text(`${who}_id`, 'resident_id'),
    { ...sex([1, 2]), name: `${who}_sex`, type: 'INTEGER' } as const,
    {
      ...birth(who === 'wife' ? '1980-01-01' : '2010-01-01', who === 'wife' ? '1989-12-31' : '2019-12-31'),
      name: `${who}_birth`,
    },
  ]);
  for (const row of await rowsOf(aTable('t', columns, { volume: 300 }))) {
    for (const who of ['wife', 'child']) {
      const { male, birth } = judgeByIdcard(String(row[`${who}_id`]));
      expect([birth, male]).toEqual([row[`${who}_birth`], row[`${who}_sex`] === 1]);
    }
  }
});

test('a person has one id, sex, day and name in all rows of a unit', async () => {
  const perUnit = { determinedByUnit: true } as const;
  const columns = [
    text('visit', 'serial'),
    text('person', 'serial'),
    text('id_no', 'resident_id'),
    text('name', 'person_name'),
    sex(['M', 'F'], perUnit),
    birth('1990-01-01', '1999-12-31', perUnit),
    district(),
  ];
  const units = [{ space: idSpace('person'), column: 'person' }];
  const rows = await rowsOf(aTable('visits', columns, { primaryKey: ['visit'], units, volume: 1_000 }));
  const groups = Map.groupBy(rows, (row) => row['person']);
  expect(groups.size).toBe(200);
  expect(new Set(rows.map((row) => row['id_no'])).size).toBe(200);
  for (const [, group] of groups) {
    for (const name of ['id_no', 'name', 'sex', 'birth_date'])
      expect(new Set(group.map((row) => row[name])).size).toBe(1);
    const { male, birth } = judgeByIdcard(String(group[0]?.['id_no']));
    expect([birth, male]).toEqual([group[0]?.['birth_date'], group[0]?.['sex'] === 'M']);
  }
});

test('more people than their days of birth have room for have ids that are unique and not of these days', async () => {
  const columns = [text('id_no', 'resident_id'), birth('2001-01-01', '2001-01-01')];
  const rows = await rowsOf(aTable('t', columns, { primaryKey: ['id_no'], volume: 3_000 }));
  expect(new Set(rows.map((row) => row['id_no'])).size).toBe(3_000);
  expect(rows.every((row) => row['birth_date'] === '2001-01-01' && judgeByIdcard(String(row['id_no'])).valid)).toBe(
    true,
  );
});

test('districts that are no regions change nothing', async () => {
  const columns = [
    text('uscc', 'uscc'),
    text('firm', 'company_name'),
    district({ domain: { kind: 'codes', values: ['north', '9'] } }),
  ];
  const rows = await rowsOf(aTable('t', columns, { volume: 50 }));
  expect(rows.every((row) => isUscc(String(row['uscc'])) && String(row['firm']).startsWith('仿真市'))).toBe(true);
});

test('a table that others count with keeps codes that do not follow its own rows', async () => {
  const units = [{ space: idSpace('enterprise'), column: 'uscc' }];
  const list = aTable('list', [text('uscc', 'uscc'), district()], { primaryKey: ['uscc'], units, volume: 40 });
  const loose = aTable('loose', [text('no', 'serial'), text('uscc', 'uscc')], {
    primaryKey: ['no'],
    units,
    volume: 200,
  });
  await withDirectory(async (dir) => {
    const bench = await openSimulation(
      await generateSimulation([anEntry('e', list, loose)], { dir, seed: 1, scale: 1 }),
    );
    const sql = 'SELECT count(*)::INT FROM loose WHERE uscc NOT IN (SELECT uscc FROM list)';
    expect(await bench.value(sql)).toBe(0);
    bench.close();
  });
});

test('rows with bundles are the same in the same order with 1, 2 and 4 threads', async () => {
  const many = { ...people, volume: 300_000 };
  const prints = await Promise.all(
    [1, 2, 4].map((threads) =>
      withDirectory(async (dir) => {
        const bench = await openSimulation(
          await generateSimulation([anEntry('e', many)], { dir, seed: 9, scale: 1, threads }),
        );
        const numbered = 'SELECT row_number() OVER () AS n, * FROM people';
        const print = await bench.value(`SELECT sum(hash(t) // 1048576)::VARCHAR FROM (${numbered}) t`);
        bench.close();
        return print;
      }),
    ),
  );
  expect(new Set(prints).size).toBe(1);
});
