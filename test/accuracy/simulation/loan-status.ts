/** What became of the loans, by the region of the account and the age of its owner: two joins, and what rows say of relations otherwise. */
import { join } from 'node:path';
import { quotedText } from '#policies/query/print.ts';
import type { Bench } from '../../synth/support.ts';

/** As a vendor would read it. Which district is in which region is public. */
const joined = `SELECT account_id, r.region,
    CASE WHEN age < 35 THEN 'under 35' WHEN age < 50 THEN '35 to 49' ELSE '50 and more' END AS age, status
  FROM loan JOIN account a USING (account_id) JOIN region r ON r.district_id = a.district_id
  JOIN (SELECT account_id, 1998 - year(birth_date) AS age FROM holder WHERE role = 'OWNER') USING (account_id)
  ORDER BY ALL`;

const counted = `SELECT account_id,
    (SELECT count(*)::INT FROM holder h WHERE h.account_id = a.account_id) AS holder,
    (SELECT count(*)::INT FROM loan l WHERE l.account_id = a.account_id) AS loan,
    (SELECT count(*)::INT FROM standing_order s WHERE s.account_id = a.account_id) AS standing_order,
    (SELECT count(*)::INT FROM holder h WHERE h.account_id = a.account_id AND role = 'OWNER') AS owners
  FROM account a ORDER BY account_id`;

export interface Loan {
  readonly account: string;
  readonly region: string;
  readonly age: string;
  readonly status: string;
}

export const children = ['holder', 'loan', 'standing_order'] as const;
export type Child = (typeof children)[number];

export interface Account extends Readonly<Record<Child, number>> {
  readonly account: string;
  readonly owners: number;
}

/** What is compared of a set of rows. */
export interface BankRows {
  readonly accounts: readonly Account[];
  readonly loans: readonly Loan[];
}

/** @param shared the folder with the published file of the districts */
export async function readBank(bench: Bench, shared: string): Promise<BankRows> {
  const file = quotedText(join(shared, 'berka', 'district.asc'));
  await bench.rows(
    `CREATE TABLE region AS SELECT CAST(A1 AS INTEGER) AS district_id, A3 AS region FROM read_csv(${file}, delim = ';', all_varchar = true)`,
  );
  const accounts = await bench.rows(counted);
  const loans = await bench.rows(joined);
  return {
    accounts: accounts.map((row) => ({
      account: String(row.account_id),
      holder: Number(row.holder),
      loan: Number(row.loan),
      standing_order: Number(row.standing_order),
      owners: Number(row.owners),
    })),
    loans: loans.map(({ account_id: account, region, age, status }) => ({
      account: String(account),
      region: String(region),
      age: String(age),
      status: String(status),
    })),
  };
}

export const groupings = {
  region: ({ region }: Loan) => region,
  age: ({ age }: Loan) => age,
  both: ({ region, age }: Loan) => `${region}, ${age}`,
} as const;
export type Grouping = keyof typeof groupings;

const statuses = ['A', 'B', 'C', 'D'];

/** Shares of the statuses in each group, in their order. */
export type Shares = ReadonlyMap<string, { readonly loans: number; readonly shares: readonly number[] }>;

export function sharesOf(loans: readonly Loan[], by: Grouping): Shares {
  const groups = Map.groupBy(loans, groupings[by]);
  return new Map(
    [...groups].map(([group, of]) => {
      const shares = statuses.map((status) => of.filter((loan) => loan.status === status).length / of.length);
      return [group, { loans: of.length, shares }];
    }),
  );
}

/** As if the status of a loan depended on nothing. */
export function flatShares(loans: readonly Loan[], by: Grouping): Shares {
  const [all] = sharesOf(
    loans.map((loan) => ({ ...loan, region: '' })),
    'region',
  ).values();
  return new Map(loans.flatMap((loan) => (all ? [[groupings[by](loan), all] as const] : [])));
}

/**
 * Mean of |share − real share| over the statuses, then over the groups, each by its number of real loans. A group that is missing has shares
 * of 0, so that it counts fully.
 */
export function errorOfShares(real: Shares, made: Shares): number {
  const all = [...real.values()].reduce((sum, { loans }) => sum + loans, 0);
  const errors = [...real].map(([group, { loans, shares }]) => {
    const others = made.get(group)?.shares ?? [];
    return (loans / all) * shares.reduce((sum, share, at) => sum + Math.abs(share - (others[at] ?? 0)), 0);
  });
  return errors.reduce((sum, error) => sum + error, 0) / statuses.length;
}

/** ½ Σ |share of real accounts − share of made ones| over the numbers of rows that an account has. */
export function degreeError(real: BankRows, made: BankRows, child: Child): number {
  const shares = ({ accounts }: BankRows, degree: number): number =>
    accounts.filter((account) => account[child] === degree).length / accounts.length;
  const degrees = new Set([...real.accounts, ...made.accounts].map((account) => account[child]));
  return [...degrees].reduce((sum, degree) => sum + Math.abs(shares(real, degree) - shares(made, degree)), 0) / 2;
}
