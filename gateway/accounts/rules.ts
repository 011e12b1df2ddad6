/** The numbers of signing in and asking: engineering choices, each of them a setting of the installation. */
import { usualLock, type LockRule } from './attempts.ts';
import type { PaceRule } from './pace.ts';

export interface AccountRules {
  /** A session that nobody uses ends after so long, @see NIST SP 800-63B §4.2.3 */
  readonly idleSeconds: number;
  /** and every one after so long. */
  readonly longestSeconds: number;
  /** How long a second factor counts as just proven. */
  readonly freshSeconds: number;
  readonly lock: LockRule;
  /** Attempts to sign in from one address. */
  readonly address: PaceRule;
  /** Requests of one caller. */
  readonly caller: PaceRule;
  /** What was refused is kept so long. */
  readonly keepDeniedDays: number;
  /** A proxy of this installation says the address of who asks, as the last of X-Forwarded-For. */
  readonly trustForwarded: boolean;
}

export const usualRules: AccountRules = {
  idleSeconds: 1_800,
  longestSeconds: 43_200,
  freshSeconds: 600,
  lock: usualLock,
  address: { burst: 20, perSecond: 1 / 3 },
  caller: { burst: 2_000, perSecond: 200 },
  keepDeniedDays: 180,
  trustForwarded: false,
};
