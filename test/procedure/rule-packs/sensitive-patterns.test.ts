/** Identifiers in texts, by published examples of their standards, and the numbers that look like them and are none. */
import { assert, property, stringMatching } from 'fast-check';
import { expect, test } from 'vitest';
import { sensitiveKinds } from '#policies/procedure/rule-packs/sensitive-patterns.ts';

test.each([
  // GB 11643-1999, examples of annex A; GB 32100-2015; ISO/IEC 7812 (a test number of the card schemes).
  ['identity number', '持有人 11010519491231002X'],
  ['identity number', '440524188001010014 等'],
  ['identity number', '全角:１１０１０５１９４９１２３１００２Ｘ'],
  ['credit code', '统一社会信用代码91350100M000100Y43'],
  ['phone', '联系 13800138000'],
  ['phone', '+86 138-0013-8000'],
  ['card', '卡号 4111 1111 1111 1111'],
  ['plate', '粤A12345'],
  ['plate', '粤AD12345'],
  ['e-mail', 'a.b@example.org'],
])('SH-38-1 AO-28-4 sensitiveKinds finds: %s in "%s"', (kind, text) => expect(sensitiveKinds(text)).toContain(kind));

test.each([
  ['an identity number with a wrong check digit', '110105194912310021'],
  ['a month that there is not', '110105194913310025'],
  ['a credit code with a wrong check sign', '91350100M000100Y44'],
  ['a large amount', '1234567890123456 元'],
  ['sixteen times one digit', '0000000000000000'],
  ['a hash', 'ab'.repeat(32)],
  ['a landline', '020-83000000'],
  ['a year and an article', '2024 年第 21 条'],
  ['a street', '粤海街道 12 号'],
])('sensitiveKinds lets pass: %s', (_, text) => expect(sensitiveKinds(text)).toEqual([]));

test('AO-28-4 for every 17 digits, at most one check sign of eleven makes an identity number', () => {
  const digits = stringMatching(/^[1-9][0-9]{16}$/);
  assert(
    property(digits, (body) => {
      const found = Array.from('0123456789X').filter((sign) =>
        sensitiveKinds(`x ${body}${sign} x`).includes('identity number'),
      );
      expect(found.length).toBeLessThanOrEqual(1);
    }),
  );
});
