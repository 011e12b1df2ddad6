/** Plans of fits: which tables are modelled, as children of which, and what is refused. @see synth.md §2.2, §2.8 */
import { expect, test } from 'vitest';
import type { CatalogEntry, Table } from '#policies/catalog/entry.ts';
import { rhoFor } from '#policies/privacy/accountant.ts';
import { statedDelta } from '#policies/privacy/settings.ts';
import { cellCount } from '#policies/simulation/attribute.ts';
import { fitOrder } from '#policies/simulation/fit-order.ts';
import { costOfFit, fitPlan, type FitPlan, type ModelledTable } from '#policies/simulation/fit-plan.ts';
import { notModelled, planFit, tickOfFit } from '#policies/simulation/plan-fit.ts';
import { unwrap } from '#policies/refusal.ts';
import { idSpace } from '#policies/units.ts';
import { cityEntries } from '#synth/city/catalog.ts';
import { adultEntry } from '../fixtures/adult.ts';
import { berkaHoldersEntry } from '../fixtures/berka-holders.ts';
import { berkaEntry } from '../fixtures/berka.ts';
import { clinic, clinicOrder } from '../sandbox-fit/world.ts';

const known = [...cityEntries, adultEntry, berkaEntry, berkaHoldersEntry, clinic];

const planned = (order: object, entries: readonly CatalogEntry[] = known) =>
  planFit(fitOrder.parse({ epsilon: 1, ...order }), entries);

const planOf = (order: object, entries?: readonly CatalogEntry[]): FitPlan => unwrap(planned(order, entries));

/** A line for each model: its parent, what it is given, its own attributes. */
function shapeOf({ tables }: FitPlan): readonly string[] {
  return tables.map(({ model }) => {
    const { table, parent, attributes, given } = model;
    const names = attributes.map(({ name }) => name);
    return `${parent?.table ?? ''} > ${table}: ${names.slice(0, given).join(' ')} | ${names.slice(given).join(' ')}`;
  });
}

function modelOf({ tables }: FitPlan, name: string): ModelledTable {
  const model = tables.find((table) => table.model.table === name)?.model;
  if (!model) throw new Error(`must have ${name}`);
  return model;
}

const enterprise = ['ent_registration', 'social_insurance_monthly', 'tax_credit_annual', 'power_usage_daily'];

test('planFit makes children of the tables that refer to the register of enterprises', () => {
  const plan = planOf({ entries: enterprise });
  expect(plan.space).toBe('enterprise');
  expect(shapeOf(plan)).toMatchInlineSnapshot(`
    [
      " > ent_registration:  | ent_type industry_code reg_capital_wan established_on district_code reg_status staff_size_band updated_at@day updated_at@hour #social_insurance_monthly #tax_credit_annual #power_usage_daily power_usage_daily_usage_class",
      "ent_registration > social_insurance_monthly: ent_registration.ent_type ent_registration.industry_code ent_registration.district_code ent_registration.reg_status ent_registration.#social_insurance_monthly | period insured_count payable_cny paid_cny arrears_months late_fee_cny",
      "ent_registration > tax_credit_annual: ent_registration.ent_type ent_registration.industry_code ent_registration.district_code ent_registration.reg_status ent_registration.#tax_credit_annual | tax_year credit_grade vat_sales_cny tax_paid_cny arrears_cny invoice_count top5_customer_share",
      "ent_registration > power_usage_daily: ent_registration.power_usage_daily_usage_class ent_registration.ent_type ent_registration.industry_code ent_registration.district_code ent_registration.#power_usage_daily | usage_date kwh peak_kwh valley_kwh max_demand_kw",
    ]
  `);
  expect(modelOf(plan, 'power_usage_daily').parent).toEqual({
    table: 'ent_registration',
    columns: ['uscc'],
    references: ['uscc'],
  });
});

