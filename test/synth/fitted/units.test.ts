import { expect, test } from 'vitest';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import type { FittedModel } from '#policies/simulation/fitted.ts';
import { idSpace } from '#policies/units.ts';
import { generateFitted } from '#synth/fitted/generate-fitted.ts';
import { repeatedKeys } from '../domains.ts';
import { type Bench, aColumn, aTable, anEntry, openSimulation, orphans, withDirectory } from '../support.ts';
import { aDegree, aModel, anAttribute, codes, fittedModelOf, ofParent } from './models.ts';

const units = [{ space: idSpace('card'), column: 'card' }];
const card = aColumn('card', { semantic: 'serial', tag: 'direct' });
const zones = { kind: 'codes', values: ['north', 'south'] } as const;
const modes = { kind: 'codes', values: ['bus', 'metro'] } as const;
const born = { kind: 'dates', lo: '1990-01-01', hi: '1999-12-31' } as const;

const trip = aTable(
  'trip',
  [
    aColumn('trip_id', { type: 'BIGINT', semantic: 'serial' }),
    card,
    aColumn('zone', { domain: zones, determinedByUnit: true }),
    aColumn('born_on', { type: 'DATE', semantic: 'date', domain: born, determinedByUnit: true }),
    aColumn('mode', { domain: modes }),
  ],
  { primaryKey: ['trip_id'], units, rowsPerUnit: { max: 4, onExcess: 'truncate' }, volume: 400 },
);
const holder = aTable('holder', [card, aColumn('name', { semantic: 'person_name', tag: 'direct' })], {
  primaryKey: ['card'],
  units,
  volume: 200,
});
const toHolder = { columns: ['card'], table: 'holder', references: ['card'] };

const zone = anAttribute('zone', codes(zones.values));
const bornOn = anAttribute('born_on', {
  kind: 'days',
  start: ['1990-01-01', '1995-01-01'],
  end: '1999-12-31',
  none: false,
});
const mode = anAttribute('mode', codes(modes.values));

/** 100 cards with one to four trips each; only in the north is there a metro. */
const model: FittedModel = fittedModelOf('card', [
  aModel('@trip', [zone, bornOn, aDegree('trip', 4)], {
    units: 100,
    cliques: [{ attributes: [2], weights: [0, 0.25, 0.25, 0.25, 0.25] }],
  }),
  aModel('trip', [ofParent(zone), ofParent(aDegree('trip', 4)), mode], {
    parent: { table: '@trip', columns: [], references: [] },
    rowsPerUnit: 4,
    cliques: [{ attributes: [0, 2], weights: [0.5, 0.5, 1, 0] }],
  }),
]);

async function drawn<T>(
  entries: readonly CatalogEntry[],
  models: readonly FittedModel[],
  judge: (bench: Bench) => Promise<T>,
): Promise<T> {
  return withDirectory(async (dir) => {
    const bench = await openSimulation(await generateFitted(entries, models, { dir, seed: 5, scale: 1 }));
    try {
      return await judge(bench);
    } finally {
      bench.close();
    }
  });
}

const perCard = `SELECT count(*)::INT AS cards, sum(n)::INT AS trips, max(zones)::INT AS zones, max(days)::INT AS days FROM
  (SELECT card, count(*) AS n, count(DISTINCT zone) AS zones, count(DISTINCT born_on) AS days FROM trip GROUP BY card)`;

test('generateFitted draws units that no table lists, and gives all rows of a unit what the unit has', async () => {
  const found = await drawn([anEntry('transit', trip)], [model], async (bench) => ({
    units: await bench.rows(perCard),
    metros: await bench.value(`SELECT count(*)::INT FROM trip WHERE mode = 'metro' AND zone = 'south'`),
    repeated: await repeatedKeys(bench, trip),
  }));
  expect(found).toEqual({ units: [{ cards: 100, trips: 250, zones: 1, days: 1 }], metros: 0, repeated: 0 });
});

test('generateFitted takes the units from a table that is made up where the catalog says so', async () => {
  const entries = [anEntry('transit', { ...trip, foreignKeys: [toHolder] }), anEntry('people', holder)];
  const found = await drawn(entries, [model], async (bench) => ({
    units: await bench.rows(perCard),
    holders: await bench.value('SELECT count(*)::INT FROM holder'),
    strangers: await bench.value(orphans('trip', 'holder', [['card', 'card']])),
  }));
  expect(found).toEqual({ units: [{ cards: 100, trips: 250, zones: 1, days: 1 }], holders: 200, strangers: 0 });
});

test('generateFitted draws no more units than the table that they are taken from has rows', async () => {
  const entries = [
    anEntry('transit', { ...trip, foreignKeys: [toHolder] }),
    anEntry('people', { ...holder, volume: 40 }),
  ];
  expect(await drawn(entries, [model], (bench) => bench.value('SELECT count(DISTINCT card)::INT FROM trip'))).toBe(40);
});

test('generateFitted shares units with made-up tables of the same space', async () => {
  const entries = [anEntry('transit', trip), anEntry('people', holder)];
  const strangers = await drawn(entries, [model], (bench) =>
    bench.value(orphans('trip', 'holder', [['card', 'card']])),
  );
  expect(strangers).toBe(0);
});

