/**
 * Two tables with margins from the catalog entry to the verified bundle, by the real commands: what the recipient holds is attacked.
 *
 * @see disclosure.md §2.3–2.5; AO-22-2, DC-08
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { walk } from '#gateway/city/journey.ts';
import { departmentPerson } from '#gateway/city/people.ts';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { adultEntry, adultFiles, adultOptions } from '../fixtures/adult.ts';
import { berkaDistrictEntry, berkaDistrictFiles, berkaDistrictOptions } from '../fixtures/berka-district.ts';
import { berkaEntry, berkaFiles, berkaOptions } from '../fixtures/berka.ts';
import { openInstallation } from '../fixtures/installation.ts';
import { sharedData, whereShared } from '../fixtures/shared-data.ts';
import { command } from '../gateway/command.ts';
import { prepare, type Provided } from '../journey/department.ts';
import { productOf } from '../journey/product.ts';
import { adultTables } from './adult-tables.ts';
import { berkaTables } from './berka-tables.ts';
import { adultGround, berkaGround, type Ground } from './ground.ts';
import type { Code } from './attacker.ts';
import { textOf, truthOf, type Hierarchical, type Row } from './hierarchical.ts';
import { judge } from './judge.ts';

const shared = sharedData() ?? '';

/** A key as the engine gives it: NULL is an empty text, a number a text of digits. */
function codeOf(text: string): Code {
  if (text === '') return null;
  return /^\d+$/.test(text) ? Number(text) : text;
}

function rowsOf({ keys, measures }: Hierarchical, bundle: Uint8Array): readonly Row[] {
  const width = keys.length;
  return productOf(bundle).rows.map((row) => ({
    place: keys.map((_, key) => (row[width + key] === '1' ? undefined : codeOf(row[key] ?? ''))),
    values: measures.map((_, at) => (row[2 * width + at] === undefined ? undefined : Number(row[2 * width + at]))),
  }));
}

interface Journey {
  readonly table: Hierarchical;
  readonly provided: readonly Provided[];
  readonly purpose: string;
}

/** @returns the rows in the recipient's hands, from a bundle that verifies */
async function travel({ table, provided, purpose }: Journey): Promise<readonly Row[]> {
  const { dir, everybody } = await prepare(provided);
  await using installation = await openInstallation(dir, everybody);
  const { bundle, result } = await walk(installation.as, {
    scenario: { id: 'scn.margins', title: purpose },
    purpose,
    legalBasis: '公共数据授权运营管理办法',
    sql: textOf(table),
    recipients: ['行业协会'],
    sourceStatement: '数据来源:各部门',
    departments: provided.map(({ person }) => person.person),
  });
  expect(installation.errors).toEqual([]);
  const path = join(dir, 'product.zip');
  writeFileSync(path, bundle);
  expect(await command(['verify', path])).toMatchObject({ code: 0 });
  expect(
    productOf(bundle)
      .rows.flat()
      .filter((value) => value === undefined).length,
  ).toBe(result['suppressedCells']);
  return rowsOf(table, bundle);
}

async function expectSafe(table: Hierarchical, rows: readonly Row[], { plain }: Ground): Promise<void> {
  const verdict = await judge({ table, rows, truth: await truthOf(table, plain) });
  expect(verdict).toMatchObject({ leaks: [], wrong: [] });
  expect(verdict.secondary).toBeGreaterThan(0);
}

function person(entry: CatalogEntry, en: string) {
  return departmentPerson(entry.department, { zh: en, en });
}

describe.skipIf(shared === '')(`with real data (${whereShared})`, { timeout: 240_000 }, () => {
  test('Adult: persons by phase of life, age band and marital status arrive with all margins at their recipient, and tell no small cell', async () => {
    const table = adultTables.find(({ name }) => name.startsWith('phase'));
    if (!table) throw new Error('no table');
    const entry = { entry: adultEntry, person: person(adultEntry, 'Statistics'), files: adultFiles(shared) };
    const rows = await travel({
      table,
      provided: [{ ...entry, options: () => adultOptions }],
      purpose: '按年龄段与婚姻状况统计',
    });
    using ground = await adultGround(shared);
    await expectSafe(table, rows, ground);
  });

  test('Berka: clients by decade, sex and region arrive with all margins at their recipient, and tell no small cell', async () => {
    const table = berkaTables.find(({ name }) => name.startsWith('decade'));
    if (!table) throw new Error('no table');
    const district = { entry: berkaDistrictEntry, person: person(berkaDistrictEntry, 'Statistics') };
    const rows = await travel({
      table,
      provided: [
        { ...district, files: berkaDistrictFiles(shared), options: () => berkaDistrictOptions },
        {
          entry: berkaEntry,
          person: person(berkaEntry, 'Finance'),
          files: berkaFiles(shared),
          options: (dir) => ({ ...berkaOptions, referenced: { district: districtsIn(dir) } }),
        },
      ],
      purpose: '按年代与地区统计客户',
    });
    using ground = await berkaGround(shared);
    await expectSafe(table, rows, ground);
  });
});

/** The bank's entry refers to the districts' snapshot, where the domain keeps it. */
function districtsIn(dir: string): string {
  const folder = join(dir, 'domain', 'snapshots', berkaDistrictEntry.id);
  return join(folder, readFileSync(join(folder, 'current'), 'utf8').trim(), 'data.duckdb');
}

test.skipIf(shared !== '')(`skipped: real data ${whereShared}`, () => {});
