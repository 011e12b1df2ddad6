/**
 * Unit-locality: below a release, the rows of one unit must depend on that unit's rows and public tables only. This pass proves it node
 * by node, or refuses; it carries the unit columns upward, so that units can be counted although the vendor never selects them; and it
 * adds the unit to joins and keys, so that the proof does not rest on the data being clean.
 *
 * Invariant: for every unit v, the rows of f(D) with unit v equal f(D restricted to v, plus the public tables), as bags.
 *
 * The two lanes differ in one thing. In the exact lane every declared unit of a table is carried, and an aggregate that mixes units must be
 * the outermost. In the private lane the first unit is carried, as a number that the publication made, and an aggregate that mixes
 * units is a release wherever it stands: what is above it reads noisy cells, which are public.
 *
 * @see query-and-privacy.md §3.2
 */
import { isPublicEntry } from '../catalog/units.ts';
import { accept, type Outcome, type Position } from '../refusal.ts';
import { outputIds, placeOf, scansOf, type ColumnId, type Rel } from './ir.ts';
import { localAggregate, localUnion, localWindow } from './locality-group.ts';
import { localJoin } from './locality-join.ts';
import { originsOf } from './same-column.ts';
import { isForbidden } from './scope.ts';
import { attempt, stop } from './stop.ts';
import { UnitKeys } from './unit-keys.ts';
import { publicRows, type Lane, type Local, type Scan, type UnitColumn, type Walk } from './local.ts';

const exactLane: Lane = {
  scan: (rel) => ({
    rel,
    units: rel.table.units.flatMap(({ space, column: name, via }) => {
      const found = via ? undefined : rel.columns.find(({ column }) => column.name === name);
      return found ? [{ space, id: found.id }] : [];
    }),
  }),
  singleUnit: false,
};

/** @param fresh gives ids that the query does not use yet
 * @returns the relation with unit columns carried through; refuses where rows of different units would mix */
export function requireUnitLocal(rel: Rel, fresh: () => ColumnId, lane: Lane = exactLane): Outcome<Local> {
  return attempt(() => {
    const walk: Walk = { lane, keys: new UnitKeys(), fresh, localize: (part) => localize(part, walk) };
    return walk.localize(rel);
  });
}

/** Whether only public tables are read below `rel`. */
export function isPublic(rel: Rel): boolean {
  return scansOf(rel).every(({ entry }) => isPublicEntry(entry));
}

function localize(rel: Rel, walk: Walk): Local {
  switch (rel.kind) {
    case 'scan':
      return scan(rel, walk);
    case 'single':
      return { rel, locality: publicRows };
    case 'filter': {
      const input = walk.localize(rel.input);
      return { rel: { ...rel, input: input.rel }, locality: input.locality };
    }
    case 'project':
      return project(rel, walk);
    case 'join':
      return localJoin(rel, walk);
    case 'aggregate':
      return localAggregate(rel, walk);
    case 'window':
      return localWindow(rel, walk);
    case 'union':
      return localUnion(rel, walk);
    case 'sort':
    case 'limit':
      return ordered(rel, walk);
  }
}

function scan(rel: Scan, { lane, keys, fresh }: Walk): Local {
  const columns = rel.columns.filter(({ column }) => !isForbidden(column));
  const seen = { ...rel, columns };
  keys.scanned(seen, rel.entry.tables);
  if (isPublic(rel)) return { rel: seen, locality: publicRows };
  const { rel: read, units } = lane.scan(seen, fresh);
  return { rel: read, locality: { kind: 'protected', units } };
}

function project(rel: Extract<Rel, { kind: 'project' }>, { localize: go, keys }: Walk): Local {
  const input = go(rel.input);
  for (const { id, expr } of rel.columns) keys.named(id, expr);
  const units = input.locality.kind === 'protected' ? input.locality.units.map((unit) => unit.id) : [];
  const there = new Set(outputIds(input.rel));
  const keep = [...new Set([...rel.keep.filter((id) => there.has(id)), ...units])];
  return { rel: { ...rel, input: input.rel, keep }, locality: input.locality };
}

function ordered(rel: Extract<Rel, { kind: 'sort' | 'limit' }>, { localize: go, lane }: Walk): Local {
  const input = go(rel.input);
  if (input.locality.kind === 'public') return { rel: { ...rel, input: input.rel }, locality: publicRows };
  if (rel.kind === 'limit') {
    const groups = lane.release && groupsOf(rel.input);
    if (groups) return refuseUnits(groups);
    return stop('E_NONLOCAL', 'Cannot use LIMIT inside the query: which rows remain depends on other units');
  }
  // Without LIMIT the order of an inner query means nothing.
  return input;
}

/** The grouping of which `rel` shows the groups. */
export function groupsOf(rel: Rel): Extract<Rel, { kind: 'aggregate' }> | undefined {
  if (rel.kind === 'aggregate') return rel;
  return rel.kind === 'project' || rel.kind === 'filter' || rel.kind === 'sort' || rel.kind === 'limit'
    ? groupsOf(rel.input)
    : undefined;
}

/** A grouping by something that single units have is not a statistic. @see query-and-privacy.md §3.11 (TPC-H 3, 10, 18) */
export function refuseUnits(rel: Extract<Rel, { kind: 'aggregate' }>): never {
  const names = determiningKeys(rel).join(', ');
  const must = `each must have many units; ${names || 'a key'} tells the unit`;
  return stop('E_GROUP_DETERMINES_UNIT', `Cannot release these groups: ${must}`, rel.at ?? placeOfKeys(rel));
}

function placeOfKeys({ keys }: Extract<Rel, { kind: 'aggregate' }>): Position | undefined {
  return keys.map(({ expr }) => placeOf(expr)).find((at) => at !== undefined);
}

/** The keys that determine the unit, as `table.column`. */
function determiningKeys({ input, keys }: Extract<Rel, { kind: 'aggregate' }>): readonly string[] {
  const known = new UnitKeys();
  for (const scanned of scansOf(input)) if (!isPublic(scanned)) known.scanned(scanned, scanned.entry.tables);
  const origins = originsOf(input);
  const roots = keys.flatMap(({ expr }) => (expr.kind === 'column' ? [origins.get(expr.id) ?? expr.id] : []));
  return roots.flatMap((id) => (known.tokens(id).length > 0 ? (known.base(id) ?? []) : []));
}

/** @returns `local` with its units; refuses a protected relation whose rows cannot be counted */
export function requireUnits(local: Local): Outcome<readonly UnitColumn[]> {
  if (local.locality.kind === 'public') return accept([]);
  if (local.locality.units.length > 0) return accept(local.locality.units);
  return attempt(() =>
    stop('E_JOIN_UNIT', 'Cannot count the units of these rows: must be joined to a table that names its unit'),
  );
}
