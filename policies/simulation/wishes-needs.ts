/** What each scan of a query needs: the conditions of filters and joins above it, and those that aggregates look at. */
import type { Table } from '../catalog/entry.ts';
import { children, columnsOf, conjuncts, placeOf, type Expr, type Measure, type Rel } from '../query/ir.ts';
import { allOf, alternativesOf, type ConditionReader, type Conjunction } from './wishes-condition.ts';
import { expand, type Origins, type Scan } from './wishes-expand.ts';
import { meetingOf } from './wishes-joins.ts';

/** `all`: alternatives, of which rows pass one. `some`: more that an aggregate tells apart. */
export interface Needs {
  readonly all: readonly Conjunction[];
  readonly some: readonly Conjunction[];
}

export interface Walk {
  readonly origins: Origins;
  readonly reader: ConditionReader;
  readonly tables: ReadonlyMap<string, Table>;
  readonly needs: Map<Scan, Needs>;
}

/** Notes the needs of the scans below `rel`, from the tables upward. */
export function walk(rel: Rel, at: Walk): void {
  switch (rel.kind) {
    case 'single':
      return;
    case 'scan':
      at.needs.set(rel, { all: [[]], some: [] });
      return;
    case 'filter':
      walk(rel.input, at);
      constrain(rel.predicate, at);
      return;
    case 'join':
      walk(rel.left, at);
      // Rows without a match are wanted: nothing that matches is wished for.
      if (rel.join === 'anti') return;
      walk(rel.right, at);
      if (rel.on) constrain(rel.on, at);
      return;
    case 'aggregate':
      walk(rel.input, at);
      rel.measures.forEach((measure) => lookInto(measure, at));
      return;
    case 'union':
      rel.inputs.forEach((input) => walk(input, at));
      return;
    case 'project':
    case 'window':
    case 'sort':
    case 'limit':
      walk(rel.input, at);
  }
}

function constrain(condition: Expr, at: Walk): void {
  for (const part of conjuncts(condition)) {
    for (const expr of expand(part, at.origins)) {
      if (meet(expr, at)) continue;
      if (isBeyond(expr, at)) {
        noteBeyond(expr, at);
        continue;
      }
      for (const [scan, added] of byScan(alternativesOf(expr, at.reader), at)) {
        const { all, some } = at.needs.get(scan) ?? { all: [[]], some: [] };
        at.needs.set(scan, { all: allOf([all, added]), some: some.length > 0 ? allOf([some, added]) : [] });
      }
    }
  }
}

/** Each condition that an aggregate looks at deserves rows of its own. */
function lookInto({ arg, second }: Measure, at: Walk): void {
  for (const expr of [arg, second].flatMap((one) => (one ? expand(one, at.origins) : [])).flatMap(conditionsIn)) {
    if (isBeyond(expr, at)) {
      noteBeyond(expr, at);
      continue;
    }
    for (const [scan, added] of byScan(alternativesOf(expr, at.reader), at)) {
      const { all, some } = at.needs.get(scan) ?? { all: [[]], some: [] };
      at.needs.set(scan, { all, some: [...some, ...allOf([all, added])] });
    }
  }
}

/** The outermost conditions inside an expression. */
function conditionsIn(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'compare':
    case 'between':
    case 'in':
    case 'logic':
    case 'not':
    case 'isNull':
      return [expr];
    case 'case':
      return [
        ...expr.branches.flatMap(({ when, result }) => [when, ...conditionsIn(result)]),
        ...conditionsIn(expr.otherwise),
      ];
    case 'column':
    case 'literal':
    case 'cast':
    case 'call':
      return children(expr).flatMap(conditionsIn);
  }
}

/** The alternatives as each scan sees them: its own conditions of each. A scan that one of them does not name may be as it likes. */
function byScan(alternatives: readonly Conjunction[], { origins }: Walk): ReadonlyMap<Scan, readonly Conjunction[]> {
  const scans = new Set(alternatives.flat().flatMap(({ id }) => origins.base.get(id)?.scan ?? []));
  return new Map(
    [...scans].map((scan) => {
      const own = alternatives.map((atoms) => atoms.filter(({ id }) => origins.base.get(id)?.scan === scan));
      const named = own.filter((atoms) => atoms.length > 0);
      return [scan, named];
    }),
  );
}

/** Whether the expression reads the result of an aggregate or a window. */
function isBeyond(expr: Expr, { origins }: Walk): boolean {
  return [...columnsOf(expr)].some((id) => !origins.base.has(id));
}

function noteBeyond(expr: Expr, { reader }: Walk): void {
  const place = placeOf(expr);
  reader.note({ why: 'this condition depends on an aggregate or a window', ...(place && { at: place }) });
}

/** Two columns are joined: where nothing ties them, both draw from what they have in common. @returns whether it was such a condition */
function meet(expr: Expr, at: Walk): boolean {
  if (expr.kind !== 'compare' || (expr.op !== '=' && expr.op !== 'IS NOT DISTINCT FROM')) return false;
  const { left, right } = expr;
  if (left.kind !== 'column' || right.kind !== 'column') return false;
  const [a, b] = [at.origins.base.get(left.id), at.origins.base.get(right.id)];
  if (!a || !b || a.scan === b.scan) return false;
  const meeting = meetingOf(a, b, at.tables);
  const place = placeOf(expr);
  if (meeting.kind === 'apart') at.reader.note({ why: meeting.why, ...(place && { at: place }) });
  if (meeting.kind !== 'common') return true;
  for (const { id, scan } of [
    { id: left.id, scan: a.scan },
    { id: right.id, scan: b.scan },
  ]) {
    const { all, some } = at.needs.get(scan) ?? { all: [[]], some: [] };
    const added = [[{ id, accept: meeting.accept, from: expr }]];
    at.needs.set(scan, { all: allOf([all, added]), some: some.length > 0 ? allOf([some, added]) : [] });
  }
  return true;
}
