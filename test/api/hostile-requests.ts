/** Requests of people who mean no good, made from the description: each is a little wrong, or very. */
import fc from 'fast-check';
import type { Described } from './described.ts';

export interface Hostile {
  readonly of: Described;
  readonly method: string;
  readonly path: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string | undefined;
  /** In whose name: a place in the list of tokens; none where it is out of it. */
  readonly who: number;
}

const texts: readonly string[] = [
  ...['', ' ', '\t', '\u0000', '\u0007', '\u202Etxt', '\u200b', '𝕊', 'é', '中'.repeat(300), '\ud800', '\uffff'],
  ...['__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString', 'valueOf', 'then', 'length'],
  ...["' OR '1'='1", "'; DROP TABLE events; --", '1; ATTACH ":memory:"', "read_csv('/etc/passwd')", '$1', '?'],
  ...['..', '.', '../../etc/passwd', '..\\..\\windows', '/etc/passwd', 'file:///etc/passwd', 'C:\\', '~', '*'],
  ...['%', '%00', '%2e%2e%2f', '%ff', '%u0041', '%25252e', '+', '&', '=', '#', ';', '|', '`id`', '$(id)'],
  ...['${7*7}', '{{7*7}}', '<script>alert(1)</script>', 'x\r\nset-cookie: a=b', 'null', 'undefined', 'NaN'],
  ...['1e400', '-1', '-0', '0x10', '1_000', '9'.repeat(400), 'a'.repeat(5_000), 'true', '[]', '{}', '2026-02-30'],
  ...['export/exp-1', 'snapshot/x@y', 'R01', '2026-01-01T00:00:00.000Z', '+010000-01-01T00:00:00.000Z', 'tile/0/000'],
];

const numbers: readonly number[] = [0, -0, -1, 1.5, 1e-320, 2 ** 31, 2 ** 32, 2 ** 53, -(2 ** 53), 1e21, 1e308, -1e308];

const statements: readonly string[] = [
  ...['SELECT', 'SELECT 1; SELECT 2', 'DROP TABLE ent_registration', 'SELECT * FROM ent_registration', '--', '/*', ';'],
  ...["SELECT * FROM read_csv('/etc/passwd')", 'SELECT $x', 'SELECT 1/0', `SELECT ${'('.repeat(2_000)}`],
  ...['WITH RECURSIVE t AS (SELECT 1) SELECT * FROM t', 'SELECT count(*) FROM nowhere', 'SELECT ”1”', '\u0000SELECT 1'],
  ...[
    "SELECT count(*) FROM ent_registration WHERE district_code = '\ud800'",
    'SELECT count(nothing) FROM ent_registration',
  ],
  ...[
    'SELECT district_code, count(DISTINCT uscc) FROM ent_registration GROUP BY ALL',
    `SELECT ${'1+'.repeat(30_000)}1`,
  ],
];

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

const bodies: readonly string[] = [
  ...[
    '',
    '{',
    '}',
    'null',
    '1',
    '"text"',
    '[]',
    '[{}]',
    'true',
    '\u0000',
    'NaN',
    '{"a":1,}',
    '\ufeff{}',
    '{"a":1}{"b":2}',
  ],
  ...['['.repeat(100_000), '{"a":'.repeat(50_000), `{"reason":"${'x'.repeat(200_000)}"}`, '{"reason":"\\ud800"}'],
  ...[
    '{"__proto__":{"role":"operator"}}',
    '{"constructor":{"prototype":{}}}',
    '{"reason":1,"reason":"a"}',
    '--b\r\n\r\nx',
  ],
  ...['reason=x&type=approve', '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'],
];
const oversized = `{"reason":"${'x'.repeat(2 * 1024 * 1024)}"}`;

const header: fc.Arbitrary<readonly (readonly [string, string])[]> = fc.constantFrom<
  readonly (readonly [string, string])[]
>(
  ...Array.from({ length: 45 }, () => []),
  [['content-type', 'text/plain']],
  [['content-type', 'application/x-www-form-urlencoded']],
  [['content-type', 'multipart/form-data; boundary=b']],
  [['content-type', 'application/xml']],
  [['content-type', 'application/json; charset=utf-16']],
  [['content-type', '']],
  [['content-type', 'a'.repeat(9_000)]],
  [['accept', 'image/png']],
  [['accept', 'text/csv;q=2, */*;q=-1']],
  [['accept', 'application/vnd.apache.parquet']],
  [['accept', ','.repeat(4_000)]],
  [['idempotency-key', '']],
  [['idempotency-key', 'x'.repeat(20_000)]],
  [['idempotency-key', '3f0c8a52-6b1e-4c0f-9d55-2f3a7e1b9c44']],
  [['if-match', '*']],
  [['if-match', '"nothing.nothing"']],
  [['if-match', 'W/"' + 'x'.repeat(9_000)]],
  [['if-none-match', '*']],
  [['authorization', 'Bearer']],
  [['authorization', `Bearer ${'x'.repeat(20_000)}`]],
  [['authorization', 'Basic b3BlcmF0b3I6eA==']],
  [
    ['authorization', 'Bearer a'],
    ['authorization', 'Bearer b'],
  ],
  [['cookie', `sluice.session_token=${'%'.repeat(500)}`]],
  [['x-csrf-token', '\u00e9']],
  [['x-forwarded-for', '127.0.0.1, 127.0.0.1']],
  [['content-length', '-1']],
  [['transfer-encoding', 'chunked, chunked']],
  [['range', 'bytes=0-0,1-1']],
  [['expect', '100-continue']],
);

export interface Ground {
  readonly operations: readonly Described[];
  /** Ids of things that exist. */
  readonly known: readonly string[];
  /** Well-formed bodies over things that exist, by operation. */
  readonly bodies: ReadonlyMap<string, unknown>;
  /** Places of the tokens of those who may, by operation. */
  readonly able: ReadonlyMap<string, readonly number[]>;
  readonly people: number;
}

/** One request, for one of the operations. */
export function hostileRequest({ operations, known, bodies: real, able, people }: Ground): fc.Arbitrary<Hostile> {
  const place = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...known) }, { weight: 4, arbitrary: text });
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
    .map(({ of, method: asked, places, fields, body, isHuge, header: headers, who, turn }) => ({
      of,
      method: asked === 'own' ? of.method : asked,
      path: pathOf(of, places) + queryOf(of, fields),
      headers,
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
