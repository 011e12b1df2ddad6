/**
 * Identifiers that carry a check character, as SQL of a number that no other row has. They are well formed and never issuable:
 * they name a city that exists and in it a county that is in no revision of GB/T 2260, or an issuer of cards (9999) that does not exist.
 */
import { bankCard } from './identities/bank-card.ts';
import type { Identity } from './identities/identity.ts';
import { residentId } from './identities/resident-id.ts';
import { uscc } from './identities/uscc.ts';
import { hashRange } from './hash.ts';
import { type Expression, type Scope, openScope } from './scope.ts';
import type { Sql } from './sql.ts';

export type IdentityKind = 'uscc' | 'resident_id' | 'bank_card';

/**
 * How many indices have identifiers of their own, whatever the facts are. Those of people are fewer where the days of birth are, see
 * `peopleBornIn`.
 */
export const identityCapacity = {
  uscc: 155_000_000,
  resident_id: 63_920_000,
  bank_card: hashRange,
} as const satisfies Record<IdentityKind, number>;

/** SQL of the identifier. Needs the macro `fmix`. */
export function identityValue(scope: Scope, kind: IdentityKind, identity: Identity): Expression {
  return composers[kind](scope, identity);
}

const composers = { uscc, resident_id: residentId, bank_card: bankCard } as const satisfies Record<
  IdentityKind,
  (scope: Scope, identity: Identity) => Expression
>;

/** SQL of a table `(j, v)`: for every j from 0 to `count` − 1, a different identifier. `numbers` is a table of row numbers `i`. */
export function identityTable(
  kind: IdentityKind,
  { count, numbers, ...identity }: Omit<Identity, 'index'> & { count: number; numbers: Sql },
): Sql {
  const scope = openScope(numbers);
  const index = { sql: 'i', level: 0 };
  const value = identityValue(scope, kind, { ...identity, index });
  const columns = [
    { name: 'j', value: index },
    { name: 'v', value },
  ];
  return scope.print(columns, count);
}
