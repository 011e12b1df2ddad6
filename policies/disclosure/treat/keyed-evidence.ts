/**
 * What cell-key perturbation must know of every cell of a plan: who is in it, as sums of record keys. Statements of their own over the
 * `rows_in` that the evidence has made, so that no other table pays for them.
 *
 * @see cell-key-sql.ts; ../../query/evidence.ts; docs/decisions/026-cell-keys.md
 */
import { argumentColumns, unitName } from '../../query/evidence-arguments.ts';
import { grouped } from '../../query/evidence.ts';
import type { ExactPlan } from '../../query/plan.ts';
import { columnName } from '../../query/print.ts';
import type { IdSpace } from '../../units.ts';
import type { Cell } from '../cell.ts';
import { keyColumns, printKeyColumns, type KeyedUnits } from './cell-key-sql.ts';
import type { TreatableCell } from './treat-cells.ts';

/** Columns: grouping, keys, then {@link keyColumns} of the cell and of each of the measures. One row per cell with a unit, in no order. */
export interface KeyedStatement {
  /** Position of the unit column whose units are meant. */
  readonly unit: number;
  /** Positions of the measures that are about these units. */
  readonly measures: readonly number[];
  readonly sql: string;
}

/** SQL of the text of a unit of this space → SQL of its record key. */
export type RecordKey = (space: IdSpace, text: string) => string;

/** One statement for each unit column that something counts; the first is always among them, for its units are those of the cell. */
export function printKeyedEvidence(plan: ExactPlan, recordKey: RecordKey): readonly KeyedStatement[] {
  const facts = factsOf(plan);
  const units = [...new Set([0, ...facts.map(({ unit }) => unit)])];
  return units.map((unit) => {
    const measures = facts.flatMap((fact, measure) => (fact.unit === unit ? [measure] : []));
    const mine = facts.filter((fact) => fact.unit === unit);
    return { unit, measures, sql: printStatement(plan, { unit, facts: mine, recordKey }) };
  });
}

interface Fact {
  readonly unit: number;
  /** Of the contributions of a unit: expressions over its rows, and what of them is asked over units. */
  readonly columns: readonly string[];
  readonly keyed: KeyedUnits;
}

/** In the order of the measures. What does not count distinct units is about the first unit column, which is then the only one. */
function factsOf(plan: ExactPlan): readonly Fact[] {
  const { evidenced } = argumentColumns(plan);
  return plan.measures.map(({ fn, distinct }, at): Fact => {
    const arg = evidenced[at]?.args.first;
    const named = plan.units.findIndex((_, unit) => arg === unitName(unit));
    const unit = fn === 'count' && distinct && named >= 0 ? named : 0;
    if (arg === undefined || arg === unitName(unit)) return { unit, columns: [], keyed: { unit: 'u' } };
    const [count, sum] = [`n${at}`, `s${at}`];
    const isMean = fn === 'avg';
    return {
      unit,
      columns: [`count(${arg}) AS ${count}`, ...(isMean ? [`sum(CAST(${arg} AS DOUBLE)) AS ${sum}`] : [])],
      keyed: { unit: 'u', counts: `${count} > 0`, ...(isMean && { sum }) },
    };
  });
}

/** Each unit's record key is computed once, however many cells it is in. */
function printStatement(
  plan: ExactPlan,
  { unit, facts, recordKey }: { readonly unit: number; readonly facts: readonly Fact[]; readonly recordKey: RecordKey },
): string {
  const column = unitName(unit);
  const keys = plan.keys.map(({ id }) => columnName(id));
  const known = `rows_in WHERE ${column} IS NOT NULL`;
  const space = plan.units[unit]?.space;
  if (space === undefined) throw new Error('a perturbed table must have a unit column');
  const key = recordKey(space, 'CAST(u AS VARCHAR)');
  const parts = facts.flatMap(({ columns }) => columns);
  const contributions = grouped({ plan, keys }, [`${column} AS u`, ...parts], known, [column]);
  const counted = [{ unit: 'u' }, ...facts.map(({ keyed }) => keyed)].flatMap((of) => printKeyColumns(of, () => 'k'));
  const by = ['g', ...keys].join(', ');
  return `WITH unit_keys AS MATERIALIZED (SELECT u, ${key} AS k FROM (SELECT DISTINCT ${column} AS u FROM ${known})),
    unit_in AS (${contributions})
    SELECT ${[by, ...counted].join(', ')} FROM unit_in JOIN unit_keys USING (u) GROUP BY ${by}`;
}

/** What the engine answered to a statement. */
export interface KeyedRows extends Pick<KeyedStatement, 'measures'> {
  readonly rows: readonly (readonly unknown[])[];
}

/** In the order of the cells: {@link TreatableCell.keyed}. A cell without a row has nobody in it. */
export function readKeyed(
  cells: readonly Pick<Cell, 'grouping' | 'keys'>[],
  answers: readonly KeyedRows[],
): readonly TreatableCell['keyed'][] {
  const width = 1 + (cells[0]?.keys.length ?? 0);
  const indexed = answers.map(({ measures, rows }) => ({
    measures,
    found: new Map(rows.map((row) => [JSON.stringify(row.slice(0, width)), row.slice(width)])),
  }));
  const count = Math.max(0, ...answers.flatMap(({ measures }) => measures.map((measure) => measure + 1)));
  return cells.map(({ grouping, keys }) => {
    const name = JSON.stringify([grouping, ...keys]);
    const read = (answer: (typeof indexed)[number] | undefined, place: number): TreatableCell['keyed'][number] =>
      keyedAt(answer?.found.get(name) ?? [], place * keyColumns.length);
    const ofMeasure = (measure: number): TreatableCell['keyed'][number] => {
      const answer = indexed.find(({ measures }) => measures.includes(measure));
      return read(answer, 1 + (answer?.measures.indexOf(measure) ?? 0));
    };
    return [read(indexed[0], 0), ...Array.from({ length: count }, (_, measure) => ofMeasure(measure))];
  });
}

function keyedAt(row: readonly unknown[], at: number): TreatableCell['keyed'][number] {
  const [units, keys, sum = null] = row.slice(at, at + keyColumns.length);
  return { units: Number(units ?? 0), keys: Number(keys ?? 0), ...(sum !== null && { sum: Number(sum) }) };
}
