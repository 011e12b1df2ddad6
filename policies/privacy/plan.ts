/**
 * The private reading of a query: every aggregate over several units becomes a release with noise, and all that the text does with its
 * cells (ratios, joins with public tables, HAVING, windows, ORDER BY, LIMIT) reads the noisy cells. Decided from text and catalog alone.
 *
 * @see query-and-privacy.md §0, §3
 */
import type { Column, Table } from '../catalog/entry.ts';
import { boundsOf, gridOf } from '../catalog/bounds.ts';
import type { Outcome } from '../refusal.ts';
import { attoDelta, nanoRho, type AttoDelta, type NanoRho } from '../units.ts';
import { canonicalText } from '../query/canonical-plan.ts';
import { requireUnitLocal } from '../query/locality.ts';
import type { Lane, Local, Scan } from '../query/local.ts';
import {
  outputIds,
  scansOf,
  type ColumnId,
  type Expr,
  type Rel,
  type ResolvedQuery,
  type ScanColumn,
} from '../query/ir.ts';
import { isForbidden } from '../query/scope.ts';
import { attempt, stop } from '../query/stop.ts';
import { quoted } from '../query/print.ts';
import type { UnitKeys } from '../query/unit-keys.ts';
import { requireTypes } from '../query/types.ts';
import { rhoFor } from './accountant.ts';
import { mostGroups, rankBoundings, sensitivityOf, shareOf } from './bounding.ts';
import { draftRelease } from './draft.ts';
import type { PrivatePlan, Release, ReleaseDraft, StoredForms } from './plan-types.ts';
import { madeColumn, releasedCatalog, releasedTable } from './released-tables.ts';
import { attosPerDelta } from './cost.ts';
import { statedDelta, statedDeltaInverse, type PrivacySettings } from './settings.ts';

/** For a query that reads protected tables. @returns the plan with its price; refuses with the first rule that is broken */
export function planPrivate(query: ResolvedQuery, settings: PrivacySettings): Outcome<PrivatePlan> {
  const typed = requireTypes(query.rel);
  if (!typed.ok) return typed;
  const walk = new Releases();
  const local = requireUnitLocal(query.rel, query.nextId, walk.lane);
  if (!local.ok) return local;
  return attempt(() => {
    if (local.value.locality.kind !== 'public') refuseRows(query.rel);
    const { rel } = local.value;
    const { releases, cost } = price(walk.drafts, settings);
    const [first] = releases;
    if (!first) throw new Error('Cannot plan: a protected query must have a release');
    return {
      kind: 'private',
      space: first.space,
      releases,
      cost,
      post: { rel, columns: query.columns },
      used: query.used,
      nextId: query.nextId,
    };
  });
}

/** A grouping by something that single units have is not a statistic. @see query-and-privacy.md §3.11 (TPC-H 3, 10, 18) */
function refuseRows(rel: Rel): never {
  const grouped = topAggregate(rel);
  if (!grouped) return stop('E_NO_AGGREGATE', 'Cannot show rows of protected units: must be grouped and aggregated');
  return stop(
    'E_GROUP_DETERMINES_UNIT',
    'Cannot release these groups: each must have many units; a key determines the unit',
    grouped.at,
  );
}

function topAggregate(rel: Rel): Extract<Rel, { kind: 'aggregate' }> | undefined {
  if (rel.kind === 'aggregate') return rel;
  return 'input' in rel ? topAggregate(rel.input) : undefined;
}

/** Splits the cost over the releases and their vectors, and takes the way of bounding for each. */
function price(drafts: readonly ReleaseDraft[], settings: PrivacySettings): Pick<PrivatePlan, 'releases' | 'cost'> {
  const found = drafts.filter(({ keys }) => keys.some((key) => !key.values)).length;
  // With groups from the data, half of the stated δ is for their selection.
  const total = rhoFor({ epsilon: settings.epsilon, delta: found > 0 ? statedDelta / 2 : statedDelta });
  const rho = nanoRho(total / BigInt(drafts.length));
  const delta = found > 0 ? attoDelta(attosPerDelta / (2n * statedDeltaInverse * BigInt(found))) : attoDelta(0n);
  const releases = drafts.map((draft) => decide(draft, settings, { rho, delta }));
  return {
    releases,
    cost: {
      rho: nanoRho(releases.flatMap(({ vectors }) => vectors).reduce((sum, vector) => sum + vector.rho, 0n)),
      delta: attoDelta(releases.reduce((sum, { selection }) => sum + (selection?.delta ?? 0n), 0n)),
    },
  };
}

function decide(
  draft: ReleaseDraft,
  settings: PrivacySettings,
  { rho, delta }: { rho: NanoRho; delta: AttoDelta },
): Release {
  const candidates = rankBoundings(draft, settings, rho);
  const [taken] = candidates;
  if (!taken)
    return stop('E_ARGUMENTS', 'Cannot bound the contributions: must be one of the tiers that this query has');
  const { bounding } = taken;
  const share = shareOf(rho, draft.vectors);
  const vectors = draft.vectors.map((vector) => ({
    vector,
    sensitivity2: sensitivityOf(vector, bounding),
    rho: share,
  }));
  if (!draft.keys.some((key) => !key.values)) return { ...draft, bounding, candidates, vectors };
  const counted = draft.vectors.findIndex(
    (vector) => vector.kind === 'selection' || (vector.kind === 'units' && !vector.arg),
  );
  return {
    ...draft,
    bounding,
    candidates,
    vectors,
    selection: { vector: counted, delta, groups: mostGroups(bounding) },
  };
}

