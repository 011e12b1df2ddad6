/**
 * Account 账户: that a person of a real name acts here, for which organization and in which role, and whether he may now. Nobody opens, binds
 * or reinstates his own, who opens does not bind, who suspends does not reinstate. How a person proves to be himself is not here: the
 * record keeps who let him in, when, and until when; of an invitation it keeps the hash.
 *
 * @see GD-18-3, AO-29-2; console.md, accounts; decision 051
 */
import { z } from 'zod';
import { personId, type Instant } from '../../units.ts';
import type { Outcome } from '../../refusal.ts';
import { caseLife, type CaseTable, type CaseTypes } from '../case.ts';
import { requireThat, type Act } from '../decider.ts';
import { anInstant, anOrgId, aSha256, prose, shortText, wellFormed, type Frozen } from '../fields.ts';
import type { Actor } from '../life.ts';
import { roleTitles, type Role } from '../roles.ts';
import { daysAfter, isBefore } from '../term.ts';

const source = 'GD-18-3';
const registrars = ['operator', 'data_agency', 'system'] as const;
/** An invitation that lies about is a key that lies about: an engineering choice. */
const mostInvitationDays = 14;

const table = {
  name: 'account',
  title: { zh: '账户', en: 'account' },
  collection: 'accounts',
  prefix: 'act',
  states: {
    opened: { zh: '已开立', en: 'opened' },
    active: { zh: '可用', en: 'active' },
    suspended: { zh: '已暂停', en: 'suspended' },
    closed: { zh: '已注销', en: 'closed' },
  },
  moves: {
    open: { past: 'opened', stage: 'audit', from: ['none'], to: 'opened', by: registrars, source },
    /** Somebody else has seen who it is. */
    bind: {
      past: 'bound',
      stage: 'audit',
      from: ['opened'],
      to: 'active',
      by: registrars,
      source,
      apartFrom: ['opened', 'amended'],
    },
    /** What it may do changes: so somebody else looks again. */
    amend: { past: 'amended', stage: 'audit', from: ['active', 'suspended'], to: 'opened', by: registrars, source },
    suspend: {
      past: 'suspended',
      stage: 'audit',
      from: ['active'],
      to: 'suspended',
      by: [...registrars, 'competent_authority'],
      source: 'AO-29-2',
    },
    reinstate: { past: 'reinstated', stage: 'audit', from: ['suspended'], to: 'active', by: registrars, source },
    close: {
      past: 'closed',
      stage: 'audit',
      from: ['opened', 'active', 'suspended'],
      to: 'closed',
      by: registrars,
      source,
    },
    /** Of the failures to sign in before it. */
    unlock: { past: 'unlocked', stage: 'audit', from: ['active'], to: 'active', by: registrars, source: 'AO-29-2' },
    /** Its code is made by the gateway, which tells it once: so it is no command of a stage. */
    invite: { past: 'invited', from: ['active'], to: 'active', by: registrars, source },
    invite_again: { past: 'invited', from: ['suspended'], to: 'suspended', by: registrars, source },
    take_up: { past: 'taken_up', from: ['active'], to: 'active', by: ['system'], source },
  },
} as const satisfies CaseTable;

const roles = Object.keys(roleTitles).filter((role): role is Exclude<Role, 'system'> => role !== 'system');
const aTitle = z.strictObject({ zh: shortText, en: shortText });
const duty = { org: anOrgId, role: z.enum(roles), title: aTitle };
const invitation = { invitation: aSha256, until: anInstant };

const fields = {
  open: {
    /** As he is called wherever he acts; room is left for the prefix of the id. */
    person: z
      .string()
      .regex(/^[a-zA-Z][a-zA-Z0-9_.@-]{0,99}$/)
      .transform(personId),
    ...duty,
  },
  bind: {
    /** Name and evidence are sealed, as every text about a natural person. */
    binding: z.strictObject({
      name: wellFormed.min(1).max(200),
      document: z.enum([
        'identity_card',
        'passport',
        'residence_permit',
        'work_permit',
        'digital_identity',
        'artificial',
      ]),
      evidence: wellFormed.min(1).max(4_000),
    }),
  },
  amend: { ...duty, reason: prose },
  suspend: { reason: prose },
  reinstate: { reason: prose },
  close: { reason: prose },
  unlock: { reason: prose },
  invite: invitation,
  invite_again: invitation,
  take_up: { invitation: aSha256 },
};

interface Followed {
  /** The newest invitation that was used. */
  readonly takenUp: string;
}

/** The four types of this life. */
export type AccountTypes = CaseTypes<'account', typeof table, typeof fields, Followed>;
/** @see module */
export type Account = AccountTypes['doc'];

/** The id of a person's account: there is one of each. */
export function accountIdOf(person: string): string {
  return `${table.prefix}-${person}`;
}

