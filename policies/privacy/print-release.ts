/**
 * The SQL of a release: whole numbers per group, nothing else. Values are clamped and rounded row by row before anything is added, each
 * unit's contribution is bounded as the plan says, and groups come out in the order of their keys.
 *
 * @see query-and-privacy.md §3.4
 */
import type { Grid } from '../catalog/bounds.ts';
import { columnName, printExpr, printRel, quotedText } from '../query/print.ts';
import type { ColumnId, Expr, Rel } from '../query/ir.ts';
import { compare, decimalText } from '../decimal.ts';
import type { MeasuredVector, Release, ReleaseKey, Vector } from './plan-types.ts';
import { firstRows, furthestBack, isInOrder, printFirstOfUnit, withRank } from './row-order.ts';

/** Which statement answers which vectors: columns are the keys, for a tree the leaf, then one number per vector, as text. */
export interface Measurement {
  readonly sql: string;
  /** Positions in the release's list of vectors, in column order. */
  readonly vectors: readonly number[];
  readonly isTree: boolean;
  /** Over the private keys alone: which groups there are, where other keys are public. */
  readonly isSelection: boolean;
}

export interface PrintOptions {
  /** Secret, so that nobody can tell which groups of a unit are kept; privacy does not rest on it. */
  readonly salt: string;
}

/** For every table, the numbers of all statements together change by no more than the plan's sensitivities when one unit is removed. */
export function printRelease(release: Release, options: PrintOptions): readonly Measurement[] {
  const printer = new Printer(release, options);
  const main = positions(release, ({ vector: { kind } }) => !separate.has(kind));
  const own = positions(release, ({ vector: { kind } }) => kind === 'distinct' || kind === 'tree');
  const statements = [
    ...(main.length > 0 || own.length === 0 ? [printer.main(main)] : []),
    ...own.map((at) => printer.own(at)),
  ];
  const selection = positions(release, ({ vector }) => vector.kind === 'selection');
  return [...statements, ...selection.map((at) => printer.selection(at))];
}

const separate: ReadonlySet<Vector['kind']> = new Set(['distinct', 'tree', 'selection']);

function positions(release: Release, is: (vector: MeasuredVector) => boolean): readonly number[] {
  return release.vectors.flatMap((vector, at) => (is(vector) ? [at] : []));
}

type KeyForm = 'codes' | 'values';

const keyName = (at: number): string => `k${at}`;
const valueName = (at: number): string => `v${at}`;
const markName = (at: number): string => `first${at}`;

class Printer {
  readonly #release: Release;
  readonly #options: PrintOptions;
  readonly #input: Rel;
  /** The place of a row among those of its unit, where the rows of the release are those of one table. */
  readonly #rank: ColumnId | undefined;

  constructor(release: Release, options: PrintOptions) {
    this.#release = release;
    this.#options = options;
    const capped = this.#capped(release.input);
    const ranked = release.rank === undefined ? undefined : withRank(capped, release.rank);
    this.#input = ranked ?? capped;
    this.#rank = ranked && release.rank;
  }