/** The private lane's side of the locality pass: how tables are read, and what becomes of aggregates. */
class Releases {
  readonly drafts: ReleaseDraft[] = [];
  readonly lane: Lane;
  readonly #tables = new Map<string, Table>();
  readonly #units = new Map<ColumnId, { readonly scan: Scan; readonly rank: ColumnId }>();
  readonly #stored = new Map<ColumnId, StoredForms>();

  constructor() {
    this.lane = {
      singleUnit: true,
      scan: (rel, fresh) => this.#scan(rel, fresh),
      release: (rel, input, keys) => this.#release(rel, input, keys),
    };
  }

  #scan(rel: Scan, fresh: () => ColumnId): ReturnType<Lane['scan']> {
    const [unit] = rel.table.units;
    if (!unit)
      return stop('E_JOIN_UNIT', `Cannot read ${rel.table.name} privately: its rows must name their unit`, rel.at);
    const hidden = (name: string): ScanColumn => ({ id: fresh(), column: madeColumn(name) });
    const [u, rank] = [hidden('__u'), hidden('__rk')];
    const forms = rel.columns
      .filter(({ column }) => !isForbidden(column))
      .flatMap((column) => this.#forms(rel, column, hidden));
    this.#units.set(u.id, { scan: rel, rank: rank.id });
    return { rel: { ...rel, columns: [...rel.columns, u, rank, ...forms] }, units: [{ space: unit.space, id: u.id }] };
  }

  #forms(rel: Scan, { id, column }: ScanColumn, hidden: (name: string) => ScanColumn): readonly ScanColumn[] {
    const bounds = isNumber(column) ? boundsOf(column) : undefined;
    const grid = bounds && gridOf(bounds);
    const quantised = grid && hidden(`${column.name}__q`);
    const isUnit = rel.table.units.some((unit) => !unit.via && unit.column === column.name);
    const coded = column.type === 'VARCHAR' && !isUnit && (column.rule.includes('P') || column.rule.includes('G'));
    const code = coded ? hidden(`${column.name}__d`) : undefined;
    this.#stored.set(id, {
      ...(grid &&
        quantised && {
          quantised: {
            id: quantised.id,
            lo: grid.lo,
            hi: grid.hi,
            step: { digits: grid.step.unscaled, scale: grid.step.scale },
          },
        }),
      ...(code && {
        code: {
          id: code.id,
          dictionary: `${quoted(rel.entry.id)}.main.${quoted(`${rel.table.name}__${column.name}__dict`)}`,
        },
      }),
    });
    return [...(quantised ? [quantised] : []), ...(code ? [code] : [])];
  }

  #release(written: Extract<Rel, { kind: 'aggregate' }>, input: Local, keys: UnitKeys): Rel {
    const [unit] = input.locality.kind === 'protected' ? input.locality.units : [];
    if (!unit)
      return stop(
        'E_JOIN_UNIT',
        'Cannot count the units of these rows: must be joined to a table that names its unit',
        written.at,
      );
    const rank = this.#rank(input.rel, unit.id);
    const isUnit = (expr: Expr): boolean =>
      isUnitValue(expr, (id) => keys.tokens(id).some(({ name }) => name === `unit ${unit.space}`));
    const draft = draftRelease({
      written,
      input: input.rel,
      unit,
      isUnit,
      stored: this.#stored,
      ...(rank !== undefined && { rank }),
    });
    // A query that names a CTE twice releases it once.
    const canonical = canonicalText(written);
    const table = this.#tables.get(canonical) ?? releasedTable(this.drafts.push(draft) - 1, written);
    this.#tables.set(canonical, table);
    return {
      kind: 'scan',
      entry: releasedCatalog([table]),
      table,
      columns: table.columns.map((column, index) => ({ id: outputIds(written)[index] ?? -1, column })),
    };
  }

  /** The rank serves only where each row of the input is a row of one scanned table. */
  #rank(input: Rel, unit: ColumnId): ColumnId | undefined {
    const scans = scansOf(input).filter(({ entry }) => entry.attribute !== 'unconditional');
    const found = this.#units.get(unit);
    return scans.length === 1 && found ? found.rank : undefined;
  }
}

function isUnitValue(expr: Expr, isUnit: (id: ColumnId) => boolean): boolean {
  if (expr.kind === 'column') return isUnit(expr.id);
  if (expr.kind !== 'case') return false;
  const results = [...expr.branches.map((branch) => branch.result), expr.otherwise];
  const isNothing = (part: Expr): boolean => part.kind === 'literal' && part.literal.type === 'null';
  return results.every((part) => isNothing(part) || isUnitValue(part, isUnit)) && !results.every(isNothing);
}

function isNumber({ type }: Column): boolean {
  return type === 'DOUBLE' || /INT/.test(type) || type.startsWith('DECIMAL');
}
