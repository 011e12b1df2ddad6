/**
 * Vendor registration 进驻: an organization becomes a registered data vendor, or is refused with reasons.
 * A refusal opens the agency's review, and so does an anomaly of a registered vendor's credit. An ended security certificate suspends.
 *
 * @see procedure.md §3.1, requirements AO-14-1…5, AO-04-8
 */
import type { Instant, OrgId } from '../units.ts';
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
import type { CaseContext } from './lookup.ts';
import { registrationCommand, type materials, type RegistrationCommand } from './registration-commands.ts';
import { requireIndependent, requireOtherPerson } from './roles.ts';
import { requireNoOperator } from './two-roles.ts';
import { isBefore, isInTerm } from './term.ts';

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
    report_anomaly: {
      from: ['registered'],
      to: 'registered',
      by: ['operator'],
      source: 'AO-14-5',
      tell: ['data_agency'],
    },
    confirm_anomaly: {
      from: ['registered'],
      to: 'suspended',
      by: ['data_agency'],
      source: 'AO-14-5',
      tell: ['operator', 'competent_authority'],
    },
    dismiss_anomaly: {
      from: ['registered'],
      to: 'registered',
      by: ['data_agency'],
      source: 'AO-14-5',
      tell: ['operator'],
    },
    renew_certificate: {
      from: ['registered'],
      to: 'registered',
      by: ['vendor'],
      source: 'GD-35-3',
      tell: ['operator'],
    },
    /** The same of a suspended vendor, which the operator may reinstate then. */
    renew_certificate_last: {
      from: ['suspended'],
      to: 'suspended',
      by: ['vendor'],
      source: 'GD-35-3',
      tell: ['operator'],
    },
    /** A decision on an appeal. */
    reopen: { from: ['refused'], to: 'checking', by: ['system'], source: 'AO-35-4', tell: ['operator', 'data_agency'] },
    suspend: { from: ['registered'], to: 'suspended', by: ['operator', 'system'], source: '003-14(3), GD-35-3' },
    reinstate: { from: ['suspended'], to: 'registered', by: ['operator'], source: '003-14(3)' },
    exit: {
      from: ['registered', 'suspended'],
      to: 'exited',
      by: ['operator', 'vendor', 'system'],
      source: '003-14(3)',
    },
  },
  clocks: registrationClocks,
} as const satisfies LifeTable<RegistrationState>;

/** A vendor's registration. */
export interface Registration extends ActedDoc<RegistrationState> {
  readonly vendor: OrgId;
  readonly materials: Materials;
  /** The affiliates of the materials, where separation of duty looks for them. */
  readonly affiliates: readonly OrgId[];
  /** The agency's review of a refusal: pending until it confirms or returns it. */
  readonly agencyReview: 'none' | 'pending' | 'confirmed' | 'returned';
  /** Why it was decided as it was, last decision only; the record has all. */
  readonly reason?: string;
}

type Bare = 'submit' | 'accept' | 'check';
type Reasoned = Exclude<RegistrationCommand['type'], 'draft' | 'edit' | 'renew_certificate' | Bare>;
interface Reason {
  readonly reason: string;
}
type Materials = Parsed<typeof materials>;
type Filled = { readonly vendor: OrgId; readonly materials: Materials };
type Event<Type extends string, Payload = unknown> = Happening<`registration.${Type}`, RegistrationState, Payload>;
/** What can happen to a registration. */
export type RegistrationEvent =
  | Event<'drafted' | 'edited', Filled>
  | Event<'submitted' | 'accepted' | 'checking'>
  | Event<'certificate_renewed', Pick<Materials, 'certificate'>>
  | Event<(typeof past)[Reasoned], Reason>;

const past = {
  ask_to_complete: 'returned_for_completion',
  register: 'registered',
  refuse: 'refused',
  confirm_refusal: 'refusal_confirmed',
  return_refusal: 'refusal_returned',
  report_anomaly: 'anomaly_reported',
  confirm_anomaly: 'anomaly_confirmed',
  dismiss_anomaly: 'anomaly_dismissed',
  reopen: 'reopened',
  suspend: 'suspended',
  reinstate: 'reinstated',
  exit: 'exited',
} as const satisfies Record<Reasoned, string>;

