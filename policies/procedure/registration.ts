/**
 * Vendor registration 进驻: an organization becomes a registered data vendor, or is refused with reasons.
 * A refusal opens the agency's review. Credit anomalies of a registered vendor come with the sanctions.
 *
 * @see procedure.md §3.1, requirements AO-14-1…5, AO-04-8
 */
import type { OrgId } from '../units.ts';
import type { Outcome } from '../refusal.ts';
import {
  doersOf,
  existing,
  happening,
  recordIf,
  requireThat,
  requireTurn,
  stamp,
  vendorOwner,
  type ActedDoc,
  type Happening,
  type Life,
} from './decider.ts';
import { registrationClocks } from './core-clocks.ts';
import type { Parsed } from './fields.ts';
import { doingOf, requireMove, type Context, type LifeTable } from './life.ts';
import { registrationCommand, type materials, type RegistrationCommand } from './registration-commands.ts';
import { requireIndependent, requireOtherPerson } from './roles.ts';

/** Where a registration stands. */
export type RegistrationState =
  'draft' | 'submitted' | 'accepted' | 'checking' | 'registered' | 'refused' | 'suspended' | 'exited';

/** States and moves of a registration. */
export const registrationTable = {
  name: 'registration',
  title: { zh: '进驻', en: 'vendor registration' },
  states: {
    draft: { zh: '草稿', en: 'draft' },
    submitted: { zh: '已提交', en: 'submitted' },
    accepted: { zh: '已受理', en: 'accepted' },
    checking: { zh: '核查中', en: 'being checked' },
    registered: { zh: '已注册', en: 'registered' },
    refused: { zh: '不予注册', en: 'refused' },
    suspended: { zh: '已暂停', en: 'suspended' },
    exited: { zh: '已退出', en: 'exited' },
  },
  moves: {
    draft: { from: ['none'], to: 'draft', by: ['vendor'], source: 'AO-14-1' },
    edit: { from: ['draft'], to: 'draft', by: ['vendor'], source: 'AO-14-1' },
    submit: { from: ['draft'], to: 'submitted', by: ['vendor'], source: 'AO-14-1', tell: ['operator'] },
    ask_to_complete: { from: ['submitted'], to: 'draft', by: ['operator'], source: '003-14(2)' },
    accept: { from: ['submitted'], to: 'accepted', by: ['operator'], source: '003-14(2)' },
    check: { from: ['accepted'], to: 'checking', by: ['operator'], source: '003-14(2)' },
    register: { from: ['accepted', 'checking'], to: 'registered', by: ['operator'], source: 'AO-14-3' },
    refuse: {
      from: ['accepted', 'checking'],
      to: 'refused',
      by: ['operator'],
      source: 'AO-14-3, AO-14-5',
      tell: ['data_agency'],
    },
    confirm_refusal: { from: ['refused'], to: 'refused', by: ['data_agency'], source: 'AO-14-5' },
    return_refusal: { from: ['refused'], to: 'checking', by: ['data_agency'], source: 'AO-14-5' },
    suspend: { from: ['registered'], to: 'suspended', by: ['operator'], source: '003-14(3)' },
    reinstate: { from: ['suspended'], to: 'registered', by: ['operator'], source: '003-14(3)' },
    exit: { from: ['registered', 'suspended'], to: 'exited', by: ['operator', 'vendor'], source: '003-14(3)' },
  },
  clocks: registrationClocks,
} as const satisfies LifeTable<RegistrationState>;

/** A vendor's registration. */
export interface Registration extends ActedDoc<RegistrationState> {
  readonly vendor: OrgId;
  readonly materials: Parsed<typeof materials>;
  /** The affiliates of the materials, where separation of duty looks for them. */
  readonly affiliates: readonly OrgId[];
  /** The agency's review of a refusal: pending until it confirms or returns it. */
  readonly agencyReview: 'none' | 'pending' | 'confirmed' | 'returned';
  /** Why it was decided as it was, last decision only; the record has all. */
  readonly reason?: string;
}

type Reasoned = Exclude<RegistrationCommand['type'], 'draft' | 'edit' | 'submit' | 'accept' | 'check'>;
interface Reason {
  readonly reason: string;
}
type Filled = { readonly vendor: OrgId; readonly materials: Parsed<typeof materials> };
type Event<Type extends string, Payload = unknown> = Happening<`registration.${Type}`, RegistrationState, Payload>;
/** What can happen to a registration. */
export type RegistrationEvent =
  | Event<'drafted' | 'edited', Filled>
  | Event<'submitted' | 'accepted' | 'checking'>
  | Event<(typeof past)[Reasoned], Reason>;

