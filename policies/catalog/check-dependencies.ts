/** Are the dependencies of a table sound: each for itself, and all of them together? */
import { holdsValue, valuesWithin } from './condition.ts';
import type { Column, Condition, Dependency, Table } from './entry.ts';
import type { Fault } from './fault.ts';
import { reachOf } from './reach.ts';
import { namesIn, orientRules, type Rule } from './rules.ts';
import { scaleOf } from './sql-type.ts';
import { gridOf, type StepGrid, type ValueGrid } from './value-grid.ts';

export interface TableRules {
  /** By the column that follows. */
  readonly rules: ReadonlyMap<string, Rule>;
  /** The values that a column of an order or a sum may take. */
  readonly grids: ReadonlyMap<string, ValueGrid>;
}

/**
 * Everything that is wrong with the dependencies of a table. Where nothing is, rows can be made for which all of them hold: see
 * {@link rulesOf}. Whether they contradict what a foreign key brings from another table is not known here.
 */
export function dependencyFaults(table: Table, path: string): readonly Fault[] {
  const here = `${path}.dependencies`;
  const alone = (table.dependencies ?? []).flatMap((one, at) => ownFaults(table, one, `${here}.${at}`));
  return alone.length > 0 ? alone : togetherFaults(table, here);
}

/** How to keep the dependencies of a checked table. */
export function rulesOf(table: Table): TableRules {
  const { rules } = orientRules(table, table.name);
  const { grids } = reachOf(table, table.name);
  return { rules, grids };
}

/** The values that an implied column may take where the condition holds. */
export function impliedValues(rule: Rule & { kind: 'implies' }, grid: ValueGrid | undefined) {
  return valuesWithin(rule.values, grid);
}

function togetherFaults(table: Table, path: string): readonly Fault[] {
  const { rules, faults } = orientRules(table, path);
  if (faults.length > 0) return faults;
  const reach = reachOf(table, path);
  if (reach.faults.length > 0) return reach.faults;
  return [...rules].flatMap(([target, rule]) => [
    ...emptyFaults(target, rule, { path, grid: reach.grids.get(target) }),
    ...loopFaults(table, target, path),
  ]);
}

function emptyFaults(target: string, rule: Rule, { path, grid }: { path: string; grid: ValueGrid | undefined }) {
  if (rule.kind !== 'implies' || impliedValues(rule, grid).length > 0) return [];
  return [{ path, must: 'leave each column a value of its domain', got: target }];
}

/** A row would follow from another row of its table, and that one from the next. */
function loopFaults(table: Table, target: string, path: string): readonly Fault[] {
  const isRepeated = table.foreignKeys.some((key) => key.table === table.name && key.references.includes(target));
  return isRepeated ? [{ path, must: 'decide no column that a key of the same table refers to', got: target }] : [];
}

function ownFaults(table: Table, dependency: Dependency, path: string): readonly Fault[] {
  const names = namesIn(dependency);
  const columns = names.map((name) => table.columns.find((column) => column.name === name));
  const missing = names.find((_, at) => columns[at] === undefined);
  if (missing !== undefined) return [{ path, must: `name columns of ${table.name}`, got: missing }];
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice !== undefined) return [{ path, must: 'name each column once', got: twice }];
  const known = columns.filter((column) => column !== undefined);
  switch (dependency.kind) {
    case 'order':
      return orderFaults(known, path);
    case 'sum':
      return sumFaults(known, path);
    case 'determines':
      return [];
    case 'implies':
      return [dependency.when, dependency.then].flatMap((side) => conditionFaults(known, side, path));
  }
}

function orderFaults(columns: readonly Column[], path: string): readonly Fault[] {
  const faults = gridFaults(columns, path);
  if (faults.length > 0) return faults;
  const kinds = new Set(gridsOf(columns).map((grid) => grid.of));
  const got = columns.map(({ name, type }) => `${name} ${type}`).join(', ');
  return kinds.size === 1 ? [] : [{ path, must: 'compare two numbers or two moments', got }];
}

/** Sums are exact only in whole steps that all columns share. */
function sumFaults(columns: readonly Column[], path: string): readonly Fault[] {
  const scales = new Set(columns.map(({ type }) => scaleOf(type)));
  const got = columns.map(({ name, type }) => `${name} ${type}`).join(', ');
  if (scales.size > 1 || scales.has(undefined)) {
    return [{ path, must: 'add up whole numbers, or decimals of one scale', got }];
  }
  const faults = gridFaults(columns, path);
  if (faults.length > 0) return faults;
  const listed = columns.find(({ domain }) => domain?.kind !== 'range');
  if (listed !== undefined) return [{ path, must: 'add up columns whose domain is a range', got: listed.name }];
  const grids = gridsOf(columns).filter((grid): grid is StepGrid => grid.kind === 'steps');
  const [step = 1] = grids.map((grid) => grid.step);
  const isShared = grids.every((grid) => grid.step === step && grid.first % step === 0);
  return isShared ? [] : [{ path, must: 'add up columns of one step, which begin at a multiple of it', got }];
}

function gridFaults(columns: readonly Column[], path: string): readonly Fault[] {
  return columns.flatMap((column) => {
    const outcome = gridOf(column);
    return 'grid' in outcome ? [] : [{ path, must: outcome.must, got: column.name }];
  });
}

function gridsOf(columns: readonly Column[]): readonly ValueGrid[] {
  return columns.flatMap((column) => {
    const outcome = gridOf(column);
    return 'grid' in outcome ? [outcome.grid] : [];
  });
}

function conditionFaults(columns: readonly Column[], condition: Condition, path: string): readonly Fault[] {
  const column = columns.find(({ name }) => name === condition.column);
  if (column === undefined) return [];
  if (column.domain === undefined && column.type !== 'BOOLEAN') {
    return [{ path, must: 'speak of columns with a domain, or BOOLEAN', got: column.name }];
  }
  const unknown = condition.values.find((value) => !holdsValue(column, value));
  if (unknown === undefined) return [];
  return [{ path, must: `name values in the domain of ${column.name}`, got: JSON.stringify(unknown) }];
}
