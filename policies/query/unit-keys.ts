/**
 * Which columns say whose row it is. A column whose value determines the unit (the unit column itself, the key of a table that names its
 * unit, the foreign key along which a table finds its unit) has a *token*: two rows that are equal in columns of one token belong to one
 * unit. Columns keep their token when they are renamed; computed columns have none.
 */
import type { Table } from '../catalog/entry.ts';
import type { IdSpace } from '../units.ts';
import { outputIds, type ColumnId, type Expr, type Rel } from './ir.ts';

/** What a column identifies: equal values in columns of one token mean one unit of `space`. */
export interface Token {
  readonly name: string;
  readonly space: IdSpace;
}

/** Names and tokens of columns by where they come from. One per query; it grows from the scans upward. */
export class UnitKeys {
  readonly #renamed = new Map<ColumnId, ColumnId>();
  readonly #bases = new Map<ColumnId, string>();
  readonly #tokens = new Map<ColumnId, readonly Token[]>();
  readonly #nullable = new Set<ColumnId>();

  scanned(rel: Extract<Rel, { kind: 'scan' }>, tables: readonly Table[]): void {
    for (const { id, column } of rel.columns) {
      this.#bases.set(id, `${rel.table.name}.${column.name}`);
      this.#tokens.set(id, tokensOf(rel.table, column.name, tables));
    }
  }

  named(id: ColumnId, expr: Expr): void {
    if (expr.kind === 'column') this.#renamed.set(id, this.root(expr.id));
    // The unit after FULL JOIN … USING: whichever side is there.
    if (expr.kind === 'call' && expr.name === 'coalesce') this.#tokens.set(id, this.#common(expr.args.map(columnOf)));
  }

  united(id: ColumnId, from: readonly ColumnId[]): void {
    this.#tokens.set(id, this.#common(from));
    if (from.some((source) => this.#nullable.has(this.root(source)))) this.#nullable.add(id);
  }

  /** The side of an outer join whose columns may be missing: such a column still joins, but NULL stands for many units. */
  optional(rel: Rel): void {
    for (const id of outputIds(rel)) this.#nullable.add(this.root(id));
  }

  root(id: ColumnId): ColumnId {
    return this.#renamed.get(id) ?? id;
  }

  /** `table.column` of the base column, if the column is one. */
  base(id: ColumnId): string | undefined {
    return this.#bases.get(this.root(id));
  }

  tokens(id: ColumnId): readonly Token[] {
    return this.#tokens.get(this.root(id)) ?? [];
  }

  /** How the vendor would write the unit of `rel`: its own column where there is one, else a key that determines it. */
  unitName(rel: Rel, unit: { readonly space: IdSpace; readonly id: ColumnId }): string {
    const tokens = outputIds(rel).flatMap((id) => this.tokens(id).map((token) => ({ id, token })));
    const own = tokens.filter(({ token }) => token.space === unit.space);
    const best = own.find(({ token }) => token.name === `unit ${unit.space}`) ?? own[0];
    return this.base(unit.id) ?? (best && this.base(best.id)) ?? 'the unit column';
  }

  /** Whether grouping by the expression keeps units of `space` apart. */
  determines(expr: Expr, space: IdSpace): boolean {
    if (expr.kind !== 'column' || this.#nullable.has(this.root(expr.id))) return false;
    return this.tokens(expr.id).some((token) => token.space === space);
  }

  /** Whether two equal columns mean one unit of `space`. */
  sameUnit(a: ColumnId, b: ColumnId, space: IdSpace): boolean {
    const names = new Set(this.tokens(b).map((token) => token.name));
    return this.tokens(a).some((token) => token.space === space && names.has(token.name));
  }

  #common(ids: readonly (ColumnId | undefined)[]): readonly Token[] {
    const [first, ...rest] = ids.map((id) => (id === undefined ? [] : this.tokens(id)));
    return (first ?? []).filter((token) => rest.every((others) => others.some((other) => other.name === token.name)));
  }
}

function columnOf(expr: Expr): ColumnId | undefined {
  return expr.kind === 'column' ? expr.id : undefined;
}

function tokensOf(table: Table, column: string, tables: readonly Table[]): readonly Token[] {
  return table.units.flatMap(({ space, column: unit, via }): readonly Token[] => {
    const [step] = via ?? [];
    const own = step === undefined && column === unit ? [{ name: `unit ${space}`, space }] : [];
    const key = table.primaryKey.length === 1 && table.primaryKey[0] === column;
    const isKeyed = key ? [{ name: `${table.name}.${column}`, space }] : [];
    const target = step && column === step.column ? tables.find(({ name }) => name === step.table) : undefined;
    const along =
      step && target && isKeyOf(target, step.references) ? [{ name: `${step.table}.${step.references}`, space }] : [];
    // Keys speak for the first unit of a table only, which is the one that the private lane protects.
    return space === table.units[0]?.space ? [...own, ...isKeyed, ...along] : own;
  });
}

function isKeyOf(table: Table, column: string): boolean {
  return table.primaryKey.length === 1 && table.primaryKey[0] === column;
}
