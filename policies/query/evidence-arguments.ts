/**
 * What the statistics of a plan are computed from, as columns of `rows_in`. Each computation is there once for the statement that reads it,
 * however many statistics share it; and once more under the name of its measure, for the memory of releases.
 */
import { statisticsOf } from '../disclosure/statistic-of.ts';
import { definitionsOf } from './definitions.ts';
import { topContributions, type Evidenced } from './contributions.ts';
import type { ColumnId, Expr } from './ir.ts';
import type { ExactPlan, PlannedMeasure } from './plan.ts';
import { printExpr, squarable } from './print.ts';
import { originsOf } from './same-column.ts';
import { twoValuesOf } from './two-values.ts';
import { typeOf, typesOf } from './types.ts';
import { unweighted } from './weights.ts';

export const unitName = (unit: number): string => `u${unit}`;

export interface ArgumentColumns {
  /** `expression AS name`. */
  readonly columns: readonly string[];
  /** In the order of the measures. */
  readonly evidenced: readonly Evidenced[];
}

export function argumentColumns(plan: ExactPlan): ArgumentColumns {
  const statistics = statisticsOf(plan);
  const definitions = definitionsOf(plan.input);
  const types = typesOf(plan.input);
  const written = plan.measures.map((measure) => columnsOf(measure, definitions, (expr) => fit(expr, types)));
  const share = sharing(plan);
  const evidenced = statistics.flatMap((statistic, index): readonly Evidenced[] => {
    const [measure, own] = [plan.measures[index], written[index]];
    if (!measure || !own) return [];
    const name = (role: Role): string | undefined => own[role] && share(measure, own[role]);
    const [first, second, bare] = [name('counted') ?? name('first'), name('second'), name('unweighted')];
    const values = statistic.kind === 'proportion' && measure.arg && twoValuesOf(measure.arg, definitions);
    return [
      {
        statistic,
        args: {
          ...(first !== undefined && { first }),
          ...(second !== undefined && { second }),
          ...(bare !== undefined && { unweighted: bare }),
        },
        ...(values && { values }),
        ...(statistic.reweighted && { top: Math.max(topContributions, plan.k - 1) }),
      },
    ];
  });
  return {
    columns: written.flatMap((own) => Object.values(own).map(({ sql, name }) => `${sql} AS ${name}`)),
    evidenced,
  };
}

type Role = 'first' | 'second' | 'counted' | 'unweighted';
interface Written {
  readonly sql: string;
  readonly name: string;
}

/**
 * A row without one of two variables counts for neither. A value beyond the range of squares is left out by the engine, so it must not be
 * counted as somebody's either: otherwise a column of NaN would be a crowd to hide in.
 */
function columnsOf(
  { id, fn, arg, second }: PlannedMeasure,
  definitions: ReturnType<typeof definitionsOf>,
  squared: (expr: Expr) => string,
): Readonly<Partial<Record<Role, Written>>> {
  if (!arg) return {};
  const sql = printExpr(arg);
  if (second) {
    const [x, y] = [squared(arg), squared(second)];
    return {
      first: { sql: `CASE WHEN ${y} IS NOT NULL THEN ${x} END`, name: `a${id}` },
      second: { sql: `CASE WHEN ${x} IS NOT NULL THEN ${y} END`, name: `b${id}` },
    };
  }
  const first = { sql, name: `a${id}` };
  if (fn === 'var_pop' || fn === 'var_samp' || fn === 'stddev_pop' || fn === 'stddev_samp')
    return { first, counted: { sql: squared(arg), name: `f${id}` } };
  const bare = fn === 'sum' ? unweighted(arg, definitions) : undefined;
  return { first, ...(bare && { unweighted: { sql: printExpr(bare), name: `w${id}` } }) };
}

/** Numbers as they are squared. Of whole numbers and decimals no square leaves the range of DOUBLE. */
function fit(expr: Expr, types: ReturnType<typeof typesOf>): string {
  const type = typeOf(expr, types);
  return type === 'DOUBLE' || type === 'FLOAT' ? squarable(printExpr(expr)) : `CAST(${printExpr(expr)} AS DOUBLE)`;
}

/** Equal computations share the name of the first, and a unit column stands for its other names. */
function sharing(plan: ExactPlan): (measure: PlannedMeasure, written: Written) => string {
  const origins = originsOf(plan.input);
  const originOf = (id: ColumnId): ColumnId => origins.get(id) ?? id;
  const first = new Map<string, string>();
  return ({ arg }, { sql, name }) => {
    const unit =
      arg?.kind === 'column' && name.startsWith('a')
        ? plan.units.findIndex((column) => originOf(column.id) === originOf(arg.id))
        : -1;
    const shared = unit >= 0 ? unitName(unit) : (first.get(sql) ?? name);
    first.set(sql, shared);
    return shared;
  };
}