function decide(
  doc: Registration | undefined,
  command: RegistrationCommand,
  context: CaseContext,
): Outcome<readonly [RegistrationEvent]> {
  if (command.type === 'draft') {
    const to = requireMove(registrationTable, 'draft', doc?.state ?? 'none', context.actor);
    if (!to.ok) return to;
    const filled = { vendor: context.actor.org, materials: command.materials };
    return recordIf(
      requireAsking(command.materials, context),
      happening('registration.drafted', to.value, context, filled),
    );
  }
  const renewing = command.type === 'renew_certificate' && doc?.state === 'suspended';
  const kind = renewing ? 'renew_certificate_last' : command.type;
  const turn = requireTurn(registrationTable, kind, { doc, ownerOf: vendorOwner }, context);
  if (!turn.ok) return turn;
  const { to } = turn.value;
  const duty = [...requireDuty(turn.value.doc, command, context)];
  switch (command.type) {
    case 'edit': {
      const filled = { vendor: turn.value.doc.vendor, materials: command.materials };
      const sound = requireAsking(command.materials, context);
      return recordIf([...duty, ...sound], happening('registration.edited', to, context, filled));
    }
    case 'submit': {
      const sound = requireAsking(turn.value.doc.materials, context);
      return recordIf(sound, happening('registration.submitted', to, context, {}));
    }
    case 'renew_certificate': {
      const { certificate } = command;
      const current = requireCertified({ certificate }, context);
      return recordIf([...duty, current], happening('registration.certificate_renewed', to, context, { certificate }));
    }
    case 'accept':
      return recordIf(duty, happening('registration.accepted', to, context, {}));
    case 'check':
      return recordIf(duty, happening('registration.checking', to, context, {}));
    case 'register':
    case 'reinstate':
      duty.push(...requireMaterials(turn.value.doc.materials, context));
      break;
    case 'ask_to_complete':
    case 'refuse':
    case 'confirm_refusal':
    case 'return_refusal':
    case 'report_anomaly':
    case 'confirm_anomaly':
    case 'dismiss_anomaly':
    case 'reopen':
    case 'suspend':
    case 'exit':
      break;
  }
  const type = `registration.${past[command.type]}` as const;
  return recordIf(duty, happening(type, to, context, { reason: command.reason }));
}

/** What a vendor must be at any time: nobody's operator, and of valid security. */
function requireMaterials(given: Materials, context: CaseContext): readonly Outcome<void>[] {
  const { actor, lookup, id } = context;
  const vendor = lookup.get('registration', id)?.vendor ?? actor.org;
  const orgs = [vendor, ...given.affiliates];
  return [requireNoOperator('register a vendor', orgs, lookup), requireCertified(given, context)];
}

/** What is asked for with: all that, and the rules of the platform in the version that is in force, where the record has one. @see GD-18-5 */
function requireAsking(given: Materials, context: CaseContext): readonly Outcome<void>[] {
  const rules = context.lookup.all('norm').filter(({ kind, state }) => kind === 'onboarding' && state === 'effective');
  const accepted = rules.length === 0 || rules.some(({ id }) => id === given.acceptedRules);
  const must = `Cannot register a vendor: must accept the rules in force, ${rules.map(({ id }) => id).join(' or ')}`;
  return [...requireMaterials(given, context), requireThat(accepted, 'E_INPUT', `${must}; got ${given.acceptedRules}`)];
}

/** The certificate of its security management is valid now; refuses with E_INPUT. @see GD-35-3 */
function requireCertified({ certificate }: Pick<Materials, 'certificate'>, { now }: Context): Outcome<void> {
  const { validFrom, validTo } = certificate;
  const valid = isInTerm({ from: validFrom, to: validTo }, now);
  const must = 'Cannot register a vendor: its security certificate must be valid now';
  return requireThat(valid, 'E_INPUT', `${must}; got ${validFrom} to ${validTo}`);
}

/** A vendor whose certificate has ended, until it brings a new one. */
function due({ state, materials: { certificate } }: Registration, now: Instant): RegistrationCommand | undefined {
  if (state !== 'registered' || isBefore(now, certificate.validTo)) return undefined;
  return { type: 'suspend', reason: 'The certificate of its security management has ended.' };
}

/** Operator ⟂ vendor and its affiliates; who submits does not check; who refuses does not review the refusal. */
function requireDuty(doc: Registration, command: RegistrationCommand, { actor }: Context): readonly Outcome<void>[] {
  if (actor.role === 'vendor' || actor.role === 'system') return [];
  const doing = doingOf(registrationTable, command.type);
  const filled = doersOf(doc, ['registration.drafted', 'registration.edited', 'registration.submitted']);
  const separate = [requireIndependent(doing, actor, doc), requireOtherPerson(doing, actor, filled)];
  if (actor.role !== 'data_agency') return separate;
  const pending = requireThat(
    doc.agencyReview === 'pending',
    'E_STATE',
    `Cannot ${doing}: the agency's review must be pending; got ${doc.agencyReview}`,
  );
  return [
    ...separate,
    pending,
    requireOtherPerson(doing, actor, doersOf(doc, ['registration.refused', 'registration.anomaly_reported'])),
  ];
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
    case 'registration.certificate_renewed': {
      const before = existing(doc, event);
      return { ...before, ...stamped, materials: { ...before.materials, certificate: event.data.certificate } };
    }
    case 'registration.refused':
    case 'registration.anomaly_reported':
      return { ...existing(doc, event), ...stamped, reason: event.data.reason, agencyReview: 'pending' };
    case 'registration.refusal_confirmed':
    case 'registration.anomaly_confirmed':
      return { ...existing(doc, event), ...stamped, reason: event.data.reason, agencyReview: 'confirmed' };
    case 'registration.refusal_returned':
    case 'registration.reopened':
    case 'registration.anomaly_dismissed':
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
  readonly context: CaseContext;
  readonly event: RegistrationEvent;
}

/** Vendor registration. */
export const registration: Life<RegistrationTypes> = {
  ...registrationTable,
  command: registrationCommand,
  ownerOf: vendorOwner,
  decide,
  evolve,
  due,
};
