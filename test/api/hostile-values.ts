/** What hostile requests are made of. */
/** For places of texts, in a path, a query or a body. */
export const texts: readonly string[] = [
  ['', ' ', '\t', '\u0000', '\u0007', '\u202Etxt', '\u200b', '𝕊', 'é', '中'.repeat(300), '\ud800', '\uffff'],
  ['__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString', 'valueOf', 'then', 'length'],
  ["' OR '1'='1", "'; DROP TABLE events; --", '1; ATTACH ":memory:"', "read_csv('/etc/passwd')", '$1', '?'],
  ['..', '.', '../../etc/passwd', '..\\..\\windows', '/etc/passwd', 'file:///etc/passwd', 'C:\\', '~', '*'],
  ['%', '%00', '%2e%2e%2f', '%ff', '%u0041', '%25252e', '+', '&', '=', '#', ';', '|', '`id`', '$(id)'],
  ['${7*7}', '{{7*7}}', '<script>alert(1)</script>', 'x\r\nset-cookie: a=b', 'null', 'undefined', 'NaN'],
  ['1e400', '-1', '-0', '0x10', '1_000', '9'.repeat(400), 'a'.repeat(5_000), 'true', '[]', '{}', '2026-02-30'],
  ['export/exp-1', 'snapshot/x@y', 'R01', '2026-01-01T00:00:00.000Z', '+010000-01-01T00:00:00.000Z', 'tile/0/000'],
].flat();

export const numbers: readonly number[] = [
  0,
  -0,
  -1,
  1.5,
  1e-320,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  -(2 ** 53),
  1e21,
  1e308,
  -1e308,
];

export const statements: readonly string[] = [
  ['SELECT', 'SELECT 1; SELECT 2', 'DROP TABLE ent_registration', 'SELECT * FROM ent_registration', '--', '/*', ';'],
  ["SELECT * FROM read_csv('/etc/passwd')", 'SELECT $x', 'SELECT 1/0', `SELECT ${'('.repeat(2_000)}`],
  ['WITH RECURSIVE t AS (SELECT 1) SELECT * FROM t', 'SELECT count(*) FROM nowhere', 'SELECT ”1”', '\u0000SELECT 1'],
  [
    "SELECT count(*) FROM ent_registration WHERE district_code = '\ud800'",
    'SELECT count(nothing) FROM ent_registration',
  ],
  ['SELECT district_code, count(DISTINCT uscc) FROM ent_registration GROUP BY ALL', `SELECT ${'1+'.repeat(30_000)}1`],
].flat();

/** In the place of a body. */
export const bodies: readonly string[] = [
  [
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
  ['['.repeat(100_000), '{"a":'.repeat(50_000), `{"reason":"${'x'.repeat(200_000)}"}`, '{"reason":"\\ud800"}'],
  [
    '{"__proto__":{"role":"operator"}}',
    '{"constructor":{"prototype":{}}}',
    '{"reason":1,"reason":"a"}',
    '--b\r\n\r\nx',
  ],
  ['reason=x&type=approve', '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'],
].flat();

/** Above what any request may have. */
export const oversized = `{"reason":"${'x'.repeat(2 * 1024 * 1024)}"}`;

type Headers = readonly (readonly [string, string])[];

/** Each is sent in the place of the usual ones of that name. */
export const headers: readonly Headers[] = [
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
];
