/** Passwords: what a new one must be, and setting it. */
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import type { Auth } from './auth.ts';
import { isKnown } from './known-passwords.ts';

const least = 12;
const most = 128;

/** What is left of a password without the words that belong to this place. */
const leastOwn = 8;

/** Words that somebody who guesses here begins with. @see ASVS 5.0.0 6.1.2 */
export const wordsOfThisPlace: readonly string[] = (
  'sluice 域闸 password passwort 密码 口令 admin administrator 管理员 welcome qwerty ' +
  'vendor operator regulator agency custodian committee public data 数据 公共数据 ' +
  'guangdong guangzhou shanghai guiyang 广东 广州 上海 贵阳 123456 abcdef'
).split(' ');

export interface For {
  readonly person: string;
  /** What this installation lets nobody choose. */
  readonly known: ReadonlySet<string>;
}

/** Long, known to nobody, of more than a few characters, and more than names and words of this place. @see NIST SP 800-63B §5.1.1.2 */
export function requirePassword({ person, known }: For, password: string): Outcome<void> {
  const { length } = password;
  if (length < least || length > most || !password.isWellFormed())
    return refuse('E_INPUT', `Cannot set the password: must have ${least} to ${most} characters; got ${length}`);
  if (new Set(password).size < 5)
    return refuse('E_INPUT', 'Cannot set the password: must have at least 5 different characters');
  if (password.toLowerCase().includes(person.toLowerCase()))
    return refuse('E_INPUT', 'Cannot set the password: must not contain the name of the account');
  if (ownOf(person, password).length < leastOwn)
    return refuse(
      'E_INPUT',
      `Cannot set the password: must have ${leastOwn} characters besides names and words of this place`,
    );
  if (isKnown(known, password))
    return refuse('E_INPUT', 'Cannot set the password: must not be on the list of known ones');
  return accept(undefined);
}

/** Without the words of this place and the parts of the name. */
function ownOf(person: string, password: string): string {
  const parts = person.toLowerCase().split(/[^a-z0-9]+/);
  const words = [...wordsOfThisPlace, ...parts.filter((part) => part.length >= 3)].toSorted(
    (one, other) => other.length - one.length,
  );
  return words.reduce((left, word) => left.replaceAll(word, ''), password.toLowerCase());
}

/** Sets it, whatever it was. Ends no session. */
export async function setPassword({ context, store }: Auth, user: string, password: string): Promise<void> {
  const hash = await context.password.hash(password);
  if (await store.findCredentialAccount(user)) await store.updatePassword(user, hash);
  else await store.linkAccount({ userId: user, accountId: user, providerId: 'credential', password: hash });
}
