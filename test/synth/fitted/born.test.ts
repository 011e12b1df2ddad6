/** What a model says of people reaches the resident ids that are made up for them. */
import { expect, test } from 'vitest';
import type { Column } from '#policies/catalog/entry.ts';
import { cellCount } from '#policies/simulation/attribute.ts';
import { fitOrder } from '#policies/simulation/fit-order.ts';
import type { FittedModel } from '#policies/simulation/fitted.ts';
import { planFit } from '#policies/simulation/plan-fit.ts';
import { idSpace } from '#policies/units.ts';
import { cityEntries } from '#synth/city/catalog.ts';
import { bornRanks } from '#synth/fitted/born.ts';
import { generateFitted } from '#synth/fitted/generate-fitted.ts';
import { numberingOf } from '#synth/fitted/numbering-of.ts';
import { judgeByIdcard } from '../id-oracles.ts';
import { aColumn, aTable, anEntry, openSimulation, withDirectory, type Row } from '../support.ts';
import { aModel, anAttribute, codes, fittedModelOf } from './models.ts';

/** Attributes independent of each other, each with every value; three settlements for each person. */
function medical(): FittedModel {
  const plan = planFit(fitOrder.parse({ entries: ['medical_settlement'], epsilon: 1, holdout: 0 }), cityEntries);
  if (!plan.ok) throw new Error(JSON.stringify(plan.refusals));
  const tables = plan.value.tables.map(({ model }) => {
    const cliques = model.attributes.flatMap(({ name, cells, origin }, at) => {
      const weigh = (cell: number): number => (name.startsWith('#') ? Number(cell === 3) : 1 + ((cell * 7) % 5));
      const weights = Array.from({ length: cellCount(cells) }, (_, cell) => weigh(cell));
      return origin.kind === 'parent' ? [] : [{ attributes: [at], weights }];
    });
    return aModel(model.table, model.attributes, { ...model, units: 3_000, cliques }).fitted;
  });
  return { method: 'aim-1', plan: plan.value, tables };
}

test('resident ids of settlements tell the day, the sex and the city that the model gave, one for each person', async () => {
  await withDirectory(async (dir) => {
    const bench = await openSimulation(await generateFitted(cityEntries, [medical()], { dir, seed: 11, scale: 1 }));
    const [counts] = await bench.rows(`SELECT count(*)::INT AS rows, count(DISTINCT person_id)::INT AS people,
      count(DISTINCT id_no)::INT AS ids, count(DISTINCT (person_id, id_no, sex, birth_date, district_code))::INT AS all,
      count(*) FILTER (substr(id_no, 7, 8) = strftime(birth_date, '%Y%m%d'))::INT AS days,
      count(*) FILTER ((CAST(substr(id_no, 17, 1) AS INT) % 2 = 1) = (sex = '男'))::INT AS sexes,
      count(*) FILTER (substr(id_no, 1, 4) = substr(district_code, 1, 4))::INT AS cities FROM medical_settlement`);
    const ids = await bench.rows('SELECT DISTINCT id_no AS id, birth_date::VARCHAR AS born FROM medical_settlement');
    bench.close();
    const [people, rows] = [3_000, 9_000];
    expect(counts).toEqual({ rows, people, ids: people, all: people, days: rows, sexes: rows, cities: rows });
    for (const { id, born } of ids) expect(judgeByIdcard(String(id))).toMatchObject({ valid: true, birth: born });
  });
});

const units = [{ space: idSpace('person'), column: 'id' }];
const days = { kind: 'dates', lo: '2000-02-28', hi: '2000-03-01' } as const;
const ids = [
  aColumn('id', { semantic: 'resident_id', tag: 'direct' }),
  aColumn('sex', { domain: { kind: 'codes', values: ['男', '女'] } }),
];

/** People whose day of birth the model knows, in a table of which their resident ids are the key. */
async function people(birth: Column, { count, first }: { count: number; first: readonly string[] }): Promise<Row[]> {
  const table = aTable('person', [...ids, birth], { primaryKey: ['id'], units, volume: count });
  const born = anAttribute(birth.name, { kind: 'days', start: first, end: days.hi, none: birth.nullable });
  const model = fittedModelOf('person', [
    aModel('person', [anAttribute('sex', codes(['男', '女'])), born], { units: count }),
  ]);
  return withDirectory(async (dir) => {
    const bench = await openSimulation(
      await generateFitted([anEntry('people', table)], [model], { dir, seed: 2, scale: 1 }),
    );
    const rows = await bench.rows(`SELECT id, sex, strftime("${birth.name}", '%Y%m%d') AS born FROM person`);
    bench.close();
    return rows;
  });
}

const agrees = ({ id, sex, born }: Row): boolean =>
  String(id).slice(6, 14) === born && Number(String(id)[16]) % 2 === Number(sex === '男');

const birth = aColumn('birth_date', { type: 'DATE', semantic: 'date', domain: days });

test('thousands who were born on three days have ids of their own, which are keys', async () => {
  const rows = await people(birth, { count: 6_000, first: ['2000-02-28', '2000-02-29', '2000-03-01'] });
  expect(rows.every(agrees)).toBe(true);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(6_000);
  expect(new Set(rows.map(({ born }) => born)).size).toBe(3);
});

test('more people on a day than ids tell apart, and people of whom no day is known, have ids of any day', async () => {
  const crowd = await people(birth, { count: 9_000, first: ['2000-03-01'] });
  const unknown = await people({ ...birth, nullable: true }, { count: 500, first: ['2000-02-28'] });
  for (const rows of [crowd, unknown]) {
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    expect(rows.every(agrees)).toBe(false);
  }
});

test('bornRanks numbers those of one day, rows of one unit alike where the unit determines the day', () => {
  const numbering = numberingOf(birth, { kind: 'days', start: [days.lo], end: days.hi, none: false });
  const unit = Uint32Array.of(0, 0, 1, 2, 2);
  const numbers = Int32Array.of(1, 1, 1, 0, 0);
  const ranks = (column: Column) =>
    bornRanks({ columns: new Map([[column.name, { column, numbering, numbers }]]), unit });
  expect(ranks({ ...birth, determinedByUnit: true }).get('birth_date')).toEqual(Uint32Array.of(0, 0, 1, 0, 0));
  expect(ranks(birth).get('birth_date')).toEqual(Uint32Array.of(0, 1, 2, 0, 1));
  expect(ranks({ ...birth, name: 'day', title: { zh: '日', en: 'day' } }).size).toBe(0);
});
