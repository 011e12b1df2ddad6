/**
 * How it stands with a person now: what the record says of his account, asked with every request. The file of a demonstration is believed
 * only in a demonstration, and only of whom the record does not know.
 */
import { accountIdOf, inForceSince } from '#policies/procedure/cases/account.ts';
import { loadDoc } from '../load.ts';
import type { Accounts, Person } from '../accounts.ts';
import type { Reader } from '../record/reader.ts';

export interface Standing {
  readonly person: Person;
  /** Sessions and tokens from before are void, in milliseconds. */
  readonly since: number;
  /** When somebody last let the person try again. */
  readonly unlocked: number;
}

export function standingOf(read: Reader, person: string, demo: Accounts | undefined): Standing | undefined {
  const id = accountIdOf(person);
  const doc = isId(id) ? loadDoc(read, 'account', id) : undefined;
  if (!doc) return demoStanding(person, demo);
  const since = inForceSince(doc);
  if (since === undefined || doc.person !== person) return undefined;
  const unlocked = doc.acts.findLast(({ type }) => type === 'account.unlocked')?.at;
  return {
    person: { person: doc.person, org: doc.org, role: doc.role, title: doc.title },
    since: Date.parse(since),
    unlocked: unlocked === undefined ? 0 : Date.parse(unlocked),
  };
}

function demoStanding(name: string, demo: Accounts | undefined): Standing | undefined {
  const found = demo?.byPerson(name);
  if (!found) return undefined;
  const { person, org, role, title } = found;
  return { person: { person, org, role, title }, since: 0, unlocked: 0 };
}

/** Whatever somebody typed as his name is asked of the record only where it can be one. */
function isId(text: string): boolean {
  return text.length <= 128 && /^[a-zA-Z0-9_.@-]+$/.test(text);
}