  main(vectors: readonly number[]): Measurement {
    const keys = this.#release.keys.map((_, at) => keyName(at));
    const source = this.#source(vectors, this.#keyForm());
    const isBounded = this.#needsClip();
    const marked = isBounded ? [] : this.#firstOfUnit(vectors);
    const isMarked = marked.length > 0;
    const list = vectors.map(
      (at) => `${isBounded ? this.#clipped(at) : this.#plain(at, isMarked)} AS ${valueName(at)}`,
    );
    const withs = [source, ...(isBounded ? this.#perUnit(vectors) : marked)];
    return this.#measurement(
      { withs, from: isBounded ? 'kept' : isMarked ? 'firsts' : 'src', keys, list, form: this.#keyForm() },
      { vectors, isTree: false, isSelection: false },
    );
  }

  /** Distinct units without a table of all of them, where the rows come as they are stored and a unit has few. */
  #firstOfUnit(vectors: readonly number[]): readonly string[] {
    const { keys, bounding } = this.#release;
    const isUnits = (at: number): boolean => this.#release.vectors[at]?.vector.kind === 'units';
    const counted = vectors.filter(isUnits);
    if (counted.length === 0 || this.#rank === undefined || !isInOrder(this.#input)) return [];
    if (bounding.rows === undefined || bounding.rows > furthestBack) return [];
    const [group, ...others] = keys.flatMap(({ fixed, expr }, at) => (fixed ? [] : [{ name: keyName(at), expr }]));
    if (others.length > 0 || (group && !this.#code(group.expr))) return [];
    const hasValue = (at: number): boolean => this.#value(this.#release.vectors[at]?.vector) !== undefined;
    const added = vectors.filter((at) => !isUnits(at) && hasValue(at));
    return printFirstOfUnit({
      rows: bounding.rows,
      ...(group && { group: group.name }),
      carried: [...keys.map((_, at) => keyName(at)), ...added.map(valueName)],
      marks: counted.map((at) => ({ name: markName(at), ...(hasValue(at) && { when: valueName(at) }) })),
    });
  }

  /** Distinct values and leaves of a tree need the rows themselves: those that are kept of each unit and group. */
  own(at: number): Measurement {
    const keys = this.#release.keys.map((_, key) => keyName(key));
    const isTree = this.#release.vectors[at]?.vector.kind === 'tree';
    const x = valueName(at);
    const rows = isTree ? '' : 'DISTINCT ';
    const withs = [
      this.#source([at], this.#keyForm()),
      `vals AS (SELECT ${rows}${['u', ...keys, x].join(', ')} FROM src WHERE ${x} IS NOT NULL)`,
    ];
    const isBounded = this.#needsClip();
    if (isBounded) withs.push(...this.#keptValues(keys, x));
    const from = isBounded ? 'few' : 'vals';
    const list = [`${isTree ? 'count(*)' : `count(DISTINCT ${x})`} AS n`];
    return this.#measurement(
      { withs, from, keys: isTree ? [...keys, x] : keys, list, form: this.#keyForm() },
      { vectors: [at], isTree, isSelection: false },
    );
  }

  /** Units per group of the private keys, each unit in as few groups as the plan says. */
  selection(at: number): Measurement {
    const keys = this.#release.keys.flatMap((key, at) => (key.values ? [] : [keyName(at)]));
    const form = this.#rank === undefined ? 'values' : 'codes';
    const withs = [this.#source([], form), ...this.#keptPairs(keys, [], this.#release.selection?.groups ?? 1)];
    return this.#measurement(
      { withs, from: 'kept', keys, list: ['count(*) AS n'], form },
      { vectors: [at], isTree: false, isSelection: true },
    );
  }

  /** T0 clips nothing, and T1 may keep so few rows of a unit that each group has no more of them than may count. */
  #needsClip(): boolean {
    const { tier, rows, rowsPerGroup } = this.#release.bounding;
    if (tier === 'T0') return false;
    return tier === 'T2' || rows === undefined || rowsPerGroup < rows;
  }

  /**
   * Codes group faster than texts. But a code is a place in a dictionary, and that changes when somebody else's value goes: what decides
   * which groups of a unit are kept must be the value itself, unless the rank of its first row decides.
   */
  #keyForm(): KeyForm {
    return this.#ranksGroups() && this.#rank === undefined ? 'values' : 'codes';
  }

  #ranksGroups(): boolean {
    const { keys, bounding } = this.#release;
    return bounding.tier === 'T2' && bounding.groups !== undefined && keys.length > 0;
  }

  #source(vectors: readonly number[], form: KeyForm): string {
    const { unit, keys } = this.#release;
    const columns = [
      `${columnName(unit)} AS u`,
      ...(this.#rank === undefined ? [] : [`${columnName(this.#rank)} AS rk`]),
      ...keys.map((key, at) => `${this.#key(key, form)} AS ${keyName(at)}`),
      ...vectors.flatMap((at) => {
        const value = this.#value(this.#release.vectors[at]?.vector);
        return value === undefined ? [] : [`${value} AS ${valueName(at)}`];
      }),
    ];
    return `src AS (SELECT ${columns.join(', ')} FROM (${printRel(this.#input)}))`;
  }

  #capped(rel: Rel): Rel {
    const { rank, bounding } = this.#release;
    if (bounding.tier !== 'T1' || rank === undefined || bounding.rows === undefined) return rel;
    return firstRows(rel, rank, bounding.rows);
  }

  #key({ expr }: ReleaseKey, form: KeyForm): string {
    const code = form === 'codes' ? this.#code(expr) : undefined;
    return code ? columnName(code.id) : printExpr(expr);
  }

