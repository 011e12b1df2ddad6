/** Moments of RFC 3339, against the engine's own reading of them. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { anInstant } from '#policies/procedure/fields.ts';
import { parseMoment } from '#policies/rfc3339.ts';
import { unwrap } from '#policies/refusal.ts';

test('parseMoment: one moment in every offset is one text, in UTC with milliseconds', () => {
  for (const [text, utc] of [
    ['2026-03-02T09:30:00+08:00', '2026-03-02T01:30:00.000Z'],
    ['2026-03-02T01:30:00Z', '2026-03-02T01:30:00.000Z'],
    ['2026-03-01T20:00:00.5-05:30', '2026-03-02T01:30:00.500Z'],
    ['2024-03-01T00:30:00+01:00', '2024-02-29T23:30:00.000Z'],
    ['2025-12-31T23:59:59.999-00:01', '2026-01-01T00:00:59.999Z'],
  ] as const)
    expect([text, unwrap(parseMoment(text))]).toEqual([text, utc]);
});

test('parseMoment refuses what is no moment, or nobody knows which', () => {
  const none = [
    '2026-03-02T09:30:00',
    '2026-03-02',
    '2026-02-29T00:00:00Z',
    '2026-03-02T24:00:00Z',
    '2026-03-02T09:30Z',
  ];
  const odd = [
    '2026-06-30T23:59:60Z',
    '2026-03-02T09:30:00.1234Z',
    '2026-03-02T09:30:00+24:00',
    '2026-03-02 09:30:00Z',
  ];
  const far = ['0000-01-01T00:00:00+00:01', '9999-12-31T23:59:59-00:01', '', 'now', '+12026-03-02T09:30:00Z'];
  for (const text of [...none, ...odd, ...far]) {
    expect([text, parseMoment(text).ok]).toEqual([text, false]);
    expect([text, anInstant.safeParse(text).success]).toEqual([text, false]);
  }
});

test('parseMoment agrees with Date about every moment', () => {
  const at = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-30'), noInvalidDate: true });
  fc.assert(
    fc.property(at, fc.integer({ min: -1439, max: 1439 }), (date, offset) => {
      const local = new Date(date.getTime() + offset * 60_000).toISOString().replace('Z', '');
      const ahead = `${offset < 0 ? '-' : '+'}${two(Math.abs(offset) / 60)}:${two(Math.abs(offset) % 60)}`;
      expect(anInstant.parse(local + ahead)).toBe(date.toISOString());
    }),
  );
});

function two(value: number): string {
  return String(Math.floor(value)).padStart(2, '0');
}
