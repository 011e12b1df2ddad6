/**
 * A sanction works from the moment it is imposed: a restriction on what it names, a suspension or closure on everything of the vendor. A final
 * one takes the place of the interim one; the public reads of it where it must.
 *
 * @see procedure.md §3.14, GD-34-2, SH-26-3
 */
import type { Effects, Happened, Order } from '../consequences.ts';
import type { Measure } from '../sanctions.ts';
import { suspendAll, terminateAll } from './agreement-end.ts';
import { killRuns, openTrace, stopStanding, suspendExports } from './revoke.ts';

/** @see module */
export const sanctionEffects: Effects = {
  'violation.interim_imposed': (happened) => impose(happened, 'interim'),
  'violation.sanctioned': (happened) => [...liftInterim(happened), ...impose(happened, 'final'), ...publish(happened)],
  'violation.dismissed': (happened) => liftInterim(happened),
  'violation.no_fault_found': (happened) => liftInterim(happened),
  'sanction.imposed': (happened) => carryOut(happened),
  'sanction.lifted': (happened) => [...close(happened, 'lift'), ...withdrawNotices(happened)],
  'sanction.expired': (happened) => close(happened, 'expire'),
};

function idOf(violation: string, which: 'interim' | 'final'): string {
  return `san.${violation}.${which}`;
}

function impose({ id, lookup }: Happened, which: 'interim' | 'final'): readonly Order[] {
  const found = lookup.get('violation', id);
  const measure = which === 'interim' ? found?.interim : found?.measure;
  if (!found || !measure) return [];
  const { vendor } = found;
  const command = { type: 'impose', violation: id, vendor, interim: which === 'interim', measure } as const;
  return [{ life: 'sanction', id: idOf(id, which), command }];
}

function liftInterim({ id, lookup }: Happened): readonly Order[] {
  const interim = idOf(id, 'interim');
  if (lookup.get('sanction', interim)?.state !== 'in_force') return [];
  return [{ life: 'sanction', id: interim, command: { type: 'lift', reason: `violation/${id}` } }];
}

function publish({ id, lookup }: Happened): readonly Order[] {
  const { noticeUntil, measure, vendor, reason } = lookup.get('violation', id) ?? {};
  if (noticeUntil === undefined || measure === undefined || reason === undefined) return [];
  const heading = `${vendor ?? ''}: ${measure.level}`.slice(0, 200);
  const command = { type: 'publish', heading, text: reason, about: `violation/${id}`, until: noticeUntil } as const;
  return [{ life: 'publicNotice', id: `ntc.${id}`, command }];
}

function carryOut(happened: Happened): readonly Order[] {
  const { id, lookup } = happened;
  const { vendor, measure } = lookup.get('sanction', id) ?? {};
  if (vendor === undefined || measure === undefined) return [];
  const { level }: Measure = measure;
  if (level === 'warn' || level === 'throttle') return [];
  const registration = lookup.all('registration').find((one) => one.vendor === vendor);
  const reach = { kind: 'sanction', vendor, measure } as const;
  if (level === 'restrict')
    return [
      ...killRuns(reach, happened),
      ...suspendExports(reach, happened),
      ...stopStanding('suspend', reach, happened),
      ...openTrace(reach, happened),
    ];
  const reason = `sanction/${id}`;
  const isIn = registration?.state === 'registered';
  if (level === 'suspend') {
    // The vendor's suspension suspends its agreements; where it is suspended already they may have been reinstated.
    return isIn
      ? [{ life: 'registration', id: registration.id, command: { type: 'suspend', reason } }]
      : suspendAll(happened, vendor);
  }
  const isLeaving = isIn || registration?.state === 'suspended';
  return [
    ...terminateAll(happened, 'sanction', vendor),
    ...(isLeaving ? [{ life: 'registration', id: registration.id, command: { type: 'exit', reason } } as const] : []),
  ];
}

/** The case ends with its final sanction. */
function close({ id, lookup }: Happened, type: 'lift' | 'expire'): readonly Order[] {
  const { violation = '', interim } = lookup.get('sanction', id) ?? {};
  if (interim !== false || lookup.get('violation', violation)?.state !== 'sanctioned') return [];
  return [{ life: 'violation', id: violation, command: { type } }];
}

/** What was lifted is no longer made known. */
function withdrawNotices({ id, lookup }: Happened): readonly Order[] {
  const { violation, interim } = lookup.get('sanction', id) ?? {};
  if (interim !== false) return [];
  const notices = lookup
    .all('publicNotice')
    .filter(({ state, about }) => state === 'published' && about === `violation/${violation ?? ''}`);
  return notices.map((one) => ({
    life: 'publicNotice',
    id: one.id,
    command: { type: 'withdraw', reason: `sanction/${id}` },
  }));
}
