/**
 * The state of all budgets as the fold of the postings, and the rules that each posting must keep. The same rules decide about a new
 * posting and about what a file claims to have been posted, so that no file is believed in which a cap was exceeded.
 *
 * @see query-and-privacy.md §3.8
 */
import { addCosts, attosPerDelta, free, nanosPerRho, type Cost } from '#policies/privacy/cost.ts';
import { accept, refuse, type Outcome, type Refusal } from '#policies/refusal.ts';
import { attoDelta, nanoRho, type Sha256 } from '#policies/units.ts';
import type { Posting, Reserve } from './posting.ts';

/** What is known of one scope. A function of the postings alone, so that it tells nothing about the data. */
export interface Balance {
  readonly scope: string;
  readonly cap: Cost;
  /** Of runs that opened the data: gone for ever, whatever became of them. */
  readonly spent: Cost;
  /** Of runs that have not opened the data yet. */
  readonly reserved: Cost;
}

type Stage = 'reserved' | 'open' | 'committed' | 'void';

interface Run {
  readonly reserve: Reserve;
  readonly stage: Stage;
}

export interface Accounts {
  readonly runs: Map<string, Run>;
  readonly balances: Map<string, Balance>;
  /** Scopes whose cap was set by an act: theirs does not follow the requests. */
  readonly set: Set<string>;
  /** Results by canonical query, oldest first. */
  readonly results: Map<Sha256, readonly Sha256[]>;
}

export function emptyAccounts(): Accounts {
  return { runs: new Map(), balances: new Map(), set: new Set(), results: new Map() };
}

/** Refuses E_BUDGET or E_STATE for what may not be posted now. */
export function judge(accounts: Accounts, posting: Posting): Outcome<void> {
  switch (posting.kind) {
    case 'cap':
      return requireRaise(accounts, posting);
    case 'reserve':
      return requireBudget(accounts, posting);
    case 'open':
      return requireStage(accounts, posting.run, { is: 'reserved', to: 'open' });
    case 'void':
      return requireStage(accounts, posting.run, { is: 'reserved', to: 'void' });
    case 'commit':
      return requireStage(accounts, posting.run, { is: 'open', to: 'commit' });
  }
}

/** Enters a posting that {@link judge} accepted. */
export function enter(accounts: Accounts, posting: Posting): void {
  switch (posting.kind) {
    case 'cap':
      accounts.set.add(posting.scope);
      return put(accounts, posting.scope, { cap: posting.cap });
    case 'reserve':
      return enterReserve(accounts, posting);
    case 'open':
      return move(accounts, posting.run, 'open');
    case 'void':
      return move(accounts, posting.run, 'void');
    case 'commit':
      return enterResult(accounts, posting.run, posting.result);
  }
}

/** Runs that reserved and did not go on. */
export function waiting({ runs }: Accounts): readonly string[] {
  return [...runs].filter(([, { stage }]) => stage === 'reserved').map(([run]) => run);
}

function requireRaise({ balances }: Accounts, { scope, cap }: Extract<Posting, { kind: 'cap' }>): Outcome<void> {
  const before = balances.get(scope)?.cap;
  if (!before || fits(before, cap)) return accept(undefined);
  return refuse('E_STATE', `Cannot set the cap of ${scope}: must be at least ${print(before)}; got ${print(cap)}`);
}

function requireBudget(accounts: Accounts, { run, cost, scopes }: Reserve): Outcome<void> {
  if (accounts.runs.has(run)) return refuse('E_STATE', `Cannot reserve for ${run}: it has reserved before`);
  const [first, ...more] = scopes.flatMap(({ scope, cap: asked }): Refusal[] => {
    const { spent, reserved, cap } = withDefault(accounts, scope, asked);
    if (fits(addCosts([spent, reserved, cost]), cap)) return [];
    const used = `${print(addCosts([spent, reserved]))} of ${print(cap)}`;
    const detail = `Cannot reserve for ${run}: ${scope} must have ${print(cost)} left; spent or reserved are ${used}`;
    return [{ code: 'E_BUDGET', detail }];
  });
  return first ? { ok: false, refusals: [first, ...more] } : accept(undefined);
}

function requireStage(
  { runs }: Accounts,
  run: string,
  { is, to }: { readonly is: Stage; readonly to: string },
): Outcome<void> {
  const stage = runs.get(run)?.stage;
  if (stage === is) return accept(undefined);
  return refuse('E_STATE', `Cannot ${to} ${run}: must be ${is}; got ${stage ?? 'no reservation'}`);
}

function enterReserve(accounts: Accounts, reserve: Reserve): void {
  for (const { scope, cap: asked } of reserve.scopes) {
    const { cap, reserved } = withDefault(accounts, scope, asked);
    put(accounts, scope, { cap, reserved: addCosts([reserved, reserve.cost]) });
  }
  accounts.runs.set(reserve.run, { reserve, stage: 'reserved' });
}

/** The reservation ends: it is spent, or nothing. */
function move(accounts: Accounts, run: string, stage: 'open' | 'void'): void {
  const { reserve } = runOf(accounts, run);
  for (const { scope, cap: asked } of reserve.scopes) {
    const { spent, reserved } = withDefault(accounts, scope, asked);
    const left = {
      rho: nanoRho(reserved.rho - reserve.cost.rho),
      delta: attoDelta(reserved.delta - reserve.cost.delta),
    };
    put(accounts, scope, { reserved: left, ...(stage === 'open' && { spent: addCosts([spent, reserve.cost]) }) });
  }
  accounts.runs.set(run, { reserve, stage });
}

function enterResult(accounts: Accounts, run: string, result: Sha256): void {
  const { reserve } = runOf(accounts, run);
  accounts.results.set(reserve.canon, [...(accounts.results.get(reserve.canon) ?? []), result]);
  accounts.runs.set(run, { reserve, stage: 'committed' });
}

function withDefault({ balances, set }: Accounts, scope: string, asked: Cost): Balance {
  const known = balances.get(scope) ?? { scope, cap: asked, spent: free, reserved: free };
  return set.has(scope) ? known : { ...known, cap: asked };
}

function put({ balances }: Accounts, scope: string, change: Partial<Balance>): void {
  balances.set(scope, { cap: free, spent: free, reserved: free, ...balances.get(scope), ...change, scope });
}

function runOf({ runs }: Accounts, run: string): Run {
  const known = runs.get(run);
  if (!known) throw new Error(`Cannot enter a posting of ${run}: must be judged first`);
  return known;
}

function fits(cost: Cost, cap: Cost): boolean {
  return cost.rho <= cap.rho && cost.delta <= cap.delta;
}

function print({ rho, delta }: Cost): string {
  return `ρ ${decimal(rho, nanosPerRho)}, δ ${decimal(delta, attosPerDelta)}`;
}

/** All digits: what is compared exactly is also said exactly. */
function decimal(value: bigint, one: bigint): string {
  const part = (value % one)
    .toString()
    .padStart(one.toString().length - 1, '0')
    .replace(/0+$/, '');
  return part === '' ? String(value / one) : `${value / one}.${part}`;
}
