/**
 * The use rules of columns, checked at the final projection: what may be a group key, what may be aggregated, what may filter or join.
 *
 * @see procedure.md §4: strictest input wins, constants are neutral; SCQL column control list
 */
import type { Coarsening, ColumnRule } from '../catalog/entry.ts';
import type { Position, Refusal } from '../refusal.ts';
import type { Flow, Grain, Lineage, Use } from './lineage.ts';

/** The uses that a rule can permit. */
type Purpose = 'output' | 'key' | 'aggregate' | 'count' | 'condition in an aggregate' | 'filter' | 'join';

const permits: Readonly<Record<Purpose, readonly ColumnRule[]>> = {
  output: ['P'],
  key: ['P', 'G'],
  aggregate: ['P', 'G', 'A'],
  count: ['P', 'G', 'A', 'J'],
  'condition in an aggregate': ['P', 'G', 'A', 'F'],
  filter: ['P', 'G', 'F'],
  join: ['P', 'G', 'F', 'J'],
};

const purposes: Readonly<Record<Purpose, string>> = {
  output: 'show',
  key: 'group by',
  aggregate: 'aggregate',
  count: 'count',
  'condition in an aggregate': 'aggregate',
  filter: 'filter by',
  join: 'join on',
};

/** A row-level output of public data. */
export function checkOutput(lineage: Lineage, at: Position | undefined): readonly Refusal[] {
  return [...deny(lineage.value, 'output', at), ...deny(lineage.condition, 'filter', at)];
}

/** The argument of a released aggregate. Counting distinct values (or units) may also look at join keys. */
export function checkAggregated(
  lineage: Lineage,
  how: 'value' | 'count',
  at: Position | undefined,
): readonly Refusal[] {
  const open = lineage.value.filter((flow) => !isCoarse(flow));
  // A join key is counted as it is stored. Computing with it first (nullif, greatest) would test who is in the cell.
  const stored = how === 'count' ? open.filter((flow) => flow.grain === 'raw') : [];
  const computed = open.filter((flow) => !stored.includes(flow));
  return [
    ...deny(stored, 'count', at),
    ...deny(computed, 'aggregate', at),
    ...deny(
      lineage.condition.filter((flow) => !isCounted(flow)),
      'condition in an aggregate',
      at,
    ),
  ];
}

export function checkUse(use: Use): readonly Refusal[] {
  // Which of a unit's rows is the first is no measure of the unit.
  return deny(
    use.flows.filter(({ grain }) => grain !== 'ranked'),
    use.how,
    use.expr.at,
  );
}

/**
 * All group keys together: a value must be P or G, or as coarse as the entry declares; a condition may look at a column with
 * declared bands as long as the keys that look at it have at most that many results together. Under noise, how many rows a unit has may
 * be a key too: no group that is shown is somebody's.
 */
export function checkKeys(
  keys: readonly { readonly lineage: Lineage; readonly at: Position | undefined }[],
  counts: 'counts may be keys' | 'counts are measures' = 'counts are measures',
): readonly Refusal[] {
  const isFree = (flow: Flow): boolean => isCoarse(flow) || (counts === 'counts may be keys' && isCounted(flow));
  const values = keys.flatMap(({ lineage, at }) =>
    deny(
      lineage.value.filter((flow) => !isFree(flow)),
      'key',
      at,
    ),
  );
  const bands = new Map<string, { flow: Flow; outcomes: number; at: Position | undefined }>();
  for (const { lineage, at } of keys) {
    for (const flow of lineage.condition.filter((flow) => !may(flow, 'key') && !isFree(flow))) {
      const name = nameOf(flow);
      const before = bands.get(name)?.outcomes ?? 1;
      bands.set(name, { flow, outcomes: before * lineage.outcomes, at });
    }
  }
  return [...values, ...[...bands.values()].flatMap(({ flow, outcomes, at }) => checkBands(flow, outcomes, at))];
}

function checkBands(flow: Flow, outcomes: number, at: Position | undefined): readonly Refusal[] {
  const bands = flow.base.column.coarsen?.find((coarsening) => coarsening.by === 'bands');
  if (!bands) return deny([flow], 'key', at);
  if (outcomes <= bands.max) return [];
  const got = Number.isFinite(outcomes) ? `${outcomes}` : 'unlimited';
  const detail = `Cannot group by conditions on ${nameOf(flow)}: must have at most ${bands.max} results together; got ${got}`;
  return [
    {
      code: 'E_COLUMN_RULE',
      detail,
      ...(at && { where: at }),
      remedy: `Use at most ${bands.max} bands with constant labels.`,
    },
  ];
}

function deny(flows: readonly Flow[], purpose: Purpose, at: Position | undefined): readonly Refusal[] {
  return flows
    .filter((flow) => !may(flow, purpose))
    .map((flow): Refusal => {
      const rule = flow.base.column.rule.join(',');
      const remedy = purpose === 'key' ? coarseRemedy(flow) : undefined;
      return {
        code: 'E_COLUMN_RULE',
        detail: `Cannot ${purposes[purpose]} ${nameOf(flow)}: must be ${permits[purpose].join(' or ')}; got rule ${rule}`,
        ...(at && { where: at }),
        ...(remedy && { remedy }),
      };
    });
}

/** How many rows or values a unit has, of a column that may be counted. */
function isCounted(flow: Flow): boolean {
  return (flow.grain === 'counted' || flow.grain === 'ranked') && may(flow, 'count');
}

function may(flow: Flow, purpose: Purpose): boolean {
  return flow.base.column.rule.some((rule) => permits[purpose].includes(rule));
}

function nameOf(flow: Flow): string {
  return `${flow.base.table.name}.${flow.base.column.name}`;
}

const calendar: readonly Grain[] = ['month', 'quarter', 'year'];

/** Whether the flow is at least as coarse as a coarsening that the entry declares. */
function isCoarse(flow: Flow): boolean {
  return (flow.base.column.coarsen ?? []).some((coarsening) => satisfies(flow.grain, coarsening));
}

function satisfies(grain: Grain, coarsening: Coarsening): boolean {
  switch (coarsening.by) {
    case 'year':
    case 'quarter':
    case 'month':
      return calendar.indexOf(grain) >= calendar.indexOf(coarsening.by);
    case 'prefix':
      return grain.startsWith('prefix:') && Number(grain.slice('prefix:'.length)) <= coarsening.length;
    case 'bands':
      return false;
  }
}

function coarseRemedy(flow: Flow): string | undefined {
  const name = flow.base.column.name;
  const ways = (flow.base.column.coarsen ?? []).map((coarsening) => {
    switch (coarsening.by) {
      case 'year':
      case 'quarter':
      case 'month':
        return `date_trunc('${coarsening.by}', ${name})`;
      case 'prefix':
        return `left(${name}, ${coarsening.length})`;
      case 'bands':
        return `CASE WHEN ${name} … THEN 'label' … END with at most ${coarsening.max} labels`;
    }
  });
  return ways.length > 0 ? `Group by ${ways.join(', or by ')}.` : undefined;
}
