/** Accounts that the system itself opens: the first ones of an installation, by its command line, and the people of a demonstration. */
import { accountIdOf } from '#policies/procedure/cases/account.ts';
import type { CommandOf } from '#policies/procedure/lives.ts';
import { accept, unwrap, type Outcome } from '#policies/refusal.ts';
import { act } from '../act.ts';
import type { Person } from '../accounts.ts';
import { loadDoc } from '../load.ts';
import { systemActor, type Office } from '../office.ts';

type Command = CommandOf<'account'>;
export type Binding = Extract<Command, { readonly type: 'bind' }>['binding'];

/** A command of the system itself about this person's account. */
export async function commandAccount(office: Office, person: string, command: Command): Promise<Outcome<void>> {
  const done = await act(office, { life: 'account', id: accountIdOf(person), command, actor: systemActor });
  return done.ok ? accept(undefined) : done;
}

/** Opens and binds; of an account that was left between the two, only what is left. */
export async function openAccount(office: Office, person: Person, binding: Binding): Promise<Outcome<void>> {
  const doc = loadDoc(office.record.read, 'account', accountIdOf(person.person));
  const { org, role, title } = person;
  if (!doc) {
    const body = { type: 'open', person: person.person, org, title } as const;
    const opened = await commandAccount(office, person.person, { ...body, role: memberRole(role) });
    if (!opened.ok) return opened;
  }
  return doc && doc.state !== 'opened'
    ? accept(undefined)
    : commandAccount(office, person.person, { type: 'bind', binding });
}

/** Once for each; a demonstration that has them already is left as it is. */
export async function openDemoAccounts(office: Office, people: readonly Person[]): Promise<void> {
  for (const person of people) {
    const evidence = '演示安装的虚构人物 an invented person of a demonstration';
    unwrap(await openAccount(office, person, { name: person.title.zh, document: 'artificial', evidence }));
  }
}

function memberRole(role: Person['role']) {
  if (role === 'system') throw new TypeError('Cannot open an account: must be of a person; got the system');
  return role;
}