const past = {
  ask_to_complete: 'returned_for_completion',
  register: 'registered',
  refuse: 'refused',
  confirm_refusal: 'refusal_confirmed',
  return_refusal: 'refusal_returned',
  suspend: 'suspended',
  reinstate: 'reinstated',
  exit: 'exited',
} as const satisfies Record<Reasoned, string>;

function decide(
  doc: Registration | undefined,
  command: RegistrationCommand,
  context: Context,
): Outcome<readonly [RegistrationEvent]> {
  if (command.type === 'draft') {
    const to = requireMove(registrationTable, 'draft', doc?.state ?? 'none', context.actor);
    if (!to.ok) return to;
    const filled = { vendor: context.actor.org, materials: command.materials };
    return recordIf([], happening('registration.drafted', to.value, context, filled));
  }
  const turn = requireTurn(registrationTable, command.type, { doc, ownerOf: vendorOwner }, context);
  if (!turn.ok) return turn;
  const { to } = turn.value;
  const duty = requireDuty(turn.value.doc, command, context);
  switch (command.type) {
    case 'edit': {
      const filled = { vendor: turn.value.doc.vendor, materials: command.materials };
      return recordIf(duty, happening('registration.edited', to, context, filled));
    }
    case 'submit':
      return recordIf(duty, happening('registration.submitted', to, context, {}));
    case 'accept':
      return recordIf(duty, happening('registration.accepted', to, context, {}));
    case 'check':
      return recordIf(duty, happening('registration.checking', to, context, {}));
    case 'ask_to_complete':
    case 'register':
    case 'refuse':
    case 'confirm_refusal':
    case 'return_refusal':
    case 'suspend':
    case 'reinstate':
    case 'exit':
      break;
  }
  const type = `registration.${past[command.type]}` as const;
  return recordIf(duty, happening(type, to, context, { reason: command.reason }));
}

/** Operator ⟂ vendor and its affiliates; who submits does not check; who refuses does not review the refusal. */
function requireDuty(doc: Registration, command: RegistrationCommand, { actor }: Context): readonly Outcome<void>[] {
  if (actor.role === 'vendor') return [];
  const doing = doingOf(registrationTable, command.type);
  const filled = doersOf(doc, ['registration.drafted', 'registration.edited', 'registration.submitted']);
  const separate = [requireIndependent(doing, actor, doc), requireOtherPerson(doing, actor, filled)];
  if (actor.role !== 'data_agency') return separate;
  const pending = requireThat(
    doc.agencyReview === 'pending',
    'E_STATE',
    `Cannot ${doing}: the agency's review must be pending; got ${doc.agencyReview}`,
  );
  return [...separate, pending, requireOtherPerson(doing, actor, doersOf(doc, ['registration.refused']))];
}

function evolve(doc: Registration | undefined, event: RegistrationEvent): Registration {
  const stamped = stamp(doc, event);
  switch (event.type) {
    case 'registration.drafted':
    case 'registration.edited': {
      const { vendor, materials } = event.data;
      const agencyReview = doc?.agencyReview ?? 'none';
      return { ...doc, ...stamped, vendor, materials, affiliates: materials.affiliates, agencyReview };
    }
    case 'registration.submitted':
    case 'registration.accepted':
    case 'registration.checking':
      return { ...existing(doc, event), ...stamped };
    case 'registration.refused':
      return { ...existing(doc, event), ...stamped, reason: event.data.reason, agencyReview: 'pending' };
    case 'registration.refusal_confirmed':
      return { ...existing(doc, event), ...stamped, reason: event.data.reason, agencyReview: 'confirmed' };
    case 'registration.refusal_returned':
      return { ...existing(doc, event), ...stamped, reason: event.data.reason, agencyReview: 'returned' };
    case 'registration.returned_for_completion':
    case 'registration.registered':
    case 'registration.suspended':
    case 'registration.reinstated':
    case 'registration.exited':
      break;
  }
  return { ...existing(doc, event), ...stamped, reason: event.data.reason };
}

/** The four types of this life. */
export interface RegistrationTypes {
  readonly doc: Registration;
  readonly command: RegistrationCommand;
  readonly context: Context;
  readonly event: RegistrationEvent;
}

/** Vendor registration. */
export const registration: Life<RegistrationTypes> = {
  ...registrationTable,
  command: registrationCommand,
  ownerOf: vendorOwner,
  decide,
  evolve,
};