test('planFit models the units of a table that no other table lists', () => {
  expect(shapeOf(planOf({ entries: ['medical_settlement'] }))).toMatchInlineSnapshot(`
    [
      " > @medical_settlement:  | sex birth_date district_code insurance_type #medical_settlement",
      "@medical_settlement > medical_settlement: @medical_settlement.sex @medical_settlement.district_code @medical_settlement.insurance_type @medical_settlement.#medical_settlement | hospital_code hospital_level visit_type dx_code settled_on fund_paid_cny self_paid_cny",
    ]
  `);
  expect(shapeOf(planOf({ entries: ['transit_trip'] }))).toMatchInlineSnapshot(`
    [
      " > @transit_trip:  | card_type #transit_trip",
      "@transit_trip > transit_trip: @transit_trip.card_type @transit_trip.#transit_trip | mode line_code board_stop alight_stop board_at@day board_at@hour alight_at@gap fare_cny",
    ]
  `);
});

test('planFit of Adult is one model of all columns with public values', () => {
  const plan = planOf({ entries: ['adult'] });
  expect(shapeOf(plan)).toMatchInlineSnapshot(`
    [
      " > adult:  | age workclass education education_num marital_status occupation relationship race sex capital_gain capital_loss hours_per_week native_country income",
    ]
  `);
  expect(modelOf(plan, 'adult').attributes.map(({ cells }) => cellCount(cells))).toMatchInlineSnapshot(`
    [
      74,
      9,
      16,
      16,
      7,
      15,
      6,
      5,
      2,
      197,
      169,
      99,
      42,
      3,
    ]
  `);
});

const owner = {
  name: 'owner_birth',
  child: 'holder',
  column: 'birth_date',
  pick: 'lowest',
  where: { column: 'role', value: 'OWNER' },
};
const holders = {
  entries: ['berka_holders'],
  tables: [
    { table: 'account', summaries: [owner] },
    { table: 'loan', context: ['district_id', 'owner_birth'] },
  ],
};

test('planFit gives the loans of Berka the district and the age of the owner', () => {
  expect(shapeOf(planOf(holders))).toMatchInlineSnapshot(`
    [
      " > account:  | district_id frequency opened_on #holder #loan #standing_order owner_birth",
      "account > holder: account.frequency account.#holder | birth_date sex district_id role",
      "account > loan: account.district_id account.owner_birth account.#loan | granted_on amount duration payments status",
      "account > standing_order: account.frequency account.#standing_order | bank_to amount purpose",
    ]
  `);
});

test('planFit relates three levels, of which the last finds its unit by way of the second', () => {
  expect(shapeOf(planOf(clinicOrder))).toMatchInlineSnapshot(`
    [
      " > person:  | sex born #visit least_paid_x",
      "person > visit: person.sex person.least_paid_x person.#visit | kind paid #item largest",
      "visit > item: visit.kind visit.person.sex visit.largest visit.#item | size",
    ]
  `);
  expect(modelOf(planOf(clinicOrder), 'item').parent).toEqual({
    table: 'visit',
    columns: ['visit'],
    references: ['visit_id'],
  });
});

test.each([0.01, 0.3, 1, 10, 20])('planFit at ε = %d spends exactly the ρ of it, to the last billionth', (epsilon) => {
  for (const entries of [enterprise, ['adult'], ['medical_settlement'], ['clinic']]) {
    const plan = planOf({ entries, epsilon });
    expect(costOfFit(plan)).toEqual({ rho: rhoFor({ epsilon, delta: statedDelta }), delta: 0n });
    expect(fitPlan.parse(JSON.parse(JSON.stringify(plan)))).toEqual(plan);
    for (const { nanoRho } of plan.tables) expect(BigInt(nanoRho)).toBeGreaterThan(0n);
  }
});

test('planFit does not depend on the order of the catalog', () => {
  expect(planOf({ entries: enterprise }, known.toReversed())).toEqual(planOf({ entries: enterprise }));
});

