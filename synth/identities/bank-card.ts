/**
 * Bank card numbers: nineteen digits, an issuer that does not exist, ten digits that tell cards apart, Luhn's check digit.
 *
 * @see ISO/IEC 7812-1 annex B
 */
import { luhnSums } from '../checks.ts';
import { type Expression, type Scope, expression, pickAt } from '../scope.ts';
import { literal } from '../sql.ts';
import type { Identity, Side } from './identity.ts';

const issuers = { simulation: '99990000', real: '99995000' } as const satisfies Record<Side, string>;

export function bankCard(scope: Scope, { side, seed, index }: Identity): Expression {
  const n = scope.name(expression`fmix(${scope.name(index)}, ${seed})`);
  const fixed = Array.from(issuers[side]).reduce(
    (sum, digit, k) => sum + (luhnSums(1, k % 2 === 1)[Number(digit)] ?? 0),
    0,
  );
  const billions = pickAt(luhnSums(1, false), expression`${n} // 1000000000`);
  const millions = pickAt(luhnSums(3, true), expression`${n} // 1000000 % 1000`);
  const thousands = pickAt(luhnSums(3, false), expression`${n} // 1000 % 1000`);
  const ones = pickAt(luhnSums(3, true), expression`${n} % 1000`);
  const sum = expression`${fixed} + ${billions} + ${millions} + ${thousands} + ${ones}`;
  const check = pickAt([0, 9, 8, 7, 6, 5, 4, 3, 2, 1], expression`(${sum}) % 10`);
  const digits = expression`substr(CAST(10000000000 + ${n} AS VARCHAR), 2)`;
  return expression`concat(${literal(issuers[side])}, ${digits}, ${check})`;
}
