/**
 * What simulation data is to be believed, column by column and pair by pair. It follows from the catalog and from the noisy model, so
 * everybody may read it. Whatever is not named here is independent: a relation seen in it is an accident.
 *
 * @see synth.md §3.4 (b), §7
 */
import type { Column, Dependency, Table } from '../catalog/entry.ts';
import { expectedErrors, type Trust } from './expected-error.ts';
import type { ModelledTable } from './fit-plan.ts';
import type { FittedModel, FittedTable } from './fitted.ts';
import { repeatedColumns } from './repeated.ts';

/**
 * `fitted`: its distribution was measured with noise. `derived`: it follows from other columns by a declared rule, or repeats the parent's.
 * `key`: it identifies or refers, and says nothing else. `made_up`: plausible by the catalog, and independent of the real rows.
 */
export type ColumnStanding = 'fitted' | 'derived' | 'key' | 'made_up';

export interface ColumnStatement {
  readonly column: string;
  readonly standing: ColumnStanding;
  /** Expected total variation, 0 to 1, that the noise alone does to the distribution of a fitted column. */
  readonly expected?: number;
}

/** `fitted`: measured together. `modelled`: follows from what was measured. `declared`: a rule of the catalog holds between them. */
export type PairStanding = 'fitted' | 'modelled' | 'declared';

export interface PairStatement {
  /** Columns; of another table with its name: `account.district_id`, `#loan` for how many rows of it there are. */
  readonly columns: readonly [string, string];
  readonly standing: PairStanding;
  readonly expected?: number;
}

export interface FidelityStatement {
  readonly table: string;
  /** 0: from the catalog alone. 1: from a model that was fitted to real rows with noise. */
  readonly level: 0 | 1;
  readonly columns: readonly ColumnStatement[];
  /** All other pairs are independent here. */
  readonly pairs: readonly PairStatement[];
}

/** For every table, one statement about each column, in their order. `model` is the one that its rows are drawn from, if any. */
export function fidelityOf(table: Table, model?: FittedModel): FidelityStatement {
  const found = model && fittedOf(model, table.name);
  const trusted = found ? trustOfColumns(found) : new Map<string, Trust>();
  const repeated = new Set(found && model ? repeatedColumns(table, found.plan, model.plan) : []);
  const columns = table.columns.map((column) =>
    statementOf(table, column, { trust: trusted.get(column.name), isRepeated: repeated.has(column.name) }),
  );
  const declared = (table.dependencies ?? []).flatMap(pairsOf);
  const fitted = found ? trustOfPairs(found) : [];
  return { table: table.name, level: found ? 1 : 0, columns, pairs: eachOnce([...fitted, ...declared]) };
}

/** The first that speaks of a pair, whichever of its columns comes first there. */
function eachOnce(pairs: readonly PairStatement[]): readonly PairStatement[] {
  const known = new Set<string>();
  return pairs.filter(({ columns }) => {
    const key = keyOf(columns);
    const isNew = !known.has(key) && columns[0] !== columns[1];
    known.add(key);
    return isNew;
  });
}

function keyOf(columns: readonly [string, string]): string {
  return columns.toSorted().join(',');
}

interface Found {
  readonly plan: ModelledTable;
  readonly fitted: FittedTable;
}

function fittedOf({ plan, tables }: FittedModel, name: string): Found | undefined {
  const planned = plan.tables.find(({ model }) => model.table === name)?.model;
  const fitted = tables.find(({ table }) => table === name);
  return planned && fitted ? { plan: planned, fitted } : undefined;
}

interface Known {
  readonly trust: Trust | undefined;
  readonly isRepeated: boolean;
}

function statementOf(table: Table, { name }: Column, { trust, isRepeated }: Known): ColumnStatement {
  if (trust) return { column: name, standing: 'fitted', ...rounded(trust.expected) };
  const isKey = table.primaryKey.includes(name) || table.foreignKeys.some(({ columns }) => columns.includes(name));
  if (isKey) return { column: name, standing: 'key' };
  const follows = (table.dependencies ?? []).some(
    (rule) => (rule.kind === 'sum' && rule.total === name) || (rule.kind === 'determines' && rule.to.includes(name)),
  );
  return { column: name, standing: follows || isRepeated ? 'derived' : 'made_up' };
}

/** Of a column that is two attributes, the less certain. */
function trustOfColumns({ plan, fitted }: Found): ReadonlyMap<string, Trust> {
  const trusted = new Map<string, Trust>();
  const errors = expectedErrors(plan, fitted).attributes;
  for (const [at, { origin }] of plan.attributes.entries()) {
    const trust = errors[at];
    if (origin.kind !== 'own' || !trust) continue;
    const before = trusted.get(origin.column);
    if (!before || (before.expected ?? 1) < (trust.expected ?? 1)) trusted.set(origin.column, trust);
  }
  return trusted;
}

function trustOfPairs({ plan, fitted }: Found): readonly PairStatement[] {
  const names = plan.attributes.map(nameOf);
  const best = new Map<string, PairStatement>();
  for (const { attributes, standing, expected } of expectedErrors(plan, fitted).pairs) {
    const [first = '', second = ''] = attributes.map((at) => names[at]);
    if (standing === 'independent' || first === second) continue;
    const key = keyOf([first, second]);
    const told: PairStatement = {
      columns: [first, second],
      standing: standing === 'measured' ? 'fitted' : 'modelled',
      ...rounded(expected),
    };
    const before = best.get(key);
    if (!before || isBetter(told, before)) best.set(key, told);
  }
  return [...best.values()];
}

/** Of a moment that is two attributes, the surer pair. */
function isBetter(one: PairStatement, other: PairStatement): boolean {
  return one.standing === other.standing ? (one.expected ?? 1) < (other.expected ?? 1) : one.standing === 'fitted';
}

function nameOf({ name, origin }: ModelledTable['attributes'][number]): string {
  return origin.kind === 'own' ? origin.column : name;
}

function pairsOf(rule: Dependency): readonly PairStatement[] {
  const between = (from: readonly string[], to: readonly string[]) =>
    from.flatMap((a) => to.map((b): PairStatement => ({ columns: [a, b], standing: 'declared' })));
  switch (rule.kind) {
    case 'order':
      return between([rule.columns[0]], [rule.columns[1]]);
    case 'sum':
      return between([rule.total], rule.parts);
    case 'determines':
      return between(rule.from, rule.to);
    case 'implies':
      return between([rule.when.column], [rule.then.column]);
  }
}

/** Three digits say all that there is to say. */
function rounded(expected: number | undefined): { readonly expected?: number } {
  return expected === undefined ? {} : { expected: Math.ceil(expected * 1_000) / 1_000 };
}
