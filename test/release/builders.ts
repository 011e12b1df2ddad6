/** Results as the domain keeps them. */
import { idSpace } from '#policies/units.ts';
import type { ModelCard } from '#policies/privacy/train/model.ts';
import type { ResultTable } from '#sandbox/operations.ts';
import type { Quarantined } from '#sandbox/supervisor/quarantine.ts';

/** Persons by district, one of which is hidden. */
export function aResultTable(change: Partial<ResultTable> = {}): ResultTable {
  const columns: ResultTable['columns'] = [
    { name: 'district', type: 'VARCHAR', role: 'key' },
    { name: 'persons', type: 'BIGINT', role: 'statistic' },
  ];
  const rows: ResultTable['rows'] = change.rows ?? [
    ['东城', 520],
    ['西城', null],
  ];
  const hidden = rows.map((row) => row.map((value, at) => at > 0 && value === null));
  return { columns, rows, hidden, ...change };
}

export const aCard: ModelCard = {
  kind: 'linear',
  target: { kind: 'number', name: 'paid', lo: 0, hi: 10 },
  features: [{ kind: 'number', name: 'age', lo: 0, hi: 100 }],
  intercept: 1,
  coefficients: [{ feature: 'age', coefficient: 2 }],
  intervals: { kind: 'absent', reason: 'few_rows' },
  noisyRows: 100,
  weakDirections: 0,
  privacy: { nanoRho: '1', epsilon: 1, delta: 0.1, unitSpace: idSpace('person'), rowsPerUnit: 1, iterations: 0 },
};

/** All that is kept of a run, without its salt. */
export function aKept(change: Partial<Quarantined> = {}): Omit<Quarantined, 'salt'> {
  return {
    run: 'run-1',
    sources: [],
    table: aResultTable(),
    verdicts: {},
    review: [],
    explanation: {
      kind: 'exact',
      columns: aResultTable().columns,
      entries: [],
      tables: [],
      used: [],
      lineage: { columns: [], filters: [] },
      units: ['person'],
      k: 10,
    },
    outputs: [{ name: 'result', kind: 'table' }],
    ...change,
  };
}