test('planFit pays for no score from a tiny budget', () => {
  expect(planOf({ entries: ['adult'], epsilon: 0.1 }).scoreNanoRho).toBe('0');
  expect(BigInt(planOf({ entries: ['adult'] }).scoreNanoRho)).toBeGreaterThan(0n);
});

test('planFit knows columns of all rows of a unit with the unit, and none of what a parent has', () => {
  const reasons = Object.fromEntries(
    unwrap(notModelled(fitOrder.parse({ epsilon: 1, entries: enterprise }), known)).map(({ table, column, reason }) => [
      `${table}.${column}`,
      reason,
    ]),
  );
  expect(reasons).toMatchObject({
    'ent_registration.uscc': 'key',
    'ent_registration.legal_rep_name': 'withheld',
    'social_insurance_monthly.district_code': 'parent',
    'power_usage_daily.usage_class': 'unit',
    'power_usage_daily.meter_no': 'withheld',
  });
});

test('planFit declares impossible what contradicts the number of children, and what a rule forbids', () => {
  const plan = planOf(clinicOrder);
  const visit = modelOf(plan, 'visit');
  const [degree, largest] = ['#item', 'largest'].map((name) => visit.attributes.findIndex((of) => of.name === name));
  const zeros = visit.impossible.filter(({ attributes }) => attributes.join() === `${degree},${largest}`);
  const cells = zeros.flatMap((zero) => zero.cells.map((pair) => pair.join()));
  expect(cells).toContain('0,0');
  expect(cells).toContain('1,9');
  expect(cells).not.toContain('0,9');
  expect(cells).not.toContain('1,8');
});

function withTable(name: string, change: (table: Table) => Partial<Table>): readonly CatalogEntry[] {
  return known.map((entry) => ({
    ...entry,
    tables: entry.tables.map((table) => (table.name === name ? { ...table, ...change(table) } : table)),
  }));
}

test('planFit knows an end as the days since its start, leaves out totals, what is determined, and pairs that a rule forbids', () => {
  const entries = withTable('medical_settlement', (table) => ({
    columns: table.columns.map((column) => ({ ...column, determinedByUnit: undefined as never })),
    dependencies: [
      { kind: 'order', columns: ['birth_date', 'settled_on'] },
      { kind: 'sum', total: 'total_cny', parts: ['fund_paid_cny', 'self_paid_cny'] },
      { kind: 'determines', from: ['hospital_code'], to: ['hospital_level'] },
      { kind: 'determines', from: ['hospital_code', 'dx_code'], to: ['district_code'] },
      {
        kind: 'implies',
        when: { column: 'visit_type', values: ['住院'] },
        // oxlint-disable-next-line unicorn/no-thenable -- a rule of the catalog; nobody awaits it
        then: { column: 'insurance_type', values: ['职工'] },
      },
    ],
  }));
  const model = modelOf(planOf({ entries: ['medical_settlement'] }, entries), 'medical_settlement');
  const names = model.attributes.map(({ name }) => name);
  expect(names).not.toContain('total_cny');
  // Of few values, so that the model can tell which level a hospital has.
  expect(names).toContain('hospital_level');
  expect(names).not.toContain('district_code');
  const end = model.attributes.find(({ name }) => name === 'settled_on');
  expect(end?.origin).toEqual({ kind: 'own', column: 'settled_on', part: 'whole', gapAfter: 'birth_date' });
  expect(end?.cells.kind).toBe('numbers');
  expect(model.impossible).toEqual([
    { attributes: [names.indexOf('insurance_type'), names.indexOf('visit_type')], cells: [[1, 2]] },
  ]);
  const without = planOf(
    {
      entries: ['medical_settlement'],
      tables: [{ table: 'medical_settlement', leaveOut: ['birth_date', 'fund_paid_cny'] }],
    },
    entries,
  );
  const left = modelOf(without, 'medical_settlement').attributes;
  expect(left.find(({ name }) => name === 'settled_on')?.cells.kind).toBe('days');
  expect(left.map(({ name }) => name)).toContain('total_cny');
});

