/** What the sign-in desk has, for its routes. Opened in open-identity.ts, which alone loads Better Auth. */
import type { Accounts, Caller, Identity } from '../accounts.ts';
import type { Attempts } from './attempts.ts';
import type { Auth } from './auth.ts';
import type { Denied } from './denied.ts';
import type { Pace } from './pace.ts';
import type { AccountRules } from './rules.ts';
import type { SecondFactor } from './second-factor.ts';
import type { Session, Sessions } from './sessions.ts';
import type { SignIn } from './sign-in.ts';
import type { Standing } from './standing.ts';

/** The desk where people sign in. */
export interface Desk extends Identity, Disposable {
  readonly rules: AccountRules;
  /** In lower case: what this installation lets nobody choose. */
  readonly knownPasswords: ReadonlySet<string>;
  readonly auth: Auth;
  readonly sessions: Sessions;
  readonly signIn: SignIn;
  readonly factor: SecondFactor;
  readonly attempts: Attempts;
  readonly denied: Denied;
  readonly demo: Accounts | undefined;
  /** Of attempts to sign in, by address. */
  readonly addresses: Pace;
  readonly standing: (person: string) => Standing | undefined;
  waitOf(caller: Caller): number | undefined;
  /** Who the session signs in; undefined before its second factor, and where the account is not in force. */
  callerOf(session: Session): Caller | undefined;
}

/** Whether people sign in here; a plain file of tokens has no desk. */
export function isDesk(identity: Identity): identity is Desk {
  return 'signIn' in identity;
}
