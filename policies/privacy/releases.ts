/** The private lane's side of the locality pass: how tables are read, and what becomes of aggregates over several units. */
import type { Table } from '../catalog/entry.ts';
import { isPublicEntry } from '../catalog/units.ts';
import {
  codeName,
  dictionaryName,
  gridFor,
  isCoded,
  quantisedName,
  rowRank,
  unitNumber,
} from '../catalog/private-form.ts';
import { canonicalText } from '../query/canonical-plan.ts';
import { outputIds, scansOf, type ColumnId, type Expr, type Rel, type ScanColumn } from '../query/ir.ts';
import type { Lane, Local, Scan } from '../query/local.ts';
import { quoted } from '../query/print.ts';
import { stop } from '../query/stop.ts';
import type { UnitKeys } from '../query/unit-keys.ts';
import { draftRelease, type Drafted } from './draft.ts';
import type { ReleaseDraft, StoredForms } from './plan-types.ts';
import { releasedCatalog } from '../query/released-entry.ts';
import { madeColumn, releasedTable } from './released-tables.ts';

export class Releases {
  readonly drafts: ReleaseDraft[] = [];
  readonly lane: Lane;
  readonly #tables = new Map<string, Table>();
  /** The rank column beside each unit column. */
  readonly #ranks = new Map<ColumnId, ColumnId>();
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
    const [u, rank] = [hidden(unitNumber), hidden(rowRank)];
    const forms = rel.columns.flatMap((column) => this.#forms(rel, column, hidden));
    this.#ranks.set(u.id, rank.id);
    return { rel: { ...rel, columns: [...rel.columns, u, rank, ...forms] }, units: [{ space: unit.space, id: u.id }] };
  }

  /** Stored forms of a column, where the publication makes them. */
  #forms(
    { entry, table }: Scan,
    { id, column }: ScanColumn,
    hidden: (name: string) => ScanColumn,
  ): readonly ScanColumn[] {
    const grid = gridFor(column);
    const quantised = grid && hidden(quantisedName(column.name));
    const code = isCoded(table, column) ? hidden(codeName(column.name)) : undefined;
    const dictionary = `${quoted(entry.id)}.main.${quoted(dictionaryName(table.name, column.name))}`;
    this.#stored.set(id, {
      ...(grid && quantised && { quantised: { id: quantised.id, grid } }),
      ...(code && { code: { id: code.id, dictionary } }),
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
    // A query that names a CTE twice releases it once.
    const canonical = canonicalText(written);
    const known = this.#tables.get(canonical);
    const table =
      known ?? releasedTable(this.drafts.push(this.#draft({ written, input: input.rel, unit }, keys)) - 1, written);
    this.#tables.set(canonical, table);
    return {
      kind: 'scan',
      entry: releasedCatalog([table]),
      table,
      columns: table.columns.map((column, index) => ({ id: outputIds(written)[index] ?? -1, column })),
    };
  }

  #draft(drafted: Pick<Drafted, 'written' | 'input' | 'unit'>, keys: UnitKeys): ReleaseDraft {
    const { input, unit } = drafted;
    const rank = this.#rank(input, unit.id);
    const isUnit = (expr: Expr): boolean =>
      isUnitValue(expr, (id) => keys.tokens(id).some(({ name }) => name === `unit ${unit.space}`));
    return draftRelease({ ...drafted, isUnit, stored: this.#stored, ...(rank !== undefined && { rank }) });
  }

  /** The rank serves only where each row of the input is a row of one scanned table. */
  #rank(input: Rel, unit: ColumnId): ColumnId | undefined {
    const scans = scansOf(input).filter(({ entry }) => !isPublicEntry(entry));
    return scans.length === 1 ? this.#ranks.get(unit) : undefined;
  }
}

function isUnitValue(expr: Expr, isUnit: (id: ColumnId) => boolean): boolean {
  if (expr.kind === 'column') return isUnit(expr.id);
  if (expr.kind !== 'case') return false;
  const results = [...expr.branches.map((branch) => branch.result), expr.otherwise];
  return results.every((part) => isNothing(part) || isUnitValue(part, isUnit)) && !results.every(isNothing);
}

function isNothing(part: Expr): boolean {
  return part.kind === 'literal' && part.literal.type === 'null';
}
