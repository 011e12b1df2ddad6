/** The state of all budgets for those outside: a function of the log of requests, so that it tells nothing of the data. */
import { privateTables } from '#policies/catalog/units.ts';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { costText, free, type CostText } from '#policies/privacy/cost.ts';
import { accept, type Outcome } from '#policies/refusal.ts';
import type { Balance } from '../ledger/accounts.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { costOf, type Budgets } from './budgets.ts';

/** Amounts as text, for JSON has no integers of that size. */
export interface BalanceText {
  readonly scope: string;
  readonly cap: CostText;
  readonly spent: CostText;
  readonly reserved: CostText;
}

/** Every scope that has spent, and every id space of the catalog, also where nobody has asked yet. */
export function balancesOf(
  ledger: Pick<Ledger, 'balances'>,
  entries: readonly CatalogEntry[],
  caps: Budgets,
): Outcome<BalanceText[]> {
  const known = ledger.balances();
  if (!known.ok) return known;
  const spaces = new Set(entries.flatMap(privateTables).map(({ unit }) => `space/${unit.space}`));
  const unused = [...spaces]
    .filter((scope) => !known.value.some((balance) => balance.scope === scope))
    .map((scope): Balance => ({ scope, cap: costOf(caps.space), spent: free, reserved: free }));
  const all = [...known.value, ...unused].sort((a, b) => (a.scope < b.scope ? -1 : 1));
  return accept(
    all.map(({ scope, cap, spent, reserved }) => ({
      scope,
      cap: costText(cap),
      spent: costText(spent),
      reserved: costText(reserved),
    })),
  );
}
