/**
 * Functions of text. A pattern, a position and a length are constants: the time that a row takes follows from its length alone,
 * and no result is longer than what went in. Hence no lpad, repeat or regexp_replace, and nothing that turns text into numbers
 * (ascii, hash) but its length and the place of a constant.
 *
 * @see query-and-privacy.md §2.6; https://duckdb.org/docs/stable/sql/functions/text
 */
import type { FunctionSpec } from './functions-spec.ts';

const text = { args: [1, 1], takes: ['text'], gives: 'VARCHAR', total: true } as const;
const trimmed = { ...text, args: [1, 2], constant: [1] } as const;
const counted = { ...text, gives: 'BIGINT' } as const;
const place = { args: [2, 2], takes: ['text'], gives: 'BIGINT', total: true, constant: [1] } as const;
const test = { args: [2, 2], takes: ['text'], gives: 'BOOLEAN', total: true, constant: [1] } as const;
const like = { ...test, operator: true } as const;
const escaped = { ...test, args: [3, 3], constant: [1, 2], check: 'escape' } as const;
const matches = { ...test, check: 'pattern' } as const;
const end = {
  args: [2, 2],
  takes: ['text', 'int64'],
  gives: 'VARCHAR',
  total: true,
  constant: [1],
  short: [1],
} as const;
const middle = { ...end, args: [2, 3], constant: [1, 2], short: [1, 2] } as const;
const joined = { takes: ['any'], gives: 'VARCHAR', total: true, joins: true } as const;

export const textFunctions = {
  lower: text,
  upper: text,
  trim: trimmed,
  ltrim: trimmed,
  rtrim: trimmed,
  reverse: text,
  strip_accents: text,
  nfc_normalize: { ...text, total: false },
  length: counted,
  strlen: counted,
  bit_length: counted,
  length_grapheme: counted,
  left: end,
  right: end,
  substring: middle,
  left_grapheme: end,
  right_grapheme: end,
  substring_grapheme: middle,
  replace: { args: [3, 3], takes: ['text'], gives: 'VARCHAR', total: true, constant: [1, 2], check: 'shrinks' },
  translate: { args: [3, 3], takes: ['text'], gives: 'VARCHAR', total: true, constant: [1, 2] },
  split_part: {
    args: [3, 3],
    takes: ['text', 'text', 'int64'],
    gives: 'VARCHAR',
    total: true,
    constant: [1, 2],
    short: [2],
  },
  concat: { ...joined, args: [1, 16] },
  concat_ws: { ...joined, args: [2, 17], takes: ['text', 'any'], constant: [0] },
  '||': { ...joined, args: [2, 2], operator: true },
  // tests
  starts_with: test,
  ends_with: test,
  contains: test,
  position: place,
  '~~': like,
  '!~~': like,
  '~~*': like,
  '!~~*': like,
  '~~~': like,
  like_escape: escaped,
  not_like_escape: escaped,
  ilike_escape: escaped,
  not_ilike_escape: escaped,
  regexp_matches: matches,
  regexp_full_match: matches,
  regexp_extract: {
    args: [2, 3],
    takes: ['text', 'text', 'int32'],
    gives: 'VARCHAR',
    total: false,
    constant: [1, 2],
    short: [2],
    check: 'pattern',
  },
} as const satisfies Record<string, FunctionSpec>;