test.each([
  ['SMALLINT', 50, '31'],
  ['DOUBLE', 50, ''],
  ['INTEGER', 2_000, ''],
] as const)(
  'planFit holds a rule about a number of type %s up to %i against cells of one value only',
  (type, hi, broken) => {
    const change = (table: Table): Partial<Table> => ({
      columns: table.columns.map((of) =>
        of.name === 'size' ? { ...of, type, domain: { kind: 'range', lo: 0, hi } } : of,
      ),
      dependencies: [
        // oxlint-disable-next-line unicorn/no-thenable -- a rule of the catalog; nobody awaits it
        { kind: 'implies', when: { column: 'size', values: [31] }, then: { column: 'colour', values: ['red'] } },
      ],
    });
    const coloured = withTable('item', (table) => {
      const colour = { ...(table.columns[2] as Table['columns'][number]), name: 'colour', type: 'VARCHAR' } as const;
      const columns = [...table.columns, { ...colour, domain: { kind: 'codes', values: ['blue', 'red'] } }] as const;
      return change({ ...table, columns });
    });
    const model = modelOf(planOf({ entries: ['clinic'] }, coloured), 'item');
    expect(model.impossible.flatMap(({ cells }) => cells.map(([size]) => size)).join()).toBe(broken);
  },
);

test.each([
  ['several id spaces', { entries: ['berka'] }, 'E_TWO_UNITS', 'client, account'],
  ['a public entry', { entries: ['weather_station_hourly'] }, 'E_INPUT', 'protected units'],
  ['an entry that is not there', { entries: ['adult', 'nothing'] }, 'E_NOT_FOUND', 'nothing'],
  ['wishes for an unknown table', { entries: ['adult'], tables: [{ table: 'x' }] }, 'E_INPUT', 'tables.x'],
  ['wishes twice', { entries: ['adult'], tables: [{ table: 'adult' }, { table: 'adult' }] }, 'E_INPUT', 'twice'],
  ['an unknown column', { entries: ['adult'], tables: [{ table: 'adult', leaveOut: ['x'] }] }, 'E_INPUT', 'leaveOut'],
  [
    'a context without a parent',
    { entries: ['adult'], tables: [{ table: 'adult', context: [] }] },
    'E_INPUT',
    'tables.adult.context',
  ],
  ['an unknown context', { entries: ['clinic'], tables: [{ table: 'visit', context: ['x'] }] }, 'E_INPUT', 'got x'],
  [
    'a summary of what is no child',
    { ...holders, tables: [{ table: 'loan', summaries: [owner] }] },
    'E_INPUT',
    'tables.loan.summaries.owner_birth must be of a child',
  ],
  [
    'a summary of an identifier',
    { ...holders, tables: [{ table: 'account', summaries: [{ ...owner, column: 'holder_id' }] }] },
    'E_INPUT',
    'holder_id',
  ],
  [
    'a summary where no code is',
    { ...holders, tables: [{ table: 'account', summaries: [{ ...owner, where: { column: 'role', value: 'X' } }] }] },
    'E_INPUT',
    'got X',
  ],
  [
    'a summary of an identifier asked for',
    { ...holders, tables: [{ table: 'account', summaries: [{ ...owner, where: { column: 'holder_id', value: 7 } }] }] },
    'E_INPUT',
    'holder_id',
  ],
  [
    'a summary with the name of a column',
    { ...holders, tables: [{ table: 'account', summaries: [{ ...owner, name: 'frequency' }] }] },
    'E_INPUT',
    'got frequency twice',
  ],
  [
    'a prediction of what is not modelled',
    { entries: ['adult'], predict: [{ table: 'adult', column: 'fnlwgt' }] },
    'E_INPUT',
    'adult.fnlwgt',
  ],
  [
    'a prediction of a moment, which is two attributes',
    { entries: ['transit_trip'], predict: [{ table: 'transit_trip', column: 'board_at' }] },
    'E_INPUT',
    'got transit_trip.board_at, which is known as board_at@day and board_at@hour',
  ],
  [
    'a prediction of an end, of which only the time since its start is known',
    { entries: ['transit_trip'], predict: [{ table: 'transit_trip', column: 'alight_at' }] },
    'E_INPUT',
    'got transit_trip.alight_at, which is known as alight_at@gap since board_at',
  ],
  [
    'a prediction of what another table knows',
    { entries: ['medical_settlement'], predict: [{ table: 'medical_settlement', column: 'sex' }] },
    'E_INPUT',
    'got medical_settlement.sex',
  ],
] as const)('planFit refuses %s', (_, order, code, detail) => {
  const outcome = planned(order);
  expect(outcome.ok ? [] : outcome.refusals).toEqual([
    expect.objectContaining({ code, detail: expect.stringContaining(detail) }),
  ]);
});

