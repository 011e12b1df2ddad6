/** A forecast cell by cell: what is shown, what is not, and by which rules, matched by the keys of each row. */
import type { ResultTable, Simulation } from '#sandbox/door.ts';

export interface ForecastRow {
  readonly values: ResultTable['rows'][number];
  /** What stands there on simulation data, under what is hidden. */
  readonly exact: ResultTable['rows'][number];
  readonly hidden: readonly boolean[];
  /** Not a row of the result at all. */
  readonly isLeftOut: boolean;
  /** Names of checks. */
  readonly rules: readonly string[];
}

/** Every row that there is on simulation data, in its order, with what of it would be shown; then those that the rules alone bring in. */
export function forecastRows({ table, forecast, cells = [] }: Seen): readonly ForecastRow[] {
  const keys = forecast.columns.flatMap(({ name, role }, at) => (role === 'key' ? [{ name, at }] : []));
  const shown = new Map(forecast.rows.map((values, at) => [keyOf(values, keys), { values, at }]));
  // Without keys to tell rows apart there is nothing to match: what would be shown is all.
  const isMatched = keys.length > 0 && shown.size === forecast.rows.length;
  const places = keys.map(({ name }) => ({ name, at: table.columns.findIndex((column) => column.name === name) }));
  const rulesOf = rulesByKey(cells, new Set(keys.map(({ name }) => name)));
  const met = new Set<string>();
  const all = (isMatched ? table.rows : []).map((row): ForecastRow => {
    const key = keyOf(row, places);
    const found = shown.get(key);
    const rules = [...(rulesOf.get(key) ?? [])];
    if (!found) return leftOut(forecast, { row, of: table, rules });
    met.add(key);
    const hidden = forecast.hidden[found.at] ?? [];
    return {
      values: found.values,
      exact: underneath(forecast, table, row),
      hidden,
      isLeftOut: false,
      rules: hidden.includes(true) ? rules : [],
    };
  });
  const rest = [...shown].filter(([key]) => !met.has(key));
  return [
    ...all,
    ...rest.map(([key, { values, at }]): ForecastRow => {
      const hidden = forecast.hidden[at] ?? [];
      return {
        values,
        exact: [],
        hidden,
        isLeftOut: false,
        rules: hidden.includes(true) ? [...(rulesOf.get(key) ?? [])] : [],
      };
    }),
  ];
}

function keyOf(row: Row, places: readonly Place[]): string {
  return keyText(places.map(({ name, at }) => [name, row[at]]));
}

type Seen = Pick<Simulation, 'table' | 'forecast' | 'cells'>;
type Row = ResultTable['rows'][number];

interface Place {
  readonly name: string;
  readonly at: number;
}

/** The values of a row in the columns of the forecast. */
function underneath(forecast: ResultTable, table: ResultTable, row: Row): Row {
  return forecast.columns.map(({ name }) => row[table.columns.findIndex((column) => column.name === name)] ?? null);
}

/** A row that would not be there at all: its keys too would stay unsaid. */
function leftOut(
  forecast: ResultTable,
  { row, of, rules }: { readonly row: Row; readonly of: ResultTable; readonly rules: readonly string[] },
): ForecastRow {
  const exact = underneath(forecast, of, row);
  const values = forecast.columns.map(({ role }, at) => (role === 'key' ? (exact[at] ?? null) : null));
  return { values, exact, hidden: forecast.columns.map(() => true), isLeftOut: true, rules };
}

function rulesByKey(
  cells: NonNullable<Seen['cells']>,
  names: ReadonlySet<string>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { keys, rules } of cells) {
    const key = keyText(Object.entries(keys).filter(([name]) => names.has(name)));
    const known = found.get(key) ?? new Set();
    for (const rule of rules) known.add(rule);
    found.set(key, known);
  }
  return found;
}

/** A key that a total lacks is NULL in its row. */
function keyText(pairs: readonly (readonly [string, unknown])[]): string {
  const given = pairs
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${name}=${String(value)}`);
  return given.toSorted().join('\n');
}

/** Of one column of numbers: how many cells there are and are hidden, and which share of their sum is shown, where a sum makes sense. */
export interface ColumnForecast {
  readonly name: string;
  readonly cells: number;
  readonly hidden: number;
  readonly share?: number;
}

export function columnForecasts(simulation: Seen): readonly ColumnForecast[] {
  const rows = forecastRows(simulation);
  return simulation.forecast.columns.flatMap(({ name, role }, at) => {
    if (role !== 'statistic') return [];
    const hidden = rows.filter((row) => row.hidden[at] === true).length;
    const share = shareOf(
      rows.map(({ exact, values }) => exact[at] ?? values[at]),
      rows.map((row) => (row.hidden[at] === true ? null : row.values[at])),
    );
    return [{ name, cells: rows.length, hidden, ...(share !== undefined && { share }) }];
  });
}

/** Undefined where something is no number, or negative, so that shares would mislead. */
function shareOf(all: readonly unknown[], shown: readonly unknown[]): number | undefined {
  const total = sumOf(all);
  const left = sumOf(shown.filter((value) => value !== null));
  return total === undefined || left === undefined || total === 0 ? undefined : Math.min(1, left / total);
}

function sumOf(values: readonly unknown[]): number | undefined {
  let sum = 0;
  for (const value of values) {
    const number = value === null ? 0 : Number(value);
    if (typeof value === 'boolean' || !(number >= 0)) return undefined;
    sum += number;
  }
  return sum;
}
