/** Five tables that a vendor would ask of the census extract. */
import type { Hierarchical } from './hierarchical.ts';

const persons = { name: 'persons', kind: 'persons' } as const;
const rows = { name: 'n', kind: 'rows' } as const;
const unit = 'person_id';

export const adultTables: readonly Hierarchical[] = [
  {
    name: 'education × sex × income, ROLLUP',
    rows: 'SELECT person_id, education, sex, income, hours_per_week FROM adult WHERE income IS NOT NULL',
    unit,
    keys: ['education', 'sex', 'income'],
    groupBy: 'ROLLUP (education, sex, income)',
    measures: [persons, { name: 'hours', kind: 'avg', of: 'hours_per_week', digits: 1 }],
  },
  {
    name: 'workclass × occupation, CUBE',
    rows: 'SELECT person_id, workclass, occupation, capital_gain FROM adult',
    unit,
    keys: ['workclass', 'occupation'],
    groupBy: 'CUBE (workclass, occupation)',
    measures: [rows, { name: 'gains', kind: 'sum', of: 'capital_gain' }],
  },
  {
    name: 'phase of life → age band × marital status',
    rows: `SELECT person_id, CASE WHEN age < 25 THEN 'starting' WHEN age < 65 THEN 'working' ELSE 'retired' END AS phase,
      CASE WHEN age < 25 THEN '17-24' WHEN age < 45 THEN '25-44' WHEN age < 65 THEN '45-64' ELSE '65+' END AS band,
      marital_status FROM adult`,
    unit,
    keys: ['phase', 'band', 'marital_status'],
    groupBy:
      'GROUPING SETS ((phase, band, marital_status), (phase, marital_status), (phase, band), (phase), (marital_status), ())',
    measures: [persons, rows],
  },
  {
    name: 'native country × race, CUBE',
    rows: 'SELECT person_id, native_country, race FROM adult',
    unit,
    keys: ['native_country', 'race'],
    groupBy: 'CUBE (native_country, race)',
    measures: [persons],
  },
  {
    name: 'relationship × sex × race × income, CUBE',
    rows: 'SELECT person_id, relationship, sex, race, income, capital_loss FROM adult',
    unit,
    keys: ['relationship', 'sex', 'race', 'income'],
    groupBy: 'CUBE (relationship, sex, race, income)',
    measures: [rows, { name: 'losses', kind: 'sum', of: 'capital_loss' }],
  },
];
