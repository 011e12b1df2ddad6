/**
 * Wishes, as far as generation can follow them: of each table, what is drawn in favoured rows, which rows can be favoured at all, and what is
 * asked of the tables above it.
 */
import type { Column, Table } from '#policies/catalog/entry.ts';
import { acceptsOf, type Accepted, type Favour, type Wish } from '#policies/simulation/wishes.ts';
import { narrow, type Narrowed } from '#policies/simulation/wishes-domain.ts';
import type { World } from '../reader.ts';
import { columnOf, tableOf } from '../schema.ts';
import { withLimits } from './limits.ts';
import { keyObstacle, type KeyWish } from './keys.ts';
import { roleOf, type Place } from './roles.ts';

export interface Wanted {
  readonly column: Column;
  readonly accepts: readonly Accepted[];
  readonly narrowed: Narrowed;
}

/** In `share` of the rows: `drawn` holds because it is drawn so. A row is one of them only where `given` holds of itself. */
export interface TableWish {
  readonly share: number;
  readonly drawn: readonly Wanted[];
  readonly given: readonly Wanted[];
}

export interface FavourPlan {
  readonly tables: ReadonlyMap<string, readonly TableWish[]>;
  /** Conditions on columns of keys. */
  readonly keys: readonly KeyWish[];
  /** Why a condition cannot be met, with the place. */
  readonly cannot: readonly string[];
}

/** A wish with each condition where it can be met. */
interface Sorted {
  readonly table: Table;
  readonly wish: TableWish;
  readonly above: readonly (Place & { readonly accepts: readonly Accepted[] })[];
}

/** More wishes on one table are not told apart. */
const mostWishes = 64;

/** @throws Error for wishes that `requireWishes` refuses */
export function planFavour(world: World, { share, wishes }: Favour): FavourPlan {
  const cannot: string[] = [];
  const keys: KeyWish[] = [];
  const known = wishes.filter((wish) => world.schema.has(wish.table));
  const sorted = known.map((wish) => {
    const own = wish.share ?? sharedOut(known, wish.table, share);
    return sort(world, wish, { share: own, cannot, keys });
  });
  const names = [...new Set(sorted.flatMap(({ table, above }) => [table.name, ...above.map((one) => one.table.name)]))];
  const tables = new Map(names.map((name) => [name, wishesOn(name, sorted, cannot)]));
  return { tables, keys, cannot: [...new Set(cannot)] };
}

/** What the wishes without a share have each: together `share`, or what those with a share leave. */
function sharedOut(wishes: readonly Wish[], table: string, share: number): number {
  const here = wishes.filter((wish) => wish.table === table);
  const taken = here.reduce((sum, wish) => sum + (wish.share ?? 0), 0);
  return Math.max(0, Math.min(share, 1 - taken)) / Math.max(1, here.filter((wish) => wish.share === undefined).length);
}

function sort(
  world: World,
  wish: Wish,
  { share, cannot, keys }: { share: number; cannot: string[]; keys: KeyWish[] },
): Sorted {
  const table = tableOf(world.schema, wish.table);
  const drawn: Wanted[] = [];
  const given: Wanted[] = [];
  const above: Sorted['above'][number][] = [];
  const conditions = withLimits(table, wish.conditions);
  for (const name of new Set(conditions.map(({ column }) => column))) {
    const wanted = wantedOf(columnOf(table, name), acceptsOf({ conditions }, name));
    if (wanted === undefined) throw new Error(`Cannot favour ${wish.table}.${name}: must be checked before`);
    const here = { table, column: wanted.column };
    const role = roleOf(world, here);
    if (role.kind === 'drawn' || isAboutNull(wanted)) {
      drawn.push(wanted);
      continue;
    }
    const place = role.kind === 'parent' ? role.place : here;
    const isKey = role.kind === 'key' || (role.kind === 'parent' && roleOf(world, place).kind === 'key');
    const why = role.kind === 'fixed' ? role.why : isKey ? keyObstacle(world, place) : undefined;
    if (why !== undefined) {
      cannot.push(`${table.name}.${name} ${why}`);
      continue;
    }
    given.push(wanted);
    if (isKey) keys.push({ ...place, accepts: wanted.accepts, share });
    else above.push({ ...place, accepts: wanted.accepts });
  }
  return { table, wish: { share, drawn, given }, above };
}

/** Where only NULL is spoken of, it does not matter where values come from. */
function isAboutNull({ narrowed }: Wanted): boolean {
  return narrowed.kind === 'null' || (narrowed.domain === undefined && narrowed.prefix === undefined);
}

function wantedOf(column: Column, accepts: readonly Accepted[]): Wanted | undefined {
  const narrowed = narrow(column, accepts);
  return narrowed.ok ? { column, accepts, narrowed: narrowed.value } : undefined;
}

/** Its own wishes, and what each table below asks for besides: a row is to meet one of each, where they do not contradict each other. */
function wishesOn(name: string, sorted: readonly Sorted[], cannot: string[]): readonly TableWish[] {
  const own = sorted.filter(({ table }) => table.name === name).map(({ wish }) => wish);
  const below = [...new Set(sorted.map(({ table }) => table.name))].map((child) =>
    sorted.flatMap(({ table, wish, above }) => {
      const asked = above.filter((one) => one.table.name === name);
      if (table.name !== child || asked.length === 0) return [];
      const drawn = asked.flatMap(({ column, accepts }) => wantedOf(column, accepts) ?? []);
      return [{ share: wish.share, drawn, given: [] }];
    }),
  );
  return [own, ...below]
    .filter((list) => list.length > 0)
    .reduce<readonly TableWish[]>((left, right) => {
      const both = combined(left, right);
      if (both) return both;
      cannot.push(`${name} is asked for different values by the tables below it`);
      return scaled([...left, ...right], Math.max(total(left), total(right)));
    }, []);
}

/** Nothing where each pair contradicts itself. */
function combined(left: readonly TableWish[], right: readonly TableWish[]): readonly TableWish[] | undefined {
  if (left.length === 0) return right;
  const [whole, other] = [total(left), total(right)];
  const pairs = left.flatMap((a) =>
    right.flatMap((b) => {
      const drawn = joined(a.drawn, b.drawn);
      const weight = (a.share / whole) * (b.share / other) * Math.max(whole, other);
      return drawn ? [{ share: weight, drawn, given: [...a.given, ...b.given] }] : [];
    }),
  );
  return pairs.length === 0 ? undefined : scaled(pairs.slice(0, mostWishes), Math.max(whole, other));
}

const total = (wishes: readonly TableWish[]): number => wishes.reduce((sum, { share }) => sum + share, 0);

function scaled(wishes: readonly TableWish[], to: number): readonly TableWish[] {
  const sum = total(wishes);
  return wishes.map((wish) => ({ ...wish, share: (wish.share / sum) * to }));
}

/** Both conditions on every column, or nothing where they contradict each other. */
function joined(a: readonly Wanted[], b: readonly Wanted[]): readonly Wanted[] | undefined {
  const columns = [...new Map([...a, ...b].map(({ column }) => [column.name, column])).values()];
  const both = columns.map((column) =>
    wantedOf(
      column,
      [...a, ...b].filter((wanted) => wanted.column.name === column.name).flatMap(({ accepts }) => accepts),
    ),
  );
  return both.every((wanted) => wanted !== undefined) ? both : undefined;
}
