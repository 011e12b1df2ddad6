/**
 * How much may be learned of one group of people, whoever asks: caps of the id space, and below it of each agreement, recipient and
 * program. The custodian may write other caps into `budgets.json` before the domain starts; later only a signed act raises one. An
 * agreement may allow itself less, never more.
 *
 * @see query-and-privacy.md §3.8
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { rhoFor } from '#policies/privacy/accountant.ts';
import type { Cost } from '#policies/privacy/cost.ts';
import { attosPerDelta } from '#policies/privacy/cost.ts';
import { statedDelta } from '#policies/privacy/settings.ts';
import { attoDelta } from '#policies/units.ts';

/** ε at δ = 10⁻⁶ of everything together, and how much the selections of groups may add to δ, in millionths. */
const cap = z.strictObject({ epsilon: z.number().positive(), deltaMillionths: z.int().min(1).max(1000) });

export const budgets = z.strictObject({ space: cap, agreement: cap, recipient: cap, program: cap });
export type Budgets = z.output<typeof budgets>;

/** Engineering choices: ε of all agreements together below 10, of one vendor below 5, of one program below 3. */
export const defaultBudgets: Budgets = {
  space: { epsilon: 10, deltaMillionths: 100 },
  agreement: { epsilon: 5, deltaMillionths: 50 },
  recipient: { epsilon: 5, deltaMillionths: 50 },
  program: { epsilon: 3, deltaMillionths: 20 },
};

/** @throws Error when the file is there and not sound: a domain with unclear caps must not start */
export function readBudgets(path: string): Budgets {
  try {
    return budgets.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return defaultBudgets;
    throw error;
  }
}

export interface Spender {
  readonly space: string;
  readonly agreement: string;
  readonly vendor: string;
  /** Hash of the program. */
  readonly program: string;
  /** What the agreement allows itself. */
  readonly epsilon?: number;
}

/** Every account that a run is charged to; all caps must hold. */
export function scopesOf(
  { space, agreement, vendor, program, epsilon = Number.POSITIVE_INFINITY }: Spender,
  caps: Budgets,
): { scope: string; cap: Cost }[] {
  return [
    { scope: `space/${space}`, cap: costOf(caps.space) },
    {
      scope: `agreement/${agreement}`,
      cap: costOf({ ...caps.agreement, epsilon: Math.min(caps.agreement.epsilon, epsilon) }),
    },
    { scope: `recipient/${vendor}@${agreement}`, cap: costOf(caps.recipient) },
    { scope: `program/${program}`, cap: costOf(caps.program) },
  ];
}

/** Of a fit: its model is everybody's, so no agreement pays. All fits of a space together spend no more than one agreement may. */
export function fitScopes(space: string, caps: Budgets): { scope: string; cap: Cost }[] {
  return [
    { scope: `space/${space}`, cap: costOf(caps.space) },
    { scope: `simulation/${space}`, cap: costOf(caps.agreement) },
  ];
}

export function costOf({ epsilon, deltaMillionths }: Budgets['space']): Cost {
  return {
    rho: rhoFor({ epsilon, delta: statedDelta }),
    delta: attoDelta((BigInt(deltaMillionths) * attosPerDelta) / 1_000_000n),
  };
}