/**
 * Since when it is in force without a break: whatever was given out before, a session or a token, is void. Undefined where it is not in force.
 */
export function inForceSince({ state, acts }: Pick<Account, 'state' | 'acts'>): Instant | undefined {
  if (state !== 'active') return undefined;
  return acts.findLast(({ type }) => type === 'account.bound' || type === 'account.reinstated')?.at;
}

/** Whom an operator may let in: the city's own bodies are let in by the data agency. */
const ofTheOperator: readonly Role[] = ['vendor', 'operator', 'exchange', 'data_subject', 'public'];

interface Duty {
  readonly person: string;
  readonly org: string;
  readonly role: Role;
}

/** Nobody for himself, an operator only for outsiders and its own people. */
function requireRegistrar(
  doing: string,
  { person, org, role }: Actor,
  about: Duty | undefined,
): readonly Outcome<void>[] {
  if (!about || role === 'system') return [];
  const isOwn = about.role !== 'operator' || about.org === org;
  return [
    requireThat(
      about.person !== person,
      'E_SEPARATION',
      `Cannot ${doing}: must be done by another person than whose account it is; got ${person}`,
    ),
    requireThat(
      role !== 'operator' || (ofTheOperator.includes(about.role) && isOwn),
      'E_ROLE',
      `Cannot ${doing}: must be done by the data agency; got an operator for ${about.role} of ${about.org}`,
    ),
  ];
}

/** Who did it last must not undo it. */
function requireOther(doing: string, { person, role }: Actor, acts: readonly Act[], type: string): Outcome<void> {
  const last = acts.findLast((act) => act.type === type)?.by.person;
  const holds = role === 'system' || last !== person;
  return requireThat(holds, 'E_SEPARATION', `Cannot ${doing}: must be another person than before; got ${person} again`);
}

/** A way in that nobody has used yet: who made it must not open the door as well. */
function isOutstanding({ invitation: made, takenUp }: Frozen<{ invitation?: string; takenUp?: string }>): boolean {
  return made !== undefined && made !== takenUp;
}

function requireInvitation(doing: string, until: Instant, now: Instant): Outcome<void> {
  const holds = isBefore(now, until) && !isBefore(daysAfter(now, mostInvitationDays), until);
  return requireThat(
    holds,
    'E_INPUT',
    `Cannot ${doing}: must end later than now, within ${mostInvitationDays} days; got ${until}`,
  );
}

/** Account. */
export const account = caseLife<AccountTypes, Followed>({
  key: 'account',
  table,
  fields,
  ownerOf: ({ role, org }) => ({ role, org }),
  derive: { take_up: ({ command }) => ({ takenUp: command.invitation }) },
  guards: {
    open: ({ command, context: { id, actor, lookup }, doing }) => [
      ...requireRegistrar(doing, actor, command),
      requireThat(
        command.person !== 'system' &&
          !lookup.all('account').some((other) => other.id !== id && other.person === command.person),
        'E_STATE',
        `Cannot ${doing}: must be of a person who has none; got ${command.person}`,
      ),
    ],
    bind: ({ doc, context: { actor }, doing }) => requireRegistrar(doing, actor, doc),
    amend: ({ doc, command, context: { actor }, doing }) => [
      ...requireRegistrar(doing, actor, doc),
      ...requireRegistrar(doing, actor, doc && { ...command, person: doc.person }),
    ],
    reinstate: ({ doc, context: { actor }, doing }) => [
      ...requireRegistrar(doing, actor, doc),
      requireOther(doing, actor, doc?.acts ?? [], 'account.suspended'),
      ...(doc && isOutstanding(doc) ? [requireOther(doing, actor, doc.acts, 'account.invited')] : []),
    ],
    close: ({ doc, context: { actor }, doing }) => requireRegistrar(doing, actor, doc),
    unlock: ({ doc, context: { actor }, doing }) => requireRegistrar(doing, actor, doc),
    invite: ({ doc, command, context: { actor, now }, doing }) => [
      ...requireRegistrar(doing, actor, doc),
      requireInvitation(doing, command.until, now),
      requireThat(
        doc?.takenUp === undefined || actor.role === 'system',
        'E_SEPARATION',
        `Cannot ${doing}: must be suspended first, so that another person reinstates it; got one that is in use`,
      ),
    ],
    invite_again: ({ doc, command, context: { actor, now }, doing }) => [
      ...requireRegistrar(doing, actor, doc),
      requireInvitation(doing, command.until, now),
    ],
    take_up: ({ doc, command, context: { now }, doing }) => [
      requireThat(
        doc?.until !== undefined &&
          doc.invitation === command.invitation &&
          doc.takenUp !== command.invitation &&
          isBefore(now, doc.until),
        'E_STATE',
        `Cannot ${doing}: must be the newest invitation, unused and in time`,
      ),
    ],
  },
});