test('generateFitted draws a child whose fitted parent nobody asked for', async () => {
  const name = { name: 'trip_born_on', child: 'trip', column: 'born_on', pick: 'lowest' } as const;
  const shared = {
    name: name.name,
    cells: { ...bornOn.cells, none: true } as typeof bornOn.cells,
    origin: { kind: 'summary', of: name },
  } as const;
  const listed = fittedModelOf('card', [
    aModel('holder', [zone, shared, aDegree('trip', 4)], {
      units: 100,
      cliques: [
        { attributes: [1], weights: [1, 0, 0] },
        { attributes: [2], weights: [0, 0.25, 0.25, 0.25, 0.25] },
      ],
    }),
    aModel('trip', [ofParent(zone), ofParent(aDegree('trip', 4)), mode], {
      parent: { table: 'holder', columns: ['card'], references: ['card'] },
      rowsPerUnit: 4,
      cliques: [{ attributes: [0, 2], weights: [0.5, 0.5, 1, 0] }],
    }),
  ]);
  const found = await drawn([anEntry('transit', { ...trip, foreignKeys: [toHolder] })], [listed], async (bench) => ({
    units: await bench.rows(perCard),
    metros: await bench.value(`SELECT count(*)::INT FROM trip WHERE mode = 'metro' AND zone = 'south'`),
    late: await bench.value(`SELECT count(*)::INT FROM trip WHERE born_on >= '1995-01-01'`),
  }));
  expect(found).toEqual({ units: [{ cards: 100, trips: 250, zones: 1, days: 1 }], metros: 0, late: 0 });
});

test('generateFitted refuses a model with a code outside the public list, and two models of one table', async () => {
  const foreign = fittedModelOf('card', [
    aModel('@trip', [anAttribute('zone', codes(['north', 'secret'])), aDegree('trip', 4)]),
  ]);
  await expect(
    drawn(
      [anEntry('transit', trip)],
      [
        {
          ...foreign,
          plan: { ...foreign.plan, tables: [...foreign.plan.tables, ...model.plan.tables.slice(1)] },
          tables: [...foreign.tables, ...model.tables.slice(1)],
        },
      ],
      async () => 0,
    ),
  ).rejects.toThrow('public list');
  await expect(drawn([anEntry('transit', trip)], [model, model], async () => 0)).rejects.toThrow('got two');
});

test('generateFitted follows a modelled code to its row in a list of codes', async () => {
  const stations = { kind: 'codes', values: ['s1', 's2', 's3', 's4'] } as const;
  const station = aTable(
    'station',
    [aColumn('code', { domain: stations }), aColumn('line', { domain: { kind: 'codes', values: ['red', 'blue'] } })],
    { primaryKey: ['code'], volume: 4 },
  );
  const ride = aTable(
    'ride',
    [
      card,
      aColumn('station', { domain: stations }),
      aColumn('line', { domain: { kind: 'codes', values: ['red', 'blue'] } }),
    ],
    { primaryKey: ['card'], units, foreignKeys: [{ columns: ['station'], table: 'station', references: ['code'] }] },
  );
  const rides = fittedModelOf('card', [
    aModel('ride', [anAttribute('station', codes(['s4', 's3', 's2', 's1']))], {
      units: 80,
      cliques: [{ attributes: [0], weights: [0.5, 0.5, 0, 0] }],
    }),
  ]);
  const found = await drawn([anEntry('rides', ride), anEntry('stations', station)], [rides], async (bench) => ({
    stations: await bench.rows('SELECT station, count(*)::INT AS n FROM ride GROUP BY ALL ORDER BY ALL'),
    lines: await bench.value(
      'SELECT count(*)::INT FROM ride r JOIN station s ON r.station = s.code WHERE r.line <> s.line',
    ),
  }));
  expect(found).toEqual({
    stations: [
      { station: 's3', n: 40 },
      { station: 's4', n: 40 },
    ],
    lines: 0,
  });
});

test('generateFitted follows a modelled number to its row in a list of numbers, at any scale', async () => {
  const numbers = { kind: 'range', lo: 11, hi: 14 } as const;
  const district = aTable(
    'district',
    [
      aColumn('id', { type: 'SMALLINT', domain: numbers }),
      aColumn('region', { domain: { kind: 'codes', values: ['n', 's'] } }),
    ],
    { primaryKey: ['id'], volume: 4 },
  );
  const holder = aTable('holder', [card, aColumn('district', { type: 'SMALLINT', domain: numbers })], {
    primaryKey: ['card'],
    units,
    foreignKeys: [{ columns: ['district'], table: 'district', references: ['id'] }],
  });
  const holders = fittedModelOf('card', [
    aModel('holder', [anAttribute('district', codes([11, 12, 13, 14]))], {
      units: 80,
      cliques: [{ attributes: [0], weights: [0, 0.25, 0, 0.75] }],
    }),
  ]);
  const found = await drawn([anEntry('holders', holder), anEntry('districts', district)], [holders], async (bench) => ({
    districts: await bench.rows(
      'SELECT district::INT AS district, count(*)::INT AS n FROM holder GROUP BY ALL ORDER BY ALL',
    ),
    dangling: await bench.value('SELECT count(*)::INT FROM holder ANTI JOIN district ON holder.district = district.id'),
  }));
  expect(found).toEqual({
    districts: [
      { district: 12, n: 20 },
      { district: 14, n: 60 },
    ],
    dangling: 0,
  });
});