  #code(expr: Expr): { readonly id: ColumnId; readonly dictionary: string } | undefined {
    return expr.kind === 'column' ? this.#release.stored.get(expr.id)?.code : undefined;
  }

  /** The column of one row: 1 or NULL for what is counted, steps for what is added. */
  #value(vector: Vector | undefined): string | undefined {
    if (!vector) return undefined;
    switch (vector.kind) {
      case 'selection':
        return undefined;
      case 'units':
      case 'rows':
        return vector.arg && `(${printExpr(vector.arg)}) IS NOT NULL`;
      case 'distinct':
        return printExpr(vector.arg);
      case 'sum':
        return this.#steps(vector.arg, vector.grid);
      case 'centred':
        return centred(this.#steps(vector.arg, vector.grid), vector.grid);
      case 'square': {
        const y = centred(this.#steps(vector.arg, vector.grid), vector.grid);
        return `(${y}) * (${y})`;
      }
      case 'tree':
        return `(${this.#steps(vector.arg, vector.grid)}) - (${vector.grid.lo})`;
    }
  }

  /** A stored column of the same grid is there already. */
  #steps(arg: Expr, grid: Grid): string {
    const stored = arg.kind === 'column' ? this.#release.stored.get(arg.id)?.quantised : undefined;
    const same = stored && stored.grid.lo === grid.lo && stored.grid.hi === grid.hi;
    const isSame = same && compare(stored.grid.step, grid.step) === 0;
    return isSame ? columnName(stored.id) : printSteps(printExpr(arg), grid);
  }

  #plain(at: number, isMarked: boolean): string {
    const vector = this.#release.vectors[at]?.vector;
    const x = valueName(at);
    if (vector?.kind === 'units' && isMarked) return `count(*) FILTER (${markName(at)})`;
    if (vector?.kind === 'units') return vector.arg ? `count(DISTINCT CASE WHEN ${x} THEN u END)` : 'count(DISTINCT u)';
    if (vector?.kind === 'rows') return vector.arg ? `count(*) FILTER (${x})` : 'count(*)';
    return `coalesce(sum(${x}), 0)`;
  }

  /** One row per unit and group, then at most K groups of each unit. */
  #perUnit(vectors: readonly number[]): readonly string[] {
    const keys = this.#release.keys.map((_, at) => keyName(at));
    const own = vectors.flatMap((at) => {
      const vector = this.#release.vectors[at]?.vector;
      const x = valueName(at);
      if (vector?.kind === 'units') return vector.arg ? [`bool_or(${x}) AS ${x}`] : [];
      if (vector?.kind === 'rows') return [`${vector.arg ? `count(*) FILTER (${x})` : 'count(*)'} AS ${x}`];
      return [`coalesce(sum(${x}), 0) AS ${x}`];
    });
    return this.#keptPairs(keys, own, this.#ranksGroups() ? this.#release.bounding.groups : undefined);
  }

  /**
   * One row per unit and group, and of each unit at most `groups`, in a total order that its own rows decide. By the rank of the first
   * row, if there is one: who lacks the key cannot tell it from chance, and other units keep other groups. Otherwise by a salted hash.
   */
  #keptPairs(keys: readonly string[], own: readonly string[], groups: number | undefined): readonly string[] {
    const by = ['u', ...keys];
    const first = groups === undefined || this.#rank === undefined ? [] : ['min(rk) AS first'];
    const pairs = `pairs AS (SELECT ${[...by, ...own, ...first].join(', ')} FROM src GROUP BY ${by.join(', ')})`;
    if (groups === undefined) return [pairs, 'kept AS (SELECT * FROM pairs)'];
    const order = first.length > 0 ? 'first' : this.#hashed(keys);
    const ranked = `ranked AS (SELECT *, ${numbering(['u'], [order, ...keys])} AS r FROM pairs)`;
    return [pairs, ranked, `kept AS (SELECT * FROM ranked WHERE r <= ${groups})`];
  }

  #hashed(values: readonly string[]): string {
    return `hash(${[quotedText(this.#options.salt), ...values].join(', ')})`;
  }

  /** What one unit adds to a group, clipped to what `rowsPerGroup` rows can add. */
  #clipped(at: number): string {
    const vector = this.#release.vectors[at]?.vector;
    const most = BigInt(this.#release.bounding.rowsPerGroup);
    const x = valueName(at);
    if (vector?.kind === 'units') return vector.arg ? `count(*) FILTER (${x})` : 'count(*)';
    if (vector?.kind === 'rows') return `sum(least(${x}, ${most}))`;
    const { lo, hi } = sumBounds(vector);
    return `sum(CAST(greatest(least(${x}, ${hi * most}), ${lo * most}) AS BIGINT))`;
  }

  /** Groups first, as for the other vectors, then at most M values in each. */
  #keptValues(keys: readonly string[], x: string): readonly string[] {
    const { groups, rowsPerGroup } = this.#release.bounding;
    const order = [this.#hashed([x]), x];
    const few = `few AS (SELECT * FROM numbered WHERE n <= ${rowsPerGroup})`;
    const numbered = (from: string): string =>
      `numbered AS (SELECT *, ${numbering(['u', ...keys], order)} AS n FROM ${from})`;
    if (!this.#ranksGroups()) return [numbered('vals'), few];
    const same = ['u', ...keys].map((name) => `vals.${name} IS NOT DISTINCT FROM kept.${name}`).join(' AND ');
    const chosen = `chosen AS (SELECT vals.* FROM vals SEMI JOIN kept ON ${same})`;
    return [...this.#keptPairs(keys, [], groups), chosen, numbered('chosen'), few];
  }

  #measurement(
    {
      withs,
      from,
      keys,
      list,
      form,
    }: {
      readonly withs: readonly string[];
      readonly from: string;
      readonly keys: readonly string[];
      readonly list: readonly string[];
      readonly form: KeyForm;
    },
    what: Omit<Measurement, 'sql'>,
  ): Measurement {
    const by = keys.length > 0 ? ` GROUP BY ${keys.join(', ')}` : '';
    const grouped = `sums AS (SELECT ${[...keys, ...list].join(', ') || '1'} FROM ${from}${by})`;
    const numbers = list
      .map((item) => item.split(' AS ').at(-1) ?? '')
      .map((name) => `CAST(${name} AS VARCHAR) AS ${name}`);
    const decoded = keys.map((key) => (form === 'codes' ? this.#decoded(key) : { name: key, join: '' }));
    const joins = decoded.map(({ join }) => join).join('');
    const shown = [...decoded.map(({ name }) => name), ...numbers];
    const order = decoded.length > 0 ? ` ORDER BY ${decoded.map((_, at) => at + 1).join(', ')}` : '';
    return {
      ...what,
      sql: `WITH ${[...withs, grouped].join(', ')} SELECT ${shown.join(', ') || '1'} FROM sums${joins}${order}`,
    };
  }

  /** Codes become texts again after the grouping. */
  #decoded(key: string): { readonly name: string; readonly join: string } {
    const at = this.#release.keys.findIndex((_, index) => keyName(index) === key);
    const expr = this.#release.keys[at]?.expr;
    const code = expr && this.#code(expr);
    if (!code) return { name: key, join: '' };
    return { name: `d${at}.value`, join: ` LEFT JOIN ${code.dictionary} AS d${at} ON d${at}.code = ${key}` };
  }
}

/** Only within rows of one unit, so that nobody else decides what is kept; and by a total order. */
function numbering(partition: readonly string[], order: readonly string[]): string {
  return `row_number() OVER (PARTITION BY ${partition.join(', ')} ORDER BY ${order.join(', ')})`;
}

/** What a clipped sum lies between, per row. */
function sumBounds(vector: Vector | undefined): { readonly lo: bigint; readonly hi: bigint } {
  if (!vector || !('grid' in vector)) throw new Error('Cannot clip: must be a sum');
  const { lo, hi } = vector.grid;
  const spread = hi - lo;
  if (vector.kind === 'centred') return { lo: -spread, hi: spread };
  if (vector.kind === 'square') return { lo: 0n, hi: spread * spread };
  return { lo: lo < 0n ? lo : 0n, hi: hi > 0n ? hi : 0n };
}

/** From 2q − (lo + hi), in half steps: the middle of the bounds is 0. */
function centred(steps: string, { lo, hi }: Grid): string {
  return `2 * (${steps}) - (${lo + hi})`;
}

/** NULL and NaN count as nothing; what lies outside is put on the bound. The last clamp is on whole numbers: it is the one that holds. */
export function printSteps(sql: string, { lo, hi, step }: Grid): string {
  const x = `TRY_CAST(${sql} AS DOUBLE)`;
  const inSteps = step.digits === 1n ? `${x} * 1e${step.scale}` : `${x} / ${decimalText(step)}e0`;
  const clamped = `least(greatest(${inSteps}, ${lo}e0), ${hi}e0)`;
  const whole = `least(greatest(CAST(round(${clamped}) AS BIGINT), ${lo}), ${hi})`;
  return `CASE WHEN ${x} IS NULL OR isnan(${x}) THEN NULL ELSE ${whole} END`;
}
