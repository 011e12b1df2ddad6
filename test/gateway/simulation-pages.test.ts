/** What simulation data says of itself: on pages that need no account, in packages, and when a model is not the one of the record. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { people } from '#gateway/city/people.ts';
import { publishEntry } from '#gateway/city/publish.ts';
import { ownerOf } from '#gateway/city/set-up.ts';
import type { Json } from '#gateway/client.ts';
import { refreshSimulation } from '#gateway/simulation/refresh.ts';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { unwrap } from '#policies/refusal.ts';
import type { FidelityStatement } from '#policies/simulation/fidelity.ts';
import { entryId } from '#policies/units.ts';
import { simulationFolder } from '#sandbox/door.ts';
import { cityEntries } from '#synth/city/catalog.ts';
import type { Manifest } from '#synth/deliver/manifest.ts';
import { openCity, type Installation } from '../fixtures/installation.ts';
import { cityPlan, fittedOf } from '../simulation/fitted-by-hand.ts';
import { fitByHand, type HandMadeFit } from './hand-made-model.ts';

const entry = 'medical_settlement';
const department = 'dept.medical_insurance';
let city: Installation;
beforeAll(async () => {
  city = await openCity();
}, 120_000);
afterAll(async () => city[Symbol.asyncDispose]());

/** Nothing that the policy of the pages forbids is on them. */
async function pageOf(path: string): Promise<string> {
  const response = await city.ask(path);
  expect([path, response.status]).toEqual([path, 200]);
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  const text = await response.text();
  expect(text).not.toMatch(/<script|<style|<[^>]*\s(?:style|on[a-z]+)=|javascript:/i);
  return text;
}

function rowsIn(text: string): readonly string[] {
  return [...text.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = '']) => row.replaceAll(/<[^>]*>|\s+/g, ' ').trim());
}

test('/simulate lists every table with how it is made; an unknown table has no page and no statement', async () => {
  const text = await pageOf('/simulate');
  for (const { name } of cityEntries.flatMap(({ tables }) => tables))
    expect(text).toContain(`href="/simulate/${name}"`);
  expect(rowsIn(text).filter((row) => row.includes('level 0'))).toHaveLength(cityEntries.length);
  for (const name of ['nothing', '__proto__', '%3Cb%3E', '..%2Fcatalog'])
    expect((await city.ask(`/simulate/${name}`)).status).toBe(404);
  const told = await city.as(people.vendor.person).call('/simulate/fidelity/nothing');
  expect(told).toMatchObject({ ok: false, refusals: [{ code: 'E_UNKNOWN_TABLE' }] });
});

test('a page of level 0 tells every column, and that frequencies are invented', async () => {
  for (const { name, columns } of cityEntries.flatMap(({ tables }) => tables)) {
    const text = await pageOf(`/simulate/${name}`);
    expect(text).toContain('Frequencies and relations are invented');
    expect(text).toContain('Every other pair is independent here');
    for (const column of columns) expect(text).toContain(`<code>${column.name}</code>`);
  }
});

test('titles are text on the pages, whatever they hold', async () => {
  const odd = '<img src=x onerror=alert(1)>';
  const title = { zh: odd, en: odd };
  const weather = cityEntries.find(({ id }) => id === 'weather_station_hourly');
  if (!weather) throw new Error('must have an entry');
  const renamed = weather.tables.map((table) => ({
    ...table,
    name: 'odd_titles',
    title,
    columns: table.columns.map((column) => ({ ...column, title })),
  }));
  const made: CatalogEntry = { ...weather, id: entryId('odd_titles'), title, tables: renamed };
  unwrap(await publishEntry(city.as, made, ownerOf(made.department).person));
  const list = await (await city.ask('/simulate')).text();
  const one = await (await city.ask('/simulate/odd_titles')).text();
  for (const text of [list, one]) {
    expect(text).not.toContain('<img');
    expect(text).toContain('&lt;img src=x');
  }
});

interface Made {
  readonly state: unknown;
  readonly manifest?: Manifest;
  readonly readme: string;
  readonly statements: readonly FidelityStatement[];
}

