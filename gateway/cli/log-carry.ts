/** `sluice log witness request|accept`: what is carried from an installation to a witness without a network, and back. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultOrigin } from '../open-office.ts';
import { openKeys } from '../record/keys.ts';
import { acceptAnswer, readRequest, type MailboxOptions } from '../record/witness-mailbox.ts';
import { findWitness, mailboxOf, readInstalledPolicy } from '../record/witnesses.ts';
import type { Arguments } from './args.ts';
import { told, UnreachableError, type Answer } from './verb.ts';

/** The newest request to a witness without a network, as the gateway left it. */
export function printRequest({ words: [name = ''], options: { dir } }: Arguments): Promise<Answer> {
  const request = readRequest(mailbox(dir, name));
  if (request === undefined) throw new Error(`Cannot print a request: nothing lies ready for ${name}`);
  return Promise.resolve(told({ request }, request));
}

export async function acceptWitness({ words, options: { dir } }: Arguments): Promise<Answer> {
  const [name = '', requestFile = '', answerFile = ''] = words;
  const carried = { request: await readFile(requestFile, 'utf8'), answer: await readFile(answerFile, 'utf8') };
  const accepted = acceptAnswer(carried, mailbox(dir, name));
  return accepted.ok ? told({ witness: name }, '') : accepted;
}

/** @throws Error where there is no installation */
function mailbox(dir: string, name: string): MailboxOptions {
  if (!existsSync(join(dir, 'keys')))
    throw new UnreachableError(`Cannot find the witness: ${dir} must be an installation`);
  const policy = readInstalledPolicy(dir, openKeys(join(dir, 'keys'), defaultOrigin));
  return { key: findWitness(policy, name), folder: mailboxOf(dir), origin: policy.origin };
}
