/**
 * The unit taken out of a plan: each time the rows of some unit below the release are others among everybody's than alone, and never in
 * the plan as it is.
 *
 * @see query-and-privacy.md §3.2, §4.1
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Release } from '#policies/privacy/plan-types.ts';
import { allOf, conjuncts, type Expr, type Rel } from '#policies/query/ir.ts';
import { onlyUnit } from '../oracle/generate/tables.ts';
import { crowd, manyTables, openCrowd } from './crowd.ts';
import type { World } from './world.ts';

let loose: World;

beforeAll(async () => {
  loose = await openCrowd('loose');
});

afterAll(() => {
  loose[Symbol.dispose]();
});

/** A plan from which the unit has been taken out somewhere. */
type Change = (rel: Rel, isUnit: (expr: Expr) => boolean) => Rel;

const withoutUnitInJoins: Change = (rel, isUnit) => {
  if (rel.kind !== 'join') return rel;
  const kept = conjuncts(rel.on).filter(
    (part) => !(part.kind === 'compare' && isUnit(part.left) && isUnit(part.right)),
  );
  return { ...rel, on: allOf(kept) ?? { kind: 'literal', literal: { type: 'boolean', value: true } } };
};

const withoutUnitInGroups: Change = (rel, isUnit) => {
  if (rel.kind !== 'aggregate') return rel;
  const [units, keys] = [rel.keys.filter(({ expr }) => isUnit(expr)), rel.keys.filter(({ expr }) => !isUnit(expr))];
  const measures = units.map(({ id, expr }) => ({ id, fn: 'max', distinct: false, arg: expr }) as const);
  return { ...rel, keys, measures: [...rel.measures, ...measures] };
};

const withoutUnitInWindows: Change = (rel, isUnit) => {
  if (rel.kind !== 'window') return rel;
  const columns = rel.columns.map((column) => ({
    ...column,
    partitionBy: column.partitionBy.filter((expr) => !isUnit(expr)),
  }));
  return { ...rel, columns };
};

const withoutTies: Change = (rel) => {
  if (rel.kind !== 'window') return rel;
  return { ...rel, columns: rel.columns.map((column) => ({ ...column, tiebreak: [] })) };
};

function changed(rel: Rel, change: Change, isUnit: (expr: Expr) => boolean): Rel {
  const inner = (part: Rel): Rel => changed(part, change, isUnit);
  if (rel.kind === 'scan' || rel.kind === 'single') return rel;
  if (rel.kind === 'join') return change({ ...rel, left: inner(rel.left), right: inner(rel.right) }, isUnit);
  if (rel.kind === 'union') return { ...rel, inputs: rel.inputs.map(inner) };
  return change({ ...rel, input: inner(rel.input) }, isUnit);
}

/** Whether an expression is the name of a unit or its number, under whatever name. */
function unitNames(rel: Rel): (expr: Expr) => boolean {
  const ids = new Set<number>();
  const isUnit = (expr: Expr): boolean => expr.kind === 'column' && ids.has(expr.id);
  const visit = (part: Rel): void => {
    if (part.kind === 'scan')
      for (const { id, column } of part.columns) if (['u', '__u'].includes(column.name)) ids.add(id);
    if (part.kind === 'join') [part.left, part.right].forEach(visit);
    else if (part.kind === 'union') part.inputs.forEach(visit);
    else if ('input' in part) visit(part.input);
    const named = part.kind === 'project' ? part.columns : part.kind === 'aggregate' ? part.keys : [];
    for (const { id, expr } of named) if (isUnit(expr)) ids.add(id);
  };
  visit(rel);
  return isUnit;
}

interface PlanMutant {
  readonly name: string;
  readonly sql: string;
  readonly change: Change;
}

const planMutants: readonly PlanMutant[] = [
  {
    name: 'equality of units in a join',
    sql: 'SELECT count(*) AS n FROM person p JOIN visit v ON p.u = v.u AND p.g = v.g',
    change: withoutUnitInJoins,
  },
  {
    name: 'equality of units in a semi join',
    sql: 'SELECT count(*) AS n FROM person p WHERE EXISTS (SELECT 1 FROM visit v WHERE v.u = p.u AND v.g = p.g)',
    change: withoutUnitInJoins,
  },
  {
    name: 'the unit in an inner GROUP BY',
    sql: 'SELECT sum(least(c, 3)) AS s FROM (SELECT u, g, count(*) AS c FROM visit GROUP BY u, g)',
    change: withoutUnitInGroups,
  },
  {
    name: 'the unit in a DISTINCT',
    sql: 'SELECT count(*) AS n FROM (SELECT DISTINCT u, g FROM visit)',
    change: withoutUnitInGroups,
  },
  {
    name: 'the unit in PARTITION BY',
    sql: 'SELECT sum(r) AS s FROM (SELECT u, rank() OVER (PARTITION BY u ORDER BY w) AS r FROM visit)',
    change: withoutUnitInWindows,
  },
  {
    name: 'the total order of a window',
    sql: 'SELECT r, sum(w) AS s FROM (SELECT u, w, row_number() OVER (PARTITION BY u ORDER BY n) AS r FROM visit) GROUP BY r',
    change: withoutTies,
  },
];

/** Whether the rows of some unit are others among everybody's than alone. */
async function isMixed(release: Release): Promise<boolean> {
  for (const [order, tables] of manyTables('loose', { seed: 432, count: 4 }).entries()) {
    await loose.publish('all', tables, order * 10);
    for (const [at, unit] of crowd.entries()) {
      await loose.publish('alone', onlyUnit(tables, unit), order * 10 + at + 1);
      const [among, alone] = [
        await loose.inputOf(release, 'all', at + 1),
        await loose.inputOf(release, 'alone', at + 1),
      ];
      if (JSON.stringify(among) !== JSON.stringify(alone)) return true;
    }
  }
  return false;
}

test.each(planMutants)(
  'without $name the rows of a unit depend on others, and not with it',
  async ({ sql, change }) => {
    const release = await loose.release(sql, { maxGroupsPerUnit: 2 });
    const input = changed(release.input, change, unitNames(release.input));
    expect(JSON.stringify(input)).not.toBe(JSON.stringify(release.input));
    expect(await isMixed({ ...release, input })).toBe(true);
    expect(await isMixed(release)).toBe(false);
  },
);