async function made(wish: object): Promise<Made> {
  const operator = city.as(people.operator.person);
  let set: Json = unwrap(await operator.call('/simulate/sets', wish));
  const path = `/simulate/sets/${String(set['id'])}`;
  while (set['state'] === 'making') {
    await wait(50);
    set = unwrap(await operator.call(path));
  }
  if (set['state'] !== 'ready') return { state: set['state'], readme: '', statements: [] };
  const files = unzipSync(unwrap(await operator.bytes(`${path}/package`)));
  const text = (name: string) => Buffer.from(files[name] ?? new Uint8Array()).toString('utf8');
  return {
    state: 'ready',
    manifest: set['manifest'] as Manifest,
    readme: text('README.md'),
    statements: JSON.parse(text('fidelity.json')) as readonly FidelityStatement[],
  };
}

describe('with a published model', () => {
  let fit: HandMadeFit;
  beforeAll(async () => {
    const model = { ...fittedOf(cityPlan([entry])), score: { meanPairError: 0.0421, sigma: 0.002 } };
    fit = await fitByHand(city, model, { entry, department });
    unwrap(await city.as(people.operator.person).call(`/simulate/fits/${fit.id}/publish`, {}));
  }, 60_000);

  test('the page of the table tells level 1, the error of the noise, the score and a picture of the noisy counts', async () => {
    expect(rowsIn(await pageOf('/simulate')).filter((row) => row.includes('level 1'))).toHaveLength(1);
    const text = await pageOf(`/simulate/${entry}`);
    expect(text).toContain('Level 1');
    expect(text).toContain('0.042');
    expect(text).toContain('<svg');
    expect(rowsIn(text).some((row) => /total_cny.*derived/.test(row))).toBe(true);
    expect(rowsIn(text).some((row) => /visit_type.*fitted.*± 0\.\d+/.test(row))).toBe(true);
  });

  test('a package drawn from it names the model, its ε and its tables; one from the catalog alone names none', async () => {
    const fitted = await made({ entries: [entry, 'transit_trip'], scale: 0.05 });
    expect(fitted.manifest?.models).toMatchObject([{ hash: fit.hash, method: 'aim-1' }]);
    expect(fitted.manifest?.tables.map(({ name, level }) => [name, level])).toEqual([
      [entry, 1],
      ['transit_trip', 0],
    ]);
    expect(fitted.readme).toContain(fit.hash);
    expect(fitted.statements.map(({ level }) => level)).toEqual([1, 0]);
    for (const wish of [{ entries: [entry], level: 'schema' }, { entries: ['transit_trip'] }]) {
      const plain = await made({ ...wish, scale: 0.01 });
      expect([plain.state, plain.manifest?.models, plain.manifest?.tables[0]?.level]).toEqual(['ready', [], 0]);
      expect(plain.readme).not.toContain(fit.hash);
    }
  }, 60_000);

  test('a package says of no column that it is fitted unless it was drawn so', async () => {
    const { statements } = await made({ entries: [entry], scale: 0.05 });
    const page = unwrap(await city.as(people.vendor.person).call(`/simulate/fidelity/${entry}`));
    // Whatever the page calls fitted can be drawn beside the keys and rules of this table.
    expect(statements).toEqual([page]);
  }, 60_000);

  test('with another model than the record names, a set fails and everybody keeps the rows that were there', async () => {
    const dir = simulationFolder(city.office.domainRoot);
    const state = () =>
      readdirSync(dir, { withFileTypes: true })
        .filter((found) => found.isFile())
        .map(({ name }) => [
          name,
          createHash('sha256')
            .update(readFileSync(join(dir, name)))
            .digest('hex'),
        ]);
    const text = readFileSync(fit.path, 'utf8');
    const before = state();
    writeFileSync(fit.path, text.replace('"units":400', '"units":401'));
    expect((await made({ entries: [entry], scale: 0.01 })).state).toBe('failed');
    await expect(refreshSimulation(city.office, { seed: 8, scale: 0.05 })).rejects.toThrow('must have this hash');
    expect(state()).toEqual(before);
    expect(readdirSync(dir).filter((name) => name.startsWith('.new-'))).toEqual([]);
    const sql = 'SELECT visit_type, count(DISTINCT person_id) AS n FROM medical_settlement GROUP BY ALL';
    expect((await city.as(people.vendor.person).call('/simulate/query', { sql })).ok).toBe(true);
    writeFileSync(fit.path, text);
    await refreshSimulation(city.office, { seed: 8, scale: 0.05 });
    expect(state()).not.toEqual(before);
  }, 60_000);
});
