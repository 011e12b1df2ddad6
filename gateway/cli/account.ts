/**
 * `sluice account …`: the first accounts of an installation, and what is done where nobody can sign in. Everything stands in the record, as
 * done by the system; whoever may run this on the machine of the installation could anything. The installation must not be open.
 */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import { account, accountIdOf } from '#policies/procedure/cases/account.ts';
import type { CommandOf } from '#policies/procedure/lives.ts';
import type { Outcome } from '#policies/refusal.ts';
import { invite, type Invitation } from '../accounts/invitations.ts';
import { commandAccount, openAccount } from '../accounts/register.ts';
import { loadAll, loadDoc } from '../load.ts';
import { openOffice, type OpenOffice } from '../open-office.ts';
import { systemActor } from '../office.ts';
import type { Arguments } from './args.ts';
import { configurationOf } from './configuration.ts';
import { openOptions } from './serve.ts';
import { told, UsageError, type Answer } from './verb.ts';

/** What the file of a new account says: the commands that open and bind it, in one. */
const newAccount = z.strictObject({ type: z.literal('open').default('open') }).loose();

export async function openAccounts(args: Arguments): Promise<Answer> {
  const [file = ''] = args.words;
  const { binding, ...opening } = newAccount.parse(JSON.parse(await readFile(resolve(file), 'utf8')));
  const [open, bind] = [parse(opening), parse({ type: 'bind', binding })];
  if (open.type !== 'open' || bind.type !== 'bind') throw new UsageError('Cannot open the account: must be a new one');
  return inOffice(args, async (office) => {
    const opened = await openAccount(office, open, bind.binding);
    if (!opened.ok) return opened;
    return toldInvited(await invite(office, open.person, { actor: systemActor }), args);
  });
}

export function inviteAgain(args: Arguments): Promise<Answer> {
  const [person = ''] = args.words;
  return inOffice(args, async (office) => toldInvited(await invite(office, person, { actor: systemActor }), args));
}

export function listAccounts(args: Arguments): Promise<Answer> {
  return inOffice(args, (office) => {
    const found = loadAll(office.record.read, 'account');
    const items = found.map(({ person, org, role, state }) => ({ person, org, role, state }));
    const lines = items.map(
      ({ person, org, role, state }) => `${person.padEnd(32)} ${state.padEnd(10)} ${role}  ${org}`,
    );
    return Promise.resolve(told({ items }, lines.length > 0 ? lines.join('\n') : 'There are no accounts yet.'));
  });
}

/** Suspends, reinstates, closes or unlocks, with a reason. */
export function move(type: 'suspend' | 'reinstate' | 'close' | 'unlock') {
  return (args: Arguments): Promise<Answer> => {
    const [person = ''] = args.words;
    const { reason } = args.options;
    if (reason === undefined) throw new UsageError(`Cannot ${type} the account: must have a --reason`);
    return inOffice(args, async (office) => {
      const done = await commandAccount(office, person, { type, reason });
      if (!done.ok) return done;
      const state = loadDoc(office.record.read, 'account', accountIdOf(person))?.state ?? '';
      return told({ person, state }, `${person} is ${state}`);
    });
  };
}

function toldInvited(invited: Outcome<Invitation>, args: Arguments): Answer {
  if (!invited.ok) return invited;
  const { person, code, path, until } = invited.value;
  const link = `${configurationOf(args).values.publicUrl ?? ''}${path}`;
  return told(
    { person, code, link, until },
    `${person} may sign in for the first time, once and until ${until}:\n  ${link}`,
  );
}

async function inOffice(args: Arguments, work: (office: OpenOffice) => Promise<Answer>): Promise<Answer> {
  const { values } = configurationOf(args);
  await using office = await openOffice({ ...openOptions({ ...values, dir: resolve(values.dir) }) });
  const answer = await work(office);
  return answer;
}

function parse(body: unknown): CommandOf<'account'> {
  const parsed = account.command.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new UsageError(`Cannot read the account: ${z.prettifyError(parsed.error)}`);
}
