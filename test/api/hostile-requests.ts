/** Requests of people who mean no good, made from the description: each is a little wrong, or very. */
import * as fc from 'fast-check';
import type { Described } from './described.ts';
import { bodies, headers, numbers, oversized, statements, texts } from './hostile-values.ts';

export interface Hostile {
  readonly of: Described;
  readonly method: string;
  readonly path: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string | undefined;
  /** In whose name: a place in the list of tokens; none where it is out of it. */
  readonly who: number;
}

const text = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...texts) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
);
const value: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: text },
  {
    weight: 2,
    arbitrary: fc.constantFrom<unknown>(...numbers, null, true, false, [], {}, [[]], [null], { type: 'x' }),
  },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
  { weight: 1, arbitrary: fc.constantFrom(...statements) },
);

/** A place in a tree of JSON, as choices on the way down. */
const way = fc.array(fc.nat(50), { minLength: 1, maxLength: 5 });
type Change = 'delete' | 'replace' | 'wrap' | 'add' | 'repeat' | 'keep';
const change = fc.record({
  way,
  kind: fc.constantFrom<Change>('delete', 'replace', 'replace', 'replace', 'wrap', 'add', 'repeat', 'keep'),
  value,
  name: fc.constantFrom('extra', 'type', 'id', 'role', 'constructor', '__proto__', 'toString', ''),
});
type Changing = typeof change extends fc.Arbitrary<infer T> ? T : never;

/** JSON that was changed at one place. `__proto__` becomes a key of its own, as a parser makes it. */
function changed(tree: unknown, { way: [turn = 0, ...rest], kind, value: given, name }: Changing): unknown {
  const keys = typeof tree === 'object' && tree !== null ? Object.keys(tree) : [];
  const key = keys[turn % Math.max(1, keys.length)];
  if (typeof tree !== 'object' || tree === null || key === undefined) return kind === 'keep' ? tree : given;
  const inner: unknown = (tree as Record<string, unknown>)[key];
  const isLast = rest.length === 0 || typeof inner !== 'object' || inner === null;
  const next = isLast ? atPlace(inner, kind, given) : changed(inner, { way: rest, kind, value: given, name });
  if (Array.isArray(tree))
    return kind === 'repeat' && isLast ? [...tree, ...tree] : tree.map((one, at) => (String(at) === key ? next : one));
  const entries = Object.entries(tree).flatMap(([one, was]) =>
    one !== key ? [[one, was]] : next === gone ? [] : [[one, next]],
  );
  return objectOf(kind === 'add' && isLast ? [...entries, [name, given]] : entries);
}

const gone = Symbol('gone');

function atPlace(inner: unknown, kind: Change, given: unknown): unknown {
  if (kind === 'delete') return gone;
  if (kind === 'replace') return given;
  return kind === 'wrap' ? [inner] : inner;
}

function objectOf(entries: readonly (readonly unknown[])[]): object {
  const made: object = {};
  for (const [key, one] of entries)
    Object.defineProperty(made, String(key), { value: one, enumerable: true, configurable: true, writable: true });
  return made;
}

/** Most requests have the usual ones. */
const header = fc.oneof(
  { weight: 3, arbitrary: fc.constant([]) },
  { weight: 2, arbitrary: fc.constantFrom(...headers) },
);

export interface Ground {
  readonly operations: readonly Described[];
  /** Collection → id of a thing that exists. */
  readonly ids: Readonly<Record<string, string>>;
  /** Well-formed bodies over things that exist, by operation. */
  readonly bodies: ReadonlyMap<string, unknown>;
  /** Places of the tokens of those who may, by operation. */
  readonly able: ReadonlyMap<string, readonly number[]>;
  readonly people: number;
}

/** In the place of an id: that of the thing that the operation is about. */
const own = 'own';

/** One request, for one of the operations. */
export function hostileRequest({ operations, ids, bodies: real, able, people }: Ground): fc.Arbitrary<Hostile> {
  const place = fc.oneof(
    { weight: 5, arbitrary: fc.constant(own) },
    { weight: 1, arbitrary: fc.constantFrom(...Object.values(ids)) },
    { weight: 3, arbitrary: text },
  );
  const method = fc.oneof(
    { weight: 20, arbitrary: fc.constant('own') },
    { weight: 1, arbitrary: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD') },
  );
  return fc
    .record({
      of: fc.constantFrom(...operations),
      method,
      places: fc.array(place, { minLength: 3, maxLength: 3 }),
      fields: fc.array(fc.record({ name: fc.nat(20), value: text, odd: fc.boolean() }), { maxLength: 3, size: '-1' }),
      body: fc.oneof(
        { weight: 12, arbitrary: fc.array(change, { maxLength: 2 }) },
        { weight: 3, arbitrary: fc.constantFrom(...bodies) },
        { weight: 1, arbitrary: fc.nat(400) },
      ),
      isHuge: fc.nat(300).map((n) => n === 0),
      header,
      who: fc.oneof({ weight: 1, arbitrary: fc.nat(people + 1) }, { weight: 3, arbitrary: fc.constant(-1) }),
      turn: fc.nat(100),
    })
    .map(({ of, method: asked, places, fields, body, isHuge, header: given, who, turn }) => ({
      of,
      method: asked === 'own' ? of.method : asked,
      path:
        pathOf(
          of,
          places.map((place) => (place === own ? (ids[of.id.split('.')[1] ?? ''] ?? 'x') : place)),
        ) + queryOf(of, fields),
      headers: given,
      body: isHuge ? oversized : bodyText(real.get(of.id) ?? of.body ?? {}, body),
      who: who < 0 ? (able.get(of.id)?.[turn % Math.max(1, able.get(of.id)?.length ?? 0)] ?? 0) : who,
    }));
}

function pathOf({ template, places }: Described, given: readonly string[]): string {
  return places.reduce((left, { name }, at) => left.replace(`{${name}}`, () => encoded(given[at] ?? 'x')), template);
}

/** Some go as they are. */
function encoded(text: string): string {
  if (text.startsWith('%')) return text;
  return text.isWellFormed() ? encodeURIComponent(text) : '%ED%A0%80';
}

type Field = { readonly name: number; readonly value: string; readonly odd: boolean };

function queryOf({ query }: Described, fields: readonly Field[]): string {
  const named = query
    .filter(({ example }) => example !== undefined)
    .map(({ name, example = '' }) => `${name}=${encodeURIComponent(example)}`);
  const odd = fields.map(
    ({ name, value: given, odd: isOdd }) =>
      `${isOdd ? 'limit' : (query[name % Math.max(1, query.length)]?.name ?? 'x')}=${encoded(given)}`,
  );
  const all = fields.length > 1 ? odd : [...named, ...odd];
  return all.length === 0 ? '' : `?${all.join('&')}`;
}

function bodyText(tree: unknown, how: readonly Changing[] | string | number): string {
  if (typeof how === 'string') return how;
  if (typeof how === 'number') return JSON.stringify(tree).slice(0, how);
  return JSON.stringify(how.reduce<unknown>((left, one) => changed(left, one), tree)) ?? 'null';
}
