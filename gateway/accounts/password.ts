/** Passwords: what a new one must be, and setting it. */
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import type { Auth } from './auth.ts';

const least = 12;
const most = 128;

/** Long, of more than a few characters, and not one's own name. @see NIST SP 800-63B §5.1.1.2 */
export function requirePassword(person: string, password: string): Outcome<void> {
  const { length } = password;
  if (length < least || length > most || !password.isWellFormed())
    return refuse('E_INPUT', `Cannot set the password: must have ${least} to ${most} characters; got ${length}`);
  if (new Set(password).size < 5)
    return refuse('E_INPUT', 'Cannot set the password: must have at least 5 different characters');
  if (password.toLowerCase().includes(person.toLowerCase()))
    return refuse('E_INPUT', 'Cannot set the password: must not contain the name of the account');
  return accept(undefined);
}

/** Sets it, whatever it was. Ends no session. */
export async function setPassword({ context, store }: Auth, user: string, password: string): Promise<void> {
  const hash = await context.password.hash(password);
  if (await store.findCredentialAccount(user)) await store.updatePassword(user, hash);
  else await store.linkAccount({ userId: user, accountId: user, providerId: 'credential', password: hash });
}
