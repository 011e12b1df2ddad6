/** `sluice log witness request|accept`: what is carried from an installation to a witness without a network, and back. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultOrigin } from '../open-office.ts';
import { openKeys } from '../record/keys.ts';
import { acceptAnswer, readRequest, type MailboxOptions } from '../record/witness-mailbox.ts';
import { findWitness, mailboxOf, readInstalledPolicy } from '../record/witnesses.ts';
import type { LogOptions } from './log-options.ts';

/** The newest request to a witness without a network, as the gateway left it. */
export async function printRequest([name, ...others]: readonly string[], { dir }: LogOptions): Promise<number> {
  if (name === undefined || others.length > 0) return usage('request <witness>');
  const request = readRequest(mailbox(dir, name));
  if (request === undefined) {
    console.error(`Cannot print a request: nothing lies ready for ${name}`);
    return 1;
  }
  process.stdout.write(request);
  return 0;
}

export async function acceptWitness(words: readonly string[], { dir }: LogOptions): Promise<number> {
  const [name, requestFile, answerFile] = words;
  if (name === undefined || requestFile === undefined || answerFile === undefined) {
    return usage('accept <witness> <request> <answer>');
  }
  const carried = { request: await readFile(requestFile, 'utf8'), answer: await readFile(answerFile, 'utf8') };
  const accepted = acceptAnswer(carried, mailbox(dir, name));
  if (accepted.ok) return 0;
  for (const { code, detail } of accepted.refusals) console.error(`${code}: ${detail}`);
  return 1;
}

/** @throws Error where there is no installation */
function mailbox(dir: string, name: string): MailboxOptions {
  if (!existsSync(join(dir, 'keys'))) throw new Error(`Cannot find the witness: ${dir} must be an installation`);
  const policy = readInstalledPolicy(dir, openKeys(join(dir, 'keys'), defaultOrigin));
  return { key: findWitness(policy, name), folder: mailboxOf(dir), origin: policy.origin };
}

function usage(rest: string): number {
  console.error(`Cannot do that: must be sluice log witness ${rest}`);
  return 2;
}
