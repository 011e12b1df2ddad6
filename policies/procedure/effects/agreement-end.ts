/**
 * An agreement that is suspended, terminated or over, a vendor that is suspended or leaves, an operator whose authorization is revoked: the
 * rights end in the same transaction.
 *
 * @see AO-20-5, AO-20-6; procedure.md §3.6
 */
import { agreementTable } from '../agreement-table.ts';
import type { Effects, Happened, Order } from '../consequences.ts';
import { lineageOf } from '../lineage.ts';
import type { CommandOf, DocOf } from '../lives.ts';
import { killRuns, openTrace, purgeRuns, stopStanding, suspendExports } from './revoke.ts';

/** @see module */
export const agreementEnd: Effects = {
  'agreement.suspended': (happened) => {
    const reach = ofAgreement(happened);
    return [
      ...killRuns(reach, happened),
      ...suspendExports(reach, happened),
      ...stopStanding('suspend', reach, happened),
      ...openTrace(reach, happened),
    ];
  },
  'agreement.terminated': (happened) => {
    const reach = ofAgreement(happened);
    return [...killRuns(reach, happened), ...suspendExports(reach, happened), ...ended(happened)];
  },
  'agreement.expired': (happened) => [
    ...killRuns(ofAgreement(happened), happened),
    ...expireExports(happened),
    ...ended(happened),
  ],
  'registration.suspended': (happened) => suspendAll(happened),
  'registration.exited': (happened) => terminateAll(happened, 'vendor_exit'),
  'operatorAuthorization.revoked': (happened) => endOperation(happened),
  'operatorAuthorization.expired': (happened) => endOperation(happened),
};

function ofAgreement({ id, lookup }: Happened) {
  return { kind: 'agreement', agreement: id, lineage: lineageOf(id, lookup) } as const;
}

function ended(happened: Happened): readonly Order[] {
  const reach = ofAgreement(happened);
  return [...stopStanding('end', reach, happened), ...purgeRuns(reach, happened), ...openTrace(reach, happened)];
}

function expireExports({ id, lookup }: Happened): readonly Order[] {
  const lineage = lineageOf(id, lookup);
  const out = lookup
    .all('export')
    .filter((doc) => lineage.includes(doc.agreement) && (doc.state === 'released' || doc.state === 'suspended'));
  return out.map((doc) => ({ life: 'export', id: doc.id, command: { type: 'expire' } }));
}

/** Every agreement of a vendor that is in force; the vendor is named by a registration, a sanction or itself. */
export function suspendAll(happened: Happened, vendor = vendorOf(happened)): readonly Order[] {
  const { life, id, lookup } = happened;
  const own = lookup.all('agreement').filter((one) => one.vendor === vendor && one.state === 'active');
  return own.map((one) => ({
    life: 'agreement',
    id: one.id,
    command: { type: 'suspend', reason: `${life}/${id}` },
  }));
}

type Case = Extract<CommandOf<'agreement'>, { type: 'terminate' }>['case'];

/** Every agreement of a vendor that has not ended. */
export function terminateAll(happened: Happened, why: Case, vendor = vendorOf(happened)): readonly Order[] {
  return terminated(happened, why, (one) => one.vendor === vendor);
}

const terminable: readonly string[] = agreementTable.moves.terminate.from;

function terminated(
  { life, id, lookup }: Happened,
  why: Case,
  which: (agreement: DocOf<'agreement'>) => boolean,
): readonly Order[] {
  const open = lookup.all('agreement').filter(({ state }) => terminable.includes(state));
  return open.filter(which).map((one) => ({
    life: 'agreement',
    id: one.id,
    command: { type: 'terminate', case: why, reason: `${life}/${id}` },
  }));
}

function vendorOf({ id, lookup }: Happened): string | undefined {
  return lookup.get('registration', id)?.vendor;
}

/** The agreements that this operator drafted over data of the authorization's domains, unless another authorization of it covers them. */
function endOperation(happened: Happened): readonly Order[] {
  const { id, lookup } = happened;
  const over = lookup.get('operatorAuthorization', id);
  if (!over) return [];
  const others = lookup
    .all('operatorAuthorization')
    .filter((one) => one.operator === over.operator && one.state === 'in_force')
    .flatMap(({ domains }) => domains);
  return terminated(happened, 'operator_authorization_ended', ({ acts: [drafted], clauses }) => {
    if (drafted?.by.org !== over.operator) return false;
    const themes = clauses.dataScope.map(({ entry }) => lookup.get('catalogEntry', entry)?.entry.opening?.theme);
    return themes.some((theme) =>
      theme === undefined ? others.length === 0 : over.domains.includes(theme) && !others.includes(theme),
    );
  });
}
