import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashMacros, seedOf } from '#synth/hash.ts';
import { identityTable } from '#synth/identities.ts';
import { type Identity, type Side, countiesPerCity, unassignedCounties } from '#synth/identities/identity.ts';
import { cityCodes } from '#synth/regions.ts';
import { judgeByIdValidator, judgeByIdcard, regionsOfIdValidator } from './id-oracles.ts';
import { isCardNumber, isResidentId, isUscc } from './oracles.ts';
import { type Bench, openBench } from './support.ts';

const count = 20_000;
let bench: Bench;

beforeAll(async () => {
  bench = await openBench();
  for (const macro of hashMacros) await bench.rows(macro);
  await bench.rows(`CREATE TABLE numbers AS SELECT i FROM range(${count}) AS r(i)`);
});

afterAll(() => bench.close());

type Kind = Parameters<typeof identityTable>[0];

async function values(kind: Kind, more: { side?: Side; seed?: number; facts?: NonNullable<Identity['facts']> } = {}) {
  const { side = 'simulation', seed = 1, facts = {} } = more;
  const identity = { side, seed: seedOf(seed, kind), facts };
  const rows = await bench.rows(identityTable(kind, { ...identity, count, numbers: 'numbers' }));
  return rows.map((row) => String(row['v']));
}

test('isUscc, isResidentId and isCardNumber accept worked examples and nothing near them', () => {
  expect(isUscc('91350100M000100Y43')).toBe(true);
  expect(isUscc('91350100M000100Y44')).toBe(false);
  expect(isResidentId('11010519491231002X')).toBe(true);
  expect(isResidentId('110105194912310020')).toBe(false);
  expect(isCardNumber('6222021234567890128')).toBe(true);
  expect(isCardNumber('6222021234567890129')).toBe(false);
});

const validity = [
  ['uscc', isUscc, { simulation: /^91\d{4}9[0-4]M/, real: /^91\d{4}9[5-9]M/ }],
  ['resident_id', isResidentId, { simulation: /^\d{4}9[0-4]/, real: /^\d{4}9[5-9]/ }],
  ['bank_card', isCardNumber, { simulation: /^99990/, real: /^99995/ }],
] as const;

test.each(validity)('identityTable makes %s well formed, unique and never issuable', async (kind, isValid, prefix) => {
  for (const side of ['simulation', 'real'] as const) {
    const made = await values(kind, { side });
    expect(new Set(made).size).toBe(count);
    expect(made.filter((value) => !isValid(value))).toEqual([]);
    expect(made.filter((value) => !prefix[side].test(value))).toEqual([]);
  }
});

const city = { sql: '4401', level: 0 };
const male = { sql: 'i % 3 = 0', level: 0 };

test('identityTable keeps identifiers unique whatever the facts are', async () => {
  const days = { first: '2008-02-01', count: 60 };
  const people = await values('resident_id', { facts: { city, male, days } });
  expect(new Set(people).size).toBe(count);
  // As if all were of one city and one sex: the rest still tells them apart.
  expect(new Set(people.map((id) => id.slice(4, 16) + String(Number(id[16]) >> 1))).size).toBe(count);
  const firms = await values('uscc', { facts: { city } });
  expect(new Set(firms.map((code) => code.slice(6, 16))).size).toBe(count);
});

test('identityTable writes city, sex and day of birth as the facts say', async () => {
  const ids = await values('resident_id', { facts: { city, male, days: { first: '2008-02-01', count: 60 } } });
  for (const [i, id] of ids.entries()) {
    const { male, birth, city } = judgeByIdcard(id);
    expect([male, city, id.slice(0, 4)]).toEqual([i % 3 === 0, true, '4401']);
    expect(birth >= '2008-02-01' && birth <= '2008-03-31').toBe(true);
  }
});

test.each([
  ['id-validator', judgeByIdValidator],
  ['idcard', judgeByIdcard],
] as const)(
  'gate G3: identityTable makes ids that %s holds valid, in a county that does not exist',
  async (_, judge) => {
    for (const side of ['simulation', 'real'] as const) {
      const judged = (await values('resident_id', { side })).map((id) => ({ id, ...judge(id) }));
      expect(judged.filter(({ valid, city, county }) => !valid || !city || county)).toEqual([]);
    }
    // The package can say no, and does know counties.
    expect(judge('110105194912310020').valid).toBe(false);
    expect(judge('11010519491231002X')).toMatchObject({ valid: true, county: true, male: false, birth: '1949-12-31' });
  },
);

/** All codes of all revisions that the package has. */
function everyRevision(): ReadonlySet<string> {
  const lib = path.dirname(createRequire(import.meta.url).resolve('gb2260'));
  const files = readdirSync(lib).filter((name) => /^\d{6}\.json$/.test(name));
  expect(files.length).toBeGreaterThan(15);
  return new Set(files.flatMap((name) => Object.keys(JSON.parse(readFileSync(path.join(lib, name), 'utf8')))));
}

test('unassignedCounties are counties in no revision of GB/T 2260, and each side has its own', () => {
  const known = new Set([...everyRevision(), ...regionsOfIdValidator].map((code) => code.slice(4)));
  expect(known.has('03') && known.has('81')).toBe(true);
  const { simulation, real } = unassignedCounties;
  expect([...simulation, ...real].filter((county) => known.has(String(county)))).toEqual([]);
  expect(new Set([...simulation, ...real]).size).toBe(2 * countiesPerCity);
});

test('cityCodes are cities of the newest revision, none of them a collective position', () => {
  expect(cityCodes).toHaveLength(339);
  expect(cityCodes).toContain(4401);
  expect(cityCodes.filter((code) => String(code).endsWith('90'))).toEqual([]);
});

test.each(['uscc', 'resident_id', 'bank_card'] as const)('identityTable keeps the sides of %s apart', async (kind) => {
  const simulation = new Set(await values(kind, { side: 'simulation', seed: 5 }));
  expect((await values(kind, { side: 'real', seed: 5 })).filter((value) => simulation.has(value))).toEqual([]);
});

test('identityTable spreads people over cities, sexes and years of birth', async () => {
  const ids = await values('resident_id');
  expect(new Set(ids.map((id) => id.slice(0, 4))).size).toBe(cityCodes.length);
  const men = ids.filter((id) => Number(id[16]) % 2 === 1).length;
  expect(Math.abs(men / count - 0.5)).toBeLessThan(0.02);
  const years = Map.groupBy(ids, (id) => id.slice(6, 10));
  expect([...years.keys()].toSorted()).toEqual(Array.from({ length: 70 }, (_, k) => String(1940 + k)));
  // Too even would look as made up as too uneven: 286 each, give or take 17.
  const sizes = [...years.values()].map((group) => group.length);
  const variance = sizes.reduce((sum, size) => sum + (size - count / 70) ** 2, 0) / 70;
  expect(variance / (count / 70)).toBeGreaterThan(0.5);
  expect(variance / (count / 70)).toBeLessThan(2);
});
