/**
 * Which column of a table follows from which others. A dependency only says what holds; to make rows, one of its columns must be
 * drawn last, so that it fits the others. That column is the target of the rule, and each column is the target of one at most.
 */
import type { Condition, Dependency, Table } from './entry.ts';
import type { Fault } from './fault.ts';
import { ownUnits } from './units.ts';

export type Rule =
  /** Not below, or not above, the other column. */
  | { readonly kind: 'order'; readonly other: string; readonly side: 'above' | 'below' }
  /** One of the parts that a total is split into, in this order. */
  | { readonly kind: 'sum'; readonly total: string; readonly parts: readonly string[] }
  | { readonly kind: 'determines'; readonly from: readonly string[] }
  /** One of `values` where `given` is as `holds` says, and any value elsewhere. */
  | { readonly kind: 'implies'; readonly given: Condition; readonly holds: boolean; readonly values: Values };

type Values = readonly (string | number)[];

export interface Oriented {
  /** By the target. */
  readonly rules: ReadonlyMap<string, Rule>;
  readonly faults: readonly Fault[];
}

/**
 * For every table whose dependencies are sound one by one, returns one rule for each target, such that no rule follows from itself,
 * no target is part of a key or a unit, and what is one value for each unit follows from such values; or says where that cannot be.
 */
export function orientRules(table: Table, path: string): Oriented {
  const dependencies = table.dependencies ?? [];
  const choices = dependencies.map((dependency) => choicesOf(table, dependency));
  const takenBy = new Map<string, number>();
  // Those without a choice first; the others give way to each other.
  const order = [...choices.keys()].toSorted((a, b) => (choices[a]?.length ?? 0) - (choices[b]?.length ?? 0));
  const faults = order
    .filter((at) => !assign(at, { choices, takenBy, tried: new Set() }))
    .map((at): Fault => ({ path: `${path}.${at}`, must: unmet, got: namesIn(dependencies[at]).join(', ') }));
  if (faults.length > 0) return { rules: new Map(), faults };
  const rules = new Map([...takenBy].flatMap(([target, at]) => ruleEntries(choices[at] ?? [], target)));
  const circle = [...rules.keys()].find((target) => reaches(rules, target, target));
  if (circle !== undefined) {
    const here = `${path}.${takenBy.get(circle) ?? 0}`;
    return { rules, faults: [{ path: here, must: 'lead to no circle with the others', got: circle }] };
  }
  return { rules, faults: [] };
}

const unmet =
  'leave a column that no other dependency decides, that is in no key and no unit, and that is one value for each unit only if the others are';

/** The columns that a rule follows from. */
export function sourcesOf(rule: Rule): readonly string[] {
  switch (rule.kind) {
    case 'order':
      return [rule.other];
    case 'sum':
      return [rule.total];
    case 'determines':
      return rule.from;
    case 'implies':
      return [rule.given.column];
  }
}

/** The columns that something else decides: keys, units, foreign keys. */
export function decidedColumns(table: Table): ReadonlySet<string> {
  return new Set([...decidedByKeys(table), ...table.foreignKeys.flatMap(({ columns }) => columns)]);
}

/** The columns that a dependency names. */
export function namesIn(dependency: Dependency | undefined): readonly string[] {
  switch (dependency?.kind) {
    case undefined:
      return [];
    case 'order':
      return dependency.columns;
    case 'sum':
      return [dependency.total, ...dependency.parts];
    case 'determines':
      return [...dependency.from, ...dependency.to];
    case 'implies':
      return [dependency.when.column, dependency.then.column];
  }
}

/** One way to keep a dependency: these columns last, by this rule. */
interface Choice {
  readonly targets: readonly string[];
  readonly rule: Rule;
}

/** The preferred way first. */
function choicesOf(table: Table, dependency: Dependency): readonly Choice[] {
  return waysOf(table, dependency).filter((choice) =>
    choice.targets.every((target) => {
      const isKept = !isSteady(table, target, true) || sourcesOf(choice.rule).every((name) => isSteady(table, name));
      return isKept && isFree(table, target, choice);
    }),
  );
}