test('planFit says what can be predicted, and takes a column of the units', () => {
  const refused = planned({ entries: ['transit_trip'], predict: [{ table: 'transit_trip', column: 'alight_at' }] });
  expect(refused.ok ? [] : refused.refusals.map(({ remedy }) => remedy)).toEqual([
    'Name some of: mode, line_code, board_stop, alight_stop, fare_cny.',
  ]);
  const predict = [
    { table: '@medical_settlement', column: 'sex' },
    { table: 'medical_settlement', column: 'visit_type' },
  ];
  expect(planned({ entries: ['medical_settlement'], predict }).ok).toBe(true);
});

test('planFit leaves out a table of which every column is left out, so that the others share their space', () => {
  const clients = ['birth_date', 'sex', 'district_id'];
  const order = {
    entries: ['berka'],
    tables: [
      { table: 'client', leaveOut: clients },
      { table: 'disp', leaveOut: ['role'] },
    ],
  };
  const plan = planOf(order);
  expect(plan.space).toBe('account');
  expect(plan.tables.map(({ model }) => model.table)).not.toContain('disp');
});

test('planFit never models a column that the private form withholds or that names somebody', () => {
  for (const entries of [
    enterprise,
    ['adult'],
    ['medical_settlement'],
    ['transit_trip'],
    ['berka_holders'],
    ['clinic'],
  ]) {
    for (const { model } of planOf({ entries }).tables) {
      const tables = known.flatMap((entry) => entry.tables);
      for (const { origin } of model.attributes) {
        if (origin.kind !== 'own') continue;
        const column = tables
          .find(({ name }) => name === model.table.replace('@', ''))
          ?.columns.find(({ name }) => name === origin.column);
        expect(column?.rule).not.toContain('X');
        expect(column?.tag).not.toBe('direct');
      }
    }
  }
});

test('tickOfFit gives Adult the medium class, the enterprises the long one, and refuses what could not be done', () => {
  expect(unwrap(tickOfFit(planOf({ entries: ['adult'] }))).name).toBe('medium');
  expect(unwrap(tickOfFit(planOf({ entries: enterprise }))).name).toBe('long');
  const [table] = adultEntry.tables;
  const columns = Array.from({ length: 80 }, (_, at) => ({
    ...(table?.columns[1] as Table['columns'][number]),
    name: `c${at}`,
  }));
  const wide = withTable('adult', (of) => ({ columns: [...of.columns.slice(0, 1), ...columns] }));
  const refused = tickOfFit(planOf({ entries: ['adult'] }, wide));
  expect(refused.ok ? '' : refused.refusals[0].code).toBe('E_COST_CLASS');
});

test('planFit takes the largest table that lists units once for their register where no key says so', () => {
  const [persons] = clinic.tables;
  const other = { ...(persons as Table), name: 'register', volume: 50 };
  const entry = { ...clinic, tables: [other, ...clinic.tables] };
  const plan = planOf({ entries: ['clinic'] }, [entry]);
  expect(plan.space).toBe(idSpace('person'));
  expect(modelOf(plan, 'register').parent).toEqual({ table: 'person', columns: ['id'], references: ['id'] });
});
