/** The budgets of the domain's ledger as people read them: ε at the stated δ beside the exact amounts. */
import { epsilonOf } from '#policies/privacy/accountant.ts';
import { addCosts, attosPerDelta, nanosPerRho, type Cost } from '#policies/privacy/cost.ts';
import { statedDelta } from '#policies/privacy/settings.ts';
import { accept, type Outcome } from '#policies/refusal.ts';
import { attoDelta, nanoRho } from '#policies/units.ts';
import type { Office } from './office.ts';

/** ε does not add up over runs, ρ does: so shares and what is left are of ρ. */
export interface Budget {
  /** `space/…`, `agreement/…`, `recipient/…@…` or `program/…`. */
  readonly scope: string;
  readonly cap: Amount;
  /** Of runs that opened the data, and of runs that are about to. */
  readonly spent: Amount;
  readonly reserved: Amount;
  /** Spent and reserved part of the cap, from 0 to 1: the larger of those of ρ and δ. */
  readonly used: number;
}

/** In 10⁻⁹ of ρ and 10⁻¹⁸ of δ, exactly. */
export interface Amount extends AmountText {
  /** At δ = 10⁻⁶, without the amount's own δ. */
  readonly epsilon: number;
}

export async function budgetsOf({ domain }: Pick<Office, 'domain'>): Promise<Outcome<readonly Budget[]>> {
  const answer = await domain.budgets({});
  if (!answer.ok) return answer;
  return accept(
    answer.value.balances.map(({ scope, ...texts }) => {
      const [cap, spent, reserved] = [costOf(texts.cap), costOf(texts.spent), costOf(texts.reserved)];
      const used = shareOf(addCosts([spent, reserved]), cap);
      return { scope, cap: amountOf(cap), spent: amountOf(spent), reserved: amountOf(reserved), used };
    }),
  );
}

/**
 * The loss of one answer as a certificate states it, at a δ that includes the answer's own. Rounded up to what every version of the
 * arithmetic agrees on, so that an equal certificate can be made again later.
 */
export function lossOf(text: AmountText): { epsilon: number; delta: number; rho: number } {
  const cost = costOf(text);
  const own = Number(cost.delta) / Number(attosPerDelta);
  const left = own < statedDelta ? statedDelta - own : statedDelta;
  const epsilon = Math.ceil(epsilonOf(cost, left) * 1e6) / 1e6;
  return {
    epsilon,
    delta: own < statedDelta ? statedDelta : statedDelta + own,
    rho: Number(cost.rho) / Number(nanosPerRho),
  };
}

interface AmountText {
  readonly rho: string;
  readonly delta: string;
}

function costOf({ rho, delta }: AmountText): Cost {
  return { rho: nanoRho(BigInt(rho)), delta: attoDelta(BigInt(delta)) };
}

function amountOf(cost: Cost): Amount {
  return { rho: String(cost.rho), delta: String(cost.delta), epsilon: epsilonOf(cost, statedDelta) };
}

function shareOf(used: Cost, cap: Cost): number {
  const rho = cap.rho === 0n ? 1 : Number(used.rho) / Number(cap.rho);
  const delta = cap.delta === 0n ? 1 : Number(used.delta) / Number(cap.delta);
  return Math.min(1, Math.max(rho, delta));
}
