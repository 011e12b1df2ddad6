/**
 * The first sign-in, and that after everything was lost: by an invitation that is good once and for a while. The record keeps its hash, who
 * made it, and that it was used.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { accountIdOf, type Account } from '#policies/procedure/cases/account.ts';
import { daysAfter } from '#policies/procedure/term.ts';
import type { Actor } from '#policies/procedure/life.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { sha256, type Instant } from '#policies/units.ts';
import { act } from '../act.ts';
import { loadDoc } from '../load.ts';
import { systemActor, type Office } from '../office.ts';

export interface Invitation {
  readonly person: string;
  /** Told once. */
  readonly code: string;
  /** Where a browser takes it up. */
  readonly path: string;
  readonly until: Instant;
}

const usualDays = 3;

/** For a person whose account is active, or suspended and waiting to be reinstated by somebody else. */
export async function invite(
  office: Office,
  person: string,
  { actor, days = usualDays }: { readonly actor: Actor; readonly days?: number },
): Promise<Outcome<Invitation>> {
  const id = accountIdOf(person);
  const code = `${person}.${randomBytes(24).toString('base64url')}`;
  const until = daysAfter(office.clock(), days);
  const type = loadDoc(office.record.read, 'account', id)?.state === 'suspended' ? 'invite_again' : 'invite';
  const done = await act(office, { life: 'account', id, command: { type, invitation: hashOf(code), until }, actor });
  if (!done.ok) return done;
  return accept({ person, code, path: `/account/invitation?code=${encodeURIComponent(code)}`, until });
}

/** Whose it is, if it is good now: the newest of an active account, unused and in time. */
export function invitedBy(office: Office, code: string): string | undefined {
  const person = code.slice(0, Math.max(0, code.lastIndexOf('.')));
  const id = accountIdOf(person);
  const doc = /^[a-zA-Z0-9_.@-]{5,128}$/.test(id) ? loadDoc(office.record.read, 'account', id) : undefined;
  const isRight = timingSafeEqual(Buffer.from(doc?.invitation ?? nothing), Buffer.from(hashOf(code)));
  return isRight && doc && isGood(doc, office.clock()) ? person : undefined;
}

/** Uses it up, in one transaction with looking whether it is good: of two at once only one goes on. */
export async function takeUp(office: Office, code: string): Promise<Outcome<string>> {
  const person = invitedBy(office, code);
  const no = refuse('E_AUTH', 'Cannot take up the invitation: must be the newest one, unused and in time');
  if (person === undefined) return no;
  const command = { type: 'take_up', invitation: hashOf(code) } as const;
  const done = await act(office, { life: 'account', id: accountIdOf(person), command, actor: systemActor });
  return done.ok ? accept(person) : no;
}

function isGood({ state, invitation, takenUp, until }: Account, now: Instant): boolean {
  return state === 'active' && takenUp !== invitation && until !== undefined && Date.parse(now) < Date.parse(until);
}

const nothing = '0'.repeat(64);

function hashOf(code: string) {
  return sha256(createHash('sha256').update(code).digest('hex'));
}