function waysOf(table: Table, dependency: Dependency): readonly Choice[] {
  switch (dependency.kind) {
    case 'order': {
      const [low, high] = dependency.columns;
      return [
        { targets: [high], rule: { kind: 'order', other: low, side: 'above' } },
        { targets: [low], rule: { kind: 'order', other: high, side: 'below' } },
      ];
    }
    case 'sum': {
      const { total, parts } = dependency;
      // What is one value for each unit is split off first; the rest may differ from row to row.
      const inOrder = parts.toSorted((a, b) => Number(isSteady(table, b, true)) - Number(isSteady(table, a, true)));
      return [{ targets: parts, rule: { kind: 'sum', total, parts: inOrder } }];
    }
    case 'determines':
      return [{ targets: dependency.to, rule: { kind: 'determines', from: dependency.from } }];
    case 'implies':
      return impliesWays(table, dependency);
  }
}

/** Where `then` does not hold, `when` must not: the same rule, read backwards. */
function impliesWays(table: Table, { when, then }: Dependency & { kind: 'implies' }): readonly Choice[] {
  const forward: Choice = {
    targets: [then.column],
    rule: { kind: 'implies', given: when, holds: true, values: then.values },
  };
  const domain = table.columns.find(({ name }) => name === when.column)?.domain;
  const others = domain?.kind === 'codes' ? domain.values.filter((value) => !when.values.includes(value)) : [];
  const backward: Choice = {
    targets: [when.column],
    rule: { kind: 'implies', given: then, holds: false, values: others },
  };
  return others.length > 0 ? [forward, backward] : [forward];
}

/** A foreign key may be determined, as a whole: rows that agree have the same parent. */
function isFree(table: Table, target: string, { targets, rule }: Choice): boolean {
  if (decidedByKeys(table).has(target)) return false;
  const keys = table.foreignKeys.filter(({ columns }) => columns.includes(target));
  return keys.every(({ columns }) => rule.kind === 'determines' && columns.every((name) => targets.includes(name)));
}

function decidedByKeys(table: Table): ReadonlySet<string> {
  return new Set([...table.primaryKey, ...ownUnits(table).map(({ column }) => column)]);
}

/** Whether a column has one value for each unit; with `declared`, because it says so. */
function isSteady(table: Table, name: string, declared = false): boolean {
  if (table.columns.find((column) => column.name === name)?.determinedByUnit) return true;
  return !declared && ownUnits(table)[0]?.column === name;
}

interface Assignment {
  readonly choices: readonly (readonly Choice[])[];
  readonly takenBy: Map<string, number>;
  readonly tried: Set<string>;
}

/** Gives a dependency its targets; one that holds them already moves on if it has another choice (augmenting paths). */
function assign(at: number, { choices, takenBy, tried }: Assignment): boolean {
  for (const { targets } of choices[at] ?? []) {
    if (targets.some((target) => tried.has(target))) continue;
    for (const target of targets) tried.add(target);
    const holders = targets.flatMap((target) => takenBy.get(target) ?? []);
    const moved = holders.every((holder) => holder !== at && assign(holder, { choices, takenBy, tried }));
    if (!moved) continue;
    for (const target of targets) takenBy.set(target, at);
    return true;
  }
  return false;
}

function ruleEntries(choices: readonly Choice[], target: string): readonly (readonly [string, Rule])[] {
  const choice = choices.find(({ targets }) => targets.includes(target));
  return choice === undefined ? [] : [[target, choice.rule]];
}

function reaches(rules: ReadonlyMap<string, Rule>, from: string, to: string, seen = new Set<string>()): boolean {
  const rule = rules.get(from);
  if (rule === undefined || seen.has(from)) return false;
  seen.add(from);
  return sourcesOf(rule).some((source) => source === to || reaches(rules, source, to, seen));
}
