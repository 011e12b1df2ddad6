/** What lies beside the rows: a manifest that is right, a dictionary of every column, DDL that loads, a page that says what not to believe. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { manifestSchema } from '#synth/deliver/manifest.ts';
import { printReadme } from '#synth/deliver/readme.ts';
import { cityEntries } from '#synth/city/catalog.ts';
import { ask, deliver, everyType, type Delivered } from './delivered.ts';

const dirty = { missing: 0.1, outside: 0.05, duplicated: 0.1, unmatched: 0.1, late: 0.05 };
let clean: Delivered;
let spoilt: Delivered;
let city: Delivered;
beforeAll(async () => {
  clean = await deliver([everyType]);
  spoilt = await deliver([everyType], { dirty });
  city = await deliver(cityEntries, { scale: 0.01 });
}, 120_000);

function text({ files }: Delivered, name: string): string {
  return Buffer.from(files[name] ?? new Uint8Array()).toString('utf8');
}

test('the manifest in the package is the one that is returned, and names every other file with its hash', () => {
  for (const made of [clean, spoilt, city]) {
    expect(manifestSchema.parse(JSON.parse(text(made, 'manifest.json')))).toEqual(made.manifest);
    const others = Object.keys(made.files).filter((name) => name !== 'manifest.json');
    expect(made.manifest.files.map(({ name }) => name).toSorted()).toEqual(others.toSorted());
    for (const { name, sha256, bytes } of made.manifest.files) {
      const found = made.files[name] ?? new Uint8Array();
      expect([createHash('sha256').update(found).digest('hex'), found.length]).toEqual([sha256, bytes]);
    }
  }
});

test('the manifest counts the rows that are there, and what is wrong with them', async () => {
  for (const made of [clean, spoilt, city]) {
    for (const { name, rows } of made.manifest.tables)
      expect(await ask(`SELECT count(*)::INTEGER FROM '${join(made.dir, `SIM_${name}.parquet`)}'`)).toEqual([[rows]]);
  }
  expect(clean.manifest).toMatchObject({ dirt: [], entries: [{ id: 'every_type', version: 3 }] });
  expect(clean.manifest).not.toHaveProperty('dirty');
  expect(spoilt.manifest.dirty).toEqual(dirty);
  const twice = spoilt.manifest.dirt.find(({ table, kind }) => table === 'sale' && kind === 'duplicated')?.rows;
  expect(twice).toBeGreaterThan(300);
  const sale = `'${join(spoilt.dir, 'SIM_sale.parquet')}'`;
  expect(await ask(`SELECT (count(*) - count(DISTINCT id))::INTEGER FROM ${sale}`)).toEqual([[twice]]);
});

/** As a vendor does it: the DDL as it stands, then every table in its order. */
async function load({ dir, files, manifest }: Delivered): Promise<readonly (readonly unknown[])[]> {
  const ddl = text({ dir, files, manifest }, 'schema.sql');
  const names = [...ddl.matchAll(/^CREATE TABLE "([a-z0-9_]+)"/gm)].map(([, name = '']) => name);
  expect(names.toSorted()).toEqual(manifest.tables.map(({ name }) => name).toSorted());
  const inserts = names.map((name) => `INSERT INTO ${name} SELECT * FROM '${join(dir, `SIM_${name}.parquet`)}'`);
  return ask(
    ddl,
    ...inserts,
    `SELECT constraint_type, count(*)::INTEGER FROM duckdb_constraints() WHERE constraint_type <> 'CHECK' GROUP BY ALL ORDER BY ALL`,
  );
}

test('the DDL executes, and clean rows load into it with their keys, parents first', async () => {
  expect(await load(clean)).toEqual([
    ['FOREIGN KEY', 1],
    ['NOT NULL', 5],
    ['PRIMARY KEY', 2],
  ]);
  const keys = (await load(city)).filter(([type]) => type === 'PRIMARY KEY');
  expect(keys).toEqual([['PRIMARY KEY', cityEntries.flatMap(({ tables }) => tables).length]]);
});

test('the DDL of spoilt rows promises nothing that they break, and says what the domain promises', async () => {
  expect(await load(spoilt)).toEqual([]);
  expect(text(spoilt, 'schema.sql')).toContain('-- PRIMARY KEY ("id")');
  expect(text(spoilt, 'schema.sql')).toContain('-- FOREIGN KEY ("shop") REFERENCES "shop" ("shop")');
});

test('the dictionary has one line for each column in order, as CSV and as Markdown, whatever the titles hold', async () => {
  for (const [made, entries] of [
    [clean, [everyType]],
    [city, cityEntries],
  ] as const) {
    const wanted = entries.flatMap(({ tables }) =>
      tables.flatMap(({ name, columns }) => columns.map((column) => [name, column.name])),
    );
    const csv = `read_csv('${join(made.dir, '数据字典.csv')}', all_varchar = true, header = true)`;
    expect(await ask(`SELECT columns(['表 table', '列 column']) FROM ${csv}`)).toEqual(wanted);
    expect(text(made, '数据字典.md').trim().split('\n')).toHaveLength(wanted.length + 2);
  }
  expect(text(clean, '数据字典.md')).toContain('a \\| b c');
});

test('the dictionary tells the share of NULL that is there, and codes are listed whole', async () => {
  const csv = `read_csv('${join(spoilt.dir, '数据字典.csv')}', all_varchar = true, header = true)`;
  const sale = `'${join(spoilt.dir, 'SIM_sale.parquet')}'`;
  const [told] = await ask(`SELECT "空值率 share of NULL here" FROM ${csv} WHERE "列 column" = 'price'`);
  const [found] = await ask(`SELECT printf('%.3f', 1 - count(price) / count(*)) FROM ${sale}`);
  expect(told).toEqual(found);
  const codes = `read_csv('${join(city.dir, '代码表.csv')}', all_varchar = true, header = true)`;
  const many = cityEntries
    .flatMap(({ tables }) => tables.flatMap(({ columns }) => columns))
    .reduce((sum, { domain }) => sum + (domain?.kind === 'codes' ? domain.values.length : 0), 0);
  expect(await ask(`SELECT count(*)::INTEGER FROM ${codes}`)).toEqual([[many]]);
});

test('the first page names models and ε, and warns of favoured and of spoilt rows', () => {
  const models = [{ hash: 'abc', method: 'aim-1', epsilon: 1.5, delta: 1e-9 }];
  const tables = [
    { name: 'sale', rows: 5, level: 1 as const },
    { name: 'shop', rows: 5, level: 0 as const },
  ];
  const fitted = printReadme({ models, tables, dirt: [] });
  expect(fitted).toContain('model `abc` (aim-1): differentially private, ε = 1.5 at δ = 1e-9');
  expect(fitted).toContain('(sale)');
  expect(fitted).not.toContain('favoured');
  expect(printReadme({ models: [], tables, dirt: [] })).toContain('catalog alone (level 0)');
  const wish = { table: 'sale', conditions: [{ column: 'ok', accept: { kind: 'present' as const } }] };
  expect(printReadme({ models: [], tables, dirt: [], favour: { share: 0.3, wishes: [wish] } })).toContain(
    'believe none',
  );
  expect(text(spoilt, 'README.md')).toMatch(/sale: duplicated in \d+ rows/);
  expect(text(clean, 'README.md')).not.toContain('spoilt');
});
