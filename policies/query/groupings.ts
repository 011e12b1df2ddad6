/**
 * The release of an exact query: one aggregate, or several groupings of the same rows (ROLLUP, CUBE, GROUPING SETS), with nothing above
 * them but steps that read released cells. Keys and measures that the groupings share are found to be the same here.
 */
import type { ColumnId, Measure, NamedExpr, Rel } from './ir.ts';
import { fingerprint } from './ir.ts';
import { accept, refuse, type Outcome } from '../refusal.ts';
import { groupsOf } from './locality.ts';

type Aggregate = Extract<Rel, { kind: 'aggregate' }>;

/** One way of grouping: the places of its keys, ascending. */
export interface Grouping {
  readonly keys: readonly number[];
  /** Nobody asked for it: the finest grouping, which tells of which cells the others are sums. */
  readonly absent?: true;
}

/** An aggregate of the query: which grouping it is, and by which ids it gives its keys and measures. */
export interface Arm {
  readonly grouping: number;
  readonly keys: readonly { readonly id: ColumnId; readonly place: number }[];
  readonly measures: readonly { readonly id: ColumnId; readonly place: number }[];
}

export interface Groups {
  readonly input: Rel;
  readonly keys: readonly NamedExpr[];
  readonly measures: readonly Measure[];
  /** With the ids of every arm, so that their uses can be found. */
  readonly measuresAsWritten: readonly Measure[];
  readonly arms: readonly Arm[];
}

/** @returns the groupings of `rel`; refuses rows of units, and what the rules for exact cells do not follow */
export function findGroups(rel: Rel): Outcome<Groups> {
  const found: Aggregate[] = [];
  const problem = collect(rel, found);
  const [first] = found;
  if (problem || !first) return problem ?? refuseRows(rel);
  const input = fingerprint(first.input);
  const stranger = found.find((other) => fingerprint(other.input) !== input);
  if (stranger) {
    const remedy = 'Group the same rows by GROUPING SETS, or ask for each table by itself.';
    const where = stranger.at ? { where: stranger.at } : {};
    return refuse('E_UNSUPPORTED', 'Cannot release groups of different rows in one exact query', { ...where, remedy });
  }
  return accept(unify(first.input, found));
}

/** All groupings that were asked for, each once; and the finest one, where several were and none has all keys. */
export function groupingsOf({ keys, arms }: Pick<Groups, 'keys' | 'arms'>): readonly Grouping[] {
  const asked: Grouping[] = [];
  for (const arm of arms) asked[arm.grouping] ??= { keys: placesOf(arm.keys) };
  const hasFinest = asked.length <= 1 || asked.some((grouping) => grouping.keys.length === keys.length);
  return hasFinest ? asked : [...asked, { keys: keys.map((_, place) => place), absent: true }];
}

/** Adds the aggregates from left to right; @returns why not, if something else is there */
function collect(rel: Rel, found: Aggregate[]): Outcome<never> | undefined {
  switch (rel.kind) {
    case 'aggregate':
      found.push(rel);
      return undefined;
    case 'filter':
    case 'project':
    case 'sort':
    case 'limit':
    case 'window':
      return collect(rel.input, found);
    case 'union': {
      for (const input of rel.inputs) {
        const problem = collect(input, found);
        if (problem) return problem;
      }
      return undefined;
    }
    case 'scan':
    case 'single':
    case 'join':
      return refuseRows(rel);
  }
}

function refuseRows(rel: Rel): Outcome<never> {
  const where = 'at' in rel && rel.at && groupsOf(rel) ? { where: rel.at } : {};
  return refuse('E_NO_AGGREGATE', 'Cannot show rows of protected units: must be grouped and aggregated', where);
}

function unify(input: Rel, found: readonly Aggregate[]): Groups {
  const keys: NamedExpr[] = [];
  const measures: Measure[] = [];
  const keyPlaces = new Map<string, number>();
  const measurePlaces = new Map<string, number>();
  const groupings = new Map<string, number>();
  const arms = found.map((rel): Arm => {
    const own = rel.keys.map((key) => ({
      id: key.id,
      place: placeOf(keyPlaces, fingerprint(key.expr), () => keys.push(key)),
    }));
    const set = JSON.stringify(placesOf(own));
    const grouping = placeOf(groupings, set);
    const values = rel.measures.map((measure) => ({
      id: measure.id,
      place: placeOf(measurePlaces, fingerprint({ ...measure, id: 0 }), () => measures.push(measure)),
    }));
    return { grouping, keys: own, measures: values };
  });
  return { input, keys, measures, measuresAsWritten: found.flatMap((rel) => rel.measures), arms };
}

function placesOf(keys: Arm['keys']): readonly number[] {
  return [...new Set(keys.map(({ place }) => place))].sort((a, b) => a - b);
}

/** The number of `print`; a new one is the next. */
function placeOf(places: Map<string, number>, print: string, onNew?: () => void): number {
  const known = places.get(print);
  if (known !== undefined) return known;
  const place = places.size;
  places.set(print, place);
  onNew?.();
  return place;
}
